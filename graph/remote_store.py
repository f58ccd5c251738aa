"""The graph in a SPARQL service somewhere else: the same documents, graphs and answers as in the embedded store.

A graph is replaced in one request (Graph Store Protocol, PUT). Where the default graph is one of its own, all that
belongs to a document is, in one update. Elsewhere a document's steps follow each other, and what says that it is there,
the run, is written last: what was stopped in between is written again; readers may see part of a document meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from graph import content, from_rdf, iri
from graph.errors import StoreError
from graph.formats import PREFIXES, Format, Kind
from graph.holdings import token
from graph.place import Remote
from graph.remote import Endpoint
from graph.solutions import Answer, Dataset
from graph.store import Store, scratch

_ALL = ox.DefaultGraph()


class RemoteStore(Store):
    """A graph of documents in a service; to be used like any other."""

    def __init__(self, remote: Remote, *, writable: bool = True, clock: Callable[[], datetime] | None = None) -> None:
        self._endpoint = Endpoint(remote, scratch)
        engine = cast("ox.Store", self._endpoint)  # as much of it as is used here
        super().__init__(engine, remote.query, writable=writable, clock=clock or (lambda: datetime.now(UTC)))

    def write(self, output: BinaryIO, wanted: Format, graph: str | None = None) -> None:
        """Writes what ``dump`` returns into a binary file."""
        if graph is None and Kind.DATASET in wanted.kinds:
            super().write(output, wanted)
            return
        name = _ALL if graph is None else NamedNode(graph)
        triples = (quad.triple for quad in self._store.quads_for_pattern(None, None, None, name))
        ox.serialize(triples, output, wanted.rdf(), prefixes=dict(PREFIXES))

    def state(self) -> str:
        """As in the embedded store, but asked for each time: others may write, too."""
        return token(self._weighed())

    def backup(self, path: object) -> None:
        """There are no snapshots of a service: StoreError."""
        raise StoreError(f"{self._name}: releases are made of stores on this machine; {path} was not made")

    def _answer(self, query: str, dataset: Dataset, base: str | None = None) -> Answer:
        default = [NamedNode(name) for name in dataset.default_graphs or ()]
        named = [NamedNode(name) for name in dataset.named_graphs or ()]
        return self._endpoint.query(query, base_iri=base, default_graph=default, named_graphs=named)

    def _fill(self, contents: Iterable[content.Content]) -> None:
        moment, entries = self._clock(), tuple(contents)
        with self._writing():
            for entry in entries:
                for name, triples in entry.graphs:
                    self._endpoint.put(name, triples)
            self._tell(entries, moment)

    def _statements(self, graph: NamedNode) -> Iterator[from_rdf.Stated]:
        found = self._endpoint.quads_for_pattern(None, None, None, graph)
        return ((quad.subject, quad.predicate, quad.object) for quad in found)

    def _append(self, name: NamedNode, quads: Iterable[Quad]) -> None:
        triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
        with self._writing():
            self._endpoint.add(name, triples)
            self._endpoint.add(_ALL, triples)

    def _swap(self, entry: content.Content, moment: datetime) -> None:
        with self._writing():
            if self._endpoint.everything is None:
                self._endpoint.update(entry.replacement(moment))
                return
            self._endpoint.update(content.removal(entry.names, self._endpoint.everything))
            for name, triples in entry.graphs:
                self._endpoint.put(name, triples)
            self._tell((entry,), moment)

    def _drop(self, names: tuple[NamedNode, ...]) -> None:
        with self._writing():
            self._endpoint.update(content.removal(names, self._endpoint.everything))

    def _tell(self, entries: tuple[content.Content, ...], moment: datetime) -> None:
        """Has the graphs in the default graph too, and last of all tells who made them."""
        for name, triples in (graph for entry in entries for graph in entry.graphs):
            if b"_:" in triples:  # blank nodes are the same ones only within the service
                target = f"GRAPH {self._endpoint.everything}" if self._endpoint.everything else "DEFAULT"
                self._endpoint.update(f"ADD SILENT GRAPH {name} TO {target}")
        plain = (triples for entry in entries for _, triples in entry.graphs if b"_:" not in triples)
        self._endpoint.add(_ALL, b"".join(plain))
        told = b"".join(entry.told(moment) for entry in entries)
        self._endpoint.add(_ALL, told)
        self._endpoint.add(iri.RUNS_GRAPH, told)
