"""Old and binary Excel workbooks (XLS, XLSB), by python-calamine.

That tells a date but not how it is shown: one on the first of a month, as a month alone is kept, is given as its month.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

import python_calamine as calamine

from graph.errors import Unreadable
from loaders.blocks import Contents
from loaders.formats.number_formats import shown
from loaders.formats.workbook import Range, Sheet, contents
from loaders.limits import Limits

_REMEDY = "open it in Excel, WPS or LibreOffice, save it as XLSX and load that"
Value = int | float | str | bool | time | date | datetime | timedelta


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The tables of an old Excel workbook, sheet by sheet."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = tuple(_sheets(name, book, limits))
    except calamine.PasswordError as fault:
        raise Unreadable(f"{name}: is encrypted; save it without a password and load that") from fault
    except (calamine.CalamineError, OSError) as fault:
        raise Unreadable(f"{name}: broken or cut off ({fault}); {_REMEDY}") from fault
    return contents(name, sheets, "binary", limits)


def _sheets(name: str, book: calamine.CalamineWorkbook, limits: Limits) -> Iterator[Sheet]:
    for meta in book.sheets_metadata:
        if meta.visible is not calamine.SheetVisibleEnum.Visible or meta.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.height * sheet.width > limits.cells * 20:
            raise Unreadable(f"{name}: more than {limits.cells * 20:,} cells; split it into its tables")
        top, left = sheet.start or (0, 0)
        cells = {
            (top + row, left + column): text
            for row, line in enumerate(sheet.to_python(skip_empty_area=True))
            for column, value in enumerate(line)
            if (text := _shown(value))
        }
        yield Sheet(meta.name, cells, tuple(_ranges(sheet)))


def _ranges(sheet: calamine.CalamineSheet) -> Iterator[Range]:
    for first, last in sheet.merged_cell_ranges or ():
        yield (*first, *last)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown(value, "General")
    if isinstance(value, date):  # a datetime is one too
        return f"{value.year}年{value.month}月" + ("" if value.day == 1 else f"{value.day}日")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") if isinstance(value, str) else str(value)
