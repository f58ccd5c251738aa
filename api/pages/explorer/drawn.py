"""The nodes and edges of a view, and the form in which the script of the page takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import NamedNode

from api.pages import addresses
from api.pages.explorer.view import Sort, View
from api.pages.questions import rows
from api.pages.worked import is_crowded, worked
from graph.errors import ParameterError
from graph.exports.json_graphs import serialised
from graph.exports.network import Network
from graph.exports.selection import around, named, of_measures
from graph.store import Store

_BUSIEST: Final = 100  # agencies whose ties are counted over many documents
_LONG: Final = frozenset({"text", "quote", "source_file", "first", "last", "rank", "key"})  # told on demand


def network(store: Store, view: View) -> Network:
    """The part of the graph that is looked at; NotFound where a name is none that the graph knows.

    It is kept: the script asks for what the page has just been made of.
    """
    return worked(store, view, lambda: _network(store, view))


def _network(store: Store, view: View) -> Network:
    start = [node for name in view.nodes for node in named(store.select, name)]
    found = [_shown(store, view, start), *(network(store, view.around(node)) for node in view.expanded)]
    return _without(_united(found) if view.expanded else found[0], view.hidden)


def graphology(found: Network) -> dict[str, Any]:
    """The network for graphology, each node with the address of its page; long texts are left out."""
    told = serialised(found)
    for element in (*told["nodes"], *told["edges"]):
        element["attributes"] = _brief(element["attributes"])
    for node in told["nodes"]:
        node["attributes"]["href"] = addresses.thing(node["key"])
    told["attributes"] = {"left_out": found.left_out}
    return told


def _brief(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in _LONG}


def _shown(store: Store, view: View, start: list[str]) -> Network:
    if view.sort == Sort.AROUND:
        return around(store.select, start, view.depth, view.most)
    if not start and is_crowded(store):
        return _of_busiest(store, view)
    measures = [str(row["measure"]) for row in rows(store, "measures-of", node=map(NamedNode, start))]
    if view.sort == Sort.TOGETHER:
        from graph.exports.agencies import together  # noqa: PLC0415 (networkx is slow to load and seldom needed)
        from graph.findings import duties  # noqa: PLC0415

        return together(duties.of_measures(store, measures if start else None))
    found = of_measures(store.select, measures[: view.most])
    return replace(found, left_out=max(0, len(measures) - view.most))


def _of_busiest(store: Store, view: View) -> Network:
    """Of many documents the agencies with most measures."""
    if view.sort != Sort.TOGETHER:
        raise ParameterError("node", "is empty; name a document, a place or an agency: all are too many to draw")
    from graph.exports.agencies import of_counted  # noqa: PLC0415 (networkx is slow to load and seldom needed)
    from graph.findings.duties import busiest  # noqa: PLC0415

    return of_counted(busiest(store, min(view.most, _BUSIEST)))


def _united(parts: Iterable[Network]) -> Network:
    """All of them as one; what one tells of a node or edge holds before what a later one does."""
    known = list(parts)
    nodes = {node.id: node for part in reversed(known) for node in part.nodes}
    edges = {edge.id: edge for part in reversed(known) for edge in part.edges}
    return Network(tuple(nodes.values()), tuple(edges.values()), sum(part.left_out for part in known))


def _without(found: Network, hidden: Iterable[str]) -> Network:
    away = {node.id for node in found.nodes if node.type in set(hidden)}
    if not away:
        return found
    return Network(
        tuple(node for node in found.nodes if node.id not in away),
        tuple(edge for edge in found.edges if not {edge.source, edge.target} & away),
        found.left_out,
    )
