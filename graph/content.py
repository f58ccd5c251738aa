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

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph import derive, from_rdf, iri, to_rdf
from graph import vocab as dg
from graph.expansion import Groups
from graph.model import Document
from graph.statements import ntriples, one_by_one

# https://www.w3.org/TR/prov-o/#generated
GENERATED = NamedNode("http://www.w3.org/ns/prov#generated")
_ACTIVITY = NamedNode("http://www.w3.org/ns/prov#Activity")
_FETCHED = f" {dg.fetchedAt} ".encode()
# How versions end that derive what this one does. It goes up whenever something further is derived: documents that are
# loaded again are then written again, and a service can tell which were not.
DERIVED_BY = "+derived.3"
_NO_DATA = {"shapes", "examples"}  # folders of the ontology that describe or show data without being any


_REMOVAL = """\
DELETE {{ {alone} }} WHERE {{
  GRAPH {graph} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other NOT IN ({apart})) }}
}};
DROP SILENT GRAPH {graph}"""
_RUN_REMOVAL = f"""\
DELETE {{{{ {{alone}} GRAPH {iri.RUNS_GRAPH} {{{{ ?s ?p ?o }}}} }}}} WHERE {{{{
  GRAPH {iri.RUNS_GRAPH} {{{{ ?s {GENERATED} {{graph}} ; ?p ?o }}}}
}}}}"""


@dataclass(frozen=True, slots=True)
class Content:
    """Named graphs that stand and fall together, as N-Triples; ``run`` is named after what is in them."""

    graphs: tuple[tuple[NamedNode, bytes], ...]
    run: NamedNode
    file: NamedNode | None = None

    @property
    def names(self) -> tuple[NamedNode, ...]:
        """The names of the graphs."""
        return tuple(name for name, _ in self.graphs)

    def document(self) -> Document:
        """The document whose graphs these are."""
        _, triples = self.graphs[0]
        return from_rdf.document(parse(triples, format=RdfFormat.N_TRIPLES))

    def nquads(self, moment: datetime) -> bytes:
        """All that a bulk load has to write: everything twice, in its named graph and in the default graph."""
        parts = [*self.graphs, (iri.RUNS_GRAPH, self.told(moment))]
        return b"".join(_twice(triples, name) for name, triples in parts)

    def replacement(self, moment: datetime) -> str:
        """The SPARQL update that puts this in the place of what the graphs hold."""
        told = self.told(moment).decode()
        blocks = [f"GRAPH {name} {{\n{triples.decode()}}}" for name, triples in self.graphs]
        insert = "\n".join([*blocks, f"GRAPH {iri.RUNS_GRAPH} {{\n{told}}}", told])
        copies = (f"ADD SILENT GRAPH {name} TO DEFAULT" for name in self.names)
        return ";\n".join([removal(self.names), f"INSERT DATA {{\n{insert}}}", *copies])

    def told(self, moment: datetime) -> bytes:
        """What is told of the run that made the graphs, as N-Triples."""
        facts: list[tuple[NamedNode, NamedNode | Literal]] = [
            (dg.rdfType, dg.ExtractionRun if self.file else _ACTIVITY),
            (dg.programVersion, Literal(f"{_program()}{DERIVED_BY if self.file else ''}")),
            (dg.endedAt, Literal(moment.isoformat(timespec="seconds"), datatype=dg.xsdDateTime)),
            *((GENERATED, name) for name in self.names),
            *((dg.readFile, file) for file in (self.file,) if file),
        ]
        return _ntriples(Triple(self.run, predicate, value) for predicate, value in facts)


def of_document(document: Document, groups: Groups | None = None) -> Content:
    """The two graphs of a document: what its text says and what is inferred from it, with who its ``groups`` are."""
    graphs = (
        (iri.document_graph(document.key), ntriples(to_rdf.descriptions(document))),
        (iri.derived_graph(document.key), ntriples(one_by_one(derive.statements(document, groups)))),
    )
    return Content(graphs, iri.run(_digest(*graphs, by=DERIVED_BY)), iri.source_file(document.source.sha256))


def of_graph(name: NamedNode, quads: Iterable[Quad], version: str | None = None) -> Content:
    """One graph of reference data; whatever graph the quads name, they are put into this one."""
    graph = (name, _ntriples(quad.triple for quad in quads))
    return Content((graph,), version_run(name, version) if version else iri.run(_digest(graph)))


def addition(name: NamedNode, quads: Iterable[Quad]) -> bytes:
    """What a bulk load has to write to add to a graph of reference data, as ``Content.nquads``."""
    return _twice(_ntriples(quad.triple for quad in quads), name)


def version_run(name: NamedNode, version: str) -> NamedNode:
    """The run that made this version of a reference graph, known before its quads are made."""
    return iri.run(sha256(f"{name.value} {version} {_program()}".encode()).hexdigest())


@cache
def of_ontology() -> Content:
    """The ontology's modules and code lists as one graph."""
    modules = [module.read_bytes() for module in _modules(files("ontology"))]
    digest = sha256(b"\0".join(modules)).hexdigest()  # of the bytes: blank nodes get new names at every reading
    quads = chain.from_iterable(parse(module, format=RdfFormat.TURTLE) for module in modules)
    return Content(((iri.ONTOLOGY_GRAPH, _ntriples(quad.triple for quad in quads)),), iri.run(digest))


def removal(names: tuple[NamedNode, ...], everything: NamedNode | None = None) -> str:
    """The SPARQL update that takes the graphs away, with what no other graph says and what is told of their run.

    ``everything`` is the graph of all triples in a store whose default graph is not that.
    """
    alone = f"GRAPH {everything} {{ ?s ?p ?o }}" if everything else "?s ?p ?o ."
    steps = (
        _REMOVAL.format(graph=name, alone=alone, apart=f"{name}, {everything}" if everything else name)
        for name in names
    )
    return ";\n".join([*steps, _RUN_REMOVAL.format(graph=names[0], alone=alone)])


def _ntriples(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _twice(triples: bytes, name: NamedNode) -> bytes:
    return triples.replace(b" .\n", f" {name} .\n".encode()) + triples  # in literals a line feed is written \\n


def _digest(*graphs: tuple[NamedNode, bytes], by: str = "") -> str:
    """The digest of what the graphs say; when a file was fetched does not count, as long as it is the same file."""
    lines = chain.from_iterable(sorted(_lasting(triples)) for _, triples in graphs)
    return sha256(by.encode() + b"\n".join(lines)).hexdigest()


def _lasting(triples: bytes) -> Iterable[bytes]:
    lines = triples.split(b"\n")
    return (line for line in lines if _FETCHED not in line) if _FETCHED in triples else lines


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in _NO_DATA:
            yield from _modules(entry)
        elif entry.name.endswith(".ttl"):
            yield entry


@cache
def _program() -> str:
    return version("dutygraph")
