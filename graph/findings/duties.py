"""Who answers for which of some measures, in which role and year: the rows that networks are made of."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from graph import parameters
from graph.collections import collections, select
from graph.errors import NotFound
from graph.findings.network import Duty
from graph.query import Values
from graph.solutions import Value
from graph.store import Store

PARAMETERS = ("division", "document")
_SLOT = "VALUES ?node { UNDEF }"


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
    text = _text()
    if measures is not None:
        text = text.replace(_SLOT, f"VALUES ?node {{ {' '.join(str(NamedNode(node)) for node in measures)} }}")
    return tuple(
        sorted(map(_duty, store.select(text).rows), key=lambda duty: (duty.name, duty.agency, duty.measure, duty.role))
    )


def _duty(row: tuple[Value | None, ...]) -> Duty:
    measure, agency, name, role, year = row
    return Duty(str(measure), str(agency), str(name), str(role), year if isinstance(year, int) else None)


def _require(name: str, value: object, store: Store) -> None:
    reading = parameters.read(collections()["measures"].question.parameter(name), value, store)
    if not reading.terms:
        raise NotFound("; ".join(reading.remarks))


@cache
def _text() -> str:
    return (files("queries") / "network" / "duties.rq").read_text(encoding="utf-8")
