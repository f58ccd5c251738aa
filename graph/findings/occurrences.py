"""Recurring duties (频次) unrolled: a printed interval as a recurrence rule (RFC 5545, 3.3.10), and the days it gives.

An interval is one of the calendar (每月 is a month from its first day to its last, 每季度 a quarter): a duty is due on
the last day of each, or of the days of the month that the text names (每月21日至24日). The interval in which the duty
begins counts. A day that a month does not have is its last one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import Self

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

MOST = 10_000  # occurrences that anybody is told at once: a daily duty of 27 years
_EVERY = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?")
_LONGEST = 1200  # months of an interval that anybody means
_LAST_OF_ALL = 28  # the last day of a month that all months have


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time: it may be done from ``first`` on and is due on ``last``."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Cycle:
    """A recurrence rule for the days due, and the interval of so many months or days that ends on each.

    ``window`` are the first and the last day of the month on which it may be done, where the text names both.
    """

    frequency: str
    interval: int
    by: str
    months: int
    days: int
    window: tuple[int, int] | None = None

    @classmethod
    def of(cls, every: str, first_day: int | None = None, last_day: int | None = None) -> Self | None:
        """The cycle of an interval (an xsd:duration); None where it is none of whole days, months or years.

        >>> Cycle.of("P1M", 21, 24).rule
        'FREQ=MONTHLY;BYMONTHDAY=24'
        >>> Cycle.of("P3M").rule, Cycle.of("P14D").rule, Cycle.of("PT1H")
        ('FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', None)
        """
        found = _EVERY.fullmatch(every)
        years, months, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        months += 12 * years
        if bool(months) is bool(days) or months > _LONGEST or days > 30 * _LONGEST:
            return None
        if days:
            return cls(*_daily(days), 0, days)
        if months == 1:
            window = (first_day, last_day) if first_day and last_day and first_day <= last_day else None
            return cls("MONTHLY", 1, _by_day(last_day or first_day), 1, 0, window)
        return cls(*_monthly(months), months, 0)

    @property
    def rule(self) -> str:
        """The rule as RFC 5545 writes it, without its end."""
        parts = (f"FREQ={self.frequency}", f"INTERVAL={self.interval}" if self.interval > 1 else "", self.by)
        return ";".join(filter(None, parts))

    @property
    def events(self) -> tuple[str, int]:
        """The rule for events that show it, and their days: whole windows that every month has, else the days due.

        >>> Cycle.of("P1M", 21, 24).events, Cycle.of("P1M", 25, 31).events
        (('FREQ=MONTHLY;BYMONTHDAY=21', 4), ('FREQ=MONTHLY;BYMONTHDAY=-1', 1))
        """
        if self.window and self.window[1] <= _LAST_OF_ALL:
            first, last = self.window
            return f"FREQ=MONTHLY;BYMONTHDAY={first}", last - first + 1
        return self.rule, 1

    def first(self, begin: date) -> date:
        """The first day due of a duty that begins on that day."""
        simple = ";".join(filter(None, (f"FREQ={self.frequency}", self.by)))
        nearest = next(_days(simple, begin))
        step = self.interval - 1
        later = {
            "YEARLY": relativedelta(years=step),
            "MONTHLY": relativedelta(months=step, day=31),
            "WEEKLY": relativedelta(weeks=step),
            "DAILY": relativedelta(days=step),
        }
        return nearest + later[self.frequency] if step else nearest

    def occurrences(self, begin: date, end: date, since: date | None = None) -> Iterator[Occurrence]:
        """Those of a duty that begins on the one day, due until the other, in order; at most ``MOST``.

        What is due before ``since`` is left out, and where each is due whenever the last was, not even counted.
        """
        start = self.first(begin) if self.interval > 1 else max(begin, since or begin)
        due = _due(self.rule, start, date(end.year, 12, 31)) if start <= end else ()
        for day in takewhile(lambda day: day <= end, due):
            if since is None or day >= since:
                yield Occurrence(max(begin, self.opens(day)), day)

    def opens(self, due: date) -> date:
        """The first day of the interval that ends on that day."""
        if self.window:
            return due.replace(day=min(self.window[0], due.day))
        if self.days:
            return due - timedelta(days=self.days - 1)
        return due + relativedelta(months=1 - self.months, day=1)


@lru_cache(maxsize=64)
def _due(rule: str, begin: date, end: date) -> tuple[date, ...]:
    """The days of a rule, the same for all duties that recur alike: kept, since many do within the same years."""
    return tuple(islice(takewhile(lambda day: day <= end, _days(rule, begin)), MOST))


def _days(rule: str, begin: date) -> Iterator[date]:
    found = rrulestr(rule, dtstart=datetime.combine(begin, time()))
    return (moment.date() for moment in found)


def _by_day(day: int | None) -> str:
    if day is None or day > 30:
        return "BYMONTHDAY=-1"
    if day > _LAST_OF_ALL:
        return f"BYMONTHDAY={','.join(map(str, range(_LAST_OF_ALL, day + 1)))};BYSETPOS=-1"
    return f"BYMONTHDAY={day}"


def _daily(days: int) -> tuple[str, int, str]:
    return ("WEEKLY", days // 7, "BYDAY=SU") if days % 7 == 0 else ("DAILY", days, "")


def _monthly(months: int) -> tuple[str, int, str]:
    if 12 % months == 0:
        ends = ",".join(map(str, range(months, 13, months)))
        return "YEARLY", 1, f"BYMONTH={ends};BYMONTHDAY=-1"
    if months % 12 == 0:
        return "YEARLY", months // 12, "BYMONTH=12;BYMONTHDAY=-1"
    return "MONTHLY", months, "BYMONTHDAY=-1"
