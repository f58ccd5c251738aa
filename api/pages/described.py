"""Whatever the graph says of one thing, for people who follow an IRI: its statements with those of its parts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Triple

from api.pages import addresses
from api.pages.rendering import Asked
from api.tasks.links import local
from graph.describe import Description, by_subject, in_order, label
from graph.formats import PREFIXES
from graph.terms import terms

_LONGEST = 3_000  # characters of a value


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """An object of a statement; ``rows`` are what is said of it where it is a part of the thing."""

    text: str
    href: str | None = None
    language: str | None = None
    is_cut: bool = False
    rows: "tuple[Row, ...]" = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    property: Link
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What the page shows; ``page`` is the one that tells the same in words, where the thing has one.

    ``most`` is how many statements that point at it are shown, where there are others.
    """

    title: str
    iri: str
    page: str | None
    rows: tuple[Row, ...]
    incoming: tuple[Row, ...]
    most: int | None


def described(description: Description, asked: Asked) -> Described:
    """The description as a page shows it."""
    node, view = description.node, _View(description, by_subject(description.graph), asked.language)
    page = addresses.thing(node.value)
    return Described(
        title=view.name(node),
        iri=node.value,
        page=page if page.startswith(f"{addresses.ROOT}/") else None,
        rows=view.rows(node, frozenset()),
        incoming=view.incoming(),
        most=None if description.complete else len(description.incoming),
    )


def short(iri: str) -> str:
    """The IRI with a prefix for its namespace, where it has a usual one.

    >>> short("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    """
    return next(
        (f"{prefix}:{iri.removeprefix(space)}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri
    )


@dataclass(frozen=True, slots=True)
class _View:
    """A description in a language, with all that it tells of each thing that it names."""

    description: Description
    told: Mapping[object, tuple[Triple, ...]]
    language: str

    def rows(self, node: NamedNode, within: frozenset[NamedNode]) -> tuple[Row, ...]:
        own = sorted(self.description.statements.get(node, ()), key=in_order)
        return tuple(
            Row(self._property(predicate), tuple(self._value(triple.object, within | {node}) for triple in some))
            for predicate, some in _by_property(own)
        )

    def incoming(self) -> tuple[Row, ...]:
        found = sorted(self.description.incoming, key=lambda triple: (triple.predicate.value, str(triple.subject)))
        return tuple(Row(self._property(predicate), tuple(self._ends(some))) for predicate, some in _by_property(found))

    def name(self, node: NamedNode) -> str:
        term = terms().get(node.value)
        named = term.labels.get(self.language) if term else label(self.told.get(node, ()), self.language)
        return named or short(node.value)

    def _value(self, value: object, within: frozenset[NamedNode]) -> Value:
        if isinstance(value, Literal):
            return Value(value.value[:_LONGEST], language=value.language, is_cut=len(value.value) > _LONGEST)
        if not isinstance(value, NamedNode):
            return Value(str(value))
        parts = () if value in within else self.rows(value, within)
        return Value(self.name(value), local(value.value), rows=parts)

    def _ends(self, triples: Iterable[Triple]) -> Iterator[Value]:
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                yield Value(self.name(triple.subject), local(triple.subject.value))

    def _property(self, predicate: NamedNode) -> Link:
        term = terms().get(predicate.value)
        named = term.labels.get(self.language) if term else None
        return Link(named or short(predicate.value), local(predicate.value))


def _by_property(triples: Iterable[Triple]) -> Iterator[tuple[NamedNode, Iterator[Triple]]]:
    return groupby(triples, key=lambda triple: triple.predicate)
