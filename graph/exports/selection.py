"""Which part of the graph is exported: all of it, some measures with what they name, what surrounds some nodes.

The files of ``queries/exports/`` tell of nodes and edges: ``node.measure.rq`` the attributes of measures,
``edge.assigned.rq`` the edges between measures and agencies. Which nodes they are to tell of goes into their slots.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode

from graph import query, slots
from graph.errors import NotFound
from graph.exports.network import TYPES, Edge, Network, Node, Plain, plain
from graph.solutions import Iri, Solutions, Value

MOST: Final = 2_000  # nodes around others, unless a caller says otherwise
_BATCH: Final = 1_000  # nodes that one query tells of
_SHOWN: Final = 24  # characters of a measure's text in its label
_RENAMED: Final = {"source": "source_file", "start": "first", "end": "last"}  # names that formats keep for themselves

Select = Callable[[str], Solutions]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks for: what is ``around`` things he names, else the measures that fit the filters, else all.

    The filters are the parameters of the saved query ``measures``.
    """

    around: tuple[str, ...] = ()
    depth: int = 1
    most: int = MOST
    filters: Mapping[str, object] = field(default_factory=dict)


class Graph(Protocol):
    """Where a network is taken from: a store."""

    def select(self, query: str) -> Solutions:
        """The answer of a SELECT query."""


def selected(graph: Graph, wanted: Wanted) -> tuple[Network, tuple[str, ...]]:
    """The network, and remarks on how what was asked for was understood; ParameterError, NotFound as queries."""
    if wanted.around:
        nodes = [node for name in wanted.around for node in named(graph.select, name)]
        return around(graph.select, nodes, wanted.depth, wanted.most), ()
    if not any(value not in (None, (), []) for value in wanted.filters.values()):
        return whole(graph.select), ()
    bound = query.bind(query.query("measures"), wanted.filters, graph)
    measures = dict.fromkeys(str(node) for node in graph.select(bound.text).column("measure"))
    return of_measures(graph.select, measures), bound.remarks


def whole(select: Select) -> Network:
    """All documents with their measures, and everything these name."""
    return _network(select, list(_edges(select)))


def of_measures(select: Select, measures: Iterable[str]) -> Network:
    """These measures, their documents, and everything they name."""
    named = list(measures)
    return _network(select, [*_edges(select, targets=named), *_edges(select, sources=named)], named)


def around(select: Select, nodes: Iterable[str], depth: int = 1, most: int = MOST) -> Network:
    """These nodes and those within so many steps of them, the nearest first, no more than ``most``."""
    kept = dict.fromkeys(islice(nodes, most))
    frontier, found, left_out = list(kept), dict[str, Edge](), 0
    for _ in range(depth):
        edges = [*_edges(select, sources=frontier), *_edges(select, targets=frontier)]
        fresh = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target) if end not in kept)
        left_out += max(0, len(kept) + len(fresh) - most)
        frontier = list(islice(fresh, most - len(kept)))
        kept |= dict.fromkeys(frontier)
        found |= {edge.id: edge for edge in edges}
    edges = [edge for edge in found.values() if edge.source in kept and edge.target in kept]
    return _network(select, edges, kept, left_out)


def named(select: Select, name: str) -> tuple[str, ...]:
    """The nodes with that IRI, key or name; NotFound where there is none."""
    if "://" in name:
        return (_iri(name),)
    text = (files("queries") / "exports" / "named.rq").read_text(encoding="utf-8")
    found = select(slots.filled(text, "name", (Literal(name), Literal(name, language="zh")))).column("node")
    if not found:
        raise NotFound(f"nothing in the graph is called {name!r}; give its full name, its key or its IRI")
    return tuple(map(str, found))


def _iri(name: str) -> str:
    try:
        return NamedNode(name).value
    except ValueError as fault:
        raise NotFound(f"{name!r} is no IRI: {fault}") from None


def _network(select: Select, edges: Iterable[Edge], nodes: Iterable[str] = (), left_out: int = 0) -> Network:
    """The network of these edges and nodes; an end that is nothing we can tell of takes its edges with it."""
    unique = {edge.id: edge for edge in edges}
    ends = dict.fromkeys((*nodes, *(end for edge in unique.values() for end in (edge.source, edge.target))))
    told = {node.id: node for node in _nodes(select, list(ends))}
    kept = [edge for edge in unique.values() if edge.source in told and edge.target in told]
    return Network(tuple(sorted(told.values(), key=_order)), tuple(sorted(kept, key=_order)), left_out)


def _order(element: Node | Edge) -> tuple[str, str]:
    return element.type, element.id


def _nodes(select: Select, wanted: list[str]) -> Iterator[Node]:
    seen: set[str] = set()
    for kind, text in _queries("node").items():
        for row in _rows(select, text, "node", wanted):
            if (node := str(row["node"])) not in seen:
                seen.add(node)
                yield Node(node, kind, _label(row), _values(row))


def _edges(
    select: Select, *, sources: Iterable[str] | None = None, targets: Iterable[str] | None = None
) -> Iterator[Edge]:
    slot, wanted = ("source", sources) if targets is None else ("target", targets)
    ends = None if wanted is None else list(wanted)
    for kind, text in _queries("edge").items():
        for row in _rows(select, text, slot, ends):
            source, target = str(row["source"]), str(row["target"])
            values = _values({name: value for name, value in row.items() if name not in {"source", "target"}})
            yield Edge(str(row.get("id") or f"{source}#{kind}={target}"), kind, source, target, values)


def _rows(select: Select, text: str, slot: str, wanted: list[str] | None) -> Iterator[Mapping[str, Value]]:
    if wanted is None:
        yield from _told(select(text))
        return
    for start in range(0, len(wanted), _BATCH):
        yield from _told(select(slots.filled(text, slot, wanted[start : start + _BATCH])))


def _told(found: Solutions) -> Iterator[Mapping[str, Value]]:
    for row in found.rows:
        yield {name: value for name, value in zip(found.variables, row, strict=True) if value is not None}


def _label(row: Mapping[str, Value]) -> str:
    """What a node is called: its name; of a measure its number and its heading, or how its text begins."""
    if "label" in row:
        return str(plain(row["label"]))
    return str(plain(f"{row['number']} {str(row.get('heading') or row['text'])[:_SHOWN]}"))


def _values(row: Mapping[str, Value]) -> tuple[tuple[str, Plain], ...]:
    named = ((_RENAMED.get(name, name), value) for name, value in row.items() if not isinstance(value, Iri))
    return tuple((name, plain(value)) for name, value in named if name in TYPES and value != "")


@cache
def _queries(what: str) -> Mapping[str, str]:
    """The texts of the queries for nodes, or edges, by what they tell of."""
    found = sorted((files("queries") / "exports").iterdir(), key=lambda source: source.name)
    return {
        source.name.removeprefix(f"{what}.").removesuffix(".rq"): source.read_text(encoding="utf-8")
        for source in found
        if source.name.startswith(f"{what}.")
    }
