"""Infers what a document leaves unsaid, into a graph of its own: nothing here is printed.

Each inference names its rule (``dg:rule`` of a derived deadline). ``plan-deadline``: a measure without any deadline of
its own is to be done by the latest day by which the plan as a whole is. An agency gets the names by which texts of its
own division call it, so that it is found by them. The short cuts from a measure (``dg:due``,
``dg:leadAgency``, ``dg:anyAgency``) only repeat what its deadlines and assignments say; a day from which on something
holds is not a day on which it is due.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri, mapping
from graph import vocab as dg
from graph.model import Agency, Basis, Deadline, DeadlineKind, Document, Measure, Role

PLAN_DEADLINE = "plan-deadline"

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


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


def quads(document: Document) -> Iterator[Quad]:
    """Every derived statement of the document, in its derived graph."""
    graph = iri.derived_graph(document.key)
    statements = dict.fromkeys(_statements(document))  # each once, in order
    return (Quad(*statement, graph) for statement in statements)


def _plan_deadline(document: Document) -> Inherited | None:
    numbered = enumerate(document.deadlines, 1)
    binding = [Inherited(deadline, ordinal) for ordinal, deadline in numbered if _binds_all(deadline)]
    return max(binding, key=lambda entry: entry.deadline.latest, default=None)


def _binds_all(deadline: Deadline) -> bool:
    return deadline.kind is DeadlineKind.BY and deadline.actor is None


def _statements(document: Document) -> Iterator[Statement]:
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    text = iri.text(document.source.text)
    for node, measure, entry in zip(nodes, document.measures, inherited(document), strict=True):
        yield from _days(node, measure)
        yield from _agencies(node, measure)
        if entry:
            plan_deadline = iri.part(iri.document(document.key), "deadline", entry.ordinal)
            yield from _taken_over(node, entry, plan_deadline, text)


def _days(node: NamedNode, measure: Measure) -> Iterator[Statement]:
    for deadline in measure.deadlines:
        if deadline.kind is not DeadlineKind.FROM:
            yield node, dg.due, mapping.DAY.write(deadline.date)


def _agencies(node: NamedNode, measure: Measure) -> Iterator[Statement]:
    for assignment in measure.assignments:
        if assignment.agency:
            agency = iri.agency(assignment.agency.name)
            yield node, dg.anyAgency, agency
            for name in relative_names(assignment.agency):
                yield agency, dg.relativeName, Literal(name)
            if assignment.role is Role.LEAD:
                yield node, dg.leadAgency, agency


def relative_names(agency: Agency) -> Iterator[str]:
    """What texts of its own division call an agency, though this text may print it in full.

    >>> from graph.model import AgencyKind
    >>> list(relative_names(Agency("云岭省人民政府办公厅", "云岭省", AgencyKind.AGENCY)))
    ['省人民政府办公厅', '省政府办公厅']
    >>> list(relative_names(Agency("中共清川市委组织部", "清川市", AgencyKind.AGENCY)))
    ['市委组织部']
    """
    division = agency.jurisdiction or ""
    level = _LEVEL.search(division)
    name = agency.name.removeprefix("中共")
    if level and name.startswith(division) and name != division:
        rest = name[len(division) :]
        yield level[0] + rest
        if rest.startswith("人民政府"):
            yield f"{level[0]}政府{rest.removeprefix('人民政府')}"


_LEVEL = re.compile("(?:自治区|省|市|州|县|区|盟|旗)$")


def _taken_over(measure: NamedNode, entry: Inherited, source: NamedNode, text: NamedNode) -> Iterator[Statement]:
    node = NamedNode(f"{measure.value}/deadline/inherited")
    deadline = entry.deadline
    yield measure, dg.due, mapping.DAY.write(deadline.date)
    yield measure, dg.hasDeadline, node
    yield node, dg.rdfType, dg.Deadline
    yield node, dg.mention, Literal(deadline.mention)
    yield node, dg.deadlineKind, dg.concept(deadline.kind)
    yield node, dg.earliest, mapping.DAY.write(deadline.earliest)
    yield node, dg.latest, mapping.DAY.write(deadline.latest)
    yield node, dg.due, mapping.DAY.write(deadline.date)
    yield node, dg.precision, dg.concept(deadline.precision)
    yield node, dg.basis, dg.concept(Basis.INHERITED)
    yield node, dg.inheritedFrom, source
    yield node, dg.rule, Literal(entry.rule)
    yield node, dg.evidence, iri.evidence(text, deadline.evidence.start, deadline.evidence.end)
