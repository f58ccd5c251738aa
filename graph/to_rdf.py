"""Turns a document into the quads of its named graph: what the text says, and nothing that is inferred.

No blank nodes: every node has an IRI of ``graph.iri``, so that reading a document twice gives the same graph. What is
printed is a plain literal, ``skos:prefLabel`` is tagged @zh; absent values make no quad. Decimals are written without
exponent; a store may drop their final zeros, which leaves the value the same. Strings may hold any character except
lone surrogates, which RDF cannot carry: strict decoding, where a document is read, lets none in.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph import iri
from graph import vocab as dg
from graph.model import (
    Agency,
    AgencyKind,
    Assignment,
    Basis,
    Citation,
    Deadline,
    Document,
    Evidence,
    Fact,
    Measure,
    Place,
    PlaceType,
    Recurrence,
    Remark,
    Section,
    Target,
)

AGENCY_CLASSES = {
    AgencyKind.GROUP: dg.AgencyGroup,
    AgencyKind.UNIT: dg.InternalUnit,
    AgencyKind.COORDINATING_BODY: dg.CoordinatingBody,
}
_BRACKETS = str.maketrans("（）", "()")


def quads(document: Document) -> Iterator[Quad]:
    """Every statement of the document, in the named graph of the document."""
    writer = _Writer(document)
    writer.document()
    return iter(writer.quads)


def nquads(document: Document) -> bytes:
    """The document's graph as N-Quads, ready for a bulk load."""
    return serialize(quads(document), format=RdfFormat.N_QUADS) or b""


def string(value: str | None) -> Literal | None:
    """A plain literal, as for all that is printed."""
    return None if value is None else Literal(value)


@lru_cache(maxsize=4096)
def day(value: date | None) -> Literal | None:
    """An xsd:date."""
    return None if value is None else Literal(value.isoformat(), datatype=dg.xsdDate)


@lru_cache(maxsize=4096)
def whole(value: int | None) -> Literal | None:
    """An xsd:integer."""
    return None if value is None else Literal(str(value), datatype=dg.xsdInteger)


def figure(value: Decimal | str) -> Literal:
    """An xsd:decimal, or a plain literal for a class such as Ⅲ."""
    return Literal(value) if isinstance(value, str) else Literal(format(value, "f"), datatype=dg.xsdDecimal)


