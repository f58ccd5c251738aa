"""Rows for people: what a reader of a table needs, narrow enough for a screen. JSON and CSV have every column.

Left out are IRIs, columns without any value, offsets within a measure and the quote where its words stand beside it.
File and offsets become one column, which then also tells the document, unless all rows are of one. What is the same in
all rows is said once, above the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph.anchors import in_words
from graph.solutions import Iri, Solutions, Value
from graph.store import Store

_PLACE = ("source", "start", "end")
_WORDS = {"text", "mention", "title"}  # what a quote would repeat
_LOCATOR = "locator"
_OFFSETS = ("_start", "_end")


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
    columns = {name: solutions.column(name) for name in solutions.variables}
    placed = {*_PLACE} <= columns.keys()
    hidden = _hidden(columns, placed)
    shown = {name: values for name, values in columns.items() if name not in hidden and not _is_idle(values)}
    if placed:
        places = columns.get(_LOCATOR) or (None,) * len(solutions.rows)
        shown["source"] = tuple(map(_place, *(columns[name] for name in _PLACE), places))
    common = {name: values[0] for name, values in shown.items() if len(values) > 1 and len({*values}) == 1}
    differing = {name: values for name, values in shown.items() if name not in common}
    if placed and len(solutions.rows) > 1:
        differing.pop("document", None)
    return Sheet(tuple(common.items()), tuple(differing), tuple(zip(*differing.values(), strict=True)))


def drawn(solutions: Solutions, names: Mapping[str, str]) -> RenderableType:
    """The sheet as it is printed, with columns headed by ``names`` where these have one."""
    page = sheet(solutions)
    lines = [Text(f"{names.get(name, name)}: {_cell(value)}") for name, value in page.common]
    tables = [table([names.get(name, name) for name in page.columns], page.rows)] if page.columns else []
    return Group(*lines, *tables)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of plain values; figures stand to the right, None and False are empty, nothing is read as markup."""
    rows = list(rows)
    made = Table()
    for place, heading in enumerate(headings):
        figures = bool(rows) and all(_is_figure(row[place]) for row in rows)
        made.add_column(heading, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(_cell(value)) for value in row))
    return made


def _is_figure(value: object) -> bool:
    return value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool))


def _cell(value: object) -> str:
    return "✓" if value is True else "" if value is None or value is False else str(value)


def located(solutions: Solutions, graph: Store, language: str) -> Solutions:
    """The rows with where in its file each one's evidence stands (page, cell), where that is told."""
    wanted = ("key", "start", "end")
    if not {*wanted} <= {*solutions.variables}:
        return solutions
    found = (_located(graph, row, language) for row in zip(*map(solutions.column, wanted), strict=True))
    rows = tuple((*row, place) for row, place in zip(solutions.rows, found, strict=True))
    return Solutions((*solutions.variables, _LOCATOR), rows)


def _located(graph: Store, row: tuple[Value | None, ...], language: str) -> str | None:
    key, start, end = row
    if not (isinstance(start, int) and isinstance(end, int)):
        return None
    place = graph.locator(str(key), start, end)
    return in_words(place, language) if place else None


def _place(file: object, start: object, end: object, place: object) -> str:
    return f"{file} {start}–{end}" + (f" ({place})" if place else "")


def _hidden(names: Iterable[str], placed: bool) -> set[str]:
    names = {*names}
    repeated = {"quote"} if names & _WORDS else set()
    return (
        {name for name in names if name.endswith(_OFFSETS)}
        | repeated
        | ({*_PLACE, "key", _LOCATOR} if placed else set())
    )


def _is_idle(values: tuple[Value | None, ...]) -> bool:
    return all(value is None or isinstance(value, Iri) for value in values)
