"""What readers of formats hand on: paragraphs and tables in reading order, each with where it stands in the source.

A format reader is a module of ``loaders.formats`` with one public function::

    def read(name: str, data: bytes, limits: Limits) -> Contents

It gives every paragraph and every table once, in reading order, as printed (nothing folded, simplified or stripped
inside: ``loaders.normalise`` does that), leaves out what belongs to the page and not to the document (running heads,
page numbers, navigation), and raises ``graph.errors.Unreadable`` for a file that
is broken, encrypted, too large (``loaders.limits.Limits``) or holds only pictures. Automatic numbers (Word's 一、1.)
are part of a paragraph's text. It knows nothing of duties: which table is a task table is ``loaders.tables``' matter.

``place`` says for people where something stands: steps from the outside in, each a word and a name, joined by ", ":
"page 3", "paragraph 12", "page 3, table 1, row 2, column 4", "sheet 任务清单, cell D7", "footnote 2". The words are
page, paragraph, table, row, column, sheet, cell, line, heading, footnote, header, meta, file; numbers count from 1.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.faults import Fault


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph's text; a forced line break within it is ``\n`` and ends a paragraph of the canonical text too.

    One without text stands for a place in the file where nothing could be read: a page that is a picture.
    """

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell's text, its paragraphs parted by ``\n``; it covers ``rows`` × ``columns`` of the table's grid."""

    text: str
    place: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its grid: all rows of one width; a spanning cell stands (the same object) wherever it covers.

    Build ``rows`` with ``grid`` from cells as HTML and Word write them, or with ``merged`` from a full sheet of cells
    and the ranges merged in it. A table on several pages may be given as several tables: ``loaders.tables`` joins them.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: str


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line of the canonical text; without a place they only join others and are printed nowhere."""

    text: str
    place: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader found: the blocks, the encoding of their characters, ``fields`` that the file says of itself.

    ``fields`` are pairs of a Chinese label (标题, 发文字号, 发布机构, 成文日期, 发布日期) and its value, for the head
    where the text lacks them; leave out what a program fills in by itself (a Word file's author and date of saving).
    """

    blocks: tuple[Block, ...]
    encoding: str
    fields: tuple[tuple[str, str], ...] = ()


EMPTY = Cell("", "")
CUT_OFF = "file, end"  # the place of a paragraph without text where a file breaks off


class TooLarge(ValueError):
    """More than may be is in a file: which ``fault`` that is, and the ``most`` that may be."""

    def __init__(self, fault: Fault, most: int) -> None:
        super().__init__(fault.value.en.format(most=most))
        self.fault = fault
        self.most = most


def grid(rows: Sequence[Sequence[Cell]], most: int) -> tuple[tuple[Cell, ...], ...]:
    """The grid of a table from the cells that its source writes in each row, as HTML and Word define spans.

    A cell that covers several rows or columns stands in all of them; missing cells are empty. TooLarge where the
    grid would have more than ``most`` cells.

    >>> both, one = Cell("责任单位", "a", rows=2), Cell("省水利厅", "b", columns=2)
    >>> [[cell.text for cell in row] for row in grid([[both, one], [Cell("甲", "c"), Cell("乙", "d")]], 100)]
    [['责任单位', '省水利厅', '省水利厅'], ['责任单位', '甲', '乙']]
    """
    filled: list[dict[int, Cell]] = [{} for _ in rows]
    count = 0
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in filled[place]:
                column += 1
            count += min(cell.rows, len(rows) - place) * cell.columns
            if count > most:
                raise TooLarge(Fault.MANY_CELLS, most)
            _stamp(filled, cell, place, column)
            column += cell.columns
    return _squared(filled, most)


def located(rows: Sequence[Sequence[Cell]], place: Callable[[int, int], str]) -> tuple[tuple[Cell, ...], ...]:
    """The grid with every cell placed where its first corner stands: ``place(row, column)``, counted from 1."""
    found: dict[int, Cell] = {id(EMPTY): EMPTY}
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if id(cell) not in found:
                found[id(cell)] = replace(cell, place=place(number, column))
    return tuple(tuple(found[id(cell)] for cell in row) for row in rows)


def merged(
    cells: Sequence[Sequence[Cell]], ranges: Sequence[tuple[int, int, int, int]]
) -> tuple[tuple[Cell, ...], ...]:
    """A sheet's full rows of cells with each range (first row, first column, last row, last column) made one cell.

    >>> sheet = [[Cell("甲", "A1"), Cell("乙", "B1")], [Cell("", "A2"), Cell("丙", "B2")]]
    >>> [[cell.text for cell in row] for row in merged(sheet, [(0, 0, 1, 0)])]
    [['甲', '乙'], ['甲', '丙']]
    """
    rows = [list(row) for row in cells]
    left_over = sum(map(len, rows))  # cells that may still be covered: a file's ranges never overlap
    for top, left, bottom, right in ranges:
        left_over -= (bottom - top + 1) * (right - left + 1)
        if left_over < 0:
            break
        if top < len(rows) and left < len(rows[top]):
            whole = replace(rows[top][left], rows=bottom - top + 1, columns=right - left + 1)
            for row in rows[top : bottom + 1]:
                width = len(row[left : right + 1])
                row[left : right + 1] = [whole] * width
    return tuple(tuple(row) for row in rows)


def _stamp(filled: list[dict[int, Cell]], cell: Cell, place: int, column: int) -> None:
    for row in filled[place : place + cell.rows]:
        for covered in range(column, column + cell.columns):
            row.setdefault(covered, cell)


def _squared(filled: Sequence[dict[int, Cell]], most: int) -> tuple[tuple[Cell, ...], ...]:
    width = max((max(row) + 1 for row in filled if row), default=0)
    if width * len(filled) > most:
        raise TooLarge(Fault.MANY_CELLS, most)
    return tuple(tuple(row.get(column, EMPTY) for column in range(width)) for row in filled)


def cells(table: Table) -> Iterator[Cell]:
    """Every cell of a table once, in reading order."""
    seen: set[int] = set()
    for row in table.rows:
        for cell in row:
            if id(cell) not in seen and cell is not EMPTY:
                seen.add(id(cell))
                yield cell
