"""Answers of any query as a table: every column as it was asked for, things of the graph as links to their pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from api.answers import plain
from api.pages import addresses
from api.pages.rendering import Words
from api.pages.tables import Cell
from graph.formats import PREFIXES
from graph.iri import BASE
from graph.solutions import Iri, Solutions, Value

MOST = 1_000  # rows of a table
_LONGEST = 400  # characters of a cell
_IDS = f"{BASE}id/"


@dataclass(frozen=True, slots=True)
class Grid:
    """The first rows of an answer; ``more`` says that there are others."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool


def grid(found: Solutions, words: Words) -> Grid:
    """The rows of a SELECT."""
    rows = (tuple(cell(value, words) for value in row) for row in found.rows[:MOST])
    return Grid(found.variables, tuple(rows), len(found.rows) > MOST)


def triples(found: Sequence[Triple], words: Words) -> Grid:
    """The triples of a CONSTRUCT or DESCRIBE."""
    names = ("subject", "predicate", "object")
    rows = (tuple(cell(term(each), words) for each in triple) for triple in found[:MOST])
    return Grid(names, tuple(rows), len(found) > MOST)


def term(node: object) -> Value:
    """A term of a triple as the value that an answer would hold."""
    match node:
        case NamedNode():
            return Iri(node.value)
        case Literal():
            return node.value
        case BlankNode():
            return f"_:{node.value}"
    return str(node)


def cell(value: Value | None, words: Words) -> Cell:
    """What a value says and where it leads."""
    if isinstance(value, Iri):
        return Cell(short(value), addresses.thing(value) if value.startswith(BASE) else None)
    if value is None or isinstance(value, bool):
        return Cell("" if value is None else words["yes"] if value else words["no"])
    text = str(plain(value))
    figure = "figure" if not isinstance(value, str) else ""
    return Cell(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…", sort=figure)


def short(iri: str) -> str:
    """The IRI as people read it: prefixed, or what it is called in the graph; as it is where it is neither.

    >>> short("http://www.w3.org/2004/02/skos/core#prefLabel"), short("https://w3id.org/dutygraph/id/agency/水利厅")
    ('skos:prefLabel', '水利厅')
    """
    if iri.startswith(_IDS):
        return unquote(iri.removeprefix(_IDS).partition("/")[2])
    return next((f"{name}:{iri.removeprefix(base)}" for name, base in _bases(iri)), iri)


def _bases(iri: str) -> Iterable[tuple[str, str]]:
    return ((name, base) for name, base in PREFIXES.items() if iri.startswith(base) and "/" not in iri[len(base) :])
