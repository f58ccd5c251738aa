"""Short cuts: statements that repeat what a document says, so that a question is a look-up in place of a search.

From a measure to its days (``dg:due``; a day from which on something holds is not a day on which it is due) and to who
answers for it, by role and in any (``dg:leadAgency`` … ``dg:anyAgency``); from a document to what others name it by
(``dg:knownAs``), to what it measures (``dg:anyIndicator``) and to those who answer and could not be made out
(``dg:hasUnresolved``). They add nothing, and stand in the derived graph so that no count of the print meets them.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from graph import iri, mapping
from graph import vocab as dg
from graph.known.naming import relative_names
from graph.model import DeadlineKind, Document, Measure, Role

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
    for target in chain(document.targets, *(measure.targets for measure in document.measures)):
        yield node, dg.anyIndicator, iri.indicator(target.indicator)


def of_measure(node: NamedNode, measure: Measure, document: NamedNode) -> Iterator[Statement]:
    """The short cuts from a measure, called ``node``, and those from its document to its parts."""
    for deadline in measure.deadlines:
        if deadline.kind is not DeadlineKind.FROM:
            yield node, dg.due, mapping.DAY.write(deadline.date)
    for ordinal, assignment in enumerate(measure.assignments, 1):
        if assignment.agency:
            agency = iri.agency(assignment.agency.name)
            yield node, dg.anyAgency, agency
            yield node, BY_ROLE[assignment.role], agency
            yield from ((agency, dg.relativeName, Literal(name)) for name in relative_names(assignment.agency))
        else:
            yield document, dg.hasUnresolved, iri.part(node, "assignment", ordinal)
