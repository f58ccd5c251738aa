"""What the graph says of one thing: its own statements, those of its parts and evidence, and what points at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph import vocab as dg
from graph.errors import NotFound
from graph.formats import Kind, by_name
from graph.store import Store

MOST = 200  # statements that point at a thing
_DEEP = 3  # a measure, its assignment, the evidence of that
_NTRIPLES = by_name("ntriples", Kind.GRAPH)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of ``node`` and its parts, what points at it (so many at most), and the names of what is named."""

    node: NamedNode
    statements: Mapping[object, tuple[Triple, ...]]
    incoming: tuple[Triple, ...]
    names: tuple[Triple, ...]
    complete: bool

    @property
    def graph(self) -> tuple[Triple, ...]:
        """All of it as one graph, each statement once, in an order that lasts."""
        told = chain.from_iterable(sorted(some, key=in_order) for some in self.statements.values())
        return tuple(dict.fromkeys((*told, *self.incoming, *self.names)))


def describe(store: Store, iri: str) -> Description:
    """The description of the thing with that IRI; NotFound where the graph does not know it."""
    try:
        node = NamedNode(iri)
    except ValueError as fault:
        raise NotFound(f"{iri!r} is no IRI ({fault})") from fault
    triples = _whole(store, node)
    incoming = _triples(store, f"CONSTRUCT {{ ?s ?p {node} }} WHERE {{ ?s ?p {node} }} LIMIT {MOST + 1}")
    if not triples and not incoming:
        raise NotFound(f"the graph knows nothing of {iri}")
    shown = incoming[:MOST]
    names = tuple(sorted(_names(store, (*triples, *shown)), key=str))
    return Description(node, by_subject(triples), shown, names, len(incoming) <= MOST)


def _whole(store: Store, node: NamedNode) -> tuple[Triple, ...]:
    """The statements of the node and, step by step, of its parts."""
    found: list[Triple] = []
    told = set[NamedNode]()
    waiting: tuple[NamedNode, ...] = (node,)
    for _ in range(_DEEP):
        told.update(waiting)
        latest = _of(store, waiting)
        found += latest
        objects = (triple.object for triple in latest)
        parts = (each for each in objects if isinstance(each, NamedNode) and each not in told and _is_part(each, node))
        waiting = tuple(dict.fromkeys(parts))
        if not waiting:
            break
    return tuple(found)


def by_subject(triples: Iterable[Triple]) -> Mapping[object, tuple[Triple, ...]]:
    """The statements of each subject."""
    found: dict[object, list[Triple]] = {}
    for triple in triples:
        found.setdefault(triple.subject, []).append(triple)
    return {subject: tuple(some) for subject, some in found.items()}


def _is_part(node: NamedNode, whole: NamedNode) -> bool:
    return node.value.startswith(f"{whole.value}/") or "#char=" in node.value


def _of(store: Store, nodes: Iterable[NamedNode]) -> tuple[Triple, ...]:
    return _triples(store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {_list(nodes)} }} ?s ?p ?o }}")


def _names(store: Store, triples: tuple[Triple, ...]) -> tuple[Triple, ...]:
    told = {triple.subject for triple in triples if triple.predicate != dg.rdfType}
    ends = (end for triple in triples for end in (triple.subject, triple.object))
    named = dict.fromkeys(end for end in ends if isinstance(end, NamedNode) and end not in told)
    naming = f"VALUES ?p {{ {dg.prefLabel} {dg.title} {dg.number} }}"
    return _triples(store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {_list(named)} }} {naming} ?s ?p ?o }}")


def in_order(triple: Triple) -> tuple[bool, str, str]:
    """Where a statement stands among those of its subject: what it is comes first."""
    return triple.predicate != dg.rdfType, triple.predicate.value, str(triple.object)


def label(own: Iterable[Triple], language: str) -> str | None:
    """The name of a thing in that language, else in any, that its own statements tell."""
    known = {
        (triple.predicate, triple.object.language): triple.object.value
        for triple in own
        if isinstance(triple.object, Literal)
    }
    for predicate in (dg.prefLabel, dg.title, dg.number, dg.mention):
        for tag in (language, "zh", None):
            if (predicate, tag) in known:
                return known[predicate, tag]
    return None


def _triples(store: Store, query: str) -> tuple[Triple, ...]:
    written = store.results(query, _NTRIPLES)
    return tuple(quad.triple for quad in parse(written, format=RdfFormat.N_TRIPLES))


def _list(nodes: Iterable[NamedNode]) -> str:
    return " ".join(map(str, nodes))
