"""Excel workbooks (XLSX, SpreadsheetML of ECMA-376): the visible sheets, every cell as it is shown.

Read from the XML itself: a cell's number format decides what is shown (95%, 2023年6月), and a sheet that claims a
million rows costs no more than the cells in it. Of a formula its last result is read; nothing is calculated.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import QName, _Element

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents
from loaders.formats.number_formats import BUILT_IN, shown
from loaders.formats.package import Package, opened
from loaders.formats.workbook import Range, Sheet, contents
from loaders.limits import Limits

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})\Z")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_RELATION = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/officeDocument.*\}id\Z")


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share: its strings, its number formats by cell style, from when it counts days."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The tables of an Excel workbook, sheet by sheet."""
    package = opened(name, data, limits)
    workbook = package.xml("xl/workbook.xml")
    if workbook is None:
        raise Unreadable(name, Fault.NO_WORKBOOK, Remedy.AS_WORKBOOK)
    book = _book(package, workbook)
    sheets = tuple(_sheet(title, root, book) for title, root in _visible(package, workbook))
    return contents(name, sheets, "utf-8", limits)


def _all(root: _Element | None, *names: str) -> Iterator[_Element]:
    """The elements of these names, in whichever of the standard's two namespaces."""
    if root is not None:
        yield from root.iter(*(f"{{*}}{name}" for name in names))


def _book(package: Package, workbook: _Element) -> _Book:
    strings = tuple(_string(each) for each in _all(package.xml("xl/sharedStrings.xml"), "si"))
    since_1904 = any(each.get("date1904") in ("1", "true") for each in _all(workbook, "workbookPr"))
    return _Book(strings, _formats(package.xml("xl/styles.xml")), since_1904)


def _formats(styles: _Element | None) -> tuple[str, ...]:
    """The number format of each cell style."""
    own = {each.get("numFmtId"): each.get("formatCode") or "General" for each in _all(styles, "numFmt")}
    known = {str(number): code for number, code in BUILT_IN.items()} | own
    used = [each for styled in _all(styles, "cellXfs") for each in styled]
    return tuple(known.get(each.get("numFmtId"), "General") for each in used)


def _visible(package: Package, workbook: _Element) -> Iterator[tuple[str, _Element]]:
    relations = {
        str(each.get("Id")): posixpath.normpath(posixpath.join("/xl", each.get("Target") or "")).lstrip("/")
        for each in _all(package.xml("xl/_rels/workbook.xml.rels"), "Relationship")
        if each.get("TargetMode") != "External"
    }
    for sheet in _all(workbook, "sheet"):
        relation = next((value for key, value in sheet.items() if _RELATION.match(str(key))), None)
        root = package.xml(relations.get(str(relation), ""))
        if root is not None and sheet.get("state", "visible") == "visible":
            yield str(sheet.get("name")), root


def _string(item: _Element) -> str:
    """A string's text, the reading of its characters left out."""
    texts = (each for each in _all(item, "t") if not any(QName(up).localname == "rPh" for up in each.iterancestors()))
    return _unescaped("".join(each.text or "" for each in texts))


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return re.sub("[\ud800-\udfff\0]", "", plain.replace("\r\n", "\n").replace("\r", "\n"))


def _sheet(title: str, root: _Element, book: _Book) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    row = -1
    for line in _all(root, "row"):
        row = int(line.get("r", "")) - 1 if line.get("r", "").isdecimal() else row + 1
        column = -1
        for cell in line:
            place = _place(cell.get("r"))
            column = place[1] if place else column + 1
            if text := _shown(cell, book):
                cells[row, column] = text
    ranges = [found for each in _all(root, "mergeCell") if (found := _range(each.get("ref") or ""))]
    return Sheet(title, cells, ranges)


def _place(reference: str | None) -> tuple[int, int] | None:
    """Row and column, counted from 0, of D7."""
    found = _REFERENCE.match(reference or "")
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end else None


def _shown(cell: _Element, book: _Book) -> str:
    """A cell's text as it is shown; of a formula its last result, nothing of a fault."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _string(cell)
    value = next((each.text or "" for each in _all(cell, "v")), "").strip()
    if kind == "s":
        return book.strings[int(value)] if value.isdecimal() and int(value) < len(book.strings) else ""
    if kind == "n":
        return _number(value, cell.get("s", "0"), book)
    return {"str": _unescaped(value), "d": value, "b": {"1": "TRUE", "0": "FALSE"}.get(value, "")}.get(kind, "")


def _number(value: str, style: str, book: _Book) -> str:
    try:
        figure = float(value)
    except ValueError:
        return value
    known = style.isdecimal() and int(style) < len(book.formats)
    code = book.formats[int(style)] if known else "General"
    return shown(figure, code, since_1904=book.since_1904) if abs(figure) < 1e300 else ""
