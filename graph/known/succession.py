"""How agencies' names, days and changes are told in RDF, in the reference graph of agencies.

Every change names its rule and the row of the table that it was made of; the row names its source. A body may have
begun or ended on a day that nobody knows: ``dg:startNotBefore`` and ``dg:startNotAfter``, ``dg:endNotBefore`` and
``dg:endNotAfter`` are the first and last days on which that may have been.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph import vocab as dg
from graph.model import AgencyKind, ChangeKind

_Fact = tuple[NamedNode, NamedNode | Literal]
_DAY = timedelta(days=1)

DIVISION_RENAMED = "division-renamed"


@dataclass(frozen=True, slots=True)
class Step:
    """An agency of a division became another: the full name, then its short forms, before and after."""

    former: tuple[str, ...]
    successor: tuple[str, ...]
    home: str
    new_home: str
    kind: ChangeKind
    not_before: date
    not_after: date
    rule: str
    row: tuple[str, str]
    source: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A function that went from one agency of a division to another."""

    function: str
    original: str
    resulting: str
    home: str
    not_before: date
    not_after: date
    rule: str
    row: tuple[str, str]
    source: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Body:
    """An agency under all its names, the full one first, with the changes that began and ended it."""

    names: tuple[str, ...]
    division: str
    begun_by: tuple[Step, ...]
    ended_by: tuple[Step, ...]


def quads(bodies: Iterable[Body], steps: Iterable[Step], moved: Iterable[Moved]) -> Iterator[Quad]:
    """All that is to be told of these, each statement once."""
    return iter(dict.fromkeys(_quads(bodies, steps, moved)))


def _quads(bodies: Iterable[Body], steps: Iterable[Step], moved: Iterable[Moved]) -> Iterator[Quad]:
    for body in bodies:
        for name in body.names:
            yield from _facts(iri.agency(name), (*_named(name, body), *_bounds(body)))
            yield from _dated(name, body)
    for step in steps:
        yield from _step(step)
    for each in moved:
        for name in (each.original, each.resulting):
            yield from _facts(iri.agency(name), _named(name, Body((name,), each.home, (), ())))
        yield from _moved(each)


def _named(form: str, body: Body) -> Iterator[_Fact]:
    """One node a form, since documents name agencies as they print them."""
    full, *_ = body.names
    yield dg.rdfType, dg.Agency
    yield dg.agencyKind, dg.concept(AgencyKind.AGENCY)
    yield dg.prefLabel, Literal(form, language="zh")
    yield from ((dg.name, Literal(other)) for other in body.names if other != form)
    yield dg.jurisdiction, iri.division(body.division)
    if form != full:
        yield dg.abbreviates, iri.agency(full)


def _bounds(body: Body) -> Iterator[_Fact]:
    if body.begun_by:
        yield dg.startNotBefore, _literal(min(step.not_before for step in body.begun_by))
        yield dg.startNotAfter, _literal(min(step.not_after for step in body.begun_by))
    if body.ended_by:
        yield dg.endNotBefore, _literal(min(step.not_before for step in body.ended_by) - _DAY)
        yield dg.endNotAfter, _literal(max(step.not_after for step in body.ended_by) - _DAY)


def _dated(form: str, body: Body) -> Iterator[Quad]:
    """The name with the days on which it was surely borne, where such a day is known."""
    if not (body.begun_by or body.ended_by):
        return
    since = min((step.not_after for step in body.begun_by), default=None)
    until = min((step.not_before - _DAY for step in body.ended_by), default=None)
    if since and until and since > until:
        return
    node = iri.part(iri.agency(form), "name", 1)
    yield from _facts(iri.agency(form), ((dg.hasName, node),))
    yield from _facts(node, ((dg.rdfType, dg.AgencyName), (dg.name, Literal(form))))
    yield from _facts(node, ((dg.validFrom, _literal(since)),) if since else ())
    yield from _facts(node, ((dg.validUntil, _literal(until)),) if until else ())


def _step(step: Step) -> Iterator[Quad]:
    for after in map(iri.agency, step.successor):
        yield from _facts(after, ((dg.successorOf, iri.agency(name)) for name in step.former))
        yield from _facts(after, ((dg.formerName, Literal(name)) for name in step.former))
    kind = "renaming" if step.rule == DIVISION_RENAMED else "change"
    event = iri.part(iri.agency(step.successor[0]), kind, step.ordinal)
    ends = (dg.originalAgency, iri.agency(step.former[0])), (dg.resultingAgency, iri.agency(step.successor[0]))
    yield from _event(event, step, step.kind, ends)


def _moved(moved: Moved) -> Iterator[Quad]:
    event = iri.part(iri.agency(moved.resulting), "transfer", moved.ordinal)
    ends = (dg.originalAgency, iri.agency(moved.original)), (dg.resultingAgency, iri.agency(moved.resulting))
    yield from _event(event, moved, ChangeKind.TRANSFERRED, (*ends, (dg.function, Literal(moved.function))))


def _event(node: NamedNode, change: Step | Moved, kind: ChangeKind, facts: Iterable[_Fact]) -> Iterator[Quad]:
    row = iri.row(*change.row)
    yield from _facts(node, ((dg.rdfType, dg.OrganizationalChange), *facts, (dg.changeKind, dg.concept(kind))))
    days = ((dg.startNotBefore, change.not_before), (dg.startNotAfter, change.not_after))
    yield from _facts(node, ((bound, _literal(day)) for bound, day in days))
    if change.not_before == change.not_after:
        yield from _facts(node, ((dg.validFrom, _literal(change.not_before)),))
    yield from _facts(node, ((dg.legalBasis, Literal(change.source)), (dg.rule, Literal(change.rule))))
    yield from _facts(node, ((dg.wasDerivedFrom, row),))
    yield from _facts(row, ((dg.rdfType, dg.TableRow), (dg.source, Literal(change.source))))


def _facts(node: NamedNode, facts: Iterable[_Fact]) -> Iterator[Quad]:
    return (Quad(node, predicate, value, iri.AGENCIES_GRAPH) for predicate, value in facts)


def _literal(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=dg.xsdDate)
