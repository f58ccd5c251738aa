"""The measures of a list by the first day of their deadlines; those without one come last."""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from api.pages.days import every_day
from api.pages.questions import rows
from graph.selections import Selection
from graph.store import Store

ORDERS = ("", "due", "-due")
_FIRST, _MORE = 1, 4  # days that are looked at first, and times as many each further time


def ordered(store: Store, selection: Selection, order: str) -> Iterator[str]:
    """All of them, one after the other: with ``due`` the soonest first, with ``-due`` the latest, else as found.

    Where the selection would have to be looked for in all documents, it is asked day by day.
    """
    if not order:
        yield from selection.nodes
    elif selection.is_walked:
        yield from _day_by_day(store, selection, latest=order == "-due")
    else:
        days = _days(store, selection.nodes)
        dated = (node for node in selection.nodes if node in days)
        yield from sorted(dated, key=days.__getitem__, reverse=order == "-due")
        yield from (node for node in selection.nodes if node not in days)


def _day_by_day(store: Store, selection: Selection, *, latest: bool) -> Iterator[str]:
    days, first, size, seen = every_day(store)[:: -1 if latest else 1], 0, _FIRST, set[str]()
    while some := days[first : first + size]:
        due = selection.within(str(row["measure"]) for row in rows(store, "on-days", day=some))
        known = {day.value for day in some}
        found = _days(store, due)
        chosen = [node for node in due if found[node] in known]  # else its first day is another
        yield from sorted(chosen, key=found.__getitem__, reverse=latest)
        seen.update(chosen)
        first, size = first + size, size * _MORE
    yield from (node for node in selection.nodes if node not in seen)


def _days(store: Store, nodes: Sequence[str]) -> dict[str, str]:
    """The first day of each that has one, as ISO 8601 has it."""
    if not nodes:
        return {}
    return {str(row["node"]): str(row["due"]) for row in rows(store, "days", node=map(NamedNode, nodes))}
