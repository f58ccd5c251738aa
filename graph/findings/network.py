"""The network of agencies: two are tied by the measures that both answer for (共同责任), whatever their roles.

Measured with networkx: how many partners an agency has (degree), how often it lies on the shortest way between two
others (betweenness), which agencies work together more than with others (communities, Louvain), and which ties or
agencies alone hold parts of the network together (bridges, cut agencies).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import networkx as nx

from graph.errors import ParameterError
from graph.findings.betweenness import EXACT, Graph, betweenness, of_ties
from graph.model import Role

MOST = 5_000  # agencies of a network
_SEED = 20180321  # of Louvain: the same network is measured the same way each time


@dataclass(frozen=True, slots=True)
class Duty:
    """An agency answers for a measure; ``year`` is that of the measure's document, None where it has no date."""

    measure: str
    agency: str
    name: str
    role: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """An agency with how many measures it has, and how many of these it leads."""

    agency: str
    name: str
    measures: int
    led: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Agencies of which everything was counted: ``shared`` is how many measures two have in common, by their IRIs.

    ``measures`` are those of them all, ``agencies`` tells how many there are beside these too.
    """

    bodies: tuple[Body, ...]
    shared: Mapping[tuple[str, str], int]
    measures: int
    agencies: int


@dataclass(frozen=True, slots=True)
class Member:
    """An agency: its measures, those it leads, its partners, measures shared with them, its place in the network.

    ``betweenness`` is from 0 to 1; ``community`` counts from 1, the largest first; ``cut``: without it the network
    would fall into more parts.
    """

    agency: str
    name: str
    measures: int
    led: int
    partners: int
    shared: int
    betweenness: float
    community: int
    cut: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Two agencies, by name, and the measures they share; ``bridge``: nothing else joins the two parts it joins."""

    one: str
    other: str
    measures: int
    bridge: bool


@dataclass(frozen=True, slots=True)
class Community:
    """Agencies that share more with each other than with others, those with most measures first."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The network of one year's documents: None for those without a date; ``modularity`` only where it is asked for."""

    year: int | None
    measures: int
    agencies: int
    ties: int
    density: float
    modularity: float | None
    central: str | None


@dataclass(frozen=True, slots=True)
class Network:
    """What was measured; ``sampled`` says that betweenness was estimated from some of the agencies."""

    measures: int
    parts: int
    density: float
    modularity: float
    sampled: bool
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    communities: tuple[Community, ...]
    years: tuple[Year, ...]

    @property
    def never_leading(self) -> tuple[Member, ...]:
        """The agencies that lead none of their measures, those with most measures first."""
        return tuple(
            sorted((each for each in self.members if not each.led), key=lambda each: (-each.measures, each.name))
        )


def network(duties: Iterable[Duty], *, modular: bool = True) -> Network:
    """The network of these duties, the agencies with the greatest betweenness and the strongest ties first.

    ``modular`` asks for the modularity of each year, for which its communities have to be found. ParameterError where
    there are more agencies than can be measured.
    """
    known = tuple(duties)
    graph = tied(known)
    if len(graph) > MOST:
        raise ParameterError(
            "division", f"{len(graph)} agencies are more than {MOST}; ask for a division or a document"
        )
    return _measured(
        graph, _bodies(known), len({duty.measure for duty in known}), tuple(_years(known, modular=modular))
    )


def among(found: Counted) -> Network:
    """The network of agencies that were counted; it has no years."""
    return _measured(between(found), found.bodies, found.measures, ())


def between(found: Counted) -> Graph:
    """The agencies by IRI, tied as ``tied`` has them."""
    return _graph({body.agency: body.name for body in found.bodies}, found.shared)


def _measured(graph: Graph, bodies: Iterable[Body], measures: int, years: tuple[Year, ...]) -> Network:
    communities = grouped(graph)
    return Network(
        measures,
        nx.number_connected_components(graph),
        round(nx.density(graph), 4),
        _modularity(graph, communities),
        len(graph) > EXACT,
        tuple(
            sorted(
                _members(bodies, graph, communities), key=lambda each: (-each.betweenness, -each.partners, each.name)
            )
        ),
        tuple(sorted(_ties(graph), key=lambda tie: (-tie.measures, tie.one, tie.other))),
        tuple(_told(communities, graph)),
        years,
    )


