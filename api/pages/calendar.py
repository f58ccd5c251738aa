"""What is due when: a year month by month, of everybody or of one agency, division or document."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlencode

from api.pages.rendering import Asked
from graph.findings.agenda import Agenda, Answering, agenda
from graph.findings.due import Entry, entries
from graph.store import Store

_FEEDS = {"agency": "agencies", "division": "divisions", "document": "documents"}
_MOST = 400


@dataclass(frozen=True, slots=True)
class Month:
    """What is due in a month."""

    first: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page shows; ``years`` tell how many deadlines each has, ``bars`` how much each month has."""

    values: dict[str, list[str]]
    year: int
    years: tuple[tuple[int, int], ...]
    bars: tuple[tuple[int, int, float], ...]
    months: tuple[Month, ...]
    answering: dict[str, tuple[Answering, ...]]
    count: int
    remarks: tuple[str, ...]
    feed: str | None
    download: str


def calendar(store: Store, asked: Asked) -> Calendar:
    """A year's agenda: the one asked for, else this one, else the last one with anything due."""
    values = asked.values(*_FEEDS, "role")
    found = agenda(store, {name: some if name == "role" else some[0] for name, some in values.items()})
    deadlines = Counter(each.due.year for each in found.dated)
    year = _year(asked, deadlines)
    first, last = date(year, 1, 1), date(year, 12, 31)
    due = entries(found, first, last)
    months = Counter(each.due.month for each in due if each.due.year == year)
    most = max(months.values(), default=1)
    shown = sorted(due[:_MOST], key=lambda entry: entry.due)
    return Calendar(
        values,
        year,
        tuple(sorted(deadlines.items())),
        tuple((month, months[month], round(100 * months[month] / most, 1)) for month in range(1, 13)),
        tuple(Month(day, tuple(some)) for day, some in groupby(shown, key=lambda entry: entry.due.replace(day=1))),
        _answering(found, shown),
        len(due),
        found.remarks,
        _feed(values),
        f"/calendars/due?{urlencode([*_pairs(values), ('due_from', first), ('due_until', last), ('format', 'csv')])}",
    )


def _year(asked: Asked, deadlines: Counter[int]) -> int:
    said = asked.value("year")
    if said.isascii() and said.isdecimal() and 1900 <= int(said) <= 2200:
        return int(said)
    this = asked.today.year
    return (
        this
        if this in deadlines or not deadlines
        else max((each for each in deadlines if each < this), default=min(deadlines))
    )


def _answering(found: Agenda, shown: list[Entry]) -> dict[str, tuple[Answering, ...]]:
    measures = {entry.item.measure for entry in shown if entry.item.measure}
    return {node: found.answering[node] for node in measures if node in found.answering}


def _pairs(values: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, some in values.items() for value in some]


def _feed(values: dict[str, list[str]]) -> str | None:
    """The address to subscribe to, where one thing alone is asked for."""
    named = [name for name in _FEEDS if name in values]
    return f"/calendars/{_FEEDS[named[0]]}/{quote(values[named[0]][0], safe='')}.ics" if len(named) == 1 else None
