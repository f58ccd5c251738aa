"""Triples as a picture: a node for each thing, a line for each statement between two, figures and texts left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from api.pages import addresses
from api.pages.sparql.results import short
from graph import vocab as dg
from graph.exports.colours import COLOURS
from graph.exports.network import Edge, Network, Node
from graph.formats import PREFIXES
from graph.iri import BASE

MOST = 120  # nodes of a picture
_NAMES = frozenset({dg.prefLabel, dg.name, dg.title, dg.number, NamedNode(f"{PREFIXES['rdfs']}label")})
_TYPES = {"document": "document", "measure": "measure", "division": "place", "feature": "place"}
_OTHER = "indicator"


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing of the first ``nodes`` things; ``more`` says that there are others."""

    drawn: Markup
    nodes: int
    edges: int
    more: bool


def picture(triples: Sequence[Triple]) -> Picture | None:
    """The picture; None where no statement is between two things."""
    pairs = [triple for triple in triples if _is_between(triple)]
    if not pairs:
        return None
    ends = dict.fromkeys(end for triple in pairs for end in (triple.subject, triple.object))
    kept = {*islice(ends, MOST)}
    labels = dict(_labels(triples))
    nodes = tuple(Node(_id(each), _type(each), labels.get(each) or _label(each)) for each in ends if each in kept)
    edges = tuple(_edge(number, each) for number, each in enumerate(pairs) if {each.subject, each.object} <= kept)
    from graph.exports import svg  # noqa: PLC0415 (networkx is slow to load and seldom needed)

    drawn = svg.write(Network(nodes, edges)).decode().partition("?>")[2]
    return Picture(Markup(drawn), len(nodes), len(edges), len(ends) > MOST)  # made by an XML library, which escapes


def _is_between(triple: Triple) -> bool:
    return all(isinstance(end, NamedNode | BlankNode) for end in (triple.subject, triple.object))


def _labels(triples: Sequence[Triple]) -> Iterator[tuple[object, str]]:
    """What the triples themselves say that things are called."""
    for triple in triples:
        if triple.predicate in _NAMES and isinstance(triple.object, Literal):
            yield triple.subject, triple.object.value


def _edge(number: int, triple: Triple) -> Edge:
    return Edge(str(number), short(triple.predicate.value), _id(triple.subject), _id(triple.object))


def _id(node: object) -> str:
    """What tells the node from others and leads to its page."""
    return addresses.thing(node.value) if isinstance(node, NamedNode) else f"#{getattr(node, 'value', node)}"


def _label(node: object) -> str:
    if not isinstance(node, NamedNode):
        return str(node)
    return addresses.name(node.value) if node.value.startswith(f"{BASE}id/") else short(node.value)


def _type(node: object) -> str:
    """What colour the node has: that of its kind."""
    kind = str(getattr(node, "value", "")).removeprefix(f"{BASE}id/").partition("/")[0]
    return kind if kind in COLOURS else _TYPES.get(kind, _OTHER)
