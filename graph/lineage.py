"""Agencies through time: what is known of those that somebody names, and of those before and after them.

The tables say how agencies followed each other for a whole level at once (环境保护厅 of any province became its
生态环境厅); quads are made of that only for the agencies that documents name. They go into one reference graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from graph import iri
from graph import vocab as dg
from graph.model import AgencyKind
from graph.rows import AgencyChange, Division, Level, NationalBody

Value = NamedNode | Literal

_NATIONAL = "national"
_STATE = "中国"
_OUTSIDE = frozenset({"台湾省", "香港特别行政区", "澳门特别行政区"})


@dataclass(frozen=True, slots=True)
class Lineage:
    """The tables, ready to be asked about names."""

    bodies: Mapping[str, NationalBody]  # by each of their names
    changes: Mapping[str, tuple[AgencyChange, ...]]  # by each name in them, of whatever division
    levels: Mapping[str, frozenset[str]]  # the levels at which a name is one of a division's

    def quads(self, names: Iterable[str]) -> Iterator[Quad]:
        """What is known of the agencies of these full names, and of all that they followed or that followed them."""
        waiting, seen = list(names), set[str]()
        told = set[tuple[str, AgencyChange]]()
        while waiting:
            name = waiting.pop()
            if body := self.bodies.get(name):
                yield from _called(seen, (body.name, *body.short), _STATE)
            for where, change in self._changes(name):
                if (where, change) not in told:
                    told.add((where, change))
                    former, successor = _names(where, change.former), _names(where, change.successor)
                    waiting += [*former, *successor]
                    yield from _called(seen, former, where or _STATE)
                    yield from _called(seen, successor, where or _STATE)
                    yield from _followed(change, former, successor, self._ordinal(where, change))

    def _changes(self, name: str) -> Iterator[tuple[str, AgencyChange]]:
        """The changes that a name takes part in, each with the division whose agency it names."""
        for length in range(len(name)):
            where = name[:length]
            for change in self.changes.get(name[length:], ()):
                if self._holds(change, where):
                    yield where, change

    def _holds(self, change: AgencyChange, where: str) -> bool:
        """Whether the change is one for the agencies of that division; of the State where it has no name."""
        if change.level == _NATIONAL or not where:
            return change.level == _NATIONAL and not where
        included = where in change.only if change.only else where not in change.excepted
        return included and change.level in self.levels.get(where, ())

    def _ordinal(self, where: str, change: AgencyChange) -> int:
        """The change's number among those that led to the same agency."""
        alike = [each for each in self.changes[change.successor[0]] if each.successor[0] == change.successor[0]]
        return 1 + [each for each in alike if self._holds(each, where)].index(change)


def lineage(divisions: Iterable[Division], bodies: Iterable[NationalBody], changes: Iterable[AgencyChange]) -> Lineage:
    """The tables' rows, by the names in them."""
    levels: dict[str, set[str]] = defaultdict(set)
    for row in divisions:
        levels[row.name].add(_level(row))
    by_name: dict[str, list[AgencyChange]] = defaultdict(list)
    for change in changes:
        for name in dict.fromkeys((*change.former, *change.successor)):
            by_name[name].append(change)
    return Lineage(
        {name: body for body in bodies for name in (body.name, *body.short)},
        {name: tuple(rows) for name, rows in by_name.items()},
        {name: frozenset(found) for name, found in levels.items()},
    )


def _level(row: Division) -> str:
    """What the table of changes calls the division's level; some have agencies of their own kind."""
    if row.name in _OUTSIDE:
        return ""
    return "municipality" if row.level is Level.PROVINCE and row.name.endswith("市") else row.level


def _names(where: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(where + name for name in names)


def _called(seen: set[str], forms: tuple[str, ...], division: str) -> Iterator[Quad]:
    """An agency's names: one node a form, since documents name agencies as they print them."""
    for form in forms:
        if form not in seen:
            seen.add(form)
            yield from _facts(iri.agency(form), _named(form, forms, division))


def _named(form: str, forms: Iterable[str], division: str) -> Iterator[tuple[NamedNode, Value]]:
    yield dg.rdfType, dg.Agency
    yield dg.agencyKind, dg.concept(AgencyKind.AGENCY)
    yield dg.prefLabel, Literal(form, language="zh")
    yield from ((dg.name, Literal(other)) for other in forms if other != form)
    yield dg.jurisdiction, iri.division(division)


def _followed(
    change: AgencyChange, former: tuple[str, ...], successor: tuple[str, ...], ordinal: int
) -> Iterator[Quad]:
    for after in map(iri.agency, successor):
        yield from _facts(after, ((dg.successorOf, iri.agency(name)) for name in former))
        yield from _facts(after, ((dg.formerName, Literal(name)) for name in former))
    event = iri.part(iri.agency(successor[0]), "change", ordinal)
    yield from _facts(event, _event(change, former[0], successor[0]))


def _event(change: AgencyChange, former: str, successor: str) -> Iterator[tuple[NamedNode, Value]]:
    yield dg.rdfType, dg.OrganizationalChange
    yield dg.originalAgency, iri.agency(former)
    yield dg.resultingAgency, iri.agency(successor)
    if change.not_before == change.not_after:
        yield dg.validFrom, _literal(change.not_before)
        yield dg.legalBasis, Literal(change.source)
    else:
        yield dg.legalBasis, Literal(f"{change.source} (between {change.not_before} and {change.not_after})")


def _facts(node: NamedNode, facts: Iterable[tuple[NamedNode, Value]]) -> Iterator[Quad]:
    return (Quad(node, predicate, value, iri.AGENCIES_GRAPH) for predicate, value in facts)


def _literal(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=dg.xsdDate)