def tied(duties: Iterable[Duty]) -> Graph:
    """The agencies by IRI, tied by edges whose ``weight`` is the number of measures they share."""
    return _graph(*_together(duties))


def _together(duties: Iterable[Duty]) -> tuple[dict[str, str], Counter[tuple[str, str]]]:
    """The names of the agencies by IRI, and how many measures two of them share."""
    names: dict[str, str] = {}
    together: dict[str, set[str]] = defaultdict(set)
    for duty in duties:
        names[duty.agency] = duty.name
        together[duty.measure].add(duty.agency)
    return names, Counter(chain.from_iterable(combinations(sorted(agencies), 2) for agencies in together.values()))


def _graph(names: Mapping[str, str], shared: Mapping[tuple[str, str], int]) -> Graph:
    """The same graph whatever order its agencies and ties come in."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from((agency, {"name": names[agency]}) for agency in sorted(names))
    graph.add_weighted_edges_from((one, other, shared[one, other]) for one, other in sorted(shared))
    return graph


def grouped(graph: Graph) -> Sequence[frozenset[str]]:
    """The agencies that work together more than with others, the largest group first."""
    if not len(graph):
        return ()
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return sorted(map(frozenset, found), key=lambda each: (-len(each), min(each)))


def _modularity(graph: Graph, communities: Sequence[frozenset[str]]) -> float:
    """How much more the communities share within than chance would have it; 0 where there are no ties."""
    return round(nx.community.modularity(graph, map(set, communities), weight="weight"), 4) if graph.size() else 0.0


def _bodies(duties: Sequence[Duty]) -> Iterator[Body]:
    measures, led = _by_agency(duties), _by_agency(duty for duty in duties if duty.role == Role.LEAD)
    for agency, name in {duty.agency: duty.name for duty in duties}.items():
        yield Body(agency, name, len(measures[agency]), len(led.get(agency, ())))


def _members(bodies: Iterable[Body], graph: Graph, communities: Sequence[frozenset[str]]) -> Iterator[Member]:
    number = {agency: place for place, community in enumerate(communities, 1) for agency in community}
    central, cut = betweenness(graph), {*nx.articulation_points(graph)}
    for body in bodies:
        yield Member(
            body.agency,
            body.name,
            body.measures,
            body.led,
            graph.degree(body.agency),
            graph.degree(body.agency, weight="weight"),
            round(central[body.agency], 4),
            number[body.agency],
            body.agency in cut,
        )


def _by_agency(duties: Iterable[Duty]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for duty in duties:
        found[duty.agency].add(duty.measure)
    return found


def _ties(graph: Graph) -> Iterator[Tie]:
    names = {agency: str(name) for agency, name in graph.nodes(data="name")}
    alone = (edges for part in nx.biconnected_component_edges(graph) if len(edges := [*part]) == 1)
    bridges = {frozenset(edge) for (edge,) in alone}
    for one, other in graph.edges:
        ends = sorted((names[one], names[other]))
        yield Tie(ends[0], ends[1], int(graph[one][other]["weight"]), frozenset((one, other)) in bridges)


def _told(communities: Sequence[frozenset[str]], graph: Graph) -> Iterator[Community]:
    for number, community in enumerate(communities, 1):
        by_share = sorted(community, key=lambda agency: (-graph.degree(agency, weight="weight"), agency))
        yield Community(number, tuple(str(graph.nodes[agency]["name"]) for agency in by_share))


def _years(duties: Sequence[Duty], *, modular: bool) -> Iterator[Year]:
    by_year: dict[int | None, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_year[duty.year].append(duty)
    for year in sorted(by_year, key=lambda year: year or 0):
        names, shared = _together(by_year[year])
        between = of_ties(sorted(names), sorted(shared))
        central = max(between, key=lambda agency: (between[agency], agency)) if any(between.values()) else None
        graph = _graph(names, shared) if modular else None
        yield Year(
            year,
            len({duty.measure for duty in by_year[year]}),
            len(names),
            len(shared),
            round(len(shared) / math.comb(len(names), 2), 4) if shared else 0,
            _modularity(graph, grouped(graph)) if graph else None,
            names[central] if central else None,
        )
