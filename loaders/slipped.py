"""Rows that slipped to the left: a cell that spans several rows is printed once, and blank ones end those below it.

So tables of web pages come out as text: 一、公开|(一)市场|1|…|市局|年底|, then 2|…|各县|持续推进|||.
"""

import re
from collections.abc import Sequence

from loaders.headings import Holds, folded, holds

_AGENCIES = re.compile("[^。;:]{2,60}")
_TIMES = re.compile(r".*(?:\d|[年月底]|持续|长期|常态|立行|立即).*")
_NUMBER = re.compile(r"\d{1,3}[.、]?")

Span = tuple[int, int]
Lines = Sequence[Span]
"""The stretches of a cell, a line each."""


def settled(source: str, rows: Sequence[Sequence[Lines]]) -> list[Sequence[Lines]]:
    """``rows``, the first of them the headings, with every cell under its heading; one that spans rows in all of them.

    A row is moved no farther than brings agencies, dates and numbers under all headings of such.
    """
    blank = [_blank(row) for row in rows]
    full = min(blank[1:], default=0)
    head = _spread(source, rows, blank[0] - full)
    kinds = [holds(_words(source, cell)) or _counted(source, rows[1:], place) for place, cell in enumerate(head)]
    out: list[Sequence[Lines]] = [head]
    for row, spare in zip(rows[1:], blank[1:], strict=True):
        moves = (_moved(row, out[-1], by) for by in range(spare - full + 1) if len(row) - spare > 1)
        out.append(next((moved for moved in moves if _fits(source, moved, kinds)), row))
    return out


def _blank(row: Sequence[Lines]) -> int:
    """How many blank cells end a row."""
    return next((count for count, cell in enumerate(reversed(row)) if _says(cell)), len(row))


def _says(cell: Lines) -> bool:
    return any(first < last for first, last in cell)


def _spread(source: str, rows: Sequence[Sequence[Lines]], by: int) -> Sequence[Lines]:
    """The headings, the first over as many columns more as there are blank ones at their end; none over numbers."""
    head = rows[0]
    if not 0 < by < len(head):
        return head
    wide = [() if _counted(source, rows[1:], place) else list(head[0]) for place in range(by + 1)]
    return [*wide, *head[1 : len(head) - by]]


def _counted(source: str, rows: Sequence[Sequence[Lines]], place: int) -> Holds | None:
    """What a column without a heading holds, if the longest rows have numbers there."""
    longest = [row for row in rows if _blank(row) == min(map(_blank, rows))]
    return Holds.NUMBER if all(_NUMBER.fullmatch(_words(source, row[place])) for row in longest) else None


def _moved(row: Sequence[Lines], above: Sequence[Lines], by: int) -> Sequence[Lines]:
    return [*above[:by], *row[: len(row) - by]]


def _fits(source: str, row: Sequence[Lines], kinds: Sequence[Holds | None]) -> bool:
    forms = {Holds.ROLE: _AGENCIES, Holds.MIXED: _AGENCIES, Holds.DEADLINE: _TIMES, Holds.NUMBER: _NUMBER}
    asked = ((forms[kind], cell) for kind, cell in zip(kinds, row, strict=True) if kind in forms)
    return all(form.fullmatch(_words(source, cell)) for form, cell in asked)


def _words(source: str, cell: Lines) -> str:
    return folded(source[cell[0][0] : cell[-1][1]]) if cell else ""
