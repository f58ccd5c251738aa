"""Horizons (目标年限): the day each target of a passage is due, by the deadline that governs it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from graph.model import DeadlineKind


class Placed(Protocol):
    """Whatever stands in a passage, half open: a target."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


class Dated(Placed, Protocol):
    """A deadline found in a passage."""

    @property
    def kind(self) -> DeadlineKind:
        """How it binds."""

    @property
    def latest(self) -> date:
        """The last day of what is printed."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """``number`` counts the sentences of a passage, ``start`` is where it begins."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class _Governed:
    """A date and the last sentence whose targets it governs."""

    sentence: int
    due: date


_STOP = re.compile(r"[。!?\n]")
_PAUSE = re.compile(r"[,;:]")
# A list goes on: its head ends in a colon, or the next paragraph begins with a dash or a bullet.
_LIST = re.compile(r":\n|\n(?=[—\-–·●•○◆■▪*])")


def due_dates(
    passage: str, targets: Sequence[Placed], deadlines: Sequence[Dated], carry: bool = False
) -> tuple[date | None, ...]:
    """The day each target is due, None where the passage sets no day for it.

    The last deadline printed before a target in its sentence governs, or the one in brackets behind it. It carries on
    where the next sentence opens with a target. With ``carry`` (a plan's objectives) it governs up to the next
    deadline, through the paragraph and through a list that follows it.
    """
    if not targets:
        return ()
    binding = sorted((mark for mark in deadlines if mark.kind is not DeadlineKind.FROM), key=lambda mark: mark.start)
    starts = [0, *[stop.end() for stop in _STOP.finditer(passage)]]
    dues: list[date | None] = []
    governed: _Governed | None = None
    for target in targets:
        sentence = _sentence(starts, target.end - 1)
        due = _own(passage, target, sentence, binding)
        if not due and carry:
            due = _standing(passage, target, binding)
        elif not due and governed and _carries_on(passage, target, sentence, governed):
            due = governed.due
        governed = _Governed(sentence.number, due) if due else governed
        dues.append(due)
    return tuple(_paired(targets, dues, starts, binding))


def _paired(
    targets: Sequence[Placed], dues: Sequence[date | None], starts: list[int], binding: Sequence[Dated]
) -> Iterator[date | None]:
    """The days, those of a coordination of figures paired with as many dates: 2022年、2023年分别达到60%、80%."""
    place = 0
    while place < len(targets):
        alike = [other for other in targets[place : place + _MOST] if _span(other) == _span(targets[place])]
        sentence = _sentence(starts, targets[place].end - 1)
        before = [mark for mark in binding if sentence.start <= mark.start < targets[place].end] if alike[1:] else []
        dates = before[-len(alike) :]
        listed = all(second.start - first.end <= 1 for first, second in pairwise(dates))
        paired = len(alike) > 1 and len(dates) == len(alike) and listed
        yield from (mark.latest for mark in dates) if paired else dues[place : place + len(alike)]
        place += len(alike)


_MOST = 12  # figures of one coordination


def _span(target: Placed) -> tuple[int, int]:
    return target.start, target.end


def _sentence(starts: list[int], place: int) -> _Sentence:
    number = bisect_right(starts, place) - 1
    return _Sentence(number, starts[number])


def _own(passage: str, target: Placed, sentence: _Sentence, binding: Sequence[Dated]) -> date | None:
    before = [mark for mark in binding if sentence.start <= mark.start < target.end]
    if before:
        return None if _is_past(passage, before[-1], target) else before[-1].latest
    behind = (mark for mark in binding if mark.start == target.end + 1 and passage[target.end] == "(")
    return next((mark.latest for mark in behind), None)


def _is_past(passage: str, mark: Dated, target: Placed) -> bool:
    """Whether a semicolon ends what a date governs: a span (4—6月…;), or any day before what a year has (;全年…)."""
    apart = passage.rfind(";", mark.end, target.start)
    return apart >= 0 and (mark.kind is DeadlineKind.DURING or passage.startswith(_OF_YEAR, apart + 1))


_OF_YEAR = ("全年", "每年", "年度")


def _standing(passage: str, target: Placed, binding: Sequence[Dated]) -> date | None:
    """The last deadline before, unless a paragraph that opens no list ends between."""
    before = [mark for mark in binding if mark.start < target.end]
    if not before:
        return None
    between = passage[before[-1].end : target.start]
    return before[-1].latest if between.count("\n") == len(_LIST.findall(between)) else None


def _carries_on(passage: str, target: Placed, sentence: _Sentence, governed: _Governed) -> bool:
    if sentence.number == governed.sentence:
        return True
    follows = sentence.number == governed.sentence + 1 and passage[sentence.start - 1] != "\n"
    return follows and not _PAUSE.search(passage, sentence.start, target.start)
