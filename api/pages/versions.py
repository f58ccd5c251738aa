"""Two versions of a plan held against each other (修订对照): what was added, dropped, reworded, given to others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages import addresses
from api.pages.rendering import Asked
from api.pages.worked import is_crowded, worked
from api.tasks.versions import compared
from graph import query
from graph.collections import Entry, collections, select, tell
from graph.errors import DutyError
from graph.solutions import Value
from graph.store import Store

_MOST = 400

Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Side:
    """What one version says, and where; ``href`` is None where it does not have it."""

    number: str
    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """What the page shows; ``rows`` is None where two documents are still to be chosen.

    ``documents`` are listed unless there are many; ``others`` are further versions of the earlier one.
    """

    earlier: str
    later: str
    documents: tuple[Entry, ...]
    others: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, Side, Side], ...] | None
    count: int
    fault: str
    download: str


def versions(store: Store, asked: Asked) -> Versions:
    """The page of two versions; a fault tells what is not there."""
    earlier, later = asked.value("earlier"), asked.value("later")
    rows: tuple[Row, ...] | None = None
    fault = ""
    if earlier and later:
        try:
            rows = worked(store, ("diff", earlier, later), lambda: _rows(store, earlier, later))
        except DutyError as refused:
            fault = asked.told(refused)
    return Versions(
        earlier,
        later,
        () if is_crowded(store) else _documents(store),
        _others(store, earlier) if earlier else (),
        tuple(Counter(str(row["change"]) for row in rows or ()).most_common()),
        None if rows is None else tuple(_told(row) for row in rows[:_MOST]),
        len(rows or ()),
        fault,
        f"/diff?{urlencode({'earlier': earlier, 'later': later, 'format': 'csv'})}",
    )


def _rows(store: Store, earlier: str, later: str) -> tuple[Row, ...]:
    found = compared(store, earlier, later)
    return tuple(dict(zip(found.variables, row, strict=True)) for row in found.rows)


def _told(row: Row) -> tuple[str, Side, Side]:
    return str(row["change"]), _side(row, "before"), _side(row, "after")


def _side(row: Row, side: str) -> Side:
    start, end = row[f"start_{side}"], row[f"end_{side}"]
    placed = isinstance(start, int) and isinstance(end, int)
    href = addresses.document(str(row[f"key_{side}"]), int(str(start)), int(str(end))) if placed else None
    return Side(str(row[f"number_{side}"] or ""), str(row[side] or ""), href)


def _others(store: Store, key: str) -> tuple[Row, ...]:
    """The versions of the plan, where the graph knows any."""
    try:
        found = store.select(query.bind(query.query("versions"), {"document": key}, store).text)
    except DutyError:
        return ()
    return tuple(dict(zip(found.variables, row, strict=True)) for row in found.rows)


def _documents(store: Store) -> tuple[Entry, ...]:
    documents = collections()["documents"]
    return tell(documents, select(store, documents, {}).nodes, store)
