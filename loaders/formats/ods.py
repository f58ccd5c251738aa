"""OpenDocument sheets (ODS): the text of every cell as it is shown, which such files hold beside the value."""

from collections.abc import Iterator

from lxml.etree import QName, _Element

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents
from loaders.formats.package import opened
from loaders.formats.workbook import Range, Sheet, contents
from loaders.limits import Limits

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_FAR = 1_048_576  # rows or columns of the largest sheet


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The tables of an OpenDocument workbook, sheet by sheet."""
    root = opened(name, data, limits).xml("content.xml")
    if root is None:
        raise Unreadable(name, Fault.NO_CONTENT, Remedy.SAVE_ANEW)
    hidden = {str(style.get(style_name)) for style_name, style in _hidden_styles(root)}
    sheets = [
        _sheet(name, table, limits)
        for table in root.iter(f"{_TABLE}table")
        if table.get(f"{_TABLE}style-name") not in hidden
    ]
    return contents(name, sheets, "utf-8", limits)


def _hidden_styles(root: _Element) -> Iterator[tuple[str, _Element]]:
    for properties in root.iter("{*}table-properties"):
        style = properties.getparent()
        if properties.get(f"{_TABLE}display") == "false" and style is not None:
            yield next(key for key in map(str, style.keys()) if QName(key).localname == "name"), style


def _sheet(name: str, table: _Element, limits: Limits) -> Sheet:
    """A sheet; a cell that stands for many alike is one of each where it says something."""
    cells: dict[tuple[int, int], str] = {}
    ranges: list[Range] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        rows = _repeated(line, "rows")
        for cell in line.iterchildren(*_CELLS):
            columns = _repeated(cell, "columns")
            text = _shown(cell)
            if text.strip() and rows * columns > limits.cells - len(cells):
                raise Unreadable(name, Fault.MANY_CELLS, Remedy.SPLIT_TABLES, most=limits.cells)
            if text.strip():
                cells |= {(row + down, column + right): text for down in range(rows) for right in range(columns)}
            if (span := _span(cell, row, column)) is not None:
                ranges.append(span)
            column += columns
        row += rows
    return Sheet(str(table.get(f"{_TABLE}name")), cells, ranges)


def _repeated(element: _Element, what: str) -> int:
    return _number(element.get(f"{_TABLE}number-{what}-repeated"))


def _span(cell: _Element, row: int, column: int) -> Range | None:
    rows = _number(cell.get(f"{_TABLE}number-rows-spanned"))
    columns = _number(cell.get(f"{_TABLE}number-columns-spanned"))
    return (row, column, row + rows - 1, column + columns - 1) if rows * columns > 1 else None


def _number(text: str | None) -> int:
    return min(max(int(text), 1), _FAR) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _shown(cell: _Element) -> str:
    """The paragraphs of a cell, without its notes."""
    return "\n".join("".join(_pieces(part)) for part in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h"))


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        if QName(inner).localname not in ("annotation", "note", "ruby-text"):
            yield _BLANKS.get(str(inner.tag), "")
            yield from _pieces(inner)
        yield inner.tail or ""
