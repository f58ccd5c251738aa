"""What is said of nodes, as plain values and as lines of N-Triples.

Terms print themselves as N-Triples has them; to make a pyoxigraph triple of each and serialise these takes three times
as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

Told = tuple[NamedNode, NamedNode | Literal]
"""A property of a node and its value."""

Description = tuple[NamedNode, Sequence[Told]]
"""A node and what is told of it."""


def statements(descriptions: Iterable[Description]) -> Iterator[Statement]:
    """The statements one by one."""
    return ((node, property_, value) for node, told in descriptions for property_, value in told)


def one_by_one(statements: Iterable[Statement]) -> Iterator[Description]:
    """The statements as descriptions that tell one thing each."""
    return ((node, ((property_, value),)) for node, property_, value in statements)


def ntriples(descriptions: Iterable[Description]) -> bytes:
    """The statements as N-Triples, a line each, in their order."""
    return "".join(_lines(descriptions, " .\n")).encode()


def nquads(descriptions: Iterable[Description], graph: NamedNode) -> bytes:
    """The statements of a named graph as N-Quads, a line each, in their order."""
    return "".join(_lines(descriptions, f" {graph} .\n")).encode()


def _lines(descriptions: Iterable[Description], end: str) -> list[str]:
    lines: list[str] = []
    for node, told in descriptions:
        subject = str(node)
        lines += [f"{subject} {_printed(property_)} {value}{end}" for property_, value in told]
    return lines


@cache
def _printed(property_: NamedNode) -> str:
    """A property as N-Triples has it: there are few, and each is told often."""
    return str(property_)
