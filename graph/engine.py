"""As much of a SPARQL engine as documents are looked up with: pyoxigraph's store has it, and so has a service."""

from collections.abc import Iterator
from typing import IO, Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Triple

from graph.solutions import Answer

Graph = NamedNode | BlankNode | DefaultGraph


class Engine(Protocol):
    """Answers queries and patterns. What it returns is to be read in the thread that asked."""

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        default_graph: list[Graph] | None = None,
        named_graphs: list[NamedNode | BlankNode] | None = None,
    ) -> Answer:
        """The answer of a query; without graphs, over everything."""

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object_: NamedNode | Literal | None,
        graph: Graph | None,
        /,
    ) -> Iterator[Quad]:
        """The quads that fit; a triple that is in several graphs comes with each."""

    def contains_named_graph(self, name: Graph, /) -> bool:
        """Whether there is something in the graph."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The names of all graphs."""

    def dump(
        self,
        output: IO[bytes] | None = None,
        format: RdfFormat | None = None,  # noqa: A002 (the engine's own word)
        /,
        *,
        from_graph: Graph | None = None,
        prefixes: dict[str, str] | None = None,
    ) -> bytes | None:
        """Writes a graph."""


def rows(engine: Engine, query: str) -> Iterator[tuple[NamedNode | BlankNode | Literal | Triple, ...]]:
    """The rows of a SELECT that leaves no variable unbound: only what is selected is looked up by name."""
    answer = engine.query(query)
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        yield tuple(row)
