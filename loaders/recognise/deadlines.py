"""Deadlines (时限): the dates in a passage by, from or during which something has to be done.

Not every date is one. A date binds by its own wording (底前, 到…), under a label (完成时限:) or because an action
follows it at the head of a clause; baselines (比2015年), past events and years inside names are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from graph.model import DeadlineKind, Precision
from loaders.recognise.calendar_dates import Period, Printed, number, plan_years
from loaders.recognise.deadline_context import Force, force, is_bracketed, recurs
from loaders.recognise.shapes import Shape, shapes
from loaders.rulebook import rulebook
from loaders.text import Doubt

_MESSAGES = {
    "deadline-without-year": "未写年份,文件年份也不明,未作时限",
    "deadline-vague": "没有确定的日期,未作时限",
    "deadline-open": "没有限定日期,未作时限",
    "deadline-past": "早于文件数年,未作时限",
    "deadline-impossible": "日期不存在或起止颠倒,未作时限",
    "deadline-before": "“某年(月)前”按该期最后一日理解",
}


@dataclass(frozen=True, slots=True)
class DeadlineMention:
    """A printed date that binds: the period it names and how it binds."""

    start: int
    end: int
    rule: str
    kind: DeadlineKind
    earliest: date
    latest: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class _Carried:
    """A year that later dates of the passage share (2021年6月底前…,9月底前…), and where it was printed."""

    year: int
    end: int


def deadlines(passage: str, reference: date | None) -> tuple[tuple[DeadlineMention, ...], tuple[Doubt, ...]]:
    """The deadlines of a passage in printed order, and what is doubtful about its dates.

    ``reference`` is the day that the document is of: 年底前 is the end of its year; without it such a date is a doubt.

    >>> [(mention.rule, mention.latest.isoformat()) for mention in deadlines("2018年底前完成排查", None)[0]]
    [('deadlines/year-end', '2018-12-31')]
    """
    mentions: list[DeadlineMention] = []
    doubts: list[Doubt] = []
    for shape, binding, year in _dated(passage, reference):
        mention, codes = _read(shape, binding, year, reference)
        mentions += [mention] if mention else []
        doubts += [Doubt(shape.start, shape.end, code, _MESSAGES[code]) for code in codes]
    return tuple(mentions), tuple(doubts)


@cache
def _joint() -> re.Pattern[str]:
    return rulebook("deadlines").compile("$joint")


def _groups(passage: str) -> Iterator[tuple[Shape, ...]]:
    """Dates that are coordinated (2018年、2019年和2020年底前) bind as one."""
    group: tuple[Shape, ...] = ()
    for shape in shapes(passage, "deadlines"):
        if group and not _joint().fullmatch(passage, group[-1].end, shape.start):
            yield group
            group = ()
        group = (*group, shape)
    if group:
        yield group


def _dated(passage: str, reference: date | None) -> Iterator[tuple[Shape, Force, int | None]]:
    """The dates that bind, each with its year: its own, one carried over from a date before it, or the reference's."""
    carried: _Carried | None = None
    for dates, following in pairwise([*_groups(passage), ()]):
        binding = _force(passage, dates)
        for shape in dates if binding else ():
            year = _year(passage, shape, carried, reference)
            if _has_year(shape):
                carried = _carried(shape, year) or carried
            elif _is_yearly(passage, shape) or (
                binding is not Force.LABEL and recurs(passage, carried.end if carried else 0, shape.start)
            ):
                continue
            if binding and not _opens(passage, shape, following):
                yield shape, binding, year


def _is_yearly(passage: str, shape: Shape) -> bool:
    """Whether a date comes again each year: 每6月底前, 年度工作情况于次年1月底前."""
    if "following" in shape.parts and _OF_YEAR.search(passage, max(0, shape.start - 20), shape.start):
        return True
    return _EACH.search(passage, max(0, shape.start - 2), shape.start) is not None


_EACH = re.compile("每年?$")
_OF_YEAR = re.compile(r"年度(?!的)[^,。;\n]*$")


def _is_marked(shape: Shape) -> bool:
    return "marked" in shape.rule.fields or "by" in shape.parts


def _has_year(shape: Shape) -> bool:
    return "year" in shape.parts or "plan" in shape.parts


def _is_whole_year(shape: Shape) -> bool:
    return not shape.parts.keys() & {"month", "quarter", "half"}


