"""JSON-LD in its compacted form with our own context: short names, IRIs as ``id``, values typed by their property.

https://www.w3.org/TR/json-ld11/#compacted-document-form. The context is written into the document, so that nothing has
to be fetched to read it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph import vocab as dg
from graph.formats import PREFIXES
from graph.terms import TermKind, terms

_XSD = PREFIXES["xsd"]
_STRING = f"{_XSD}string"

Node = dict[str, Any]


@cache
def context() -> Mapping[str, Any]:
    """The whole context: the prefixes, and every property of the ontology under its own name."""
    properties = (
        term for term in terms().values() if term.kind in {TermKind.OBJECT_PROPERTY, TermKind.DATATYPE_PROPERTY}
    )
    ours = {term.name: _definition(term.name, term.kind, term.relations.get("range", ())) for term in properties}
    return {"id": "@id", "type": "@type", **PREFIXES, **ours}


def compacted(triples: Iterable[Triple], first: NamedNode) -> Node:
    """The triples as one document, ``first`` first; nodes stand side by side, none within another."""
    nodes: dict[str, Node] = {str(first.value): {"id": first.value}}
    for triple in triples:
        subject = str(getattr(triple.subject, "value", triple.subject))
        _add(nodes.setdefault(subject, {"id": subject}), triple)
    graph = [_single(node) for node in nodes.values()]
    return {"@context": _needed(graph), "@graph": graph}


def _definition(name: str, kind: TermKind, ranges: tuple[str, ...]) -> dict[str, str]:
    """How a property is written: as an IRI, or as a value of the type that it always has."""
    definition = {"@id": f"dg:{name}"}
    if kind is TermKind.OBJECT_PROPERTY:
        return definition | {"@type": "@id"}
    if len(ranges) == 1 and ranges[0].startswith(_XSD) and ranges[0] != _STRING:
        return definition | {"@type": f"xsd:{ranges[0].removeprefix(_XSD)}"}
    return definition


def _add(node: Node, triple: Triple) -> None:
    if triple.predicate == dg.rdfType and isinstance(triple.object, NamedNode):
        node.setdefault("type", []).append(_short(triple.object.value))
        return
    name = _name(triple.predicate.value)
    node.setdefault(name, []).append(_value(triple.object, context().get(name)))


def _value(value: object, definition: Any) -> Any:  # noqa: ANN401 (JSON)
    typed = definition.get("@type") if isinstance(definition, dict) else None
    if not isinstance(value, Literal):
        iri = str(getattr(value, "value", value))
        return iri if typed == "@id" else {"id": iri}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if typed is not None and typed != "@id" and datatype == _XSD + str(typed).removeprefix("xsd:"):
        return value.value
    if datatype == _STRING and typed is None:
        return value.value
    return {"@value": value.value, "@type": _short(datatype)}


def _single(node: Node) -> Node:
    """The node with lists of one value written as the value."""
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in node.items()}


def _needed(graph: list[Node]) -> dict[str, Any]:
    """The part of the context that these nodes are written with."""
    used = {name for node in graph for name in node}
    return {
        name: value for name, value in context().items() if name in used or name in PREFIXES or name in {"id", "type"}
    }


def _name(iri: str) -> str:
    """The name of a property: without prefix where it is one of ours."""
    name = iri.removeprefix(dg.ONTOLOGY)
    return name if name in context() else _short(iri)


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if iri.startswith(namespace) and local and "/" not in local:
            return f"{prefix}:{local}"
    return iri
