"""The ontology's terms as values: classes, properties and codes with their names and definitions in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from graph import content
from graph import vocab as dg
from graph.formats import PREFIXES, Format

_KINDS = {
    f"{PREFIXES['owl']}Class": "class",
    f"{PREFIXES['owl']}ObjectProperty": "object-property",
    f"{PREFIXES['owl']}DatatypeProperty": "datatype-property",
    f"{PREFIXES['skos']}ConceptScheme": "scheme",
    f"{PREFIXES['skos']}Concept": "concept",
}
_RDFS, _SKOS = PREFIXES["rdfs"], PREFIXES["skos"]


class TermKind(StrEnum):
    """What sort of term it is."""

    CLASS = "class"
    OBJECT_PROPERTY = "object-property"
    DATATYPE_PROPERTY = "datatype-property"
    SCHEME = "scheme"
    CONCEPT = "concept"


@dataclass(slots=True)
class Term:
    """A term: what it is called and what it means by language, and the IRIs it relates to by relation."""

    iri: str
    kind: TermKind
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    relations: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The end of the IRI."""
        return self.iri.removeprefix(dg.ONTOLOGY).removeprefix(dg.CODE)


_WORDS = {
    f"{_RDFS}label": "labels",
    f"{_SKOS}prefLabel": "labels",
    f"{_SKOS}definition": "definitions",
    f"{_SKOS}example": "examples",
}
_RELATIONS = {f"{_RDFS}{name}": name for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    f"{_SKOS}inScheme": "inScheme",
    f"{_SKOS}closeMatch": "closeMatch",
    f"{_SKOS}exactMatch": "exactMatch",
}


@cache
def triples() -> tuple[Triple, ...]:
    """The ontology: its modules and code lists."""
    ((_, written),) = content.of_ontology().graphs
    return tuple(sorted((quad.triple for quad in parse(written, format=RdfFormat.N_TRIPLES)), key=str))


def written(wanted: Format) -> bytes:
    """The ontology in that format."""
    return serialize(triples(), format=wanted.rdf(), prefixes=dict(PREFIXES)) or b""


@cache
def terms() -> Mapping[str, Term]:
    """The terms by IRI, in the order of their IRIs."""
    typed = (
        (triple.subject, str(_KINDS.get(_iri(triple.object)))) for triple in triples() if triple.predicate == dg.rdfType
    )
    found = {_iri(node): Term(_iri(node), TermKind(kind)) for node, kind in typed if kind in set(TermKind)}
    for triple in triples():
        if term := found.get(_iri(triple.subject)):
            _learn(term, triple)
    return MappingProxyType(found)


def _learn(term: Term, triple: Triple) -> None:
    predicate, value = triple.predicate.value, triple.object
    if isinstance(value, Literal) and predicate in _WORDS:
        getattr(term, _WORDS[predicate])[value.language or ""] = value.value
    elif predicate in _RELATIONS:
        name = _RELATIONS[predicate]
        term.relations[name] = (*term.relations.get(name, ()), _iri(value))


def _iri(node: object) -> str:
    return str(getattr(node, "value", node))
