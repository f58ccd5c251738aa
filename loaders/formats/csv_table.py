"""Tables of comma-separated values (CSV, RFC 4180), and of values parted by tabs or semicolons."""

import csv
from collections import Counter
from io import StringIO

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Cell, Contents
from loaders.encoding import decoded
from loaders.formats.workbook import Sheet, contents
from loaders.headings import heading
from loaders.limits import Limits

_SEPARATORS = ",\t;"
_SAMPLE = 12  # lines in which a heading is looked for
_OPENING = 10_000  # characters that those are in
_MARK = "\ufeff"


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The table that ``data`` are."""
    encoding, text = decoded(name, data)
    text = text.removeprefix(_MARK)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as fault:
        raise Unreadable(name, Fault.NO_TABLE, Remedy.AS_CSV, detail=fault) from fault
    cells = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line) if value}
    return contents(name, (Sheet("", cells),), encoding, limits)


def is_table(text: str) -> bool:
    r"""Whether plain text is a task table of separated values: its first lines have the headings of one.

    One pasted with cells that go on over several lines is none: it is read as what is drawn in plain text.

    >>> is_table("序号,任务,责任单位\n1,清理河道,省水利厅\n"), is_table("一、清理河道,责任单位,省水利厅\n")
    (True, False)
    """
    start = "".join(text[:_OPENING].removeprefix(_MARK).splitlines(keepends=True)[:_SAMPLE])
    separator = _separator(start)
    if start.count(separator) < 2:
        return False
    try:
        rows = list(csv.reader(StringIO(start, newline=""), delimiter=separator))
    except csv.Error:
        return False
    width = Counter(map(len, rows)).most_common(1)[0][0]
    grid = [tuple(Cell(value, "") for value in row) for row in rows if len(row) == width > 1]
    found = heading(grid) if len(grid) > 1 else None
    pasted = separator == "\t" and any(1 < len(row) < width - 1 for row in rows)
    return found is not None and not pasted and not any("。" in cell.text for cell in grid[found.first])


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=text[:20_000].count)
