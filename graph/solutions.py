"""Answers of queries as plain Python values, faults of queries as our errors, and which graphs a query sees."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Protocol, cast

import pyoxigraph as ox

from graph.errors import ParameterError
from graph.formats import PREFIXES, Format, Kind

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Iri(str):
    """An IRI among the values of a solution, told apart from text."""

    __slots__ = ()


Value = Iri | str | bool | int | float | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT: a row holds a value for each variable, None where it is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    def column(self, variable: str) -> tuple[Value | None, ...]:
        """The values of one variable, row by row."""
        place = self.variables.index(variable)
        return tuple(row[place] for row in self.rows)


class Graph(Protocol):
    """Where queries are asked: a store."""

    def select(self, query: str) -> Solutions:
        """The answer of a SELECT query."""

    def state(self) -> str:
        """A token that changes with the graph."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query sees (SPARQL 1.1 Protocol, 2.1.4).

    None for both leaves it to the query; where that says nothing either, it sees all of them as one.
    """

    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


EVERYTHING = Dataset()


def solutions(answer: ox.QuerySolutions) -> Solutions:
    """The whole answer, read out at once."""
    variables = tuple(variable.value for variable in answer.variables)
    return Solutions(variables, tuple(tuple(map(_value, row)) for row in answer))


def serialised(answer: Answer, wanted: Format) -> bytes:
    """The answer in that format; NotAcceptable where the format cannot carry it."""
    if isinstance(answer, ox.QueryTriples):
        return ox.serialize(answer, format=wanted.rdf(), prefixes=dict(PREFIXES)) or b""
    return answer.serialize(format=wanted.results()) or b""


class Sink(Protocol):
    """As much of a binary file as is needed to write to it."""

    def write(self, piece: bytes, /) -> int:
        """Takes the piece."""

    def flush(self) -> None:
        """Is told that there are no more."""


def write(answer: Answer, wanted: Format, output: Sink) -> None:
    """Writes what ``serialised`` returns, piece by piece."""
    file = cast("IO[bytes]", output)
    if isinstance(answer, ox.QueryTriples):
        ox.serialize(answer, file, wanted.rdf(), prefixes=dict(PREFIXES))
    else:
        answer.serialize(file, wanted.results())


def kind(answer: Answer) -> Kind:
    """What a format has to carry to hold this answer."""
    return Kind.GRAPH if isinstance(answer, ox.QueryTriples) else Kind.RESULTS


def has_rows(answer: Answer) -> bool:
    """Whether it is that of a SELECT."""
    return isinstance(answer, ox.QuerySolutions)


@contextmanager
def query_faults(query: str) -> Iterator[None]:
    """Turns what pyoxigraph raises about a query into a ParameterError that tells line, column and the place."""
    try:
        yield
    except SyntaxError as fault:
        raise unreadable(query, fault) from fault
    except (RuntimeError, ValueError, OSError) as fault:
        raise ParameterError("query", str(fault)) from fault


def unreadable(query: str, fault: SyntaxError) -> ParameterError:
    """What is wrong with the text of a query or an update, and where."""
    return ParameterError("query", _told(str(fault), query))


def _told(message: str, query: str) -> str:
    place = _PLACE.search(message)
    if not place:
        return message
    line, column = int(place["line"]), int(place["column"])
    shown = (query.splitlines() or [""])[line - 1 : line] or [""]
    return f"line {line}, column {column}: {place['message']}\n  {shown[0]}\n  {' ' * (column - 1)}^"


_READERS: dict[str, Callable[[str], Value]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "boolean": lambda text: text in {"true", "1"},
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value | None:
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Iri(term.value)
        case ox.Literal():
            return _read(term)
        case _:
            return str(term)


def _read(literal: ox.Literal) -> Value:
    reader = _READERS.get(literal.datatype.value, str)
    try:
        return reader(literal.value)
    except (ValueError, ArithmeticError):  # a literal may be ill-typed: it is then shown as it stands
        return literal.value
