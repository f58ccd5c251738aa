"""The start page: what is in the graph, what is due next, what is missing."""

from dataclasses import dataclass
from datetime import date

from api.pages.days import upcoming
from api.pages.questions import Row, rows
from api.pages.rendering import Asked
from api.pages.worked import is_crowded, worked
from graph.collections import Entry, collections, outlined, select, tell
from graph.store import Store

_COUNTED = ("documents", "measures", "agencies", "indicators")
_MISSING = {
    "leaderless": "measures-without-lead",
    "dateless": "measures-without-deadline",
    "unresolved": "unresolved-agencies",
    "doubtful": "remarks",
}
_SHOWN = 12
_NEXT = 8  # measures that are due next


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and where what is counted is listed; None where counting would take too long."""

    name: str
    count: int | None
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
    crowded = is_crowded(store)
    counted = worked(store, "counts", lambda: _counted(store, "sizes" if crowded else "counts"))
    documents = collections()["documents"]
    keys = select(store, documents, {}).some(0, _SHOWN)
    return Start(
        tuple(Figure(name, counted[name], f"/pages/{name}") for name in _COUNTED),
        tuple(Figure(name, counted.get(name), f"/pages/queries/{query}?ask=1") for name, query in _MISSING.items()),
        worked(store, ("due", asked.today), lambda: _due(store, asked.today)),
        () if crowded else worked(store, "due-by-year", lambda: tuple(rows(store, "years"))),
        tell(outlined(documents), keys, store),
    )


def _counted(store: Store, query: str) -> dict[str, int]:
    return {name: int(str(count)) for name, count in next(rows(store, query)).items()}


def _due(store: Store, today: date) -> tuple[Row, ...]:
    next_days = upcoming(store, today, _NEXT)
    return tuple(rows(store, "due", day=next_days)) if next_days else ()
