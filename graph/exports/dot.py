"""DOT, the language of Graphviz: https://graphviz.org/doc/info/lang.html."""

from graph.exports.colours import hexadecimal
from graph.exports.network import Edge, Network


def write(network: Network) -> bytes:
    """The network as a directed graph; labels and colours, and the IRIs as links and for tooltips."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(network.nodes, 1)}
    lines = [
        f"  {numbers[node.id]} [label={_quoted(node.label)} color={_quoted(hexadecimal(node.type))} "
        f"class={_quoted(node.type)} URL={_quoted(node.id)}]"
        for node in network.nodes
    ]
    lines += [
        f"  {numbers[edge.source]} -> {numbers[edge.target]} [label={_quoted(_label(edge))} class={_quoted(edge.type)}]"
        for edge in network.edges
    ]
    head = ['  graph [rankdir="LR"]', '  node [shape="box" style="rounded" fontname="sans-serif"]']
    return "\n".join(["digraph dutygraph {", *head, *lines, "}", ""]).encode()


def _label(edge: Edge) -> str:
    return str(dict(edge.values).get("role", edge.type))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
