"""Agencies tied by the measures that they share (共同责任) as a network that tools can draw, with their groups."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.exports.network import Edge, Network, Node
from graph.findings.betweenness import Graph
from graph.findings.network import Counted, Duty, between, grouped, tied


def together(duties: Iterable[Duty]) -> Network:
    """The agencies that answer for these duties; ``community`` counts from 1, the largest first."""
    known = tuple(duties)
    measures: dict[str, set[str]] = defaultdict(set)
    for duty in known:
        measures[duty.agency].add(duty.measure)
    return _network(tied(known), {agency: len(some) for agency, some in measures.items()})


def of_counted(found: Counted) -> Network:
    """The agencies that were counted; those beside them are left out."""
    counts = {body.agency: body.measures for body in found.bodies}
    return _network(between(found), counts, found.agencies - len(found.bodies))


def _network(graph: Graph, measures: Mapping[str, int], left_out: int = 0) -> Network:
    community = {agency: number for number, group in enumerate(grouped(graph), 1) for agency in group}
    nodes = (
        Node(agency, "agency", str(name), (("measures", measures[agency]), ("community", community[agency])))
        for agency, name in graph.nodes(data="name")
    )
    edges = (
        Edge(f"{one}#together={other}", "together", one, other, (("shared", int(graph.edges[one, other]["weight"])),))
        for one, other in graph.edges
    )
    return Network(tuple(nodes), tuple(edges), left_out)
