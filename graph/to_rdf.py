"""Turns a document into the quads of its named graph: what the text says, and nothing that is inferred.

No blank nodes: every node has an IRI of ``graph.iri``, so that reading a document twice gives the same graph. What is
printed is a plain literal, ``skos:prefLabel`` is tagged @zh; absent values make no quad. Decimals are written without
exponent; a store may drop their final zeros, which leaves the value the same. Strings may hold any character except
lone surrogates, which RDF cannot carry: strict decoding, where a document is read, lets none in.
"""

from collections.abc import Callable, Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph import codecs, iri, mapping
from graph import vocab as dg
from graph.anchors import place_at
from graph.codecs import Codec
from graph.mapping import Field, Link, Table
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
from graph.statements import Description, Told, printed
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
    return parse(nquads(document), format=RdfFormat.N_QUADS)


def nquads(document: Document) -> bytes:
    """The document's graph as N-Quads, ready for a bulk load."""
    return in_graph(descriptions(document), iri.document_graph(document.key))


class _Writer:
    """Collects the statements of one document; a node that is met again is described once. Nodes are their IRIs."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.node = iri.document(document.key).value
        self.version = iri.text(document.source.text).value
        self.said: list[Description] = []
        self.described: set[object] = set()
        self.sections: dict[str, list[tuple[int, str]]] = {}
        self.links: dict[Link, Callable[[Any, Any], str]] = {
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
        for ordinal, named in enumerate(iri.sections(key, (section.number for section in sections))):
            self.section(named.value, ordinal)
        for named, measure in zip(iri.measures(key, (measure.number for measure in measures)), measures, strict=True):
            node = named.value
            self.record(mapping.MEASURE, node, measure)
            self.add(self.node, _link(dg.hasMeasure, node))
            self.add(node, _link(dg.inDocument, self.node), *self.enclosing(measure.number, measure.evidence))

    def add(self, node: str, *told: Told) -> None:
        self.said.append((node, told))

    def named(self, named: NamedNode, class_: NamedNode, name: str) -> str:
        node = named.value
        if self.new(node):
            self.add(node, _is_a(class_), _told(dg.prefLabel, codecs.LABEL, name))
        return node

    def new(self, thing: object) -> bool:
        known = thing in self.described
        self.described.add(thing)
        return not known

    def record(self, table: Table, node: str, record: object) -> None:
        self.add(node, _is_a(table.class_), *self.fields(table.fields, record), *_implied(record))
        for part in table.parts:
            for ordinal, entry in enumerate(getattr(record, part.attribute), 1):
                entry_node = iri.step(node, part.kind, ordinal)
                self.add(node, _link(part.link, entry_node))
                self.record(part.table, entry_node, entry)

    def fields(self, fields: tuple[Field, ...], record: object) -> list[Told]:
        told: list[Told] = []
        for field in fields:
            value, codec = getattr(record, field.attribute), field.codec
            if value is not None:
                term = codec.printed(value) if isinstance(codec, Codec) else f"<{self.links[codec](value, record)}>"
                told.append((field.printed, term))
        return told

    def section(self, node: str, index: int) -> None:
        section = self.document.sections[index]
        self.record(mapping.SECTION, node, section)
        self.add(self.node, _link(dg.hasSection, node))
        ordinal = _told(dg.ordinal, codecs.WHOLE, index + 1)
        self.add(node, ordinal, *self.enclosing(section.number, section.evidence))
        self.sections.setdefault(section.number, []).append((section.evidence.start, node))

    def enclosing(self, number: str, evidence: Evidence) -> Iterator[Told]:
        """The nearest section above that number; of several so numbered, the last one before it in the text."""
        while number:
            number = number.rpartition("/")[0]
            before = [node for start, node in self.sections.get(number, ()) if start <= evidence.start]
            if before:
                yield _link(dg.partOf, before[-1])
                return

    def parties(self) -> None:
        for rank, name in enumerate(self.document.issuers):
            body = self.body(name)
            self.add(self.node, _link(dg.issuer, body))
            self.listing(dg.listedIssuer, "issuer", rank, name, _link(dg.agency, body))
        for rank, name in enumerate(self.document.addressees):
            self.add(self.node, _told(dg.addressee, codecs.STRING, name))
            self.listing(dg.listedAddressee, "addressee", rank, name)

    def listing(self, link: NamedNode, kind: str, rank: int, name: str, *body: Told) -> None:
        node = iri.step(self.node, kind, rank + 1)
        self.add(self.node, _link(link, node))
        told = (_told(dg.mention, codecs.STRING, name), _told(dg.rank, codecs.WHOLE, rank))
        self.add(node, _is_a(dg.Listing), *told, *body)

    def source(self, file: SourceFile, _: Document) -> str:
        node = iri.source_file(file.sha256).value
        self.record(mapping.FILE, node, file)
        text = _told(dg.text, codecs.STRING, file.text)
        self.add(self.version, _is_a(dg.TextVersion), text, _link(dg.derivedFrom, node))
        return self.version

    def plan(self, title: str, document: Document) -> str:
        node = iri.plan(document.key).value
        self.add(self.node, _is_a(dg.Carrier))
        self.add(node, _is_a(dg.Document), _told(dg.title, codecs.STRING, title))
        return node

    def evidence(self, evidence: Evidence, _: object) -> str:
        node = iri.span(self.version, evidence.start, evidence.end)
        if self.new(node):
            self.record(mapping.EVIDENCE, node, evidence)
            self.add(node, _link(dg.inText, self.version), *self.located(evidence))
        return node

    def located(self, evidence: Evidence) -> Iterator[Told]:
        """Short cut: where the evidence stands in the file, without a look at its anchors."""
        if place := place_at(self.document.source, evidence.start):
            yield _told(dg.locator, codecs.STRING, place)

    def body(self, name: str) -> str:
        return self.named(iri.agency(name), dg.Agency, name)

    def agency(self, agency: Agency, assignment: Assignment) -> str:
        node = self.body(agency.name)
        if self.new((agency.name,)):  # a body has one kind and one jurisdiction: those told first
            self.add(node, *self.standing(agency))
        name = assignment.mention.translate(_BRACKETS)
        if self.new((node, name)):
            self.add(node, _told(dg.name, codecs.STRING, name))
        return node

    def standing(self, agency: Agency) -> Iterator[Told]:
        if agency.kind in _AGENCY_CLASSES:
            yield _is_a(_AGENCY_CLASSES[agency.kind])
        yield from self.fields(mapping.AGENCY.fields[1:], agency)  # without the name, which every body has

    def division(self, name: str, _: object) -> str:
        return self.named(iri.division(name), dg.Division, name)

    def place(self, name: str, place: Place) -> str:
        if place.type is PlaceType.DIVISION:
            return self.division(name, place)
        return self.named(iri.feature(name), dg.Feature, name)

    def indicator(self, name: str, _: object) -> str:
        return self.named(iri.indicator(name), dg.Indicator, name)


def _implied(record: object) -> tuple[Told, ...]:
    if isinstance(record, Deadline):
        return _told(dg.due, codecs.DAY, record.date), _link(dg.basis, dg.concept(record.basis).value)
    if isinstance(record, _CORRECTED) and record.correction:
        return (_link(dg.basis, dg.concept(Basis.CORRECTED).value),)
    return ()


def _told(property_: NamedNode, codec: Codec, value: object) -> Told:
    return printed(property_), codec.printed(value)


def _link(property_: NamedNode, node: str) -> Told:
    return printed(property_), f"<{node}>"


def _is_a(class_: NamedNode) -> Told:
    return _TYPE, printed(class_)


_TYPE = printed(dg.rdfType)
