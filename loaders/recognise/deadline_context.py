"""What stands around a printed date: whether it binds as a deadline, and by what."""

import re
from enum import StrEnum
from functools import cache

from loaders.rulebook import rulebook

_CLAUSE_END = re.compile(r"[,;。:\n]")
_SENTENCE = 400  # characters of a sentence that are looked at
_SENTENCE_END = re.compile(r"[;。\n]")


class Force(StrEnum):
    """By what a date binds."""

    LABEL = "label"  # 完成时限: stands before it
    WORDING = "wording"  # its own wording: 底, 前, 到
    ACTION = "action"  # what is to be done follows it


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("deadlines").compile(wording)


def force(passage: str, start: int, end: int, *, marked: bool, to_the_day: bool) -> Force | None:
    """By what the date from ``start`` to ``end`` binds, None where it is no deadline.

    ``marked`` says that the date's own wording is a deadline's, ``to_the_day`` that a day is printed.
    """
    if is_labelled(passage, start):
        return Force.LABEL
    if _unbound(passage, start, end) or _told(passage, end, whole=not marked, to_the_day=to_the_day):
        return None
    if marked:
        return Force.WORDING
    return Force.ACTION if _acts(passage, start, end) else None


def is_labelled(passage: str, start: int) -> bool:
    """Whether a label of dates (整改时限:) stands before a place, in the same sentence.

    >>> is_labelled("整改时限:立行立改,2018年6月", 10)
    True
    """
    begin = max(0, start - 56)
    return bool(
        _pattern("$label_sign").search(passage, begin, start) and _pattern("$label").search(passage, begin, start)
    )


def is_bracketed(passage: str, start: int, end: int) -> bool:
    """Whether a span stands alone in brackets.

    >>> is_bracketed("(一)全面排查(5月至6月)", 8, 13)
    True
    """
    return passage[start - 1 : start] == "(" and passage[end : end + 1] == ")"


def recurs(passage: str, since: int, start: int) -> bool:
    """Whether a date without a year stands under a recurrence (每年12月底前) begun after ``since``.

    >>> recurs("每年3月底前和9月底前公布", 0, 7)
    True
    """
    since = max(since, start - _SENTENCE)
    sentence = max(*(passage.rfind(stop, since, start) for stop in "。;\n"), since - 1) + 1
    return (
        _pattern("$recurring").search(passage, sentence, start) is not None
        or _pattern("$each").search(passage, max(sentence, start - 8), start) is not None
    )


def _unbound(passage: str, start: int, end: int) -> bool:
    return (
        _pattern("$unbound_before").search(passage, max(0, start - 4), start) is not None
        or _pattern("$unbound_after").match(passage, end) is not None
        or _pattern("$attribute").match(passage, end) is not None
    )


def _told(passage: str, end: int, *, whole: bool, to_the_day: bool) -> bool:
    """Whether the sentence (or, not ``whole``, the clause) tells what was done."""
    begin = end + 1 if passage[end : end + 1] == "," else end
    stop = _stop(_SENTENCE_END if whole else _CLAUSE_END, passage, begin)
    if _pattern("$told").search(passage, begin, stop):
        return True
    return whole and to_the_day and _pattern("$narrated").search(passage, begin, stop) is not None


def _acts(passage: str, start: int, end: int) -> bool:
    """Whether an action to be done follows the date."""
    initial = start == 0 or _pattern("$initial").search(passage, max(0, start - 3), start) is not None
    if direct := _pattern("$direct").match(passage, end):
        if direct["work"]:
            return initial and not _pattern("$nominal").match(passage, direct.start("work"))
        return initial or direct["move"] is None
    if not initial:
        return False
    if passage[end : end + 1] == ",":
        return _pattern("$deed").search(passage, end + 1, _stop(_SENTENCE_END, passage, end + 1)) is not None
    if _pattern("$object").match(passage, end):
        return True
    subject = _pattern("$subject").match(passage, end)
    return subject is not None and not _pattern("$plan_name").search(passage, end, subject.end())


def _stop(ending: re.Pattern[str], passage: str, begin: int) -> int:
    found = ending.search(passage, begin, begin + _SENTENCE)
    return found.start() if found else min(begin + _SENTENCE, len(passage))
