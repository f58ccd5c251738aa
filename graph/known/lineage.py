"""Agencies through time: what is known of those that somebody names, and of those before and after them.

The tables say how agencies followed each other for a whole level at once (环境保护厅 of any province became its
生态环境厅); quads are made of that only for the agencies that documents name. They go into one reference graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from pyoxigraph import Quad

from graph.known import succession
from graph.known.division_days import OUTSIDE, DivisionDays, Renaming
from graph.known.rows import AgencyChange, AgencyNames, Division, Level, NationalBody, Transfer
from graph.known.succession import Body, Moved, Step
from graph.model import ChangeKind

_NATIONAL = "national"
_STATE = "中国"
_BEFORE = ("中共", "国家税务总局")  # what may stand before the division's name
_Row = TypeVar("_Row")


class _Reform(Protocol):
    """A row that holds for the agencies of some divisions."""

    @property
    def level(self) -> str: ...
    @property
    def only(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of agencies, as rows."""

    bodies: Sequence[NationalBody] = ()
    names: Sequence[AgencyNames] = ()
    changes: Sequence[AgencyChange] = ()
    transfers: Sequence[Transfer] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Lineage:
    """The tables, ready to be asked about names; all methods are pure."""

    bodies: Mapping[str, NationalBody]  # by each of their names
    names: Mapping[str, Sequence[AgencyNames]]  # by each name in them, of whatever division
    changes: Mapping[str, Sequence[AgencyChange]]  # likewise
    transfers: Mapping[str, Sequence[Transfer]]  # by the names before and after
    days: DivisionDays
    special: frozenset[tuple[str, str]]  # divisions that have a row of their own for an agency

    def quads(self, names: Iterable[str]) -> Iterator[Quad]:
        """What is known of the agencies of these full names, and of all that they followed or that followed them."""
        return succession.quads(*self.followed(names))

    def followed(self, names: Iterable[str]) -> tuple[tuple[Body, ...], tuple[Step, ...], tuple[Moved, ...]]:
        """The bodies of these full names with all before and after them, their changes, the functions that moved."""
        waiting, known, steps = [*names], dict[str, tuple[tuple[str, ...], str]](), dict[Step, None]()
        while waiting:
            name = waiting.pop()
            found = dict.fromkeys(self._steps(name))
            ends = [(step.former, step.home) for step in found] + [(step.successor, step.new_home) for step in found]
            for forms, home in (*self._called(name), *ends):
                if forms[0] not in known:
                    known[forms[0]] = self._forms(forms), home
                    waiting += known[forms[0]][0]
            steps |= found
        bodies = tuple(_body(forms, home, steps) for forms, home in known.values())
        return bodies, tuple(steps), tuple(dict.fromkeys(moved for full in known for moved in self._moved(full)))

    def _called(self, name: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The bodies whose name it is by the tables of names: their names and their division."""
        if body := self.bodies.get(name):
            yield (body.name, *body.short), _STATE
        for where, rest in _parts(name):
            for row in self.names.get(rest, ()):
                if where in row.only or (not row.only and self._there(where, row.levels)):
                    yield _written(where, (row.name, *row.short)), where

    def _forms(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """All names of the body whose full name comes first, those of the tables of names last."""
        more = (form for others, _ in self._called(forms[0]) if others[0] == forms[0] for form in others)
        return tuple(dict.fromkeys((*forms, *more)))

    def _steps(self, name: str) -> Iterator[Step]:
        """The changes that a name takes part in."""
        for where, rest in _parts(name):
            for change in self.changes.get(rest, ()):
                if self._holds(change, where):
                    yield self._step(change, where)
            if renaming := self.days.renamed(where):
                yield _renamed(renaming, rest)

    def _holds(self, change: AgencyChange, where: str) -> bool:
        """Whether the change is one for the agencies of that division; of the State where it has no name."""
        if change.level == _NATIONAL or not where:
            return change.level == _NATIONAL and not where
        if not change.only and (where in change.excepted or (where, change.former[0]) in self.special):
            return False
        return (not change.only or where in change.only) and self._there(where, (change.level,), change.not_before)

    def _there(self, where: str, levels: Sequence[str], day: date | None = None) -> bool:
        """Whether a division of that name and one of the levels outlived the day."""
        rows = (row for row in self.days.by_name.get(where, ()) if _level(row) in levels)
        return any(day is None or row.valid_until is None or row.valid_until > day.year for row in rows)

    def _step(self, change: AgencyChange, where: str) -> Step:
        alike = [row for row in self.changes[change.successor[0]] if row.successor[0] == change.successor[0]]
        return Step(
            _written(where, change.former),
            _written(where, change.successor),
            where or _STATE,
            where or _STATE,
            ChangeKind(change.change),
            change.not_before,
            change.not_after,
            _rule(change),
            ("agencies", _key(change, change.former[0], change.successor[0])),
            change.source,
            1 + [row for row in alike if self._holds(row, where)].index(change),
        )

    def _moved(self, full: str) -> Iterator[Moved]:
        for where, rest in _parts(full):
            for row in self.transfers.get(rest, ()):
                if where in row.only or (row.level == _NATIONAL and not where):
                    yield self._transfer(row, where)

    def _transfer(self, row: Transfer, where: str) -> Moved:
        alike = [each for each in self.transfers[row.resulting] if each.resulting == row.resulting]
        return Moved(
            row.function,
            _written(where, (row.original,))[0],
            _written(where, (row.resulting,))[0],
            where or _STATE,
            row.not_before,
            row.not_after,
            _rule(row),
            ("agency_transfers", _key(row, row.function, row.resulting)),
            row.source,
            1 + [each for each in alike if each.only == row.only].index(row),
        )


def lineage(days: DivisionDays, tables: Tables) -> Lineage:
    """The tables' rows, by the names in them."""
    return Lineage(
        {name: body for body in tables.bodies for name in (body.name, *body.short)},
        _by((row, (row.name, *row.short)) for row in tables.names),
        _by((row, (*row.former, *row.successor)) for row in tables.changes),
        _by((row, (row.original, row.resulting)) for row in tables.transfers),
        days,
        frozenset((where, row.former[0]) for row in tables.changes for where in row.only),
    )


def _by(rows: Iterable[tuple[_Row, Iterable[str]]]) -> Mapping[str, Sequence[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row, names in rows:
        for name in dict.fromkeys(names):
            found[name].append(row)
    return dict(found)


def _level(row: Division) -> str:
    """What the tables call the division's level; some have agencies of their own kind."""
    if row.name in OUTSIDE:
        return ""
    return "municipality" if row.level is Level.PROVINCE and row.name.endswith("市") else row.level


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """The ways to part a full name into a division's and what the tables call the agency: 中共~委编办."""
    yield from ((name[:place], name[place:]) for place in range(len(name) + 1))
    for before in _BEFORE:
        if name.startswith(before):
            begin = len(before)
            yield from ((name[begin:place], f"{before}~{name[place:]}") for place in range(begin + 2, len(name)))


def _written(where: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.replace("~", where) if "~" in name else where + name for name in names)


def _rule(row: _Reform) -> str:
    if row.level == _NATIONAL:
        return "state-reform"
    return "named-reform" if row.only else "level-reform"


def _key(row: _Reform, *names: str) -> str:
    return "·".join(("、".join(row.only) or row.level, *names))


def _renamed(renaming: Renaming, rest: str) -> Step:
    """An agency of a division that went on under another name."""
    former, successor = _written(renaming.before, (rest,)), _written(renaming.after, (rest,))
    row, kind = ("divisions", renaming.before), ChangeKind.RENAMED
    between = renaming.span.not_before, renaming.span.not_after
    ends = former, successor, renaming.before, renaming.after
    return Step(*ends, kind, *between, succession.DIVISION_RENAMED, row, renaming.source, 1)


def _body(names: tuple[str, ...], home: str, steps: Iterable[Step]) -> Body:
    begun = tuple(step for step in steps if step.successor[0] == names[0] and step.kind is not ChangeKind.ABSORBED)
    return Body(names, home, begun, tuple(step for step in steps if step.former[0] == names[0]))
