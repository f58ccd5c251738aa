"""Lists of measures, agencies, documents …: filters as a form, pages, order, columns, and all of it as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from api.pages.ordering import ORDERS, ordered
from api.pages.rendering import Asked
from api.pages.worked import is_crowded
from graph.collections import Collection, Entry, collections, outlined, select, tell
from graph.errors import NotFound
from graph.findings.agenda import Answering, answering
from graph.parameters import Parameter
from graph.store import Store

ROWS = 30
COLUMNS = ("number", "text", "agencies", "deadlines", "targets", "places", "document")
_SHOWN = ("number", "text", "agencies", "deadlines", "document")
_BATCH = 500  # entries that are told at once


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list: what is shown of how many, from which place on, and the form that chose it.

    ``answering`` tells who answers for measures where that is shown.
    How many is None where all of many documents would have to be looked at to tell.
    """

    name: str
    title: str
    entries: tuple[Entry, ...]
    answering: Mapping[str, tuple[Answering, ...]]
    count: int | None
    first: int
    fields: tuple[tuple[Parameter, tuple[str, ...]], ...]
    filtered: bool
    columns: tuple[str, ...]
    order: str
    remarks: tuple[str, ...]
    csv: str
    workbook: str
    before: str | None
    after: str | None


def listing(store: Store, asked: Asked, name: str) -> Listing:
    """The page of that list that is asked for; NotFound where there is no such list."""
    wanted, given = _wanted(asked, name)
    selection = select(store, wanted, given)
    order = _order(asked, name)
    count = None if selection.is_sifted and is_crowded(store) else selection.count
    first = _first(asked, count)
    last = first + ROWS + 1  # one more tells whether there is another page
    found = (*islice(ordered(store, selection, order), first, last),) if order else selection.some(first, ROWS + 1)
    return Listing(
        name,
        wanted.question.summary if asked.language == "zh" else name,
        tell(outlined(wanted, columns(asked)), found[:ROWS], store),
        answering(found[:ROWS], store) if name == "measures" and "agencies" in columns(asked) else {},
        count,
        first,
        _fields(wanted, given),
        bool(given),
        columns(asked),
        order,
        selection.remarks,
        asked.elsewhere(f"/pages/{name}.csv", first=""),
        asked.elsewhere(f"/pages/{name}.xlsx", first=""),
        asked.again(first=str(max(0, first - ROWS))) if first else None,
        asked.again(first=str(first + ROWS)) if len(found) > ROWS else None,
    )


def listed(store: Store, asked: Asked, name: str) -> tuple[Entry, ...]:
    """All that the list shows on all of its pages, in the same order."""
    wanted, given = _wanted(asked, name)
    nodes = (*ordered(store, select(store, wanted, given), _order(asked, name)),)
    batches = (nodes[first : first + _BATCH] for first in range(0, len(nodes), _BATCH))
    return tuple(entry for batch in batches for entry in tell(wanted, batch, store))


def columns(asked: Asked) -> tuple[str, ...]:
    """The columns of measures that are chosen."""
    return tuple(column for column in COLUMNS if column in asked.values("column").get("column", _SHOWN))


def _wanted(asked: Asked, name: str) -> tuple[Collection, dict[str, list[str]]]:
    if name not in collections():
        raise NotFound(f"there is no list {name!r}; there are {', '.join(collections())}")
    wanted = collections()[name]
    return wanted, asked.values(*(parameter.name for parameter in wanted.question.parameters))


def _fields(wanted: Collection, given: dict[str, list[str]]) -> tuple[tuple[Parameter, tuple[str, ...]], ...]:
    return tuple((parameter, tuple(given.get(parameter.name, ()))) for parameter in wanted.question.parameters)


def _order(asked: Asked, name: str) -> str:
    return asked.value("order") if name == "measures" and asked.value("order") in ORDERS else ""


def _first(asked: Asked, count: int | None) -> int:
    said = asked.value("first", "0")
    first = int(said) if said.isascii() and said.isdecimal() else 0
    return first if count is None else min(first, max(0, count - 1))