class _Writer:
    """Collects the quads of one document; a node that is met again is described once."""

    def __init__(self, document: Document) -> None:
        self.source = document
        self.node = iri.document(document.key)
        self.graph = iri.document_graph(document.key)
        self.version = iri.text(document.source.text)
        self.quads: list[Quad] = []
        self.seen: set[object] = set()
        self.starts: dict[str, list[tuple[int, NamedNode]]] = {}

    def add(self, node: NamedNode, *statements: tuple[NamedNode, NamedNode | Literal | None]) -> None:
        graph = self.graph
        self.quads.extend([Quad(node, property_, value, graph) for property_, value in statements if value is not None])

    def once(self, *identity: object) -> bool:
        if identity in self.seen:
            return False
        self.seen.add(identity)
        return True

    def document(self) -> None:
        source = self.source
        self.add(
            self.node,
            (dg.rdfType, dg.Document),
            (dg.key, Literal(source.key)),
            (dg.title, string(source.title)),
            (dg.kind, dg.concept(source.kind)),
            (dg.jurisdiction, self.division(source.jurisdiction)),
            (dg.documentNumber, string(source.document_number)),
            (dg.issued, day(source.issued)),
            (dg.published, day(source.published)),
            (dg.hasText, self.text()),
        )
        self.parties()
        self.plan(source.carries)
        self.outline()
        self.parts()

    def parties(self) -> None:
        for ordinal, name in enumerate(self.source.issuers, 1):
            body = self.body(name)
            self.add(self.node, (dg.issuer, body))
            self.listing(dg.listedIssuer, iri.part(self.node, "issuer", ordinal), name, ordinal, body)
        for ordinal, name in enumerate(self.source.addressees, 1):
            self.add(self.node, (dg.addressee, Literal(name)))
            self.listing(dg.listedAddressee, iri.part(self.node, "addressee", ordinal), name, ordinal)

    def listing(self, link: NamedNode, node: NamedNode, name: str, ordinal: int, body: NamedNode | None = None) -> None:
        self.add(self.node, (link, node))
        self.add(
            node,
            (dg.rdfType, dg.Listing),
            (dg.mention, Literal(name)),
            (dg.rank, whole(ordinal - 1)),
            (dg.agency, body),
        )

    def plan(self, title: str | None) -> None:
        if title is not None:
            node = iri.plan(self.source.key)
            self.add(self.node, (dg.rdfType, dg.Carrier), (dg.carries, node))
            self.add(node, (dg.rdfType, dg.Document), (dg.title, Literal(title)))

    def text(self) -> NamedNode:
        file = self.source.source
        node = iri.source_file(file.sha256)
        self.add(self.version, (dg.rdfType, dg.TextVersion), (dg.text, Literal(file.text)), (dg.derivedFrom, node))
        self.add(
            node,
            (dg.rdfType, dg.SourceFile),
            (dg.fileName, Literal(file.name)),
            (dg.sha256, Literal(file.sha256)),
            (dg.byteSize, whole(file.size)),
            (dg.mediaType, Literal(file.media_type)),
            (dg.encoding, Literal(file.encoding)),
        )
        return self.version

    def outline(self) -> None:
        key, sections, measures = self.source.key, self.source.sections, self.source.measures
        nodes = iri.sections(key, (section.number for section in sections))
        for ordinal, (node, section) in enumerate(zip(nodes, sections, strict=True), 1):
            self.section(node, section, ordinal)
        nodes = iri.measures(key, (measure.number for measure in measures))
        for node, measure in zip(nodes, measures, strict=True):
            self.measure(node, measure)

    def section(self, node: NamedNode, section: Section, ordinal: int) -> None:
        self.add(self.node, (dg.hasSection, node))
        self.add(
            node,
            (dg.rdfType, dg.Section),
            (dg.partOf, self.enclosing(section.number, section.evidence)),
            (dg.ordinal, whole(ordinal)),
            (dg.number, Literal(section.number)),
            (dg.heading, Literal(section.heading)),
            (dg.evidence, self.evidence(section.evidence)),
        )
        self.starts.setdefault(section.number, []).append((section.evidence.start, node))

    def enclosing(self, number: str, evidence: Evidence) -> NamedNode | None:
        while number:
            number = number.rpartition("/")[0]
            before = [node for start, node in self.starts.get(number, ()) if start <= evidence.start]
            if before:
                return before[-1]
        return None

    def measure(self, node: NamedNode, measure: Measure) -> None:
        self.add(self.node, (dg.hasMeasure, node))
        self.add(
            node,
            (dg.rdfType, dg.Measure),
            (dg.inDocument, self.node),
            (dg.partOf, self.enclosing(measure.number, measure.evidence)),
            (dg.ordinal, whole(measure.ordinal)),
            (dg.number, Literal(measure.number)),
            (dg.heading, Literal(measure.heading)),
            (dg.text, Literal(measure.text)),
            (dg.modality, dg.concept(measure.modality)),
            (dg.evidence, self.evidence(measure.evidence)),
        )
        for ordinal, assignment in enumerate(measure.assignments, 1):
            self.assignment(self.part(node, dg.hasAssignment, "assignment", ordinal), assignment)
        for ordinal, recurrence in enumerate(measure.recurrences, 1):
            self.recurrence(self.part(node, dg.hasRecurrence, "recurrence", ordinal), recurrence)
        for ordinal, place in enumerate(measure.places, 1):
            self.place(self.part(node, dg.hasPlace, "place", ordinal), place)
        self.aims(node, measure)

    def aims(self, node: NamedNode, whole_: Measure | Document) -> None:
        for ordinal, deadline in enumerate(whole_.deadlines, 1):
            self.deadline(self.part(node, dg.hasDeadline, "deadline", ordinal), deadline)
        for ordinal, target in enumerate(whole_.targets, 1):
            self.target(self.part(node, dg.hasTarget, "target", ordinal), target)

    def parts(self) -> None:
        self.aims(self.node, self.source)
        for ordinal, citation in enumerate(self.source.citations, 1):
            self.citation(self.part(self.node, dg.hasCitation, "citation", ordinal), citation)
        for ordinal, fact in enumerate(self.source.facts, 1):
            self.fact(self.part(self.node, dg.hasFigure, "figure", ordinal), fact)
        for ordinal, remark in enumerate(self.source.remarks, 1):
            self.remark(self.part(self.node, dg.hasRemark, "remark", ordinal), remark)

    def part(self, whole_: NamedNode, link: NamedNode, kind: str, ordinal: int) -> NamedNode:
        node = iri.part(whole_, kind, ordinal)
        self.add(whole_, (link, node))
        return node

    def assignment(self, node: NamedNode, assignment: Assignment) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Assignment),
            (dg.role, dg.concept(assignment.role)),
            (dg.basis, dg.concept(assignment.basis)),
            (dg.mention, Literal(assignment.mention)),
            (dg.agency, self.agency(assignment.agency, assignment.mention)),
            (dg.rank, whole(assignment.rank)),
            (dg.evidence, self.evidence(assignment.evidence)),
            (dg.ruleStatement, self.evidence(assignment.rule)),
        )

    def deadline(self, node: NamedNode, deadline: Deadline) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Deadline),
            (dg.mention, Literal(deadline.mention)),
            (dg.deadlineKind, dg.concept(deadline.kind)),
            (dg.earliest, day(deadline.earliest)),
            (dg.latest, day(deadline.latest)),
            (dg.due, day(deadline.date)),
            (dg.precision, dg.concept(deadline.precision)),
            (dg.basis, dg.concept(Basis.EXPLICIT)),
            (dg.actor, string(deadline.actor)),
            (dg.evidence, self.evidence(deadline.evidence)),
        )

    def recurrence(self, node: NamedNode, recurrence: Recurrence) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Recurrence),
            (dg.mention, Literal(recurrence.mention)),
            (dg.every, Literal(recurrence.every, datatype=dg.xsdDuration)),
            (dg.atLeast, whole(recurrence.at_least)),
            (dg.actor, string(recurrence.actor)),
            (dg.firstDay, whole(recurrence.first_day)),
            (dg.lastDay, whole(recurrence.last_day)),
            (dg.evidence, self.evidence(recurrence.evidence)),
        )

    def target(self, node: NamedNode, target: Target) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Target),
            (dg.mention, Literal(target.mention)),
            (dg.indicator, self.indicator(target.indicator)),
            (dg.comparator, dg.concept(target.comparator)),
            (dg.value, figure(target.value)),
            (dg.unit, Literal(target.unit)),
            (dg.change, dg.concept(target.change)),
            (dg.baseline, string(target.baseline)),
            (dg.by, day(target.by)),
            (dg.scope, string(target.scope)),
            (dg.evidence, self.evidence(target.evidence)),
        )

    def place(self, node: NamedNode, place: Place) -> None:
        self.add(
            node,
            (dg.rdfType, dg.PlaceMention),
            (dg.mention, Literal(place.mention)),
            (dg.placeType, dg.concept(place.type)),
            (dg.place, self.division(place.name) if place.type is PlaceType.DIVISION else self.feature(place.name)),
            (dg.evidence, self.evidence(place.evidence)),
        )

    def citation(self, node: NamedNode, citation: Citation) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Citation),
            (dg.title, Literal(citation.title)),
            (dg.documentNumber, string(citation.number)),
            (dg.citationRelation, dg.concept(citation.relation)),
            (dg.evidence, self.evidence(citation.evidence)),
        )

    def fact(self, node: NamedNode, fact: Fact) -> None:
        self.add(
            node,
            (dg.rdfType, dg.ProgressFigure),
            (dg.mention, Literal(fact.mention)),
            (dg.subject, Literal(fact.subject)),
            (dg.value, figure(fact.value)),
            (dg.unit, Literal(fact.unit)),
            (dg.asOf, day(fact.as_of)),
            (dg.evidence, self.evidence(fact.evidence)),
        )

    def remark(self, node: NamedNode, remark: Remark) -> None:
        self.add(
            node,
            (dg.rdfType, dg.Remark),
            (dg.code, Literal(remark.code)),
            (dg.message, Literal(remark.message)),
            (dg.evidence, self.evidence(remark.evidence)),
        )

    def evidence(self, evidence: Evidence | None) -> NamedNode | None:
        if evidence is None:
            return None
        node = iri.evidence(self.version, evidence.start, evidence.end)
        if self.once(node):
            self.add(
                node,
                (dg.rdfType, dg.Evidence),
                (dg.inText, self.version),
                (dg.start, whole(evidence.start)),
                (dg.end, whole(evidence.end)),
                (dg.quote, Literal(evidence.quote)),
            )
        return node

    def body(self, name: str) -> NamedNode:
        node = iri.agency(name)
        if self.once(node):
            self.add(node, (dg.rdfType, dg.Agency), (dg.prefLabel, Literal(name, language="zh")))
        return node

    def agency(self, agency: Agency | None, mention: str) -> NamedNode | None:
        if agency is None:
            return None
        node = self.body(agency.name)
        if self.once(node, "kind"):
            self.add(
                node,
                (dg.rdfType, AGENCY_CLASSES.get(agency.kind)),
                (dg.agencyKind, dg.concept(agency.kind)),
                (dg.jurisdiction, self.division(agency.jurisdiction)),
            )
        name = mention.translate(_BRACKETS)
        if self.once(node, name):
            self.add(node, (dg.name, Literal(name)))
        return node

    def division(self, name: str | None) -> NamedNode | None:
        return None if name is None else self.named(iri.division(name), dg.Division, name)

    def feature(self, name: str) -> NamedNode:
        return self.named(iri.feature(name), dg.Feature, name)

    def indicator(self, name: str) -> NamedNode:
        return self.named(iri.indicator(name), dg.Indicator, name)

    def named(self, node: NamedNode, class_: NamedNode, name: str) -> NamedNode:
        if self.once(node):
            self.add(node, (dg.rdfType, class_), (dg.prefLabel, Literal(name, language="zh")))
        return node
