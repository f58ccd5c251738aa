"""Days as queries take them, the days and years on which measures are due, and what is due in a year."""

from collections import Counter
from datetime import date, timedelta

from pyoxigraph import Literal

from api.pages.questions import rows
from api.pages.worked import worked
from graph import calendar
from graph import vocab as dg
from graph.findings import agenda
from graph.query import Values
from graph.store import Store

_AHEAD = (60, 400, 4_000)  # days: looked through one after the other until enough is due
_NEAR = (12, 15)  # years before and after one


def days(first: date, last: date) -> list[Literal]:
    """The days from the first to the last, as terms."""
    return [_term(first + timedelta(days=place)) for place in range((last - first).days + 1)]


def upcoming(store: Store, today: date, enough: int) -> list[Literal]:
    """The next days on which enough measures are due together, fewer where there are no more."""
    for ahead in _AHEAD:
        found = counted(store, today, today + timedelta(days=ahead))
        if sum(found.values()) >= enough or ahead == _AHEAD[-1]:
            break
    chosen, sum_ = list[Literal](), 0
    for day in sorted(found):
        if sum_ < enough:
            chosen.append(_term(day))
            sum_ += found[day]
    return chosen


def counted(store: Store, first: date, last: date) -> Counter[date]:
    """How many measures are due on each day from the first to the last."""
    found: Counter[date] = Counter()
    asked = [_term(day) for day in calendar.days(store) if first <= day <= last]
    for row in rows(store, "days-due", day=asked) if asked else ():
        if isinstance(row["day"], date):
            found[row["day"]] = int(str(row["measures"]))
    return found


def every_day(store: Store) -> list[Literal]:
    """All days of deadlines as terms, the first one first."""
    return list(map(_term, calendar.days(store)))


def years_near(store: Store, this: int) -> tuple[int, ...]:
    """The years around that one in which anything is due."""
    before, after = _NEAR
    due = {row["year"] for row in rows(store, "due-years")}
    return tuple(year for year in range(this - before, this + after) if year in due)


def years(store: Store, wanted: Values) -> Counter[int]:
    """How many deadlines each year has of what is chosen."""
    found = worked(store, ("dates", repr(wanted)), lambda: agenda.counted(store, _chosen(store, wanted)))
    counted: Counter[int] = Counter()
    for day, deadlines in found.items():
        counted[day.year] += deadlines
    return counted


def of_year(store: Store, wanted: Values, year: int) -> agenda.Agenda:
    """What is due in the year of what is chosen, in outline."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return worked(
        store, ("year", year, repr(wanted)), lambda: agenda.outline(store, _chosen(store, wanted), first, last)
    )


def _chosen(store: Store, wanted: Values) -> agenda.Choice:
    return worked(store, ("chosen", repr(wanted)), lambda: agenda.chosen(store, wanted))


def _term(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=dg.xsdDate)
