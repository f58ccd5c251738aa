"""Turns a document into the quads of its named graph: what the text says, and nothing that is inferred.

No blank nodes: every node has an IRI of ``graph.iri``, so that reading a document twice gives the same graph. What is
printed is a plain literal, ``skos:prefLabel`` is tagged @zh; absent values make no quad. Decimals are written without
exponent; a store may drop their final zeros, which leaves the value the same. Strings may hold any character except
lone surrogates, which RDF cannot carry: strict decoding, where a document is read, lets none in.
"""

from collections.abc import Callable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri, mapping
from graph import vocab as dg
from graph.anchors import place_at
from graph.mapping import Codec, Field, Link, Table
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
    Place,
    PlaceType,
    Recurrence,
    SourceFile,
    Target,
)
from graph.statements import Description, Told, statements
from graph.statements import nquads as in_graph

_AGENCY_CLASSES = {
    AgencyKind.GROUP: dg.AgencyGroup,
    AgencyKind.UNIT: dg.InternalUnit,
    AgencyKind.COORDINATING_BODY: dg.CoordinatingBody,
}
_CORRECTED = (Target, Recurrence, Place, Citation, Fact)  # other facts have a basis of their own
_BRACKETS = str.maketrans("（）", "()")


def descriptions(document: Document) -> list[Description]:
    """Everything that is said of the document."""
    writer = _Writer(document)
    writer.write()
    return writer.said


def quads(document: Document) -> Iterator[Quad]:
    """Every statement of the document, in the named graph of the document."""
    graph = iri.document_graph(document.key)
    return (Quad(*statement, graph) for statement in statements(descriptions(document)))


def nquads(document: Document) -> bytes:
    """The document's graph as N-Quads, ready for a bulk load."""
    return in_graph(descriptions(document), iri.document_graph(document.key))


