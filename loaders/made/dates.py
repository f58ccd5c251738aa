"""Dates of made plans: drawn first, printed after."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from random import Random

from graph.model import DeadlineKind, Precision
from loaders.made.expected import Due
from loaders.made.phrases import DatePattern


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed and the deadline it makes."""

    words: str
    due: Due


def drawn(rng: Random, pattern: DatePattern, year: int) -> Printed:
    """A date of the pattern that lies in or after the document's ``year``, not before its June."""
    due = year if pattern.own else year + rng.randint(0, 4)
    month = rng.randint(6, 11)
    until = rng.randint(month + 1, 12)
    day = rng.randint(1, 28)
    number, last = _five_years(due)
    words = pattern.pattern.format(y=due, m=month, n=until, d=day, plan=f"十{number}五")
    counting = last if "{plan}" in pattern.pattern else due
    return Printed(words, Due(_counts(pattern, counting, month, until, day), pattern.kind, pattern.precision))


def _five_years(year: int) -> tuple[str, int]:
    """The number of the five-year plan that a year is in (of 十四五 the 四), and its last year."""
    number = (year - 1951) // 5
    return "一二三四五六七"[number - 11], 1955 + 5 * number


def _counts(pattern: DatePattern, year: int, month: int, until: int, day: int) -> date:
    """The day that counts: the first of a date from which on, the last of any other."""
    if pattern.kind is DeadlineKind.FROM:
        return date(year, month if "{m}" in pattern.pattern else 1, day if "{d}" in pattern.pattern else 1)
    if pattern.kind is DeadlineKind.DURING:
        month = until
    last = {
        Precision.DAY: (month, day),
        Precision.TEN_DAYS: (month, 20),
        Precision.MONTH: (month, monthrange(year, month)[1]),
        Precision.QUARTER: (9, 30),
        Precision.HALF_YEAR: (6, 30),
        Precision.YEAR: (12, 31),
    }
    return date(year, *last[pattern.precision])
