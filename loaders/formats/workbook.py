"""Sheets of cells as tables: what all readers of workbooks hand on in the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.errors import Unreadable
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
            raise Unreadable(f"{name}: more than {limits.cells:,} cells; split it into its tables")
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
    breaks = [after for before, after in pairwise(rows) if after > before + 1 and not _spanned(sheet, before, after)]
    starts = [*rows[:1], *breaks]
    for start, end in zip(starts, [*breaks, rows[-1] + 1] if rows else [], strict=True):
        own = [row for row in rows if start <= row < end]
        cells = [[_cell(sheet, row, column) for column in columns] for row in own]
        ranges = [part for span in sheet.ranges if (part := _within(span, own, columns))]
        yield Table(merged(cells, ranges), f"sheet {sheet.name}")


def _spanned(sheet: Sheet, before: int, after: int) -> bool:
    return any(top <= before and after - 1 <= bottom for top, _, bottom, _ in sheet.ranges)


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    place = f"cell {column_name(column)}{row + 1}"
    return Cell(sheet.cells.get((row, column), ""), f"sheet {sheet.name}, {place}" if sheet.name else place)


def _within(span: Range, rows: Sequence[int], columns: Sequence[int]) -> Range | None:
    """A merged range counted in the rows and columns that are used, None where it has its text outside of them."""
    top, left, bottom, right = span
    if top not in rows or left not in columns:
        return None
    covered_rows = [place for place, row in enumerate(rows) if top <= row <= bottom]
    covered = [place for place, column in enumerate(columns) if left <= column <= right]
    return covered_rows[0], covered[0], covered_rows[-1], covered[-1]
