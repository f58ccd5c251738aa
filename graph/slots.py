"""The slots of queries, ``VALUES ?name { UNDEF }``: unfilled, a query is about everything, else about the fillings."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from graph import iri

Filling: TypeAlias = NamedNode | Literal | str  # text is an IRI


def filled(text: str, name: str, things: Iterable[Filling]) -> str:
    """The query about these things; about none it finds nothing.

    Over an empty slot engines look through all they hold: it holds a name then of which nothing is ever said.

    >>> filled("SELECT * { VALUES ?node { UNDEF } ?node ?p ?o }", "node", ["https://example.org/a"])
    'SELECT * { VALUES ?node { <https://example.org/a> } ?node ?p ?o }'
    >>> filled("SELECT * { VALUES ?node { UNDEF } ?node ?p ?o }", "node", [])
    'SELECT * { VALUES ?node { <https://w3id.org/dutygraph/id/nothing> } ?node ?p ?o }'
    """
    named = " ".join(dict.fromkeys(map(_written, things))) or str(iri.NOTHING)
    slot = rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*UNDEF\s*\}}"
    return re.sub(slot, lambda _: f"VALUES ?{name} {{ {named} }}", text)


def _written(thing: Filling) -> str:
    return str(NamedNode(thing) if isinstance(thing, str) else thing)
