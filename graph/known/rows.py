"""What is known beside the documents, as rows: divisions, features, agencies and their changes, groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self


class Level(StrEnum):
    """The level of a division; an area (功能区) is administered like one but has no GB/T 2260 code."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    AREA = "area"


class Division(NamedTuple):
    """行政区划: one holder of a GB/T 2260 code; the years are those of 31 December, ``parent`` is a code."""

    code: str | None
    name: str
    level: Level
    parent: str | None
    valid_from: int | None
    valid_until: int | None
    successors: tuple[str, ...]
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """A named river, lake, mountain, reserve or region; ``kind`` is its sort in a word."""

    name: str
    kind: str
    note: str | None


@dataclass(frozen=True, slots=True)
class AgencyChange:
    """机构改革: ``former`` became (part of) ``successor``, some day between the two dates, both included.

    Names of another level than national are written without their division: 环境保护厅 of any province became its
    生态环境厅, save in those that ``excepted`` names; ``only`` is given where it holds for some.
    """

    former: tuple[str, ...]  # the full name, then its abbreviations
    successor: tuple[str, ...]
    change: str
    level: str
    only: tuple[str, ...]
    excepted: tuple[str, ...]
    not_before: date
    not_after: date
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The change that a row of the table states."""
        former, former_short, successor, successor_short, change, level, only, excepted, *days, source = row
        names = (former, *former_short.split()), (successor, *successor_short.split())
        not_before, not_after = (date.fromisoformat(day) for day in days)
        return cls(*names, change, level, tuple(only.split()), tuple(excepted.split()), not_before, not_after, source)


@dataclass(frozen=True, slots=True)
class NationalBody:
    """A body of the State or the Party, with the short forms of its name."""

    name: str
    short: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The body that a row of the table names."""
        name, short, since, until, source = row
        return cls(name, tuple(short.split()), _day(since), _day(until), source)


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """The short forms of a local agency's full name, where divisions of these levels (or only some) have it."""

    name: str
    short: tuple[str, ...]
    levels: tuple[str, ...]
    only: tuple[str, ...]
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The names that a row of the table states."""
        name, short, levels, only, source = row
        return cls(name, tuple(short.split()), tuple(levels.split()), tuple(only.split()), source)


@dataclass(frozen=True, slots=True)
class Transfer:
    """职能划转: a function that went from one agency to another, without the rest of the body."""

    function: str
    original: str
    resulting: str
    level: str
    only: tuple[str, ...]
    not_before: date
    not_after: date
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The transfer that a row of the table states."""
        function, original, resulting, level, only, not_before, not_after, source = row
        days = date.fromisoformat(not_before), date.fromisoformat(not_after)
        return cls(function, original, resulting, level, tuple(only.split()), *days, source)


@dataclass(frozen=True, slots=True)
class DivisionChange:
    """When the holder of a code ended, some day between the two, and the decision (批复) that ended it."""

    code: str
    name: str
    year: int
    not_before: date
    not_after: date
    decision: str
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The change that a row of the table states; without days of its own it came about in its year."""
        code, name, year, not_before, not_after, decision, source = row
        first, last = _day(not_before) or date(int(year), 1, 1), _day(not_after) or date(int(year), 12, 31)
        return cls(code, name, int(year), first, last, decision, source)


@dataclass(frozen=True, slots=True)
class DirectCounty:
    """省直管县: a county that its province administers directly, though the table has it below a prefecture."""

    code: str
    name: str
    since: date | None
    until: date | None
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The county that a row of the table names."""
        code, name, since, until, source = row
        return cls(code, name, _day(since), _day(until), source)


@dataclass(frozen=True, slots=True)
class GroupDivisions:
    """Whom the beginning of a group's name means: every division of these levels in jurisdictions of those.

    ``own`` tells whether the jurisdiction itself is one of them, ``ending`` the last character of their names.
    """

    rule: str
    beginnings: tuple[str, ...]
    within: tuple[str, ...]
    levels: tuple[str, ...]
    own: bool
    ending: str
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The rule that a row of the table states."""
        rule, beginnings, within, members, ending, source = row
        levels = tuple(member for member in members.split() if member != "self")
        own = "self" in members.split()
        return cls(rule, tuple(beginnings.split()), tuple(within.split()), levels, own, ending, source)


@dataclass(frozen=True, slots=True)
class GroupOrgans:
    """What organs of each division the end of a group's name means; ~ stands for the division's name.

    Divisions whose name ends as ``not_for`` have other organs.
    """

    words: str
    organs: tuple[str, ...]
    not_for: tuple[str, ...]
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The organs that a row of the table states."""
        words, organs, not_for, source = row
        return cls(words, tuple(organs.split()), tuple(not_for.split()), source)


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member of a group by full names, between two days, both included."""

    group: str
    member: str
    since: date | None
    until: date | None
    source: str

    @classmethod
    def from_row(cls, row: Sequence[str]) -> Self:
        """The membership that a row of the table states."""
        group, member, since, until, source = row
        return cls(group, member, _day(since), _day(until), source)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
