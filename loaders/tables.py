"""Tables in running text: a task table row by row as numbered items with labelled lines, any other cell by cell.

Only what joins the cells is added (序号1: before an item, 责任单位: before a list, a full stop behind a measure); every
cell's characters stay as printed, so that a quote is true, and lead back to the cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from loaders.blocks import Block, Cell, Line, Paragraph, Piece, Table
from loaders.headings import Row, folded, heading, holds
from loaders.rulebook import rulebook
from loaders.task_rows import task_lines

_LABELS = 3  # headings that make a column the headings
_PROSE = 60  # characters of a cell that is a paragraph by itself


def joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """``blocks`` with the parts of a table that goes on over several pages made one table."""
    held: Table | None = None
    notes: list[Paragraph] = []
    for block in blocks:
        if held and isinstance(block, Paragraph) and folded(block.text) in rulebook("tables").words["continued"]:
            notes.append(block)
        elif held and isinstance(block, Table) and _goes_on(held, block):
            held, notes = replace(held, rows=held.rows + block.rows), []
        else:
            yield from _held(held, notes)
            held, notes = (block, []) if isinstance(block, Table) else (None, [])
            if isinstance(block, Paragraph):
                yield block
    yield from _held(held, notes)


def _held(table: Table | None, notes: Iterable[Paragraph]) -> Iterator[Block]:
    if table:
        yield table
        yield from notes


def lines(table: Table) -> Iterator[Line]:
    """The lines of the canonical text that ``table`` becomes."""
    rows = _filled(table.rows)
    head = heading(rows)
    if head is None and (card := _turned(rows)):
        rows, head = card, heading(card)
    if head is None:
        for row in rows:
            yield from _plain(row)
        return
    for row in rows[: head.first]:
        yield from _plain(row)
    yield from task_lines(head, rows[head.end :], rows[head.first : head.end])


def _goes_on(table: Table, after: Table) -> bool:
    """Whether ``after`` continues ``table``: as wide, and headed alike or not at all."""
    if not table.rows or not after.rows or len(table.rows[0]) != len(after.rows[0]):
        return False
    return _words(table.rows[0]) == _words(after.rows[0]) or (
        heading(_filled(table.rows)) is not None and heading(_filled(after.rows)) is None
    )


def _turned(rows: Sequence[Row]) -> tuple[Row, ...] | None:
    """The table with its rows as columns, where its headings stand one below another (整改任务卡)."""
    turned = tuple(dict.fromkeys(zip(*rows, strict=True)))  # a value over several columns is one row
    labels = sum(holds(cell.text) is not None for cell in turned[0]) if len(turned) > 1 else 0
    if labels < _LABELS or any(holds(cell.text) for row in turned[1:] for cell in row):
        return None
    return turned


def _words(row: Row) -> list[str]:
    return [folded(cell.text) for cell in row]


def _filled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """``rows`` without those and without the columns that are empty."""
    kept = [row for row in rows if any(cell.text.strip() for cell in row)]
    columns = [place for place in range(len(rows[0]) if rows else 0) if any(row[place].text.strip() for row in kept)]
    return tuple(tuple(row[place] for place in columns) for row in kept)


def _plain(row: Row) -> Iterator[Line]:
    """A row of no task table: on one line, its cells parted by bars; long cells on lines of their own."""
    distinct = [cell for cell in {id(cell): cell for cell in row}.values() if cell.text.strip()]
    if any(len(cell.text) > _PROSE or "\n" in cell.text.strip() for cell in distinct):
        for cell in distinct:
            yield from cell_lines(cell)
    elif distinct:
        yield tuple(_barred(distinct))


def _barred(cells: Sequence[Cell]) -> Iterator[Piece]:
    for place, cell in enumerate(cells):
        if place:
            yield Piece("|")
        yield Piece(cell.text.strip(), cell.place)


def cell_lines(cell: Cell) -> Iterator[Line]:
    """A cell's paragraphs, a line each."""
    for line in cell.text.split("\n"):
        if line.strip():
            yield (Piece(line.strip(), cell.place),)
