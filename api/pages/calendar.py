"""What is due when: a year month by month, as a list or drawn along the days, of everybody or of one thing.

Where there are many documents and nothing is chosen, a month at a time is told, deadlines alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import quote, urlencode

from api.pages.days import counted, days, of_year, years, years_near
from api.pages.questions import rows
from api.pages.rendering import Asked
from api.pages.timeline import Line, lines
from api.pages.worked import is_crowded, worked
from graph.findings.agenda import Agenda, Answering, answering, deadlines
from graph.findings.due import Entry, entries, told
from graph.store import Store

FEEDS = {"agency": "agencies", "division": "divisions", "document": "documents"}
_MOST = 400


@dataclass(frozen=True, slots=True)
class Month:
    """What is due in a month."""

    first: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page shows; ``years`` tell how many deadlines each has, ``bars`` how much each month has.

    ``month`` is the one that is shown alone, None where the whole year is. ``lines`` are drawn where that is asked for.
    """

    values: dict[str, list[str]]
    year: int
    month: int | None
    years: tuple[tuple[int, int], ...]
    bars: tuple[tuple[int, int, float], ...]
    months: tuple[Month, ...]
    lines: tuple[Line, ...]
    answering: dict[str, tuple[Answering, ...]]
    count: int
    shown: int
    remarks: tuple[str, ...]
    feed: str | None
    download: str


@dataclass(frozen=True, slots=True)
class _Year:
    """What is known of a year: how much each month has, and what is due in it or in the ``month`` chosen.

    ``count`` is of all of that, which may be more than is told.
    """

    year: int
    month: int | None
    years: Counter[int]
    months: Counter[int]
    found: Agenda
    due: tuple[Entry, ...]
    count: int


def calendar(store: Store, asked: Asked) -> Calendar:
    """A year's agenda: the one asked for, else this one, else the last one with anything due."""
    values = asked.values(*FEEDS, "role")
    of = _by_month(store, asked) if not values and is_crowded(store) else _whole(store, asked, values)
    most = max(of.months.values(), default=1)
    shown = sorted(of.due[:_MOST], key=lambda entry: entry.due)
    drawn = asked.value("view") == "timeline"
    first, last = date(of.year, of.month or 1, 1), _last(of.year, of.month)
    span = [("due_from", first), ("due_until", last), ("format", "csv")]
    return Calendar(
        values,
        of.year,
        of.month,
        tuple(sorted(of.years.items())),
        tuple((month, of.months[month], round(100 * of.months[month] / most, 1)) for month in range(1, 13)),
        tuple(Month(day, tuple(some)) for day, some in groupby(shown, key=lambda entry: entry.due.replace(day=1))),
        lines(shown, date(of.year, 1, 1)) if drawn else (),
        {} if drawn else answering(_measures(shown), store),
        of.count,
        len(shown),
        of.found.remarks,
        _feed(values),
        f"/calendars/due?{urlencode([*_pairs(values), *span])}",
    )


def _whole(store: Store, asked: Asked, values: dict[str, list[str]]) -> _Year:
    wanted = {name: some if name == "role" else some[0] for name, some in values.items()}
    near = years(store, wanted)
    year = _year(asked, near)
    found = of_year(store, wanted, year)
    due = entries(found, date(year, 1, 1), date(year, 12, 31))
    months = Counter(each.due.month for each in due if each.due.year == year)
    month = _month(asked)
    some = due if month is None else tuple(each for each in due if (each.due.year, each.due.month) == (year, month))
    return _Year(year, month, near, months, found, told(store, some[:_MOST]), len(some))


def _by_month(store: Store, asked: Asked) -> _Year:
    some = worked(store, ("near", asked.today.year), lambda: years_near(store, asked.today.year))
    near = Counter(dict.fromkeys(some, 0))
    year = _year(asked, near)
    months = worked(store, ("months", year), lambda: _months(store, year))
    month = _month(asked) or next(
        (each for each in sorted(months) if (year, each) >= _this(asked)), max(months, default=1)
    )
    month_days = days(date(year, month, 1), _last(year, month))
    nodes = [str(row["measure"]) for row in rows(store, "due-on", day=month_days)]
    found = Agenda(deadlines(store, nodes), (), {}, frozenset(), ())
    due = entries(found, date(year, month, 1), _last(year, month))
    return _Year(year, month, near, months, found, due, max(months[month], len(due)))


def _months(store: Store, year: int) -> Counter[int]:
    found: Counter[int] = Counter()
    for day, measures in counted(store, date(year, 1, 1), date(year, 12, 31)).items():
        found[day.month] += measures
    return found


def _last(year: int, month: int | None) -> date:
    return date(year, 12, 31) if month in {None, 12} else date(year, (month or 0) + 1, 1) - timedelta(days=1)


def _this(asked: Asked) -> tuple[int, int]:
    return asked.today.year, asked.today.month


def _month(asked: Asked) -> int | None:
    said = asked.value("month")
    return int(said) if said.isascii() and said.isdecimal() and 1 <= int(said) <= 12 else None


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


def _measures(shown: Iterable[Entry]) -> list[str]:
    return sorted({entry.item.measure for entry in shown if entry.item.measure})


def _pairs(values: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, some in values.items() for value in some]


def _feed(values: dict[str, list[str]]) -> str | None:
    """The address to subscribe to, where one thing alone is asked for."""
    named = [name for name in FEEDS if name in values]
    return f"/calendars/{FEEDS[named[0]]}/{quote(values[named[0]][0], safe='')}.ics" if len(named) == 1 else None
