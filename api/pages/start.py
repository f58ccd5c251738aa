"""The start page: what is in the graph, what is due next, what is missing."""

from dataclasses import dataclass

from pyoxigraph import Literal

from api.pages.questions import Row, rows
from api.pages.rendering import Asked
from api.pages.worked import worked
from graph import vocab as dg
from graph.collections import Entry, collections, select, tell
from graph.store import Store

_COUNTED = ("documents", "measures", "agencies", "indicators")
_MISSING = {
    "leaderless": "measures-without-lead",
    "dateless": "measures-without-deadline",
    "unresolved": "unresolved-agencies",
    "doubtful": "remarks",
}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and where what is counted is listed."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Start:
    """What the start page shows; ``years`` are the years in which measures are due."""

    counts: tuple[Figure, ...]
    missing: tuple[Figure, ...]
    due: tuple[Row, ...]
    years: tuple[Row, ...]
    documents: tuple[Entry, ...]


def start(store: Store, asked: Asked) -> Start:
    """The start page's values."""
    counted = worked(store, "counts", lambda: _counted(store))
    day = Literal(asked.today.isoformat(), datatype=dg.xsdDate)
    documents = collections()["documents"]
    keys = select(store, documents, {}).nodes[:_SHOWN]
    return Start(
        tuple(Figure(name, counted[name], f"/pages/{name}") for name in _COUNTED),
        tuple(Figure(name, counted[name], f"/pages/queries/{query}?ask=1") for name, query in _MISSING.items()),
        worked(store, ("due", asked.today), lambda: tuple(rows(store, "due", day=day))),
        worked(store, "due-by-year", lambda: tuple(rows(store, "years"))),
        tell(documents, keys, store),
    )


def _counted(store: Store) -> dict[str, int]:
    return {name: int(str(count)) for name, count in next(rows(store, "counts")).items()}
