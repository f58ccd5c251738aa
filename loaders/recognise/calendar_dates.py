"""Calendar periods as Chinese texts print them: years, halves, quarters, months, thirds of a month (旬), days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from graph.model import Precision

_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
_HALVES = {"上": (1, 6), "下": (7, 12)}


@dataclass(frozen=True, slots=True)
class Period:
    """A printed date: its first and last day and how exactly it is printed."""

    earliest: date
    latest: date
    precision: Precision

    def through(self, other: "Period") -> "Period":
        """The span from this period to the end of the other, as exact as the other."""
        return Period(self.earliest, other.latest, other.precision)


@dataclass(frozen=True, slots=True)
class Printed:
    """The parts of a date as printed, without its year."""

    half: str | None = None
    quarter: str | None = None
    month: str | None = None
    third: str | None = None
    day: str | None = None

    def of(self, year: int) -> Period:
        """The period that this is in a year; ValueError where the calendar has no such day.

        >>> period = Printed(month="2", third="下").of(2024)
        >>> period.earliest.isoformat(), period.latest.isoformat(), period.precision.value
        ('2024-02-21', '2024-02-29', 'ten-days')
        """
        if self.month is not None:
            return self._within_month(year, number(self.month))
        if self.quarter is not None:
            last = 3 * number(self.quarter)
            return _months(year, last - 2, last, Precision.QUARTER)
        if self.half is not None:
            return _months(year, *_HALVES[self.half], Precision.HALF_YEAR)
        return _months(year, 1, 12, Precision.YEAR)

    def _within_month(self, year: int, month: int) -> Period:
        if self.day is not None:
            day = date(year, month, number(self.day))
            return Period(day, day, Precision.DAY)
        if self.third is not None:
            first, last = _THIRDS[self.third]
            return Period(
                date(year, month, first), date(year, month, last or monthrange(year, month)[1]), Precision.TEN_DAYS
            )
        return _months(year, month, month, Precision.MONTH)


def _months(year: int, first: int, last: int, precision: Precision) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def number(numeral: str) -> int:
    """The value of an Arabic or Chinese numeral; digits in a row (二〇二〇) count as places.

    >>> [number(numeral) for numeral in ("12", "十", "二十三", "两", "二〇二〇")]
    [12, 10, 23, 2, 2020]
    """
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if ten:
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[numeral_]) for numeral_ in ones))


def plan_years(ordinal: int) -> tuple[int, int]:
    """The first and last year of a five-year plan (五年规划).

    >>> plan_years(14)
    (2021, 2025)
    """
    first = 1951 + 5 * ordinal
    return first, first + 4
