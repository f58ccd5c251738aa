"""Checks quads against the shapes of ``ontology/shapes`` (SHACL core) and reports every fault; never fails on one.

Named graphs are checked as one. pySHACL and rdflib are loaded when first needed, since nothing else uses them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One fault: the node, the property and the shape that it breaks, as IRIs, and what is wanted, zh and en."""

    focus: str
    path: str
    message: str
    severity: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """Whether the data conform, and the faults, sorted."""

    conforms: bool
    results: tuple[Result, ...]


def validate(quads: Iterable[Quad]) -> Report:
    """The report on these quads; warnings are in it but do not make them fail to conform."""
    from pyshacl import validate as check  # noqa: PLC0415 (slow to load, seldom needed)

    _, report, _ = check(_rdflib_graph(quads), shacl_graph=_shapes(), allow_warnings=True)
    results = tuple(sorted(_results(report)))
    return Report(all(result.severity != "Violation" for result in results), results)


@cache
def _shapes() -> Graph:
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph()
    for file in (files("ontology") / "shapes").iterdir():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


def _rdflib_graph(quads: Iterable[Quad]) -> Graph:
    from rdflib import Graph  # noqa: PLC0415

    graph = Graph()
    for quad in quads:
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    import rdflib  # noqa: PLC0415

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal(language=str(language)):
            return rdflib.Literal(term.value, lang=language)
        case Literal():
            return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)
        case _:
            return rdflib.Literal(str(term))  # a triple term, which rdflib cannot hold and no shape asks for


def _results(report: Graph) -> Iterable[Result]:
    from rdflib import RDF, SH  # noqa: PLC0415

    for node in report.subjects(RDF.type, SH.ValidationResult):
        yield Result(
            focus=str(report.value(node, SH.focusNode)),
            path=str(report.value(node, SH.resultPath) or ""),
            message=_message(report, node),
            severity=str(report.value(node, SH.resultSeverity)).removeprefix(_SH),
            shape=str(report.value(node, SH.sourceShape)),
        )


def _message(report: Graph, node: Node) -> str:
    from rdflib import SH  # noqa: PLC0415

    messages = sorted(report.objects(node, SH.resultMessage), key=lambda text: getattr(text, "language", "") != "zh")
    return " ".join(str(text) for text in messages)
