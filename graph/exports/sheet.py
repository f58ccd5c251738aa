"""An answer of a query as a workbook: one sheet, headings that stay in sight, filters, days as days."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from graph.exports.spreadsheets import OPTIONS
from graph.solutions import Solutions, Value

_WIDTHS: Final = (8, 60)  # characters of a column
_LONGEST: Final = 32_767  # characters that a cell can hold


def write(found: Solutions) -> bytes:
    """The rows as an Office Open XML workbook; no text in it is a formula."""
    output = BytesIO()
    with Workbook(output, OPTIONS) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        for place, name in enumerate(found.variables):
            sheet.write_string(0, place, name, head)
            sheet.set_column(place, place, _width(found, place))
        for number, row in enumerate(found.rows, 1):
            for place, value in enumerate(row):
                sheet.write(number, place, _cell(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(found.rows), max(0, len(found.variables) - 1))
    return output.getvalue()


def _cell(value: Value | None) -> str | float | bool | date | None:
    """The value as a cell: a workbook has no times of a zone, and no text beyond so many characters."""
    match value:
        case Decimal():
            return float(value)
        case datetime():
            return value.isoformat()
        case str():
            return value[:_LONGEST]
    return value


def _width(found: Solutions, place: int) -> int:
    """About what the first rows take, a Han character counted twice."""
    texts = [found.variables[place], *(str(row[place] or "") for row in found.rows[:50])]
    return min(_WIDTHS[1], max(_WIDTHS[0], *(sum(2 if char > "⺀" else 1 for char in text) + 2 for text in texts)))
