"""How values are written as terms and read back: one codec for each kind of value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph import iri
from graph import vocab as dg
from graph.statements import quoted


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is written as a term and read back from it; ``printed`` is the term as N-Triples has it.

    ``bare`` makes a term that can be read of its characters alone, which have no blank; None where that is too little.
    """

    write: Callable[[Any], NamedNode | Literal]
    read: Callable[[Any], Any]
    printed: Callable[[Any], str]
    bare: Callable[[str], NamedNode | Literal] | None = None


@lru_cache(maxsize=4096)
def _whole(value: int) -> Literal:
    return Literal(str(value), datatype=dg.xsdInteger)


@lru_cache(maxsize=4096)
def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=dg.xsdDate)


def _figure(value: Decimal | str) -> Literal:
    return Literal(value) if isinstance(value, str) else Literal(format(value, "f"), datatype=dg.xsdDecimal)


def _read_figure(term: Literal) -> Decimal | str:
    return Decimal(term.value) if term.datatype == dg.xsdDecimal else term.value


def code(kind: type[StrEnum]) -> Codec:
    """The codec of a code list: its members are concepts."""
    members = {dg.concept(member): member for member in kind}
    printed = {member: str(node) for node, member in members.items()}
    return Codec(dg.concept, members.__getitem__, printed.__getitem__, NamedNode)


def _codec(write: Callable[[Any], NamedNode | Literal], read: Callable[[Any], Any]) -> Codec:
    return Codec(write, read, lambda value: str(write(value)))


def _few(write: Callable[[Any], NamedNode | Literal], read: Callable[[Any], Any]) -> Codec:
    """The codec of values without blanks of which few are told often."""
    return Codec(write, read, lru_cache(maxsize=4096)(lambda value: str(write(value))), Literal)


LABEL = Codec(lambda value: Literal(value, language="zh"), lambda term: term.value, lambda value: f"{quoted(value)}@zh")
STRING = Codec(Literal, lambda term: term.value, quoted)
WHOLE = _few(_whole, lambda term: int(term.value))
DAY = _few(_day, lambda term: date.fromisoformat(term.value))
URL = _codec(lambda value: Literal(value, datatype=dg.xsdAnyUri), lambda term: term.value)
MOMENT = _codec(
    lambda value: Literal(value.isoformat(), datatype=dg.xsdDateTime), lambda term: datetime.fromisoformat(term.value)
)
FIGURE = _codec(_figure, _read_figure)  # a class such as Ⅲ is a plain literal
DURATION = _few(lambda value: Literal(value, datatype=dg.xsdDuration), lambda term: term.value)
CORRECTION = _codec(iri.correction, iri.name)
