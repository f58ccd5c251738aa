"""What can be asked of a graph: answers of SPARQL queries, as values or in a format, and the graph itself as RDF.

Answers are read out in the thread that asked: pyoxigraph's iterators must never travel to another.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import BinaryIO

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from graph.engine import Engine
from graph.errors import ParameterError
from graph.formats import PREFIXES, Format, Kind
from graph.solutions import EVERYTHING, Answer, Dataset, Solutions, query_faults, serialised, solutions

_APART = "ASK { GRAPH ?graph { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"


class Queryable:
    """A graph that answers."""

    _store: Engine

    def __len__(self) -> int:
        """How many triples there are, each counted once."""
        (row,) = self.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }").rows
        return int(str(row[0]))

    def __bool__(self) -> bool:
        """True: whether there is a graph is not asked of all its triples, which would have to be counted."""
        return True

    def select(self, query: str, dataset: Dataset = EVERYTHING, base: str | None = None) -> Solutions:
        """The answer of a SELECT query, whole."""
        with query_faults(query):
            answer = self._answer(query, dataset, base)
            if isinstance(answer, ox.QuerySolutions):
                return solutions(answer)
        raise ParameterError("query", "a SELECT query is wanted here")

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        with query_faults(query):
            answer = self._answer(query, EVERYTHING)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
        raise ParameterError("query", "an ASK query is wanted here")

    def results(self, query: str, wanted: Format, dataset: Dataset = EVERYTHING) -> bytes:
        """The answer of any query in the wanted format; NotAcceptable where the format cannot carry it."""
        with query_faults(query):
            return serialised(self._answer(query, dataset), wanted)

    def answer(self, query: str, dataset: Dataset = EVERYTHING, base: str | None = None) -> Answer:
        """The answer of any query, to be read in this thread; ``base`` is what relative IRIs are relative to."""
        with query_faults(query):
            return self._answer(query, dataset, base)

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of that IRI."""
        return self._store.contains_named_graph(NamedNode(name))

    def dump(self, wanted: Format, graph: str | None = None) -> bytes:
        """One named graph, or everything: as quads, or as one graph where the format holds triples only."""
        with BytesIO() as output:
            self.write(output, wanted, graph)
            return output.getvalue()

    def write(self, output: BinaryIO, wanted: Format, graph: str | None = None) -> None:
        """Writes what ``dump`` returns into a binary file, piece by piece."""
        serialiser, prefixes = wanted.rdf(), dict(PREFIXES)
        if graph is not None or Kind.DATASET not in wanted.kinds:
            source = ox.DefaultGraph() if graph is None else NamedNode(graph)
            self._store.dump(output, serialiser, from_graph=source, prefixes=prefixes)
        else:
            ox.serialize(self._named(), output, serialiser, prefixes=prefixes)

    def pour(self, output: BinaryIO) -> None:
        """Writes all there is as N-Quads, what is in the default graph too: a copy, and no format for others.

        Where the default graph has all that the others have, they come one after the other, and with each of their
        statements the same in the default graph: what is asked for together then lies together in a copy in memory.
        Some come more than once.
        """
        if self.ask(_APART):
            self._store.dump(output, ox.RdfFormat.N_QUADS)
            return
        names = sorted(self._store.named_graphs(), key=str)
        graphs = (self._store.dump(None, ox.RdfFormat.N_TRIPLES, from_graph=name) or b"" for name in names)
        output.writelines(map(_twice, graphs, names))
        self._store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())

    def _named(self) -> Iterator[Quad]:
        names = sorted((name for name in self._store.named_graphs() if isinstance(name, NamedNode)), key=str)
        return chain.from_iterable(self._store.quads_for_pattern(None, None, None, name) for name in names)

    def _answer(self, query: str, dataset: Dataset, base: str | None = None) -> Answer:
        if dataset == EVERYTHING:
            return self._store.query(query, base_iri=base)
        return self._store.query(
            query,
            base_iri=base,
            default_graph=[NamedNode(name) for name in dataset.default_graphs or ()],
            named_graphs=[NamedNode(name) for name in dataset.named_graphs or ()],
        )


def _twice(triples: bytes, graph: NamedNode | ox.BlankNode) -> bytes:
    """The lines of a graph as N-Triples, each for the default graph and for that one."""
    end = f"{graph} .\n".encode()
    return b"".join(b"%b\n%b%b" % (line, line[:-1], end) for line in triples.splitlines())
