"""Betweenness (中介中心性): how often a node of a network lies on the shortest way between two others.

Freeman's measure by Brandes' algorithm (https://doi.org/10.1080/0022250X.2001.9990249). Of small networks it is worked
out from all nodes at once, a matrix for each step away from them, many times as fast as from one after the other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Graph: TypeAlias = "nx.Graph[str]"
"""Agencies by IRI, tied by edges whose ``weight`` is the number of measures they share."""

EXACT = 500  # nodes up to which it is counted over all pairs
_AT_ONCE = 1_000  # nodes up to which matrices are multiplied sooner than ties are followed
_CLOSE = 2  # ties a node: with fewer there may be long ways, and a matrix for each step
_SEED = 20180321  # of sampling: the same network is measured the same way each time
_DIGITS = 12  # beyond them is what adding up in another order changes

Matrix: TypeAlias = NDArray[np.float64]


def betweenness(graph: Graph) -> Mapping[str, float]:
    """Of each node, from 0 to 1; estimated from some of the nodes where there are more than ``EXACT``."""
    return of_ties([*graph], graph.edges)


def of_ties(nodes: Sequence[str], ties: Collection[tuple[str, str]]) -> Mapping[str, float]:
    """The same of nodes and the pairs of them that are tied."""
    if 2 < len(nodes) <= _AT_ONCE and len(ties) >= _CLOSE * len(nodes):
        found: Iterable[Any] = _at_once(_matrix(nodes, ties))
    else:
        graph: Graph = nx.Graph()
        graph.add_nodes_from(nodes)
        graph.add_edges_from(ties)
        sample = EXACT if len(nodes) > EXACT else None
        found = nx.betweenness_centrality(graph, k=sample, seed=_SEED).values()
    return {node: round(float(value), _DIGITS) for node, value in zip(nodes, found, strict=True)}


def _matrix(nodes: Sequence[str], ties: Collection[tuple[str, str]]) -> Matrix:
    place = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(place[one], place[other]) for one, other in ties if one != other]).T
    matrix = np.zeros((len(nodes), len(nodes)))
    matrix[ends[0], ends[1]] = matrix[ends[1], ends[0]] = 1
    return matrix


def _at_once(ties: Matrix) -> Matrix:
    """The same for all nodes: how many shortest ways go through each, of as many as there are between two others.

    Those from a node that is sampled do not count for itself: for it there are fewer.
    """
    sources = _sampled(len(ties))
    steps = [*_steps(ties, sources)]
    dependent = np.zeros_like(steps[0])  # how much those further away depend on a node, seen from each source
    for near, far in zip(steps[-2:0:-1], steps[:1:-1], strict=True):
        shares = np.divide(1 + dependent, far, out=np.zeros_like(far), where=far > 0)
        dependent += (shares @ ties) * near
    pairs = np.full(len(ties), len(sources) * (len(ties) - 2))
    pairs[sources] -= len(ties) - 2
    total: Matrix = dependent.sum(axis=0) / pairs
    return total


def _sampled(nodes: int) -> list[int]:
    """The nodes from which it is counted, as networkx draws them."""
    return Random(_SEED).sample(range(nodes), EXACT) if nodes > EXACT else [*range(nodes)]


def _steps(ties: Matrix, sources: list[int]) -> Iterator[Matrix]:
    """How many shortest ways there are from each source to those that are 0, 1, 2 … steps away."""
    ways = np.eye(len(ties))[sources]
    unseen = ways == 0
    yield ways
    ways = ties[sources]
    while ways.any():
        yield ways
        unseen &= ways == 0
        ways = (ways @ ties) * unseen if unseen.any() else np.zeros_like(ways)
