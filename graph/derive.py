"""Infers what a document leaves unsaid, into a graph of its own: nothing here is printed.

Each inference names its rule (``dg:rule``). ``plan-deadline``: a measure without any deadline of its own is to be done
by the latest day by which the plan as a whole is. ``first-listed``: of several who answer for a measure that names no
lead, custom has the first one lead; that is told beside the printed assignments, not among them. The groups that it
names have the members that ``graph.expansion`` finds. An agency gets the names by which texts of its own division call
it, so that it is found by them. The short cuts of ``graph.shortcuts`` only repeat what the document says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from graph import codecs, expansion, iri, shortcuts
from graph import vocab as dg
from graph.expansion import Groups
from graph.model import AgencyKind, Basis, Deadline, DeadlineKind, Document, Measure, Role
from graph.statements import Statement

PLAN_DEADLINE = "plan-deadline"
FIRST_LISTED = "first-listed"
_LISTED = {Basis.EXPLICIT, Basis.DOCUMENT_DEFAULT}


@dataclass(frozen=True, slots=True)
class Inherited:
    """The plan's deadline that a measure takes over; ``ordinal`` is its place among the plan's deadlines, from 1."""

    deadline: Deadline
    ordinal: int
    rule: str = PLAN_DEADLINE


def inherited(document: Document) -> tuple[Inherited | None, ...]:
    """For each measure of the document in order, the deadline that it takes over from the plan, if any."""
    entry = _plan_deadline(document)
    return tuple(None if measure.deadlines else entry for measure in document.measures)


def statements(document: Document, groups: Groups | None = None) -> Iterable[Statement]:
    """Every derived statement of the document, each once, in order; without ``groups`` these stay as they are."""
    members = expansion.statements(document, groups) if groups else iter(())
    return dict.fromkeys(chain(_statements(document), members))


def quads(document: Document, groups: Groups | None = None) -> Iterator[Quad]:
    """The same in the document's derived graph."""
    graph = iri.derived_graph(document.key)
    return (Quad(*statement, graph) for statement in statements(document, groups))


def _plan_deadline(document: Document) -> Inherited | None:
    numbered = enumerate(document.deadlines, 1)
    binding = [Inherited(deadline, ordinal) for ordinal, deadline in numbered if _binds_all(deadline)]
    return max(binding, key=lambda entry: entry.deadline.latest, default=None)


def _binds_all(deadline: Deadline) -> bool:
    return deadline.kind is DeadlineKind.BY and deadline.actor is None


def _statements(document: Document) -> Iterator[Statement]:
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    text, whole = iri.text(document.source.text), iri.document(document.key)
    entries = inherited(document)
    yield from shortcuts.of_document(document)
    yield from shortcuts.of_years(document, [entry.deadline.date if entry else None for entry in entries])
    for node, measure, entry in zip(nodes, document.measures, entries, strict=True):
        yield from shortcuts.of_measure(node, measure, whole)
        yield from _presumed(node, measure, text)
        if entry:
            plan_deadline = iri.part(whole, "deadline", entry.ordinal)
            yield from _taken_over(node, entry, plan_deadline, text)


def _presumed(node: NamedNode, measure: Measure, text: NamedNode) -> Iterator[Statement]:
    """The lead that custom makes of the first listed, where the measure names none: 责任单位:甲局、乙局."""
    listed = [entry for entry in measure.assignments if entry.basis in _LISTED]
    if any(entry.role is Role.LEAD or entry.basis is Basis.CORRECTED for entry in measure.assignments):
        return  # where somebody has said who answers, nothing more is presumed
    responsible = sorted((entry for entry in listed if entry.role is Role.RESPONSIBLE), key=lambda entry: entry.rank)
    first = responsible[0] if len(responsible) > 1 else None
    if first and first.agency and first.agency.kind is not AgencyKind.GROUP:
        lead = NamedNode(f"{node.value}/assignment/presumed")
        source = iri.part(node, "assignment", 1 + measure.assignments.index(first))
        yield node, dg.presumedLead, lead
        yield lead, dg.rdfType, dg.Assignment
        yield lead, dg.role, dg.concept(Role.LEAD)
        yield lead, dg.basis, dg.concept(Basis.CONVENTION)
        yield lead, dg.mention, Literal(first.mention)
        yield lead, dg.agency, iri.agency(first.agency.name)
        yield lead, dg.rank, codecs.WHOLE.write(first.rank)
        yield lead, dg.rule, Literal(FIRST_LISTED)
        yield lead, dg.wasDerivedFrom, source
        yield lead, dg.evidence, iri.evidence(text, first.evidence.start, first.evidence.end)


def _taken_over(measure: NamedNode, entry: Inherited, source: NamedNode, text: NamedNode) -> Iterator[Statement]:
    node = NamedNode(f"{measure.value}/deadline/inherited")
    deadline = entry.deadline
    yield from shortcuts.of_day(measure, deadline.date)
    yield measure, dg.hasDeadline, node
    yield node, dg.rdfType, dg.Deadline
    yield node, dg.mention, Literal(deadline.mention)
    yield node, dg.deadlineKind, dg.concept(deadline.kind)
    yield node, dg.earliest, codecs.DAY.write(deadline.earliest)
    yield node, dg.latest, codecs.DAY.write(deadline.latest)
    yield node, dg.due, codecs.DAY.write(deadline.date)
    yield node, dg.precision, dg.concept(deadline.precision)
    yield node, dg.basis, dg.concept(Basis.INHERITED)
    yield node, dg.inheritedFrom, source
    yield node, dg.rule, Literal(entry.rule)
    yield node, dg.evidence, iri.evidence(text, deadline.evidence.start, deadline.evidence.end)
