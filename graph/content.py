"""What the store writes as one: the graphs of a document or of the ontology, with the run that made them.

Every triple also goes into the default graph, which is what queries read: many documents repeat the same statements
about an agency, and a union made at query time would count each of them, and slow the query down as often.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph import derive, iri, to_rdf
from graph import vocab as dg
from graph.model import Document

# https://www.w3.org/TR/prov-o/#generated
GENERATED = NamedNode("http://www.w3.org/ns/prov#generated")
_ACTIVITY = NamedNode("http://www.w3.org/ns/prov#Activity")
_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
_GraphName = NamedNode | BlankNode | DefaultGraph
_NO_DATA = {"shapes", "examples"}  # folders of the ontology that describe or show data without being any


_REMOVAL = """\
DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH {graph} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph}) }}
}};
DROP SILENT GRAPH {graph}"""
_RUN_REMOVAL = f"""\
DELETE {{{{ ?run ?p ?o . GRAPH {iri.RUNS_GRAPH} {{{{ ?run ?p ?o }}}} }}}} WHERE {{{{
  GRAPH {iri.RUNS_GRAPH} {{{{ ?run {GENERATED} {{graph}} ; ?p ?o }}}}
}}}}"""


@dataclass(frozen=True, slots=True)
class Content:
    """Named graphs that stand and fall together. ``run`` is named after all that is in them, so it tells a change."""

    names: tuple[NamedNode, ...]
    quads: tuple[Quad, ...]
    run: NamedNode
    file: NamedNode | None = None

    def dated(self, moment: datetime) -> Iterator[Quad]:
        """All quads to write: in their named graphs, in the default graph, and what is told of the run."""
        named = (*self.quads, *self._provenance(moment))
        return chain(named, (_placed(quad, DefaultGraph()) for quad in named))

    def replacement(self, moment: datetime) -> str:
        """The SPARQL update that puts this in the place of what the graphs hold."""
        return f"{removal(self.names)};\nINSERT DATA {{\n{_blocks(self.dated(moment))}\n}}"

    def _provenance(self, moment: datetime) -> Iterator[Quad]:
        facts: list[tuple[NamedNode, NamedNode | Literal]] = [
            (dg.rdfType, dg.ExtractionRun if self.file else _ACTIVITY),
            (dg.programVersion, Literal(_program())),
            (dg.endedAt, Literal(moment.isoformat(timespec="seconds"), datatype=_DATE_TIME)),
            *((GENERATED, name) for name in self.names),
            *((dg.readFile, file) for file in (self.file,) if file),
        ]
        return (Quad(self.run, predicate, value, iri.RUNS_GRAPH) for predicate, value in facts)


def of_document(document: Document) -> Content:
    """The two graphs of a document: what its text says and what is inferred from it."""
    names = (iri.document_graph(document.key), iri.derived_graph(document.key))
    quads = tuple(chain(to_rdf.quads(document), derive.quads(document)))
    return Content(names, quads, iri.run(_digest(quads)), iri.source_file(document.source.sha256))


def of_graph(name: NamedNode, quads: Iterable[Quad]) -> Content:
    """One graph of reference data; ``quads`` may name any graph, they are put into this one."""
    placed = tuple(_placed(quad, name) for quad in quads)
    return Content((name,), placed, iri.run(_digest(placed)))


def of_ontology() -> Content:
    """The ontology's modules and code lists as one graph."""
    modules = [module.read_bytes() for module in _modules(files("ontology"))]
    digest = sha256(b"\0".join(modules)).hexdigest()  # of the bytes: blank nodes get new names at every reading
    triples = chain.from_iterable(parse(module, format=RdfFormat.TURTLE) for module in modules)
    quads = tuple(_placed(quad, iri.ONTOLOGY_GRAPH) for quad in triples)
    return Content((iri.ONTOLOGY_GRAPH,), quads, iri.run(digest))


def removal(names: tuple[NamedNode, ...]) -> str:
    """The SPARQL update that takes the graphs away, with what no other graph says and what is told of their run."""
    return ";\n".join([*(_REMOVAL.format(graph=name) for name in names), _RUN_REMOVAL.format(graph=names[0])])


def _placed(quad: Quad, name: _GraphName) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, name)


def _blocks(quads: Iterable[Quad]) -> str:
    graphs: dict[_GraphName, list[Triple]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    return "\n".join(_block(name, triples) for name, triples in graphs.items())


def _block(name: _GraphName, triples: list[Triple]) -> str:
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return lines if isinstance(name, DefaultGraph) else f"GRAPH {name} {{\n{lines}}}"


def _digest(quads: Iterable[Quad]) -> str:
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    return sha256(b"\n".join(sorted(lines))).hexdigest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in _NO_DATA:
            yield from _modules(entry)
        elif entry.name.endswith(".ttl"):
            yield entry


@cache
def _program() -> str:
    return version("dutygraph")
