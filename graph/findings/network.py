"""The network of agencies: two are tied by the measures that both answer for (共同责任), whatever their roles.

Measured with networkx: how many partners an agency has (degree), how often it lies on the shortest way between two
others (betweenness), which agencies work together more than with others (communities, Louvain), and which ties or
agencies alone hold parts of the network together (bridges, cut agencies).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from graph.errors import ParameterError
from graph.model import Role

MOST = 5_000  # agencies of a network
_EXACT = 500  # agencies up to which betweenness is counted over all pairs
_SEED = 20180321  # of sampling and of Louvain: the same network is measured the same way each time


@dataclass(frozen=True, slots=True)
class Duty:
    """An agency answers for a measure; ``year`` is that of the measure's document, None where it has no date."""

    measure: str
    agency: str
    name: str
    role: str
    year: int | None


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
    """The network of one year's documents: None for those without a date."""

    year: int | None
    measures: int
    agencies: int
    ties: int
    density: float
    modularity: float
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


def network(duties: Iterable[Duty]) -> Network:
    """The network of these duties, the agencies with the greatest betweenness and the strongest ties first.

    ParameterError where there are more agencies than can be measured.
    """
    known = tuple(duties)
    graph = tied(known)
    if len(graph) > MOST:
        raise ParameterError(
            "division", f"{len(graph)} agencies are more than {MOST}; ask for a division or a document"
        )
    communities = grouped(graph)
    return Network(
        len({duty.measure for duty in known}),
        nx.number_connected_components(graph),
        round(nx.density(graph), 4),
        _modularity(graph, communities),
        len(graph) > _EXACT,
        tuple(
            sorted(_members(known, graph, communities), key=lambda each: (-each.betweenness, -each.partners, each.name))
        ),
        tuple(sorted(_ties(graph), key=lambda tie: (-tie.measures, tie.one, tie.other))),
        tuple(_told(communities, graph)),
        tuple(_years(known)),
    )


def tied(duties: Iterable[Duty]) -> "nx.Graph[str]":
    """The agencies by IRI, tied by edges whose ``weight`` is the number of measures they share."""
    graph: nx.Graph[str] = nx.Graph()
    together: dict[str, dict[str, str]] = defaultdict(dict)
    for duty in sorted(duties, key=lambda duty: (duty.agency, duty.measure, duty.role)):
        graph.add_node(duty.agency, name=duty.name)
        together[duty.measure][duty.agency] = duty.name
    for agencies in together.values():
        for one, other in combinations(sorted(agencies), 2):
            weight = graph.edges[one, other]["weight"] if graph.has_edge(one, other) else 0
            graph.add_edge(one, other, weight=weight + 1)
    return graph


def grouped(graph: "nx.Graph[str]") -> Sequence[frozenset[str]]:
    """The agencies that work together more than with others, the largest group first."""
    if not len(graph):
        return ()
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return sorted(map(frozenset, found), key=lambda each: (-len(each), min(each)))


def _modularity(graph: "nx.Graph[str]", communities: Sequence[frozenset[str]]) -> float:
    """How much more the communities share within than chance would have it; 0 where there are no ties."""
    return round(nx.community.modularity(graph, map(set, communities), weight="weight"), 4) if graph.size() else 0.0


def _betweenness(graph: "nx.Graph[str]") -> Mapping[str, float]:
    sample = _EXACT if len(graph) > _EXACT else None
    found: Mapping[str, float] = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    return found


def _members(duties: Sequence[Duty], graph: "nx.Graph[str]", communities: Sequence[frozenset[str]]) -> Iterator[Member]:
    measures, led = _by_agency(duties), _by_agency(duty for duty in duties if duty.role == Role.LEAD)
    number = {agency: place for place, community in enumerate(communities, 1) for agency in community}
    between, cut = _betweenness(graph), {*nx.articulation_points(graph)}
    for agency, name in graph.nodes(data="name"):
        yield Member(
            agency,
            str(name),
            len(measures[agency]),
            len(led.get(agency, ())),
            graph.degree(agency),
            graph.degree(agency, weight="weight"),
            round(between[agency], 4),
            number[agency],
            agency in cut,
        )


def _by_agency(duties: Iterable[Duty]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for duty in duties:
        found[duty.agency].add(duty.measure)
    return found


def _ties(graph: "nx.Graph[str]") -> Iterator[Tie]:
    bridges = {frozenset(edge) for edge in nx.bridges(graph)}
    for one, other in graph.edges:
        weight = graph.edges[one, other]["weight"]
        ends = sorted((str(graph.nodes[one]["name"]), str(graph.nodes[other]["name"])))
        yield Tie(ends[0], ends[1], int(weight), frozenset((one, other)) in bridges)


def _told(communities: Sequence[frozenset[str]], graph: "nx.Graph[str]") -> Iterator[Community]:
    for number, community in enumerate(communities, 1):
        by_share = sorted(community, key=lambda agency: (-graph.degree(agency, weight="weight"), agency))
        yield Community(number, tuple(str(graph.nodes[agency]["name"]) for agency in by_share))


def _years(duties: Sequence[Duty]) -> Iterator[Year]:
    by_year: dict[int | None, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_year[duty.year].append(duty)
    for year in sorted(by_year, key=lambda year: year or 0):
        graph = tied(by_year[year])
        between = _betweenness(graph)
        central = max(between, key=lambda agency: (between[agency], agency)) if any(between.values()) else None
        yield Year(
            year,
            len({duty.measure for duty in by_year[year]}),
            len(graph),
            graph.size(),
            round(nx.density(graph), 4),
            _modularity(graph, grouped(graph)),
            str(graph.nodes[central]["name"]) if central else None,
        )
