"""What the store writes as one: the graphs of a document or of the ontology, with the run that made them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph import derive, iri, to_rdf
from graph import vocab as dg
from graph.model import Document

# https://www.w3.org/TR/prov-o/#generated
GENERATED = NamedNode("http://www.w3.org/ns/prov#generated")
_ACTIVITY = NamedNode("http://www.w3.org/ns/prov#Activity")
_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
_NO_DATA = {"shapes", "examples"}  # folders of the ontology that describe or show data without being any


@dataclass(frozen=True, slots=True)
class Content:
    """Named graphs that stand and fall together. ``run`` is named after all that is in them, so it tells a change."""

    names: tuple[NamedNode, ...]
    quads: tuple[Quad, ...]
    run: NamedNode
    file: NamedNode | None = None

    def dated(self, moment: datetime) -> Iterator[Quad]:
        """The quads, and those that tell which run of the program made them and when."""
        return chain(self.quads, self._provenance(moment))

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


def removal(names: Iterable[NamedNode]) -> str:
    """The SPARQL update that takes the graphs away, and what is told of the run that made them."""
    names = tuple(names)
    drops = ";\n".join(f"DROP SILENT GRAPH {name}" for name in names)
    run = f"GRAPH {iri.RUNS_GRAPH} {{ ?run {GENERATED} {names[0]} ; ?property ?value }}"
    return f"{drops};\nDELETE {{ GRAPH {iri.RUNS_GRAPH} {{ ?run ?property ?value }} }} WHERE {{ {run} }}"


def _placed(quad: Quad, name: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, name)


def _blocks(quads: Iterable[Quad]) -> str:
    graphs: dict[str, list[Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    return "\n".join(f"GRAPH {name} {{\n{_triples(triples)}}}" for name, triples in graphs.items())


def _triples(triples: list[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


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
