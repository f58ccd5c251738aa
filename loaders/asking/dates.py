"""The dates of a question: as in documents (年底前, 三季度, 2019年至2020年), and relative to the day of asking."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from loaders.asking.notes import Note
from loaders.asking.passage import Passage
from loaders.asking.understanding import Meaning, Span
from loaders.recognise.calendar_dates import number, plan_years
from loaders.recognise.deadlines import period_of
from loaders.recognise.shapes import Shape, shapes
from loaders.rulebook import Rule, rulebook

_DAY = timedelta(days=1)
_LOOSE = Note("loose")
_MONTHS = {"month": 1, "个月": 1, "quarter": 3, "季度": 3, "个季度": 3, "year": 12, "年": 12}
_WEEKS = {"week", "周", "星期", "个星期"}


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a date is printed, and from when to when it reaches; None where that is open."""

    start: int
    end: int
    first: date | None
    last: date | None
    note: Note | None = None


def dates(passage: Passage, today: date) -> Passage:
    """The passage with its dates, read on that day; values are the first and the last day, «» where open."""
    found: list[_Found] = []
    for one in sorted(_all(passage, today), key=lambda each: (each.start, -each.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return passage.taking(*(_span(passage, one) for one in _merged(passage, found)))


def _all(passage: Passage, today: date) -> Iterator[_Found]:
    for shape in shapes(passage.open, "deadlines"):
        if one := _of_shape(passage, shape, today):
            yield one
    for rule in rulebook("ask").rules:
        if rule.fields["meaning"] == Meaning.DATE:
            for match in rule.pattern.finditer(passage.open):
                if one := _of_rule(passage, rule, match, today):
                    yield one


def _span(passage: Passage, one: _Found) -> Span:
    days = (day.isoformat() if day else "" for day in (one.first, one.last))
    return passage.span(one.start, one.end, Meaning.DATE, *days, note=one.note)


# --- dates as documents print them ----------------------------------------------------------------------------


def _of_shape(passage: Passage, shape: Shape, today: date) -> _Found | None:
    fields = shape.rule.fields
    if "doubt" in fields:
        return None
    try:
        period = period_of(shape, _year(shape.parts, today), today)
    except (ValueError, OverflowError):
        return None
    text, one = passage.chars[shape.start : shape.end], _Found(shape.start, shape.end, period.earliest, period.latest)
    if fields["kind"] == "from":
        return replace(one, last=None)
    if text.endswith("前") or text.startswith("截") or "to" in shape.parts:
        return replace(one, first=None, note=_LOOSE if "loose" in shape.parts else None)
    if text.endswith(("底", "末")):
        one = replace(one, first=period.latest)
    return _with_tail(passage, one)


def _year(parts: Mapping[str, str], today: date) -> int:
    if "year" in parts:
        return number(parts["year"])
    if "plan" in parts:
        return plan_years(10 + number(parts["plan"]))[1]
    return today.year + ("next" in parts or "following" in parts)


# --- dates relative to the day of asking ----------------------------------------------------------------------


def _of_rule(passage: Passage, rule: Rule, match: re.Match[str], today: date) -> _Found | None:
    parts, fields = match.groupdict(), rule.fields
    try:
        if year := parts.get("year"):
            first, last = date(int(year), 1, 1), date(int(year), 12, 31)
        elif count := parts.get("count") or parts.get("count2"):
            first, last = today, _later(today, number(count), parts.get("unit") or parts["unit2"])
        else:
            first, last = _relative(fields, today)
    except (ValueError, OverflowError, KeyError):
        return None
    one = _Found(match.start(), match.end(), first, last)
    if side := fields.get("open"):
        return replace(one, first=None) if side == "before" else replace(one, last=None)
    return _with_tail(passage, one)


def _relative(fields: Mapping[str, Any], today: date) -> tuple[date, date]:
    unit, shift = fields["unit"], fields["shift"]
    if unit == "day":
        return (day := today + shift * _DAY), day
    if unit == "week":
        monday = today + timedelta(days=7 * shift - today.weekday())
        return monday, monday + 6 * _DAY
    size = _MONTHS[unit]
    begin = _month(today.replace(day=1), size * shift - (today.month - 1) % size)
    return begin, _month(begin, size) - _DAY


def _later(today: date, count: int, unit: str) -> date:
    if unit in _MONTHS:
        return _month(today, count * _MONTHS[unit])
    return today + timedelta(days=count * (7 if unit in _WEEKS else 1))


def _month(day: date, months: int) -> date:
    """The day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- what stands behind a date, and dates that belong together ------------------------------------------------


def _with_tail(passage: Passage, one: _Found) -> _Found:
    tail = _tail().match(passage.open, one.end)
    if not tail or tail.end() == one.end or one.first is None or one.last is None:
        return one
    found = replace(one, end=tail.end(), first=one.last if tail["end"] else one.first)
    if tail["before"]:
        return replace(found, first=None, note=None if tail["end"] or one.first == one.last else _LOOSE)
    if tail["after"]:
        return replace(found, first=one.last + _DAY if one.last < date.max else one.last, last=None)
    return replace(found, last=None) if tail["since"] else found


def _merged(passage: Passage, found: list[_Found]) -> Iterator[_Found]:
    """Dates joined by 和 or 到 as one span of time; of others each for itself."""
    waiting: _Found | None = None
    for one in found:
        joined = waiting and _joined().fullmatch(passage.open, waiting.end, one.start)
        if waiting and joined:
            waiting = _both(waiting, one)
            continue
        if waiting:
            yield waiting
        waiting = one
    if waiting:
        yield waiting


def _both(one: _Found, other: _Found) -> _Found:
    """From the first to the last day of both: 2019年和2020年, 2019年之后2020年底前."""
    firsts, lasts = (one.first, other.first), (one.last, other.last)
    first = one.first if other.first is None else min(firsts, key=lambda day: day or date.min)
    last = other.last if one.last is None else max(lasts, key=lambda day: day or date.max)
    return _Found(one.start, other.end, first, last, one.note or other.note)


@cache
def _tail() -> re.Pattern[str]:
    return rulebook("ask").compile("$tail")


@cache
def _joined() -> re.Pattern[str]:
    return rulebook("ask").compile("$joined")
