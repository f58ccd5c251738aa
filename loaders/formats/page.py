"""The blocks of a web page: what a reader sees of the document, in order; no repeated paragraph is ever dropped.

What belongs to the site goes by three marks: the element (nav, aside), what its class or id is called where it holds
little but links, and lists of links. Behind the element that is known to hold the document, short lines go as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from lxml.etree import _Element, iterwalk

from loaders.blocks import Block, Cell, Paragraph, Table, grid, located
from loaders.limits import Limits
from loaders.rulebook import rulebook

_BLANKS = re.compile("[ \t\r\n\f]+")  # what HTML takes for one blank; a no-break space is none of it
_TOKENS = re.compile(r"[a-z]+(?=[A-Z])|[A-Za-z]+")
_HAN = re.compile("[\u3400-\u9fff]")
_SLIGHT = 120  # characters beside its links that an element of furniture has at most
_MODEST = 400  # characters beside its links that an element has at most whose name is furniture beyond doubt
_SHORT = 8  # Chinese characters of a label or a button
_LINKS = 4  # links that make a list of links
_LONG = 60  # characters of a paragraph that is no furniture
_WIDEST, _TALLEST = 1_000, 65_534  # what HTML lets a cell span


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much text an element holds, how much of it in links, in how many links; whether a table stands in it."""

    text: int = 0
    linked: int = 0
    links: int = 0
    table: bool = False


def blocks(root: _Element, limits: Limits) -> Iterator[Block]:
    """The paragraphs and tables of a page; ValueError where it is nested too deep or a table too large."""
    measures = _measures(root, limits)
    return _Walk(measures, limits).blocks(root, _content(root, measures))


# --- measuring -----------------------------------------------------------------------------------------------


def _measures(root: _Element, limits: Limits) -> dict[_Element, _Measure]:
    """The measure of every element, from the innermost outwards."""
    sums: list[_Measure] = []
    found: dict[_Element, _Measure] = {}
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            if len(sums) > limits.depth:
                raise ValueError(f"more than {limits.depth:,} elements within elements")
            sums.append(_Measure())
            continue
        own = _with(sums.pop(), element)
        found[element] = own
        if sums:
            over, tail = sums[-1], _length(element.tail)
            sums[-1] = _Measure(
                over.text + own.text + tail, over.linked + own.linked, over.links + own.links, over.table or own.table
            )
    return found


def _with(inner: _Measure, element: _Element) -> _Measure:
    """The measure of an element from that of what it holds; scripts and the like hold nothing."""
    if element.tag in _words("out"):
        return _Measure()
    text = inner.text + _length(element.text)
    if element.tag == "a" and _leads_away(element.get("href") or ""):
        return _Measure(text, text, 1, inner.table)
    return replace(inner, text=text, table=inner.table or element.tag == "table")


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _leads_away(link: str) -> bool:
    """Whether a link leads to another page, not to a place of this one nor to an attachment."""
    return bool(link) and not link.startswith("#") and not link.lower().endswith(tuple(_words("attached")))


# --- furniture -----------------------------------------------------------------------------------------------


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(rulebook("html").words[name])


def _is_furniture(element: _Element, measure: _Measure) -> bool:
    if element.tag in _words("out") or _is_hidden(element):
        return True
    if element.tag not in _words("block") or element.tag in ("html", "body") or measure.table:
        return False
    own = measure.text - measure.linked
    called = {token.lower() for token in _TOKENS.findall(_called(element))}
    if own <= _MODEST and called & _words("plain_furniture") and not _has_title(element):
        return True
    if own <= _SLIGHT and called & _words("furniture") and not _is_content(element) and not _says(element):
        return True
    return measure.links >= _LINKS and own * 4 <= measure.linked


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_hidden().search(element.get("style") or ""))


@cache
def _hidden() -> re.Pattern[str]:
    return rulebook("html").compile("$hidden")


def _called(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _has_title(element: _Element) -> bool:
    return _is_content(element) or any(each.tag == "h1" for each in element.iter())


def _says(element: _Element) -> bool:
    """Whether an element has a title or a sentence outside of links: that is no furniture, whatever it is called."""
    inside = (each.text for each in element.iter() if each.tag != "a")
    behind = (each.tail for each in element.iterdescendants())
    return any(len(_HAN.findall(text)) > _SHORT for text in chain(inside, behind) if text)


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _is_content(element: _Element) -> bool:
    names = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    return element.tag in ("article", "main") or not names.isdisjoint(_words("content"))


def _content(root: _Element, measures: dict[_Element, _Measure]) -> _Element | None:
    """The element that holds the document: known by its name, with more than half of the page's text."""
    known = [element for element in measures if _is_content(element)]
    last = max(known, key=lambda element: measures[element].text, default=None)
    return last if last is not None and measures[last].text * 2 > measures[root].text else None


# --- walking -------------------------------------------------------------------------------------------------


class _Walk:
    """Collects the blocks of a page in one walk over its elements."""

    def __init__(self, measures: dict[_Element, _Measure], limits: Limits) -> None:
        self.measures = measures
        self.cells = limits.cells
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, root: _Element, content: _Element | None) -> Iterator[Block]:
        behind = False
        for found in self.parts(root):
            if found is content:
                behind = True
            elif isinstance(found, str):
                if not (behind and len(found) < _LONG):
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
                    yield from _add(line, _marker(element) + (element.text or ""), element)
                continue
            yield from _broken(line, element)
            if element is not root:
                yield from _add(line, element.tail or "", element.getparent())
            if _is_content(element):
                yield element
        yield from _flushed(line)

    def is_out(self, element: _Element, root: _Element) -> bool:
        return element is not root and _is_furniture(element, self.measures[element])

    def table(self, element: _Element) -> Iterator[Block]:
        """A table of data, its caption before it."""
        self.tables += 1
        place = f"table {self.tables}"
        for caption in element.iterchildren("caption"):
            yield Paragraph(_text(caption).strip(), f"{place}, caption")
        rows = [row for row in element.iter("tr") if not _is_hidden(row)]
        cells = [[self.cell(cell) for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)] for row in rows]
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
    if element.tag == "br" or element.tag in _words("block"):
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


def _marker(element: _Element) -> str:
    """The number that a browser prints before an item of a numbered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    if parent.get("type", "1") != "1":
        return ""
    before = list(parent.iterchildren("li")).index(element)
    return f"{_number(element.get('value')) or _number(parent.get('start'), 1) + before}."


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


# --- tables --------------------------------------------------------------------------------------------------


def _is_data(table: _Element) -> bool:
    """Whether a table is one of data: none within it, and at least two rows with two cells of text each."""
    if table.get("role") == "presentation" or any(inner is not table for inner in table.iter("table")):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    full = [row for row in rows if sum(bool(_HAN.search(_text(cell))) for cell in row) > 1]
    return len(full) > 1 and not _is_frame(table, rows)


def _is_frame(table: _Element, rows: list[list[_Element]]) -> bool:
    """Whether one cell holds nearly all of the table, in many paragraphs: that one is the page."""
    cells = [cell for row in rows for cell in row]
    largest = max(cells, key=lambda cell: len(_text(cell)))
    many = sum(1 for each in largest.iter("p", "br", "div")) > 8
    return many and len(_text(largest)) * 10 > len(_text(table)) * 8