class _Writer:
    """Collects the statements of one document; a node that is met again is described once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.node = iri.document(document.key)
        self.version = iri.text(document.source.text)
        self.said: list[Description] = []
        self.described: set[object] = set()
        self.sections: dict[str, list[tuple[int, NamedNode]]] = {}
        self.links: dict[Link, Callable[[Any, Any], NamedNode]] = {
            Link.EVIDENCE: self.evidence,
            Link.AGENCY: self.agency,
            Link.DIVISION: self.division,
            Link.PLACE: self.place,
            Link.INDICATOR: self.indicator,
            Link.SOURCE: self.source,
            Link.PLAN: self.plan,
        }

    def write(self) -> None:
        self.record(mapping.DOCUMENT, self.node, self.document)
        self.parties()
        key, sections, measures = self.document.key, self.document.sections, self.document.measures
        for ordinal, node in enumerate(iri.sections(key, (section.number for section in sections))):
            self.section(node, ordinal)
        for node, measure in zip(iri.measures(key, (measure.number for measure in measures)), measures, strict=True):
            self.record(mapping.MEASURE, node, measure)
            self.add(self.node, (dg.hasMeasure, node))
            self.add(node, (dg.inDocument, self.node), *self.enclosing(measure.number, measure.evidence))

    def add(self, node: NamedNode, *told: Told) -> None:
        self.said.append((node, told))

    def named(self, node: NamedNode, class_: NamedNode, name: str) -> NamedNode:
        if self.new(node):
            self.add(node, (dg.rdfType, class_), (dg.prefLabel, mapping.LABEL.write(name)))
        return node

    def new(self, thing: object) -> bool:
        known = thing in self.described
        self.described.add(thing)
        return not known

    def record(self, table: Table, node: NamedNode, record: object) -> None:
        self.add(node, (dg.rdfType, table.class_), *self.fields(table.fields, record), *_implied(record))
        for part in table.parts:
            for ordinal, entry in enumerate(getattr(record, part.attribute), 1):
                entry_node = iri.part(node, part.kind, ordinal)
                self.add(node, (part.link, entry_node))
                self.record(part.table, entry_node, entry)

    def fields(self, fields: tuple[Field, ...], record: object) -> list[Told]:
        told: list[Told] = []
        for field in fields:
            value, codec = getattr(record, field.attribute), field.codec
            if value is not None:
                term = codec.write(value) if isinstance(codec, Codec) else self.links[codec](value, record)
                told.append((field.property, term))
        return told

    def section(self, node: NamedNode, index: int) -> None:
        section = self.document.sections[index]
        self.record(mapping.SECTION, node, section)
        self.add(self.node, (dg.hasSection, node))
        self.add(node, (dg.ordinal, mapping.WHOLE.write(index + 1)), *self.enclosing(section.number, section.evidence))
        self.sections.setdefault(section.number, []).append((section.evidence.start, node))

    def enclosing(self, number: str, evidence: Evidence) -> Iterator[Told]:
        """The nearest section above that number; of several so numbered, the last one before it in the text."""
        while number:
            number = number.rpartition("/")[0]
            before = [node for start, node in self.sections.get(number, ()) if start <= evidence.start]
            if before:
                yield dg.partOf, before[-1]
                return

    def parties(self) -> None:
        for rank, name in enumerate(self.document.issuers):
            body = self.body(name)
            self.add(self.node, (dg.issuer, body))
            self.listing(dg.listedIssuer, "issuer", rank, name, (dg.agency, body))
        for rank, name in enumerate(self.document.addressees):
            self.add(self.node, (dg.addressee, Literal(name)))
            self.listing(dg.listedAddressee, "addressee", rank, name)

    def listing(self, link: NamedNode, kind: str, rank: int, name: str, *body: Told) -> None:
        node = iri.part(self.node, kind, rank + 1)
        self.add(self.node, (link, node))
        self.add(
            node, (dg.rdfType, dg.Listing), (dg.mention, Literal(name)), (dg.rank, mapping.WHOLE.write(rank)), *body
        )

    def source(self, file: SourceFile, _: Document) -> NamedNode:
        node = iri.source_file(file.sha256)
        self.record(mapping.FILE, node, file)
        self.add(self.version, (dg.rdfType, dg.TextVersion), (dg.text, Literal(file.text)), (dg.derivedFrom, node))
        return self.version

    def plan(self, title: str, document: Document) -> NamedNode:
        node = iri.plan(document.key)
        self.add(self.node, (dg.rdfType, dg.Carrier))
        self.add(node, (dg.rdfType, dg.Document), (dg.title, Literal(title)))
        return node

    def evidence(self, evidence: Evidence, _: object) -> NamedNode:
        node = iri.evidence(self.version, evidence.start, evidence.end)
        if self.new(node):
            self.record(mapping.EVIDENCE, node, evidence)
            self.add(node, (dg.inText, self.version), *self.located(evidence))
        return node

    def located(self, evidence: Evidence) -> Iterator[Told]:
        """Short cut: where the evidence stands in the file, without a look at its anchors."""
        if place := place_at(self.document.source, evidence.start):
            yield dg.locator, Literal(place)

    def body(self, name: str) -> NamedNode:
        return self.named(iri.agency(name), dg.Agency, name)

    def agency(self, agency: Agency, assignment: Assignment) -> NamedNode:
        node = self.body(agency.name)
        if self.new(agency.name):  # a body has one kind and one jurisdiction: those told first
            self.add(node, *self.standing(agency))
        name = assignment.mention.translate(_BRACKETS)
        if self.new((node, name)):
            self.add(node, (dg.name, Literal(name)))
        return node

    def standing(self, agency: Agency) -> Iterator[Told]:
        if agency.kind in _AGENCY_CLASSES:
            yield dg.rdfType, _AGENCY_CLASSES[agency.kind]
        yield from self.fields(mapping.AGENCY.fields[1:], agency)  # without the name, which every body has

    def division(self, name: str, _: object) -> NamedNode:
        return self.named(iri.division(name), dg.Division, name)

    def place(self, name: str, place: Place) -> NamedNode:
        if place.type is PlaceType.DIVISION:
            return self.division(name, place)
        return self.named(iri.feature(name), dg.Feature, name)

    def indicator(self, name: str, _: object) -> NamedNode:
        return self.named(iri.indicator(name), dg.Indicator, name)


def _implied(record: object) -> tuple[Told, ...]:
    if isinstance(record, Deadline):
        return (dg.due, mapping.DAY.write(record.date)), (dg.basis, dg.concept(record.basis))
    if isinstance(record, _CORRECTED) and record.correction:
        return ((dg.basis, dg.concept(Basis.CORRECTED)),)
    return ()
