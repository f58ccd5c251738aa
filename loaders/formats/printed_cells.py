"""The text in a cell of a printed table: its paragraphs, or the agencies that it lists on lines of their own."""

import re
from collections.abc import Sequence
from itertools import pairwise

from loaders.formats.printed_paragraphs import frame_of, paragraphs, text
from loaders.formats.printed_tables import Box
from loaders.formats.sheet import Line
from loaders.recognise.agency_names import looks_like_agency

_LONGEST, _LINES = 100, 4  # lines of a cell that lists agencies, and of one of them
_BEGINS_NAME = re.compile("[省市县区州盟旗各]|[一-鿿]{1,8}?[省市县区州盟旗]")  # with its division


def cell_text(lines: Sequence[Line], box: Box) -> str:
    """The text of a cell, a paragraph a line."""
    if not lines:
        return ""
    frames = {(lines[0].page, 0): frame_of(lines, box.x0, box.x1)}
    parts = list(paragraphs(lines, frames))
    ends = {id(part[-1]) for part in parts}
    may_end = [id(line) in ends or bool(_BEGINS_NAME.match(after.text)) for line, after in pairwise(lines)]
    listed = _listed([line.text for line in lines], [*may_end, True])
    return "\n".join(listed or [text(part) for part in parts])


def _listed(texts: Sequence[str], may_end: Sequence[bool]) -> list[str]:
    """The entries of a list of agencies that lines make up, as many as can be; none where they are no such list."""
    best: list[list[str] | None] = [[]]
    for end in range(1, min(len(texts), _LONGEST) + 1):
        entries = [
            [*before, entry]
            for start in range(max(0, end - _LINES), end)
            if may_end[end - 1]
            and (before := best[start]) is not None
            and _are_agencies(entry := "".join(texts[start:end]))
        ]
        best.append(max(entries, key=len, default=None))
    return best[-1] or [] if len(best) > len(texts) else []


def _are_agencies(entry: str) -> bool:
    names = [name for name in re.split("[、，,；;]", entry) if name]
    return bool(names) and all(looks_like_agency(name) for name in names)
