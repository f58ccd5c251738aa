"""Rows for people: what a reader of a table needs, narrow enough for a screen. JSON and CSV have every column.

Left out are IRIs, columns without any value, offsets within the text and the quote where the measure's text stands
beside it; file and offsets become one column. What is the same in all rows is said once, above the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph.solutions import Iri, Solutions, Value

_PLACE = ("source", "start", "end")
_DOUBLES = {"quote": "text", "key": "document"}  # not shown beside the other
_OFFSETS = ("_start", "_end")

Columns = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people: what holds for all rows, and the columns in which they differ."""

    common: tuple[tuple[str, object], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def sheet(solutions: Solutions) -> Sheet:
    """The rows with the columns that a reader needs.

    >>> sheet(Solutions(("agency", "number", "source", "start", "end"), (("厅", "一", "a.txt", 3, 9),) * 2))
    Sheet(common=(('agency', '厅'), ('number', '一'), ('source', 'a.txt 3–9')), columns=(), rows=())
    """
    columns = _with_place({name: solutions.column(name) for name in solutions.variables})
    shown = {name: values for name, values in columns.items() if _is_shown(name, values, columns)}
    common = {name: values[0] for name, values in shown.items() if len(values) > 1 and len({*values}) == 1}
    differing = {name: values for name, values in shown.items() if name not in common}
    return Sheet(tuple(common.items()), tuple(differing), tuple(zip(*differing.values(), strict=True)))


def drawn(solutions: Solutions, names: Mapping[str, str]) -> RenderableType:
    """The sheet as it is printed, with columns headed by ``names`` where these have one."""
    page = sheet(solutions)
    lines = [Text(f"{names.get(name, name)}: {value}") for name, value in page.common]
    return (
        Group(*lines, table([names.get(name, name) for name in page.columns], page.rows))
        if page.rows
        else Group(*lines)
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of plain values; figures stand to the right, None is empty, nothing is read as markup."""
    rows = list(rows)
    made = Table()
    for place, heading in enumerate(headings):
        figures = bool(rows) and all(isinstance(row[place], int | None) for row in rows)
        made.add_column(heading, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if value is None else str(value)) for value in row))
    return made


def _with_place(columns: Mapping[str, tuple[Value | None, ...]]) -> Columns:
    if not {*_PLACE} <= columns.keys():
        return dict(columns)
    files, starts, ends = (columns[name] for name in _PLACE)
    places = tuple(f"{file} {start}–{end}" for file, start, end in zip(files, starts, ends, strict=True))
    return {name: values for name, values in columns.items() if name not in _PLACE} | {"source": places}


def _is_shown(name: str, values: tuple[object, ...], columns: Columns) -> bool:
    if name.endswith(_OFFSETS) or _DOUBLES.get(name) in columns:
        return False
    return not all(value is None or isinstance(value, Iri) for value in values)
