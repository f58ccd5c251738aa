"""How much each agency has due in each quarter of a year (工作量): deadlines and recurring duties unrolled."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from api.pages.calendar import FEEDS
from api.pages.days import of_year, years
from api.pages.rendering import Asked
from api.pages.worked import is_crowded, worked
from graph.findings.agenda import answering
from graph.findings.due import entries, workload
from graph.solutions import Solutions, Value
from graph.store import Store

QUARTERS = (1, 2, 3, 4)
_MOST = 100  # agencies

Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Load:
    """What an agency has due: in each quarter, in how much of it all it leads."""

    iri: str
    name: str
    due: tuple[int, ...]
    led: int
    total: int


@dataclass(frozen=True, slots=True)
class Workload:
    """What the page shows, the agencies with most first; ``is_open`` where something is still to be chosen."""

    values: Mapping[str, list[str]]
    year: int
    years: tuple[int, ...]
    loads: tuple[Load, ...]
    count: int
    most: int
    is_open: bool
    download: str


def workloads(store: Store, asked: Asked) -> Workload:
    """The load of a year: the one asked for, else the last one that any deadline falls in, this one at most."""
    values = asked.values(*FEEDS)
    is_open = not values and is_crowded(store)
    wanted = {name: some[0] for name, some in values.items()}
    near = () if is_open else tuple(sorted(years(store, wanted)))
    year = _year(asked, near)
    found = _loads(
        Solutions((), ()) if is_open else worked(store, ("load", year, repr(wanted)), lambda: _of(store, wanted, year))
    )
    span = {"due_from": date(year, 1, 1), "due_until": date(year, 12, 31), "format": "csv"}
    return Workload(
        values,
        year,
        near,
        found[:_MOST],
        len(found),
        max((max(each.due) for each in found), default=0),
        is_open,
        f"/calendars/workload?{urlencode({**wanted, **span})}",
    )


def _of(store: Store, wanted: Mapping[str, str], year: int) -> Solutions:
    found = of_year(store, wanted, year)
    due = entries(found, date(year, 1, 1), date(year, 12, 31))
    measures = dict.fromkeys(each.item.measure for each in due if each.item.measure)
    return workload(replace(found, answering=answering(measures, store)), due)


def _year(asked: Asked, years: tuple[int, ...]) -> int:
    said = asked.value("year")
    if said.isascii() and said.isdecimal() and 1900 <= int(said) <= 2200:
        return int(said)
    this = asked.today.year
    return this if this in years or not years else max((each for each in years if each < this), default=min(years))


def _loads(found: Solutions) -> tuple[Load, ...]:
    by_agency: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for row in (dict(zip(found.variables, row, strict=True)) for row in found.rows):
        by_agency[str(row["iri"]), str(row["agency"])][int(str(row["quarter"])[-1])] = row
    loads = (_load(iri, name, rows) for (iri, name), rows in by_agency.items())
    return tuple(sorted(loads, key=lambda load: (-load.total, load.name)))


def _load(iri: str, name: str, rows: Mapping[int, Row]) -> Load:
    due = tuple(int(str(rows[quarter]["due"])) if quarter in rows else 0 for quarter in QUARTERS)
    return Load(iri, name, due, sum(int(str(row["led"])) for row in rows.values()), sum(due))
