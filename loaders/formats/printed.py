"""Printed pages to paragraphs and tables in reading order, without page numbers and running heads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.blocks import Block, Cell, Paragraph, Table, grid
from loaders.formats import printed_paragraphs
from loaders.formats.printed_lines import lines
from loaders.formats.printed_margins import without_furniture
from loaders.formats.printed_paragraphs import Frame, frame_of, frames, paragraphs
from loaders.formats.printed_tables import Box, Ruled, ruled
from loaders.formats.sheet import Glyph, Line, Sheet


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's lines outside its tables, its tables, and the characters in each of their cells."""

    sheet: Sheet
    lines: list[Line]
    tables: list[tuple[Ruled, list[list[Glyph]]]]


def blocks(sheets: Sequence[Sheet], most: int) -> Iterator[Block]:
    """The paragraphs and tables of the pages; ValueError where the tables have more than ``most`` cells."""
    pages = [_page(sheet) for sheet in sheets]
    if sum(len(table.boxes) for page in pages for table, _ in page.tables) > most:
        raise ValueError(f"more than {most:,} cells")
    kept = without_furniture([page.lines for page in pages], [page.sheet.height for page in pages])
    widths = {page.sheet.number: (page.sheet.width, own) for page, own in zip(pages, kept, strict=True)}
    known = frames(widths)
    flow: list[Line] = []
    for page, own in zip(pages, kept, strict=True):
        for part in _in_order(own, page):
            if isinstance(part, Line):
                flow.append(part)
            else:
                yield from _paragraphs(flow, known)
                flow = []
                yield part
    yield from _paragraphs(flow, known)


def _page(sheet: Sheet) -> _Page:
    found = ruled(sheet.rules)
    inside: list[list[list[Glyph]]] = [[[] for _ in table.boxes] for table in found]
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        cell = next(
            (inside[place][box] for place, table in enumerate(found) if (box := _box(table, glyph)) >= 0), outside
        )
        cell.append(glyph)
    tables = [(table, cells) for table, cells in zip(found, inside, strict=True) if sum(map(bool, cells)) > 1]
    for _, cells in zip(found, inside, strict=True):
        if sum(map(bool, cells)) < 2:
            outside += [glyph for cell in cells for glyph in cell]
    return _Page(sheet, lines(outside, sheet.number, sheet.width), tables)


def _box(table: Ruled, glyph: Glyph) -> int:
    """Which of a table's cells a character stands in; -1 where in none."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.35 * glyph.size
    if not (table.x0 < x < table.x1 and table.y0 < y < table.y1):
        return -1
    return next((place for place, box in enumerate(table.boxes) if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), -1)


def _in_order(own: Sequence[Line], page: _Page) -> Iterator[Line | Table]:
    """The lines of a page with each table before the first line below it."""
    waiting = list(page.tables)
    for line in own:
        while waiting and waiting[0][0].y0 < line.base:
            yield _table(page, len(page.tables) - len(waiting))
            del waiting[0]
        yield line
    for place in range(len(page.tables) - len(waiting), len(page.tables)):
        yield _table(page, place)


def _paragraphs(flow: Sequence[Line], known: Mapping[tuple[int, int], Frame]) -> Iterator[Paragraph]:
    for own in paragraphs(flow, known):
        yield Paragraph(printed_paragraphs.text(own), f"page {own[0].page}")


# --- tables --------------------------------------------------------------------------------------------------


def _table(page: _Page, place: int) -> Table:
    table, glyphs = page.tables[place]
    where = f"page {page.sheet.number}, table {place + 1}"
    rows: list[list[Cell]] = [[] for _ in range(max(box.row + box.rows for box in table.boxes))]
    for box, own in zip(table.boxes, glyphs, strict=True):
        step = f"{where}, row {box.row + 1}, column {box.column + 1}"
        rows[box.row].append(Cell(_cell_text(box, own, page.sheet), step, box.rows, box.columns))
    return Table(grid(rows, len(rows) * 1000), where)


def _cell_text(box: Box, glyphs: Sequence[Glyph], sheet: Sheet) -> str:
    own = lines(glyphs, sheet.number, 0)
    if not own:
        return ""
    frame = frame_of(own, box.x0, box.x1)
    return "\n".join(printed_paragraphs.text(part) for part in paragraphs(own, {(sheet.number, 0): frame}))
