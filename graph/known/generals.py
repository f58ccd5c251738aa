"""Which indicator each printed name stands for, as quads of a reference graph."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph import vocab as dg

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
General = Callable[[str], tuple[str, str]]
"""The general indicator that a name stands for, and the rule that says so."""


def generals(general: General) -> Callable[[Iterable[str]], Iterator[Quad]]:
    """What is known of indicators by their names; for ``Store.follow``."""
    return lambda names: (quad for name in names for quad in _quads(name, *general(name)))


def _quads(name: str, found: str, rule: str) -> Iterator[Quad]:
    node, target = iri.indicator(name), iri.indicator(found)
    facts: tuple[Statement, ...] = (
        (node, dg.rdfType, dg.Indicator),
        (node, dg.generalIndicator, target),
        (node, dg.rule, Literal(rule)),
        (target, dg.rdfType, dg.Indicator),
        (target, dg.prefLabel, Literal(found, language="zh")),
    )
    return (Quad(*fact, iri.INDICATORS_GRAPH) for fact in facts)
