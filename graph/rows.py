"""What is known beside the documents, as rows: divisions, features, national bodies, changes of agencies."""

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


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
