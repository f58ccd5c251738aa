"""The Graph Store Protocol's operations: https://www.w3.org/TR/sparql11-http-rdf-update/.

Each is one transaction. They are raw: nothing is derived from what they write, and no other graph is kept in step. A
graph is named by its IRI, the default graph by None.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import DefaultGraph, RdfFormat, Triple, parse, serialize

from graph.errors import NotFound, ParameterError
from graph.formats import Format
from graph.solutions import EVERYTHING, Answer, Dataset
from graph.store import Store

Data = tuple[Format, bytes]
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def read(store: Store, name: str | None) -> Answer:
    """The triples of the graph; NotFound where there is none."""
    _require(store, name)
    return store.answer(_ALL, EVERYTHING if name is None else Dataset((name,)))


def put(store: Store, name: str | None, data: Iterable[Data], base: str) -> bool:
    """Puts the data in the place of what the graph holds; whether it is a new graph."""
    insertion, new = _insertion(name, data, base), not _exists(store, name)
    clear = "CLEAR DEFAULT" if name is None else f"DROP SILENT GRAPH <{name}>; CREATE GRAPH <{name}>"
    store.update(f"{clear};\n{insertion}")
    return new


def merge(store: Store, name: str | None, data: Iterable[Data], base: str) -> bool:
    """Adds the data to the graph; whether it is a new one."""
    insertion, new = _insertion(name, data, base), not _exists(store, name)
    create = "" if name is None else f"CREATE SILENT GRAPH <{name}>;\n"
    store.update(create + insertion)
    return new


def drop(store: Store, name: str | None) -> None:
    """Takes the graph away, or empties the default graph; NotFound where there is none."""
    _require(store, name)
    store.update("CLEAR DEFAULT" if name is None else f"DROP GRAPH <{name}>")


def _exists(store: Store, name: str | None) -> bool:
    return name is None or store.has_graph(name)


def _require(store: Store, name: str | None) -> None:
    if not _exists(store, name):
        raise NotFound(f"no graph <{name}>")


def _insertion(name: str | None, data: Iterable[Data], base: str) -> str:
    triples = chain.from_iterable(_triples(written, text, base) for written, text in data)
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return f"INSERT DATA {{\n{lines}}}" if name is None else f"INSERT DATA {{ GRAPH <{name}> {{\n{lines}}} }}"


def _triples(written: Format, data: bytes, base: str) -> Iterator[Triple]:
    """What the data says; ParameterError, with the place, where it cannot be read or names graphs itself."""
    try:
        for quad in parse(data, written.rdf(), base_iri=base):
            if quad.graph_name != DefaultGraph():
                raise ParameterError("data", f"names the graph {quad.graph_name}; send the triples of one graph only")
            yield quad.triple
    except (SyntaxError, ValueError) as fault:
        raise ParameterError("data", str(fault)) from fault
