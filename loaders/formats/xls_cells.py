"""The cells of an old workbook, by python-calamine in its own process: ``python -m loaders.formats.xls_cells``.

A broken file makes that library panic, a hostile one can make it ask for any amount of memory; here either ends nothing
but this process. Bytes in on standard input; out on standard output, as JSON, the visible sheets, or a fault.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import python_calamine as calamine

from loaders.formats.number_formats import shown

MEMORY = 2 * 2**30
MOST = 4_000_000  # cells of a sheet, empty ones among them
Value = int | float | str | bool | time | date | datetime | timedelta


def main() -> None:
    """Reads one workbook and writes what is in it."""
    _bound()
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        found: Any = list(_sheets(book))
    except calamine.PasswordError:
        found = {"locked": True}
    except (calamine.CalamineError, OSError) as fault:
        found = {"fault": str(fault)}
    sys.stdout.buffer.write(json.dumps(found).encode())


def _bound() -> None:
    """Bounds this process's memory, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 (not on every system)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _sheets(book: calamine.CalamineWorkbook) -> Iterator[dict[str, Any]]:
    """Name, cells (row, column, text) and merged ranges of each visible sheet."""
    for meta in book.sheets_metadata:
        if meta.visible is not calamine.SheetVisibleEnum.Visible or meta.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.height * sheet.width > MOST:
            raise OSError(f"a sheet of {sheet.height:,} rows and {sheet.width:,} columns")
        top, left = sheet.start or (0, 0)
        cells = [
            (top + row, left + column, text)
            for row, line in enumerate(sheet.iter_rows())
            for column, value in enumerate(line)
            if (text := text_of(value))
        ]
        ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        yield {"name": meta.name, "cells": cells, "ranges": ranges}


def text_of(value: Value) -> str:
    """A cell's value as text. How a date is shown is not told: one on the first of a month is given as its month.

    >>> text_of(date(2023, 6, 1)), text_of(date(2023, 6, 30)), text_of(3.0), text_of(True)
    ('2023年6月', '2023年6月30日', '3', 'TRUE')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown(value, "General")
    if isinstance(value, date):  # a datetime is one too
        return f"{value.year}年{value.month}月" + ("" if value.day == 1 else f"{value.day}日")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") if isinstance(value, str) else str(value)


if __name__ == "__main__":
    main()
