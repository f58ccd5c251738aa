"""Sheets of cells as tables: what all readers of workbooks hand on in the end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Cell, Contents, Table, merged
from loaders.limits import Limits

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet that say something, by row and column counted from 0, and the ranges merged in it."""

    name: str
    cells: Mapping[tuple[int, int], str]
    ranges: Sequence[Range] = ()


def contents(name: str, sheets: Sequence[Sheet], encoding: str, limits: Limits) -> Contents:
    """The tables of ``sheets``: a new one after every blank row."""
    left = limits.cells
    found: list[Table] = []
    for sheet in sheets:
        rows, columns = _used(sheet)
        left -= len(rows) * len(columns)
        if left < 0:
            raise Unreadable(name, Fault.MANY_CELLS, Remedy.SPLIT_TABLES, most=limits.cells)
        found += _tables(sheet, rows, columns)
    return Contents(tuple(found), encoding)


def column_name(column: int) -> str:
    """The letters of a column counted from 0.

    >>> column_name(0), column_name(25), column_name(26), column_name(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _used(sheet: Sheet) -> tuple[list[int], list[int]]:
    """The rows and columns with something in them."""
    said = [place for place, text in sheet.cells.items() if text.strip()]
    return sorted({row for row, _ in said}), sorted({column for _, column in said})


def _tables(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Table]:
    bridges = _bridges(sheet.ranges)
    breaks = [after for before, after in pairwise(rows) if after > before + 1 and not _bridged(bridges, before, after)]
    starts = [*rows[:1], *breaks]
    ranges = _by_table(sheet.ranges, starts)
    for start, end in zip(starts, [*breaks, rows[-1] + 1] if rows else [], strict=True):
        own = rows[bisect_left(rows, start) : bisect_left(rows, end)]
        cells = [[_cell(sheet, row, column) for column in columns] for row in own]
        used = [part for span in ranges[start] if (part := _within(span, own, columns))]
        yield Table(merged(cells, used), f"sheet {sheet.name}")


def _bridges(ranges: Sequence[Range]) -> list[tuple[int, int]]:
    """The rows that merged cells hold together, from first to last, apart from one another."""
    found: list[tuple[int, int]] = []
    for top, bottom in sorted((top, bottom) for top, _, bottom, _ in ranges if bottom > top):
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found


def _bridged(bridges: Sequence[tuple[int, int]], before: int, after: int) -> bool:
    place = bisect_right(bridges, before, key=lambda bridge: bridge[0]) - 1
    return place >= 0 and bridges[place][1] >= after - 1


def _by_table(ranges: Sequence[Range], starts: Sequence[int]) -> dict[int, list[Range]]:
    """The merged ranges by the first row of the table that they begin in."""
    found: dict[int, list[Range]] = {start: [] for start in starts}
    for span in ranges:
        if (place := bisect_right(starts, span[0]) - 1) >= 0:
            found[starts[place]].append(span)
    return found


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    place = f"cell {column_name(column)}{row + 1}"
    return Cell(sheet.cells.get((row, column), ""), f"sheet {sheet.name}, {place}" if sheet.name else place)


def _within(span: Range, rows: Sequence[int], columns: Sequence[int]) -> Range | None:
    """A merged range counted in the rows and columns that are used, None where it has its text outside of them."""
    top, left, bottom, right = span
    first, start = bisect_left(rows, top), bisect_left(columns, left)
    if first == len(rows) or rows[first] != top or start == len(columns) or columns[start] != left:
        return None
    return first, start, max(bisect_right(rows, bottom) - 1, first), max(bisect_right(columns, right) - 1, start)
