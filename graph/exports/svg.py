"""A picture of a network: nodes where forces between them leave them, each a link to what it stands for."""

import math
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import networkx as nx

from graph.exports.colours import hexadecimal
from graph.exports.network import Network

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_MARGIN: Final = 16
_LABEL: Final = 190  # pixels that a node takes with its label
_EACH: Final = 130  # pixels of the side of a square in which a node has its place
_SHOWN: Final = 14  # characters of a label
_APART: Final = 4  # how far nodes push each other away, against the width that is theirs
_STEPS: Final = 200

Place = tuple[float, float]


def write(network: Network) -> bytes:
    """The network as one SVG image, the same each time; labels are cut, and whole in the tooltips."""
    places, width, height = _places(network)
    root = Element(
        "svg", {"xmlns": _NAMESPACE, "viewBox": f"0 0 {width:.0f} {height:.0f}", "font-family": "sans-serif"}
    )
    SubElement(root, "title").text = "dutygraph"
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "white"})
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


def laid(
    nodes: Iterable[str], ties: Iterable[tuple[str, str]], apart: float = _APART, steps: int = _STEPS
) -> dict[str, Place]:
    """Where forces between them leave nodes after so many steps, from -1 to 1 both ways, the same each time."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(ties)
    found = nx.spring_layout(graph, k=apart / math.sqrt(len(graph) or 1), iterations=steps, seed=1)
    return {name: (float(x), float(y)) for name, (x, y) in found.items()}


def _places(network: Network) -> tuple[dict[str, Place], float, float]:
    """Where the nodes are, and how wide and high that is: what hangs together in a box of its own, boxes in rows."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in network.edges)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    widest = (
        max(_wide(parts[0]), math.sqrt(1.6 * sum(_wide(part) * _high(part) for part in parts))) if parts else _LABEL
    )
    places, left, top, row = dict[str, Place](), 0.0, 0.0, 0.0
    for part in parts:
        if left and left + _wide(part) > widest:
            left, top, row = 0.0, top + row, 0.0
        places |= _within(part, graph.subgraph(part).edges, left, top)
        left, row = left + _wide(part), max(row, _high(part))
    return places, widest, top + row


def _within(part: list[str], ties: Iterable[tuple[str, str]], left: float, top: float) -> dict[str, Place]:
    """The places of nodes that hang together, in the box that begins there."""
    across, down = _wide(part) - _LABEL, _high(part) - 2 * _MARGIN
    found = laid(part, sorted((min(tie), max(tie)) for tie in ties)).items()
    return {name: (left + _MARGIN + across * (x + 1) / 2, top + _MARGIN + down * (y + 1) / 2) for name, (x, y) in found}


def _wide(part: list[str]) -> float:
    return _LABEL + _EACH * (math.sqrt(len(part)) - 1)


def _high(part: list[str]) -> float:
    return 2 * _MARGIN + _EACH * (math.sqrt(len(part)) - 1)


def _draw(root: Element, name: str, label: str, colour: str, place: Place) -> None:
    x, y = place
    link = SubElement(root, "a", {"href": name})
    SubElement(link, "title").text = label
    SubElement(link, "circle", {"cx": _px(x), "cy": _px(y), "r": "6", "fill": colour})
    shown = label if len(label) <= _SHOWN else f"{label[: _SHOWN - 1]}…"
    SubElement(link, "text", {"x": _px(x + 8), "y": _px(y + 4), "font-size": "11"}).text = shown


def _px(length: float) -> str:
    return f"{length:.1f}"
