"""Graphs as JSON for libraries of the web: Cytoscape.js and graphology (which sigma.js draws)."""

import json
from typing import Any

from graph.exports.colours import hexadecimal
from graph.exports.network import TITLES, Network


def cytoscape(network: Network) -> bytes:
    """The network as https://js.cytoscape.org/#notation/elements-json reads it."""
    nodes = [{"data": {**dict(node.values), **_named(node.id, node.type, node.label)}} for node in network.nodes]
    edges = [
        {"data": {**dict(edge.values), **_named(edge.id, edge.type), "source": edge.source, "target": edge.target}}
        for edge in network.edges
    ]
    return _json({"data": _about(network), "elements": {"nodes": nodes, "edges": edges}})


def graphology(network: Network) -> bytes:
    """The network as https://graphology.github.io/serialization.html reads it; a node's colour is for sigma.js."""
    return _json(serialised(network))


def serialised(network: Network) -> dict[str, Any]:
    """The same before it is written."""
    nodes = [
        {
            "key": node.id,
            "attributes": {
                **dict(node.values),
                "nodeType": node.type,  # sigma.js takes ``type`` for the name of a shape
                "label": node.label,
                "color": hexadecimal(node.type),
            },
        }
        for node in network.nodes
    ]
    edges = [
        {
            "key": edge.id,
            "source": edge.source,
            "target": edge.target,
            "attributes": {**dict(edge.values), "edgeType": edge.type},
        }
        for edge in network.edges
    ]
    options = {"type": "directed", "multi": True, "allowSelfLoops": True}
    return {"attributes": _about(network), "options": options, "nodes": nodes, "edges": edges}


def _named(name: str, type_: str, label: str | None = None) -> dict[str, str]:
    return {"id": name, "type": type_, **({"label": label} if label else {})}


def _about(network: Network) -> dict[str, Any]:
    return {"creator": "dutygraph", "truncated": network.truncated, "titles": TITLES}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
