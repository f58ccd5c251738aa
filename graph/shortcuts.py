"""Short cuts: statements that repeat what a document says, so that a question is a look-up in place of a search.

From a measure to its days (``dg:due`` and, which nothing but measures has, ``dg:dueDay``; a day from which on something
holds is no day on which it is due), to who answers for it, by role and in any (``dg:leadAgency`` … ``dg:anyAgency``),
and to the divisions that it concerns (``dg:anyDivision``). From a document to what others name it by (``dg:knownAs``),
to what it measures (``dg:anyIndicator``), to those who answer and could not be made out (``dg:hasUnresolved``), and how
many measures and targets it has (``dg:measureCount``, ``dg:targetCount``), how many of them are due in which year
(``dg:dueTally``) and concern which division (``dg:divisionTally``): documents in which these are as many have the same
tally. Told once, however many documents say it:
by what property a body, a division or an indicator is named at all (``dg:namedBy``), and all days of the calendar
(``dg:anyDay``).

They add nothing, and stand in the derived graph so that no count of the print meets them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from graph import codecs, iri
from graph import vocab as dg
from graph.known.naming import relative_names
from graph.model import Agency, DeadlineKind, Document, Measure, PlaceType, Role, Target

BY_ROLE: Mapping[Role, NamedNode] = MappingProxyType(
    {
        Role.LEAD: dg.leadAgency,
        Role.RESPONSIBLE: dg.responsibleAgency,
        Role.PARTICIPANT: dg.participantAgency,
        Role.SUPERVISOR: dg.supervisorAgency,
    }
)
"""From a measure to those who answer for it in a role."""

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


def of_document(document: Document) -> Iterator[Statement]:
    """The short cuts from the document itself; one may come more than once."""
    node = iri.document(document.key)
    for name in (document.document_number, document.title, document.carries):
        if name is not None:
            yield node, dg.knownAs, Literal(name)
    targets = tuple(_targets(document))
    yield from ((node, dg.anyIndicator, iri.indicator(target.indicator)) for target in targets)
    for counted, things in ((dg.measureCount, document.measures), (dg.targetCount, targets)):
        if things:
            yield node, counted, codecs.WHOLE.write(len(things))
    yield from _of_divisions(document)
    yield from ((thing, dg.namedBy, named) for thing, named in _named(document))
    for deadline in chain(document.deadlines, *(measure.deadlines for measure in document.measures)):
        yield iri.CALENDAR, dg.anyDay, codecs.DAY.write(deadline.date)


def of_measure(node: NamedNode, measure: Measure, document: NamedNode) -> Iterator[Statement]:
    """The short cuts from a measure, called ``node``, and those from its document to its parts."""
    yield from chain.from_iterable(of_day(node, day) for day in _days(measure, None))
    yield from ((node, dg.anyDivision, iri.division(name)) for name in _divisions(measure))
    for ordinal, assignment in enumerate(measure.assignments, 1):
        if assignment.agency:
            agency = iri.agency(assignment.agency.name)
            yield node, dg.anyAgency, agency
            yield node, BY_ROLE[assignment.role], agency
            yield from ((agency, dg.relativeName, Literal(name)) for name in relative_names(assignment.agency))
        else:
            yield document, dg.hasUnresolved, iri.part(node, "assignment", ordinal)


def of_day(measure: NamedNode, day: date) -> Iterator[Statement]:
    """The short cuts from a measure to a day on which it is due."""
    yield measure, dg.due, codecs.DAY.write(day)
    yield measure, dg.dueDay, codecs.DAY.write(day)


def of_years(document: Document, taken_over: Sequence[date | None]) -> Iterator[Statement]:
    """How many measures are due in each year; ``taken_over`` has the plan's day for each that has none of its own."""
    measures = zip(document.measures, taken_over, strict=True)
    due = Counter(chain.from_iterable({day.year for day in _days(*each)} for each in measures))
    inherited = Counter(day.year for day in taken_over if day)
    for year, count in sorted(due.items()):
        tally = iri.tally(year, count, inherited[year])
        yield iri.document(document.key), dg.dueTally, tally
        yield tally, dg.year, codecs.WHOLE.write(year)
        yield tally, dg.dueCount, codecs.WHOLE.write(count)
        yield tally, dg.inheritedCount, codecs.WHOLE.write(inherited[year])


def _of_divisions(document: Document) -> Iterator[Statement]:
    """How many measures concern each division."""
    concerned = Counter(name for measure in document.measures for name in dict.fromkeys(_divisions(measure)))
    for name, count in concerned.items():
        tally = iri.division_tally(name, count)
        yield iri.document(document.key), dg.divisionTally, tally
        yield tally, dg.inDivision, iri.division(name)
        yield tally, dg.divisionCount, codecs.WHOLE.write(count)


def _days(measure: Measure, taken_over: date | None) -> Iterator[date]:
    yield from (deadline.date for deadline in measure.deadlines if deadline.kind is not DeadlineKind.FROM)
    if taken_over:
        yield taken_over


def _named(document: Document) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The things that lists are made of, each with the property that leads to it."""
    yield from ((iri.agency(name), dg.issuer) for name in document.issuers)
    if document.jurisdiction:
        yield iri.division(document.jurisdiction), dg.jurisdiction
    for measure in document.measures:
        yield from ((iri.agency(body.name), dg.anyAgency) for body in _bodies(measure))
        yield from ((iri.division(name), dg.anyDivision) for name in _divisions(measure))
    yield from ((iri.indicator(target.indicator), dg.anyIndicator) for target in _targets(document))


def _targets(document: Document) -> Iterator[Target]:
    return chain(document.targets, *(measure.targets for measure in document.measures))


def _divisions(measure: Measure) -> Iterator[str]:
    """Those that the measure's text names, and those of the bodies that answer for it, by their full names."""
    yield from (place.name for place in measure.places if place.type is PlaceType.DIVISION)
    yield from (body.jurisdiction for body in _bodies(measure) if body.jurisdiction)


def _bodies(measure: Measure) -> Iterator[Agency]:
    return (each.agency for each in measure.assignments if each.agency)