def _force(passage: str, dates: tuple[Shape, ...]) -> Force | None:
    first, last = dates[0], dates[-1]
    marked = any(_is_marked(shape) for shape in dates)
    binding = force(passage, first.start, last.end, marked=marked, to_the_day="day" in first.parts)
    if "labelled" in first.rule.fields and binding is not Force.LABEL and not marked:
        return None
    if binding is None and "bracketed" in first.rule.fields and is_bracketed(passage, first.start, last.end):
        return Force.ACTION
    return binding


def _carried(shape: Shape, year: int | None) -> _Carried | None:
    """The year of a date that later dates may share: one within a year, or a year that opens a sentence."""
    if year is None or (_is_whole_year(shape) and shape.rule.name != "year"):
        return None
    return _Carried(year, shape.end)


def _opens(passage: str, shape: Shape, following: tuple[Shape, ...]) -> bool:
    """Whether a year only opens the dates that come next (2021年,6月底前…)."""
    if shape.rule.name != "year" or not following or _has_year(following[0]):
        return False
    return passage[shape.end : following[0].start] == ","


def _year(passage: str, shape: Shape, carried: _Carried | None, reference: date | None) -> int | None:
    parts = shape.parts
    if "year" in parts:
        return number(parts["year"])
    if "plan" in parts:
        return plan_years(10 + number(parts["plan"]))[1]
    this_year = reference.year if reference else None
    if "next" in parts:
        return this_year + 1 if this_year else None
    if carried and not _is_own_year(passage, shape, carried):
        return carried.year + ("following" in parts)
    return this_year + ("following" in parts) if this_year else None


def _is_own_year(passage: str, shape: Shape, carried: _Carried) -> bool:
    """Whether a date (今年, 年底前 in a new sentence) is of the document's own year, whatever year stood before."""
    if "this" in shape.parts or "this_month" in shape.rule.fields:
        return True
    return _is_whole_year(shape) and any(mark in passage[carried.end : shape.start] for mark in "。\n")


def _read(
    shape: Shape, binding: Force, year: int | None, reference: date | None
) -> tuple[DeadlineMention | None, tuple[str, ...]]:
    """The mention that a date is, if any, and the codes of what is doubtful about it."""
    fields = shape.rule.fields
    if "doubt" in fields:
        return None, (fields["doubt"],)
    if year is None:
        return None, ("deadline-without-year",)
    try:
        period = period_of(shape, year, reference)
    except ValueError:
        return None, ("deadline-impossible",)
    kind = DeadlineKind(fields["kind"])
    if reference and period.latest.year < reference.year - 1 and binding is not Force.ACTION:
        return None, () if kind is DeadlineKind.FROM else ("deadline-past",)
    if _is_over(shape, binding, period, reference):
        return None, ()
    mention = DeadlineMention(
        shape.start, shape.end, f"deadlines/{shape.rule.name}", kind, period.earliest, period.latest, period.precision
    )
    return mention, (fields["note"],) if "loose" in shape.parts else ()


def _is_over(shape: Shape, binding: Force, period: Period, reference: date | None) -> bool:
    """Whether a date, having no deadline's wording, lies before the document and so tells history."""
    if "future" in shape.rule.fields:
        return reference is None or period.latest < reference
    if reference is None:
        return False
    if shape.rule.fields["kind"] == "from":
        return period.latest.year < reference.year
    return period.latest < reference and (binding is Force.ACTION or _is_soft(shape, binding))


def _is_soft(shape: Shape, binding: Force) -> bool:
    return "soft" in shape.rule.fields and binding is Force.WORDING and not shape.parts.keys() & {"to", "by"}


def period_of(shape: Shape, year: int, reference: date | None) -> Period:
    """The period that a date names; ValueError where there is no such period."""
    parts, fields = shape.parts, shape.rule.fields
    if "this_month" in fields and reference:
        return Printed(month=str(reference.month)).of(year)
    if "whole_plan" in fields:
        return Printed().of(year - 4).through(Printed().of(year))
    first = Printed(*(parts.get(name) for name in ("half", "quarter", "month", "third", "day"))).of(year)
    if fields["kind"] == "from":
        return Period(first.earliest, first.earliest, first.precision)
    return _through(first, parts, year) if "span" in fields else first


def _through(first: Period, parts: dict[str, str], year: int) -> Period:
    last_year = number(parts["year2"]) if "year2" in parts else year + ("following2" in parts)
    month = parts.get("month2") or (parts["month"] if "day2" in parts else None)
    last = Printed(month=month, third=parts.get("third2"), day=parts.get("day2")).of(last_year)
    if last.latest < first.earliest:
        raise ValueError("the span ends before it begins")
    return first.through(last)
