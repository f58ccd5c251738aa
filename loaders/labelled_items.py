"""Numbered lines that only say who answers, until when or for what (1.责任单位:… 2.整改目标:… 3.整改措施:…).

They are no measures: what they say holds for the measures beside them, those of the same problem.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from loaders.recognise.clauses import Clause, clauses, column_clause
from loaders.rulebook import rulebook
from loaders.scope import Duty
from loaders.subheadings import is_calendar

_EDGES = "。;, \n"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Folded:
    """The duties that are left, with what the labelled items say; ``aims`` are the spans of those that state aims."""

    duties: tuple[Duty, ...]
    aims: tuple[tuple[int, int], ...]


def folded(chars: str, duties: Sequence[Duty]) -> Folded:
    """The duties without labelled items, where an item of the same parent remains that they speak of."""
    told: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties:
        if _label().fullmatch(_opening(chars, duty)) or (duty.above and _is_labelled(chars, duty)):
            told[duty.above[-1].start if duty.above else _ROOT].append(duty)
    spoken = {parent for duty in duties for parent in _parents(duty) & told.keys() if duty not in told[parent]}
    gone = {duty.start for parent in spoken for duty in told[parent]}
    kept = tuple(_with(chars, duty, told) for duty in duties if duty.start not in gone)
    aims = (_aim(chars, duty) for parent in spoken for duty in told[parent])
    return Folded(kept, tuple(sorted(aim for aim in aims if aim)))


def _parents(duty: Duty) -> set[int]:
    return {item.start for item in duty.above} | {_ROOT}


_ROOT = -1  # of sections: 五、责任单位 answers for all of the paper


@cache
def _begins() -> re.Pattern[str]:
    """How a labelled item begins: 责任单位:…, 【整改时限】…, or with a heading that is a label (责任分工。甲局牵头)."""
    return rulebook("clauses").compile(r"[【\[(〔]?[一-鿿]{2,12}[:】\])〕]|$label[。\n]")


@cache
def _label() -> re.Pattern[str]:
    """A heading that is nothing but a label of those who answer: 责任单位, 牵头单位."""
    return rulebook("clauses").compile("$label")


def _is_labelled(chars: str, duty: Duty) -> bool:
    """Whether an item is nothing but labelled lists, times or aims."""
    if is_calendar(duty.heading):
        return True
    if duty.end - duty.text_start > _LONGEST or duty.heading or not _begins().match(chars, duty.text_start, duty.end):
        return False
    if _aim(chars, duty):
        return True
    rest, place = "", duty.text_start
    for clause in clauses(chars, duty.text_start, duty.end):
        rest, place = rest + chars[place : clause.start], clause.end
    rest = (rest + chars[place : duty.end]).strip(_EDGES)
    return place > duty.text_start and (not rest or _label().fullmatch(rest) is not None)


def _aim(chars: str, duty: Duty) -> tuple[int, int] | None:
    found = _aim_line().match(chars, duty.text_start, duty.end)
    return found.span("aim") if found else None


@cache
def _aim_line() -> re.Pattern[str]:
    return rulebook("outline").compile("$aim_line")


def _with(chars: str, duty: Duty, told: dict[int, list[Duty]]) -> Duty:
    """The duty with the lists and the times that the labelled items beside it or beside those above it state."""
    beside = [one for parent in sorted(_parents(duty) & told.keys()) for one in told[parent]]
    stated: list[Clause] = [clause for one in beside for clause in _stated(chars, one)]
    if not stated:
        return duty
    speaking = tuple(clause for clause in stated if clause.shares)
    times = tuple((clause.start, clause.end) for clause in stated if not clause.shares)
    return replace(duty, columns=(*duty.columns, *speaking), times=(*duty.times, *times))


def _stated(chars: str, told: Duty) -> tuple[Clause, ...]:
    """The clauses of a labelled item; under a heading that is a label, its text is the list."""
    if is_calendar(told.heading):
        return (Clause(told.text_start, told.end, "clauses/column", ()),)
    found = clauses(chars, told.text_start, told.end)
    headed = not found and _label().fullmatch(told.heading)
    return (column_clause(chars, told.text_start, told.end, told.heading),) if headed else found


def _opening(chars: str, duty: Duty) -> str:
    """The heading of an item, or the line that would be one over anything but labels."""
    return duty.heading or chars[duty.text_start : duty.end].partition("\n")[0]
