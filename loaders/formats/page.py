"""The blocks of a web page: what a reader sees of the document, in order; no repeated paragraph is ever dropped.

What belongs to the site goes by three marks: the element (nav, aside), what its class or id is called where it holds
little but links, and lists of links. Behind the element that is known to hold the document, short lines go as well.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element, iterwalk

from loaders.blocks import Block, Cell, Paragraph, Table, grid, located
from loaders.formats.page_parts import Measure, content, is_content, is_furniture, is_hidden, measures, words
from loaders.headings import holds
from loaders.limits import Limits
from loaders.rulebook import rulebook

_BLANKS = re.compile("[ \t\r\n\f]+")  # what HTML takes for one blank; a no-break space is none of it
_HAN = re.compile("[\u3400-\u9fff]")
_LABELLED = re.compile(r"\s*(?:[\[【(（]|\d+[.．、]|[一二三四五六七八九十]+、|[\u3400-\u9fff]{2,6}\s*[:：])")
_LONG = 60  # characters of a paragraph that is no furniture
_WIDEST, _TALLEST = 1_000, 65_534  # what HTML lets a cell span


def blocks(root: _Element, limits: Limits) -> Iterator[Block]:
    """The paragraphs and tables of a page; TooLarge where it is nested too deep or a table too large."""
    found = measures(root, limits)
    return _Walk(found, limits).blocks(root, content(root, found))


def _is_left_over(line: str) -> bool:
    """Whether a line behind the document is the site's."""
    return len(line) < _LONG or rulebook("html").compile("$imprint").search(line) is not None


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


# --- walking -------------------------------------------------------------------------------------------------


class _Walk:
    """Collects the blocks of a page in one walk over its elements."""

    def __init__(self, measures: dict[_Element, Measure], limits: Limits) -> None:
        self.measures = measures
        self.cells = limits.cells
        self.paragraphs = 0
        self.tables = 0
        self.numbers: dict[_Element, int] = {}  # the last number printed in each numbered list

    def blocks(self, root: _Element, content: _Element | None) -> Iterator[Block]:
        behind = False
        for found in self.parts(root):
            if found is content:
                behind = True
            elif isinstance(found, str):
                if not (behind and _is_left_over(found)):
                    self.paragraphs += 1
                    yield Paragraph(found, f"paragraph {self.paragraphs}")
            elif found.tag == "table":
                yield from self.table(found)

    def parts(self, root: _Element) -> Iterator[str | _Element]:
        """The lines of text, the tables of data, and at their ends the elements that may be the document's."""
        line: list[str] = []
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                yield from _broken(line, element)
                if self.is_out(element, root):
                    walk.skip_subtree()
                elif element.tag == "table" and element is not root and _is_data(element):
                    yield element
                    walk.skip_subtree()
                else:
                    yield from _add(line, self.marker(element) + (element.text or ""), element)
                continue
            yield from _broken(line, element)
            if element is not root:
                yield from _add(line, element.tail or "", element.getparent())
            if is_content(element):
                yield element
        yield from _flushed(line)

    def marker(self, element: _Element) -> str:
        """The number that a browser prints before an item of a numbered list; none where it has one or a label."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or not _is_numbered(parent) or _LABELLED.match(_text(element)):
            return ""
        if self.measures[element].links and self.measures[element].linked == self.measures[element].text:
            return ""  # ways to other pages
        before = self.numbers.get(parent, _number(parent.get("start"), 1) - 1)
        self.numbers[parent] = _number(element.get("value")) or before + 1
        return f"{self.numbers[parent]}."

    def is_out(self, element: _Element, root: _Element) -> bool:
        return element is not root and is_furniture(element, self.measures[element])

    def table(self, element: _Element) -> Iterator[Block]:
        """A table of data, its caption before it."""
        self.tables += 1
        place = f"table {self.tables}"
        for caption in element.iterchildren("caption"):
            yield Paragraph(_text(caption).strip(), f"{place}, caption")
        rows = [row for row in element.iter("tr") if not is_hidden(row)]
        cells = [[self.cell(cell) for cell in row if cell.tag in ("td", "th") and not is_hidden(cell)] for row in rows]
        found = grid(cells, self.cells)
        self.cells -= sum(map(len, found))
        yield Table(located(found, lambda row, column: f"{place}, row {row}, column {column}"), place)

    def cell(self, element: _Element) -> Cell:
        lines = [part for part in self.parts(element) if isinstance(part, str)]
        return Cell(
            "\n".join(lines), "", _span(element, "rowspan", _TALLEST), min(_span(element, "colspan", _WIDEST), _WIDEST)
        )


def _span(element: _Element, name: str, rest: int) -> int:
    """How far a cell reaches; nought means to the end."""
    digits = re.match(r"\s*(\d{1,5})", element.get(name) or "1")
    return min(int(digits[1]) or rest, rest) if digits else 1


def _broken(line: list[str], element: _Element) -> Iterator[str]:
    """The line so far, where an element ends it."""
    if element.tag == "br" or element.tag in words("block"):
        yield from _flushed(line)


def _add(line: list[str], text: str, element: _Element | None) -> Iterator[str]:
    """Adds text to the line; in preformatted text a line feed ends it."""
    if element is not None and element.tag == "pre" and "\n" in text:
        *whole, text = text.split("\n")
        for each in whole:
            line.append(each)
            yield from _flushed(line)
    line.append(text)


def _flushed(line: list[str]) -> Iterator[str]:
    text = _BLANKS.sub(" ", "".join(line)).strip(" \u00a0\u3000")
    line.clear()
    if text:
        yield text


def _is_numbered(parent: _Element | None) -> bool:
    """Whether a browser prints 1. 2. 3. before the items of a list."""
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return False
    return parent.get("type", "1") == "1"


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


# --- tables --------------------------------------------------------------------------------------------------


def _is_data(table: _Element) -> bool:
    """Whether a table is one of data: none within it, and two rows with two cells of text each, or known headings."""
    if table.get("role") == "presentation" or any(inner is not table for inner in table.iter("table")):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    full = [row for row in rows if sum(bool(_HAN.search(_text(cell))) for cell in row) > 1]
    return (len(full) > 1 or any(map(_is_heading, full))) and not _is_frame(table, rows)


def _is_heading(row: list[_Element]) -> bool:
    return sum(holds(_text(cell)) is not None for cell in row) > 1


def _is_frame(table: _Element, rows: list[list[_Element]]) -> bool:
    """Whether one cell holds nearly all of the table, in many paragraphs: that one is the page."""
    cells = [cell for row in rows for cell in row]
    largest = max(cells, key=lambda cell: len(_text(cell)))
    many = sum(1 for each in largest.iter("p", "br", "div")) > 8
    return many and len(_text(largest)) * 10 > len(_text(table)) * 8
