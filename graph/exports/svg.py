"""A picture of a network: nodes where forces between them leave them, each a link to what it stands for."""

import math
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import networkx as nx

from graph.exports.colours import hexadecimal
from graph.exports.network import Network

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_MARGIN: Final = 60
_EACH: Final = 90  # pixels of the side of a square in which a node has its place
_SHOWN: Final = 14  # characters of a label
_APART: Final = 4  # how far nodes push each other away, against the width that is theirs
_STEPS: Final = 200

Place = tuple[float, float]


def write(network: Network) -> bytes:
    """The network as one SVG image, the same each time; labels are cut, and whole in the tooltips."""
    side = _side(network)
    root = Element("svg", {"xmlns": _NAMESPACE, "viewBox": f"0 0 {side} {side}", "font-family": "sans-serif"})
    SubElement(root, "title").text = "dutygraph"
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "white"})
    places = _places(network, side)
    lines = SubElement(root, "g", {"stroke": "#888", "stroke-opacity": "0.5"})
    for edge in network.edges:
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        line = SubElement(lines, "line", {"x1": _px(x1), "y1": _px(y1), "x2": _px(x2), "y2": _px(y2)})
        SubElement(line, "title").text = " ".join([edge.type, *(str(v) for n, v in edge.values if n == "role")])
    for node in network.nodes:
        _draw(root, node.id, node.label, hexadecimal(node.type), places[node.id])
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def laid(nodes: Iterable[str], ties: Iterable[tuple[str, str]], apart: float = _APART) -> dict[str, Place]:
    """Where forces between them leave nodes, from -1 to 1 both ways, the same each time."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(ties)
    found = nx.spring_layout(graph, k=apart / math.sqrt(len(graph) or 1), iterations=_STEPS, seed=1)
    return {name: (float(x), float(y)) for name, (x, y) in found.items()}


def _side(network: Network) -> int:
    return round(2 * _MARGIN + _EACH * 1.6 * math.sqrt(max(4, len(network.nodes))))


def _places(network: Network, side: int) -> dict[str, Place]:
    """Where forces between them leave the nodes; those without edges stand in a row below."""
    found = laid((), ((edge.source, edge.target) for edge in network.edges))
    middle, reach = side / 2, side / 2 - _MARGIN
    places = {name: (middle + reach * x, middle + reach * y) for name, (x, y) in found.items()}
    alone = [node.id for node in network.nodes if node.id not in places]
    step = (side - 2 * _MARGIN) / max(1, len(alone))
    return places | {name: (_MARGIN + number * step, side - _MARGIN / 3) for number, name in enumerate(alone)}


def _draw(root: Element, name: str, label: str, colour: str, place: Place) -> None:
    x, y = place
    link = SubElement(root, "a", {"href": name})
    SubElement(link, "title").text = label
    SubElement(link, "circle", {"cx": _px(x), "cy": _px(y), "r": "6", "fill": colour})
    shown = label if len(label) <= _SHOWN else f"{label[: _SHOWN - 1]}…"
    SubElement(link, "text", {"x": _px(x + 8), "y": _px(y + 4), "font-size": "11"}).text = shown


def _px(length: float) -> str:
    return f"{length:.1f}"
