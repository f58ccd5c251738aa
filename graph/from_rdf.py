"""Reads a document back from the statements of its named graph: the inverse of ``graph.to_rdf``."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph import iri, mapping
from graph import vocab as dg
from graph.codecs import Codec
from graph.errors import StoreError
from graph.mapping import Field, Link, Table
from graph.model import Agency, Document, Evidence, Measure, Section, SourceFile

Term = NamedNode | Literal
Stated = tuple[Any, NamedNode, Any]
Told = dict[NamedNode, list[Any]]


def document(statements: Iterable[Quad | Triple]) -> Document:
    """The document whose named graph these statements are; StoreError where they are not one whole document."""
    return of_statements((each.subject, each.predicate, each.object) for each in statements)


def of_statements(statements: Iterable[Stated]) -> Document:
    """As ``document``, of statements whose terms are at hand: triples would have to be made and taken apart again."""
    reader = _Reader(statements)
    keyed = [node for node, statements in reader.statements.items() if dg.key in statements]
    if len(keyed) != 1:
        raise StoreError(f"a graph of one document is wanted; this one has {len(keyed)} nodes with {dg.key}")
    return reader.document(keyed[0])


class _Reader:
    """The statements of a graph by node and property."""

    def __init__(self, statements: Iterable[Stated]) -> None:
        self.statements: dict[Any, Told] = defaultdict(lambda: defaultdict(list))
        self.texts: dict[str, str] = {}
        for node, property_, value in statements:
            self.statements[node][property_].append(value)
        self.links: dict[Link, Callable[[Any], object]] = {
            Link.EVIDENCE: self.evidence,
            Link.AGENCY: self.agency,
            Link.DIVISION: self.label,
            Link.PLACE: self.label,
            Link.INDICATOR: self.label,
            Link.SOURCE: self.source,
            Link.PLAN: self.title,
        }

    def document(self, node: NamedNode) -> Document:
        return Document(
            **self.record(mapping.DOCUMENT, node),
            issuers=self.listed(node, dg.listedIssuer),
            addressees=self.listed(node, dg.listedAddressee),
            sections=tuple(self.section(section) for section in self.ordered(node, dg.hasSection)),
            measures=tuple(self.measure(measure) for measure in self.ordered(node, dg.hasMeasure)),
        )

    def section(self, node: NamedNode) -> Section:
        return Section(**self.record(mapping.SECTION, node))

    def measure(self, node: NamedNode) -> Measure:
        return Measure(**self.record(mapping.MEASURE, node))

    def record(self, table: Table, node: NamedNode) -> dict[str, Any]:
        """The values of a record's attributes, those of its parts included."""
        told = self.statements[node]
        values = {field.attribute: self.value(field, node, told) for field in table.fields}
        for part in table.parts:
            nodes = sorted(self.all(node, part.link), key=iri.ordinal)
            values[part.attribute] = tuple(part.table.model(**self.record(part.table, entry)) for entry in nodes)
        return values

    def value(self, field: Field, node: NamedNode, told: Told) -> object:
        terms = told[field.property]
        if not terms and field.optional:
            return None
        term = _only(terms, node, field.property)
        return field.codec.read(term) if isinstance(field.codec, Codec) else self.links[field.codec](term)

    def all(self, node: NamedNode, property_: NamedNode) -> list[Any]:
        return self.statements[node][property_]

    def one(self, node: NamedNode, property_: NamedNode) -> Term:
        return _only(self.all(node, property_), node, property_)

    def ordered(self, node: NamedNode, link: NamedNode) -> list[NamedNode]:
        return sorted(self.all(node, link), key=lambda part: int(self.one(part, dg.ordinal).value))

    def listed(self, node: NamedNode, link: NamedNode) -> tuple[str, ...]:
        listings = sorted(self.all(node, link), key=iri.ordinal)
        return tuple(self.one(listing, dg.mention).value for listing in listings)

    def evidence(self, node: NamedNode) -> Evidence:
        """The IRI says where it is in the text, and the text what it says."""
        version, start, end = iri.spanned(node.value)
        return Evidence(start, end, self.text(version)[start:end])

    def text(self, version: str) -> str:
        if version not in self.texts:
            self.texts[version] = self.one(NamedNode(version), dg.text).value
        return self.texts[version]

    def agency(self, node: NamedNode) -> Agency:
        return Agency(**self.record(mapping.AGENCY, node))

    def source(self, version: NamedNode) -> SourceFile:
        file = self.record(mapping.FILE, NamedNode(self.one(version, dg.derivedFrom).value))
        return SourceFile(**file, text=self.one(version, dg.text).value)

    def label(self, node: NamedNode) -> str:
        return self.one(node, dg.prefLabel).value

    def title(self, node: NamedNode) -> str:
        return self.one(node, dg.title).value


def _only(terms: list[Any], node: NamedNode, property_: NamedNode) -> Term:
    if len(terms) != 1:
        raise StoreError(f"{node} has {len(terms)} values of {property_} instead of one")
    return cast("Term", terms[0])
