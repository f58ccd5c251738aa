"""GEXF 1.3, which Gephi opens: https://gexf.net/schema.html. Measures live from their document's day to their own."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graph.exports.colours import COLOURS
from graph.exports.network import TITLES, TYPES, Edge, Network, Node, Plain, Type

_NAMESPACE: Final = "http://gexf.net/1.3"
_VIZ: Final = "http://gexf.net/1.3/viz"
_TYPES: Final = {Type.STRING: "string", Type.INTEGER: "integer", Type.DATE: "string"}

_TIMES: Final = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}


def write(network: Network) -> bytes:
    """The network as a GEXF document, with a time line where anything in it has days."""
    root = Element("gexf", {"xmlns": _NAMESPACE, "xmlns:viz": _VIZ, "version": "1.3"})
    SubElement(SubElement(root, "meta"), "creator").text = "dutygraph"
    spells = {node.id: spell for node in network.nodes if (spell := _spell(dict(node.values)))}
    times = (
        {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if spells else {"mode": "static"}
    )
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", **times})
    _columns(graph, "node", network, network.nodes)
    _columns(graph, "edge", network, network.edges)
    nodes = SubElement(graph, "nodes")
    for node in network.nodes:
        _node(nodes, node, spells.get(node.id, {}))
    edges = SubElement(graph, "edges")
    for edge in network.edges:
        _edge(edges, edge, spells.get(edge.source) or spells.get(edge.target) or {})
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _spell(values: Mapping[str, Plain]) -> dict[str, str]:
    """From which day to which a measure is to be done; other nodes have no time of their own."""
    if "due" not in values:
        return {}
    since = {"start": str(values["issued"])} if str(values.get("issued", "~")) <= str(values["due"]) else {}
    return {**since, "end": str(values["due"])}


def _columns(graph: Element, of: str, network: Network, elements: Iterable[Node | Edge]) -> None:
    columns = SubElement(graph, "attributes", {"class": of})
    SubElement(columns, "attribute", {"id": "type", "title": "类型", "type": "string"})
    for each in network.columns(elements):
        SubElement(columns, "attribute", {"id": each.name, "title": TITLES[each.name], "type": _TYPES[each.type]})


def _node(nodes: Element, node: Node, spell: Mapping[str, str]) -> None:
    element = SubElement(nodes, "node", {"id": node.id, "label": node.label, **spell})
    _values(element, node)
    red, green, blue = COLOURS[node.type]
    SubElement(element, "viz:color", {"r": str(red), "g": str(green), "b": str(blue)})


def _edge(edges: Element, edge: Edge, spell: Mapping[str, str]) -> None:
    ends = {"source": edge.source, "target": edge.target}
    _values(SubElement(edges, "edge", {"id": edge.id, **ends, "label": edge.type, "kind": edge.type, **spell}), edge)


def _values(element: Element, of: Node | Edge) -> None:
    values = SubElement(element, "attvalues")
    for name, value in (("type", of.type), *((name, value) for name, value in of.values if name in TYPES)):
        SubElement(values, "attvalue", {"for": name, "value": str(value)})
