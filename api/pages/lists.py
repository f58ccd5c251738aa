"""Lists of measures, agencies, documents …: filters as a form, pages, order, columns, and the same as a file."""

from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from api.pages.questions import rows
from api.pages.rendering import Asked
from graph.collections import Collection, Entry, collections, select, tell
from graph.errors import NotFound
from graph.parameters import Parameter
from graph.store import Store

ROWS = 30
COLUMNS = ("number", "text", "agencies", "deadlines", "targets", "places", "document")
_SHOWN = ("number", "text", "agencies", "deadlines", "document")
_ORDERS = ("", "due", "-due")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list: what is shown of how many, from which place on, and the form that chose it."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    count: int
    first: int
    fields: tuple[tuple[Parameter, tuple[str, ...]], ...]
    filtered: bool
    columns: tuple[str, ...]
    order: str
    remarks: tuple[str, ...]
    download: str
    before: str | None
    after: str | None


def listing(store: Store, asked: Asked, name: str) -> Listing:
    """The page of that list that is asked for; NotFound where there is no such list."""
    if name not in collections():
        raise NotFound(f"there is no list {name!r}; there are {', '.join(collections())}")
    wanted = collections()[name]
    given = asked.values(*(parameter.name for parameter in wanted.question.parameters))
    selection = select(store, wanted, given)
    order = asked.value("order") if name == "measures" and asked.value("order") in _ORDERS else ""
    nodes = _ordered(store, selection.nodes, order)
    first = _first(asked, len(nodes))
    chosen = tuple(column for column in COLUMNS if column in asked.values("column").get("column", _SHOWN))
    return Listing(
        name,
        wanted.question.summary if asked.language == "zh" else name,
        tell(wanted, nodes[first : first + ROWS], store),
        len(nodes),
        first,
        _fields(wanted, given),
        bool(given),
        chosen,
        order,
        selection.remarks,
        f"/{name}?{urlencode([*_pairs(given), ('limit', 500), ('format', 'csv')])}",
        asked.again(first=str(max(0, first - ROWS))) if first else None,
        asked.again(first=str(first + ROWS)) if first + ROWS < len(nodes) else None,
    )


def _fields(wanted: Collection, given: dict[str, list[str]]) -> tuple[tuple[Parameter, tuple[str, ...]], ...]:
    return tuple((parameter, tuple(given.get(parameter.name, ()))) for parameter in wanted.question.parameters)


def _pairs(given: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.items() for value in values]


def _first(asked: Asked, count: int) -> int:
    said = asked.value("first", "0")
    return min(int(said), max(0, count - 1)) if said.isascii() and said.isdecimal() else 0


def _ordered(store: Store, nodes: tuple[str, ...], order: str) -> tuple[str, ...]:
    """The measures by the day that they are due; those without one come last."""
    if not order or not nodes:
        return nodes
    days = {str(row["node"]): str(row["due"]) for row in rows(store, "days", node=map(NamedNode, nodes))}
    dated = sorted((node for node in nodes if node in days), key=lambda node: days[node], reverse=order == "-due")
    return (*dated, *(node for node in nodes if node not in days))
