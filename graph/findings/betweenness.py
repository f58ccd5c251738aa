"""Betweenness (中介中心性): how often a node of a network lies on the shortest way between two others.

Freeman's measure by Brandes' algorithm (https://doi.org/10.1080/0022250X.2001.9990249). Of small networks it is worked
out from all nodes at once, a matrix for each step away from them, many times as fast as from one after the other.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Graph: TypeAlias = "nx.Graph[str]"
"""Agencies by IRI, tied by edges whose ``weight`` is the number of measures they share."""

EXACT = 500  # nodes up to which it is counted over all pairs
_AT_ONCE = 300  # nodes whose matrices are multiplied in no time
_CLOSE = 2  # ties a node: with fewer there may be long ways, and a matrix for each step
_SEED = 20180321  # of sampling: the same network is measured the same way each time
_DIGITS = 12  # beyond them is what adding up in another order changes

Matrix: TypeAlias = NDArray[np.float64]


def betweenness(graph: Graph) -> Mapping[str, float]:
    """Of each node, from 0 to 1; estimated from some of the nodes where there are more than ``EXACT``."""
    if 2 < len(graph) <= _AT_ONCE and graph.size() >= _CLOSE * len(graph):
        found = _at_once((nx.to_numpy_array(graph) > 0).astype(np.float64))
        return {node: round(float(value), _DIGITS) for node, value in zip(graph, found, strict=True)}
    sample = EXACT if len(graph) > EXACT else None
    counted: Mapping[str, Any] = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    return {node: round(float(value), _DIGITS) for node, value in counted.items()}


def _at_once(ties: Matrix) -> Matrix:
    """The same for all nodes: how many shortest ways go through each, of as many as there are between two others."""
    steps = [*_steps(ties)]
    dependent = np.zeros_like(ties)  # how much those further away depend on a node, seen from each
    for near, far in zip(steps[-2:0:-1], steps[:1:-1], strict=True):
        shares = np.divide(1 + dependent, far, out=np.zeros_like(ties), where=far > 0)
        dependent += (shares @ ties) * near
    others = len(ties) - 1
    total: Matrix = dependent.sum(axis=0) / (others * (others - 1))
    return total


def _steps(ties: Matrix) -> Iterator[Matrix]:
    """How many shortest ways there are from each node to those that are 0, 1, 2 … steps away."""
    ways = np.eye(len(ties))
    unseen = ways == 0
    while ways.any():
        yield ways
        ways = (ways @ ties) * unseen
        unseen &= ways == 0
