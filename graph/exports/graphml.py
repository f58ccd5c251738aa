"""GraphML: http://graphml.graphdrawing.org/specification.html. Names of attributes are English, for programs."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graph.exports.network import Edge, Network, Node, Type

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Final = {Type.STRING: "string", Type.INTEGER: "long", Type.DATE: "string"}


def write(network: Network) -> bytes:
    """The network as a GraphML document; nodes have ``type`` and ``label``, edges ``type``, beside their attributes."""
    root = Element("graphml", {"xmlns": _NAMESPACE})
    _key(root, "node", "label", "string")
    for of, elements in (("node", network.nodes), ("edge", network.edges)):
        _key(root, of, "type", "string")
        for each in network.columns(elements):
            _key(root, of, each.name, _TYPES[each.type])
    graph = SubElement(root, "graph", {"id": "dutygraph", "edgedefault": "directed"})
    for node in network.nodes:
        element = SubElement(graph, "node", {"id": node.id})
        SubElement(element, "data", {"key": "node.label"}).text = node.label
        _data(element, "node", node)
    for edge in network.edges:
        ends = {"source": edge.source, "target": edge.target}
        _data(SubElement(graph, "edge", {"id": edge.id, **ends}), "edge", edge)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _key(root: Element, of: str, name: str, type_: str) -> None:
    SubElement(root, "key", {"id": f"{of}.{name}", "for": of, "attr.name": name, "attr.type": type_})


def _data(element: Element, of: str, told: Node | Edge) -> None:
    for name, value in (("type", told.type), *told.values):
        SubElement(element, "data", {"key": f"{of}.{name}"}).text = str(value)
