"""The cells of a task table's row that stand on labelled lines: 责任单位:…, 整改时限:…, 整改目标:…."""

from collections.abc import Iterator, Sequence

from loaders.blocks import Cell, Line, Piece
from loaders.headings import Column, Holds, folded
from loaders.numbered import numbered
from loaders.recognise.agency_names import looks_like_agency

TABLE_END = "(表格完)"
"""The line behind a task table, so that what follows is not taken for its last row's."""

ENDED = "。；;！!？?：:）)】”"
"""What a line may end in that needs no mark between it and the next."""

_LIST_MARKS = "、，,；;。/／ \t\u3000\n"


def labelled_lines(cells: Sequence[tuple[Column, Cell]], item: tuple[str, int] | None) -> Iterator[Line]:
    """A line for each cell, the part that is numbered as the item, or all of it."""
    for column, cell in cells:
        parts = numbered(cell.text)
        if column.holds is Holds.MIXED:
            yield from _mixed(column, cell)
        elif item and len(parts.items) == item[1] > 1:
            yield from _labelled(column, cell, [part for part in parts.bodies(cell.text) if part[0] == item[0]])
        else:
            yield from _labelled(column, cell, [("", parts.intro), *parts.bodies(cell.text)])


def _labelled(column: Column, cell: Cell, parts: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """The line 责任单位:… of the parts' lines, joined so that each is read for itself."""
    given = [line.strip() for _, text in parts for line in text.split("\n") if line.strip()]
    words = [name for line in given for name in _spaced(line)] if column.holds is Holds.ROLE else given
    pieces = [Piece(f"{column.label}:")]
    for place, line in enumerate(words):
        pieces.append(Piece(line, cell.place))
        if place + 1 < len(words) and not line.endswith(("、", *ENDED, "，", ",")):
            pieces.append(Piece("、" if column.holds is Holds.ROLE and not _has_label(words[place + 1]) else "；"))
    if len(pieces) > 1:
        yield tuple(pieces)


def _spaced(line: str) -> list[str]:
    """The names that nothing but blanks part (安监站 派出所); the line itself where they part anything else."""
    names = line.split()
    return names if len(names) > 1 and all(looks_like_agency(folded(name)) for name in names) else [line]


def _has_label(words: str) -> bool:
    return ":" in folded(words)[:12]


def _mixed(column: Column, cell: Cell) -> Iterator[Line]:
    """Agencies and persons of one cell on two lines: no person is taken for an agency."""
    parts = [part for part in _split(cell.text) if part.strip("()（）")]
    agencies = [part for part in parts if looks_like_agency(folded(part))]
    persons = [part for part in parts if part not in agencies]
    for label, names in ((column.label, agencies), ("责任人", persons)):
        if names:
            joined = [piece for name in names for piece in (Piece("、"), Piece(name, cell.place))]
            yield (Piece(f"{label}:"), *joined[1:])


def _split(text: str) -> list[str]:
    for mark in (*_LIST_MARKS, ":", "："):
        text = text.replace(mark, "\0")
    return [part for part in text.split("\0") if part]
