"""The page of the explorer: what the view is of, its ties as a table with their evidence, where the script finds it."""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from api.pages import addresses, assets
from api.pages.explorer.drawn import network
from api.pages.explorer.view import PATH, View, view
from api.pages.rendering import Asked
from api.pages.worked import is_crowded
from graph.collections import Entry, collections, select, tell
from graph.exports.network import Edge, Network, Node, Plain
from graph.exports.selection import named
from graph.store import Store

_ROWS: Final = 100
_DOCUMENTS: Final = 30
# Graphs, layouts, pictures: the second is the worker's, which works out where nodes stand.
_LIBRARIES: Final = ("graphology.umd.min.js", "graphology-library.min.js", "sigma.min.js")
_FACTS: Final = (
    *("kind", "document_number", "issued", "jurisdiction", "number", "heading", "text", "modality", "due", "due_basis"),
    *("code", "measures", "community"),
)


@dataclass(frozen=True, slots=True)
class End:
    """A node of a table: its label, its type, its page, and the view around it."""

    iri: str
    label: str
    type: str
    href: str
    explored: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge: of what type, in which role or of which value, and where it is printed."""

    type: str
    source: End
    target: End
    told: str
    mention: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Explored:
    """What the page shows; no ``scripts`` where libraries were not fetched, no ``source`` where nothing is asked."""

    view: View
    things: tuple[End, ...]
    facts: tuple[tuple[str, Plain], ...]
    counts: tuple[tuple[str, int], ...]
    nodes: int
    edges: int
    left_out: int
    ties: tuple[Tie, ...]
    scripts: tuple[str, ...]
    source: str
    gexf: str
    documents: tuple[Entry, ...]
    crowded: bool


def explorer(store: Store, asked: Asked) -> Explored:
    """The page of the view that is asked for; without one, documents to begin with."""
    seen = view(asked)
    found = Network((), ()) if seen.empty else network(store, seen)
    ends = {node.id: _end(node) for node in found.nodes}
    start = {node for name in seen.nodes for node in named(store.select, name)}
    things = tuple(end for end in ends.values() if end.iri in start)
    counts = Counter(node.type for node in found.nodes)
    return Explored(
        seen,
        things,
        _facts(found, things),
        tuple(sorted(counts.items())),
        len(found.nodes),
        len(found.edges),
        found.left_out,
        tuple(_ties(found, ends)),
        tuple(address for name in _LIBRARIES if (address := assets.address(name))) if _fetched() else (),
        "" if seen.empty else _address(asked),
        _address(asked, ("format", "gexf")),
        _documents(store) if seen.empty else (),
        is_crowded(store),
    )


def _fetched() -> bool:
    return all(assets.address(name) for name in _LIBRARIES)


def _address(asked: Asked, *more: tuple[str, str]) -> str:
    names = {"view", "node", "also", "hide", "depth", "most"} if more else {"view", "node", "also", "depth", "most"}
    pairs = [(name, value) for name, value in asked.pairs if name in names and value.strip()]
    return f"{PATH}/graph?{urlencode([*pairs, *asked.kept, *more])}"


def _end(node: Node) -> End:
    explored = f"{PATH}?{urlencode({'node': node.id})}"
    return End(node.id, node.label, node.type, addresses.thing(node.id), explored)


def _facts(found: Network, things: tuple[End, ...]) -> tuple[tuple[str, Plain], ...]:
    """What is known of the thing that the view is around, where it is one."""
    if len(things) != 1:
        return ()
    known = next(dict(node.values) for node in found.nodes if node.id == things[0].iri)
    return tuple((name, known[name]) for name in _FACTS if name in known)


def _ties(found: Network, ends: dict[str, End]) -> list[Tie]:
    keys = {node.id: str(value) for node in found.nodes for name, value in node.values if name == "key"}
    shown = sorted(found.edges, key=lambda edge: -int(dict(edge.values).get("shared", 0)))[:_ROWS]
    return [_tie(edge, ends, keys.get(edge.source)) for edge in shown]


def _tie(edge: Edge, ends: dict[str, End], key: str | None) -> Tie:
    known = dict(edge.values)
    printed = key and "first" in known
    figures = [str(known[name]) for name in ("comparator", "value", "unit", "by", "shared") if name in known]
    return Tie(
        edge.type,
        ends[edge.source],
        ends[edge.target],
        str(known["role"]) if "role" in known else " ".join(figures),
        str(known.get("mention", "")),
        addresses.document(str(key), int(known["first"]), int(known["last"])) if printed else None,
    )


def _documents(store: Store) -> tuple[Entry, ...]:
    documents = collections()["documents"]
    return tuple(tell(documents, select(store, documents, {}).some(0, _DOCUMENTS), store))
