"""Who answers for which of some measures, in which role and year: the rows that networks are made of."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from graph import parameters, slots
from graph.collections import collections, select
from graph.errors import NotFound
from graph.findings.network import Body, Counted, Duty
from graph.query import Values
from graph.solutions import Value
from graph.store import Store

PARAMETERS = ("division", "document")


def duties(store: Store, values: Values, year: int | None = None) -> tuple[Duty, ...]:
    """The duties of the measures that fit the values, of that year's documents where one is said.

    NotFound where a name is none that the graph knows.
    """
    given = {name: value for name, value in values.items() if value}
    for name in PARAMETERS:
        if name in given:
            _require(name, given[name], store)
    nodes = select(store, collections()["measures"], given).nodes if given else None
    return tuple(duty for duty in of_measures(store, nodes) if year is None or duty.year == year)


def of_measures(store: Store, measures: Iterable[str] | None) -> tuple[Duty, ...]:
    """The duties of these measures; of all for None."""
    nodes = None if measures is None else tuple(measures)
    years = {measure: _year(year) for year, some in _asked("years", nodes, store) for measure in str(some).split()}
    found = (
        (str(name), str(agency), measure, str(role))
        for agency, name, role, some in _asked("duties", nodes, store)
        for measure in dict.fromkeys(str(some).split())
        if measure in years
    )
    return tuple(Duty(measure, agency, name, role, years[measure]) for name, agency, measure, role in sorted(found))


def busiest(store: Store, most: int) -> Counted:
    """The agencies with most measures, so many at most, counted over all documents."""
    bodies = tuple(map(_body, store.select(_text("busiest").replace("MOST", str(most))).rows))
    known = {body.agency: None for body in bodies}
    counted = store.select(slots.filled(_text("shared"), "one", known)).rows
    pairs = {(str(one), str(other)): int(str(measures)) for one, other, measures in counted}
    shared = {(one, other): measures for (one, other), measures in pairs.items() if one < other and other in known}
    ((measures, agencies),) = store.select(slots.filled(_text("sizes"), "one", known)).rows
    return Counted(bodies, shared, int(str(measures)), int(str(agencies)))


def _body(row: tuple[Value | None, ...]) -> Body:
    agency, name, measures, led = row
    return Body(str(agency), str(name), int(str(measures)), int(str(led)))


def _asked(name: str, nodes: Iterable[str] | None, store: Store) -> tuple[tuple[Value | None, ...], ...]:
    """The rows of a query about these measures, about all for None."""
    return store.select(_text(name) if nodes is None else slots.filled(_text(name), "node", nodes)).rows


def _year(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _require(name: str, value: object, store: Store) -> None:
    reading = parameters.read(collections()["measures"].question.parameter(name), value, store)
    if not reading.terms:
        raise NotFound("; ".join(reading.remarks))


@cache
def _text(name: str) -> str:
    return (files("queries") / "network" / f"{name}.rq").read_text(encoding="utf-8")
