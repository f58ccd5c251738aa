"""What is said of nodes, as terms and as lines of N-Triples.

What is said often is printed as N-Triples has it at once: to make terms of it first takes a third longer, a triple of
each to serialise several times as long.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

Told = tuple[str, str]
"""A property of a node and its value, both as N-Triples has them."""

Description = tuple[str, Sequence[Told]]
"""The IRI of a node, and what is told of it."""

_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')
_ESCAPES = {'"': r"\"", "\\": r"\\", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}


@cache
def printed(term: NamedNode) -> str:
    """A term of the vocabulary as N-Triples has it: there are few, and each is told often."""
    return str(term)


def quoted(text: str) -> str:
    r"""A plain literal as N-Triples has it (https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples).

    >>> print(quoted("所谓\"四个\n一批\""))
    "所谓\"四个\n一批\""
    """
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"


def one_by_one(statements: Iterable[Statement]) -> Iterator[Description]:
    """The statements as descriptions that tell one thing each."""
    return ((node.value, ((printed(property_), str(value)),)) for node, property_, value in statements)


def ntriples(descriptions: Iterable[Description]) -> bytes:
    """The statements as N-Triples, a line each, in their order; ValueError where a literal cannot be written."""
    return _lines(descriptions, " .\n")


def nquads(descriptions: Iterable[Description], graph: NamedNode) -> bytes:
    """The statements of a named graph as N-Quads, a line each, in their order; ValueError as above."""
    return _lines(descriptions, f" {graph} .\n")


def _lines(descriptions: Iterable[Description], end: str) -> bytes:
    lines = [f"<{node}> {property_} {value}{end}" for node, told in descriptions for property_, value in told]
    try:
        return "".join(lines).encode()
    except UnicodeEncodeError as fault:
        raise ValueError(f"a literal value with a lone surrogate: {fault.object[fault.start]!r}") from fault
