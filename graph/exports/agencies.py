"""Agencies tied by the measures that they share (共同责任) as a network that tools can draw, with their groups."""

from collections import defaultdict
from collections.abc import Iterable

from graph.exports.network import Edge, Network, Node
from graph.findings.network import Duty, grouped, tied


def together(duties: Iterable[Duty]) -> Network:
    """The agencies that answer for these duties; ``community`` counts from 1, the largest first."""
    known = tuple(duties)
    graph = tied(known)
    community = {agency: number for number, group in enumerate(grouped(graph), 1) for agency in group}
    measures: dict[str, set[str]] = defaultdict(set)
    for duty in known:
        measures[duty.agency].add(duty.measure)
    nodes = (
        Node(agency, "agency", str(name), (("measures", len(measures[agency])), ("community", community[agency])))
        for agency, name in graph.nodes(data="name")
    )
    edges = (
        Edge(f"{one}#together={other}", "together", one, other, (("shared", int(graph.edges[one, other]["weight"])),))
        for one, other in graph.edges
    )
    return Network(tuple(nodes), tuple(edges))
