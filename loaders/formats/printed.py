"""Printed pages to paragraphs and tables in reading order, without page numbers and running heads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.blocks import Block, Cell, Paragraph, Table, grid
from loaders.formats import printed_paragraphs
from loaders.formats.printed_cells import cell_text
from loaders.formats.printed_columns import strips
from loaders.formats.printed_continued import continued
from loaders.formats.printed_lines import lines
from loaders.formats.printed_margins import without_furniture
from loaders.formats.printed_notes import without_notes
from loaders.formats.printed_paragraphs import Frame, frames, paragraphs
from loaders.formats.printed_tables import Ruled, ruled
from loaders.formats.sheet import Glyph, Line, Sheet

_HABIT = 0.3  # of the lines: where so many begin after a blank, the program that made the file puts one behind each


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's lines outside its tables, its tables, and the characters in each of their cells."""

    sheet: Sheet
    lines: list[Line]
    tables: list[tuple[Ruled, list[list[Glyph]]]]


def blocks(sheets: Sequence[Sheet], most: int) -> Iterator[Block]:
    """The paragraphs and tables of the pages; ValueError where the tables have more than ``most`` cells."""
    return continued(_blocks(sheets, most))


def _blocks(sheets: Sequence[Sheet], most: int) -> Iterator[Block]:
    pages = _pages(sheets)
    if sum(len(table.boxes) for page in pages for table, _ in page.tables) > most:
        raise ValueError(f"more than {most:,} cells")
    kept = without_furniture([page.lines for page in pages], [page.sheet.height for page in pages])
    known = frames({page.sheet.number: (page.sheet.width, own) for page, own in zip(pages, kept, strict=True)})
    flow = _Flow(known)
    for page, own in zip(pages, kept, strict=True):
        text, notes = without_notes(own, known[page.sheet.number, own[-1].column].size) if own else ([], [])
        for part in _in_order(text, page):
            if isinstance(part, Line):
                flow.lines.append(part)
            else:
                yield from flow.ended()
                yield part
        flow.asides += _asides(page, notes, known)
    yield from flow.ended()


@dataclass(slots=True)
class _Flow:
    """Lines whose paragraphs may go on over the page, and what follows the paragraph at the end of its page."""

    known: Mapping[tuple[int, int], Frame]
    lines: list[Line] = field(default_factory=list)
    asides: list[tuple[int, Paragraph]] = field(default_factory=list)

    def ended(self) -> Iterator[Paragraph]:
        for own in paragraphs(self.lines, self.known):
            yield from self._asides_before(own[0].page)
            yield Paragraph(printed_paragraphs.text(own), f"page {own[0].page}")
        yield from (aside for _, aside in self.asides)
        self.lines, self.asides = [], []

    def _asides_before(self, page: int) -> Iterator[Paragraph]:
        yield from (aside for number, aside in self.asides if number < page)
        self.asides = [each for each in self.asides if each[0] >= page]


def _asides(
    page: _Page, notes: Sequence[Line], known: Mapping[tuple[int, int], Frame]
) -> Iterator[tuple[int, Paragraph]]:
    """The footnotes of a page; of one without any text, only that."""
    number = page.sheet.number
    if not page.sheet.glyphs:
        yield number, Paragraph("", f"page {number}")
    for own in paragraphs(notes, known):
        yield number, Paragraph(printed_paragraphs.text(own), f"page {number}, footnote")


def _pages(sheets: Sequence[Sheet]) -> list[_Page]:
    parted = [_parted(sheet) for sheet in sheets]
    found = strips([(sheet.width, outside) for sheet, (outside, _) in zip(sheets, parted, strict=True)])
    texts = [
        lines(outside, sheet.number, strip) for sheet, (outside, _), strip in zip(sheets, parted, found, strict=True)
    ]
    habit = sum(line.spaced for own in texts for line in own) > _HABIT * sum(map(len, texts))
    return [
        _Page(sheet, [replace(line, spaced=False) for line in own] if habit else own, tables)
        for sheet, own, (_, tables) in zip(sheets, texts, parted, strict=True)
    ]


def _parted(sheet: Sheet) -> tuple[list[Glyph], list[tuple[Ruled, list[list[Glyph]]]]]:
    """The characters of a page outside its tables, and the tables with the characters in each cell."""
    outside = list(sheet.glyphs)
    tables = []
    for table in ruled(sheet.rules):
        cells: list[list[Glyph]] = [[] for _ in table.boxes]
        rest: list[Glyph] = []
        for glyph in outside:
            place = _box(table, glyph)
            (cells[place] if place is not None else rest).append(glyph)
        if sum(map(bool, cells)) > 1:
            outside = rest
            tables.append((table, cells))
    return outside, tables


def _box(table: Ruled, glyph: Glyph) -> int | None:
    """Which of a table's cells a character stands in."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.35 * glyph.size
    if not (table.x0 < x < table.x1 and table.y0 < y < table.y1):
        return None
    return next(
        (place for place, box in enumerate(table.boxes) if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), None
    )


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


# --- tables --------------------------------------------------------------------------------------------------


def _table(page: _Page, place: int) -> Table:
    table, glyphs = page.tables[place]
    where = f"page {page.sheet.number}, table {place + 1}"
    rows: list[list[Cell]] = [[] for _ in range(max(box.row + box.rows for box in table.boxes))]
    for box, own in zip(table.boxes, glyphs, strict=True):
        step = f"{where}, row {box.row + 1}, column {box.column + 1}"
        rows[box.row].append(Cell(cell_text(lines(own, page.sheet.number), box), step, box.rows, box.columns))
    return Table(grid(rows, len(rows) * 1000), where)
