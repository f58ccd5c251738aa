"""Recurrences (频次): what is to be done every year, quarter, month …, and how often at least.

A unit of time alone is none (每人每月300元, 每年的世界水日): an action or a number of times must go with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.recognise.calendar_dates import number
from loaders.recognise.shapes import Shape, shapes
from loaders.rulebook import rulebook

_JOINTS = "、和及与"
_DURATION = re.compile(r"P(\d+)([YMWD])")


@dataclass(frozen=True, slots=True)
class RecurrenceMention:
    """An action to be repeated: ``every`` is an ISO 8601 duration, ``actor`` the body printed right before it."""

    start: int
    end: int
    rule: str
    every: str
    at_least: int | None
    actor: str | None
    first_day: int | None
    last_day: int | None


def recurrences(passage: str) -> tuple[RecurrenceMention, ...]:
    """The recurrences of a passage in printed order; coordinated ones (每季度、每半年研究一次) one by one.

    >>> [(mention.every, mention.at_least) for mention in recurrences("市政府每2个月研究部署不少于1次")]
    [('P2M', 1)]
    """
    return tuple(_mentions(passage))


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("recurrences").compile(wording)


@cache
def _actions() -> frozenset[str]:
    return frozenset(rulebook("recurrences").words["actions"])


def _mentions(passage: str) -> Iterator[RecurrenceMention]:
    actor_from = 0
    found = tuple(shapes(passage, "recurrences"))
    for shape, limit in zip(found, [*(following.start for following in found[1:]), len(passage)], strict=False):
        end = shape.end if "plain" in shape.rule.fields else _end(passage, shape, limit)
        if end is not None:
            yield _mention(passage, shape, end, actor_from)
            actor_from = shape.end


def _mention(passage: str, shape: Shape, end: int, actor_from: int) -> RecurrenceMention:
    parts = shape.parts
    first = parts.get("first") or parts.get("on")
    last = parts.get("last") or parts.get("by") or first
    at_least = parts.get("times") or _times(passage, shape.start, end)
    return RecurrenceMention(
        shape.start,
        end,
        f"recurrences/{shape.rule.name}",
        _every(parts),
        number(at_least) if at_least else None,
        _actor(passage, actor_from, shape.start),
        int(first) if first else None,
        int(last) if last else None,
    )


def _every(parts: dict[str, str]) -> str:
    """The duration that the group of the unit is named after, times the printed count."""
    size, unit = next(found.groups() for name in parts if (found := _DURATION.fullmatch(name)))
    return f"P{int(size) * number(parts.get('count', '1'))}{unit}"


def _end(passage: str, shape: Shape, limit: int) -> int | None:
    """Where the action of a recurrence ends, None where there is no action to repeat."""
    if _pattern("$rate_before").search(passage, max(0, shape.start - 6), shape.start):
        return None
    if _pattern("$rate_after").match(passage, shape.end):
        return None
    end = _action_end(passage, shape.end, limit)
    if end is None or _pattern("$at_most").search(passage, shape.end, end):
        return None
    more = _pattern("$more_times").match(passage, end)
    return more.end() if more else end


def _action_end(passage: str, begin: int, limit: int) -> int | None:
    """The end of the clause that holds the action; a clause that only dates it (每年3月底前,) hands on to the next."""
    end = _clause_end(passage, begin)
    if limit < end and passage[begin] not in _JOINTS and _acts(passage, begin, limit):
        return _before_next(passage, begin, limit)
    if _acts(passage, begin, end):
        return end
    if not _pattern("$adverbial").fullmatch(passage, begin, end):
        return None
    while passage[end : end + 1] == ",":
        begin, end = end + 1, _clause_end(passage, end + 1)
        if _acts(passage, begin, end):
            return end
    return None


def _before_next(passage: str, begin: int, limit: int) -> int:
    """The end of what comes before the next recurrence, without the actor of that one."""
    joint = passage.rfind("、", begin, limit)
    if joint > begin and not _acts(passage, joint, limit):
        return joint
    return begin + len(passage[begin:limit].rstrip(_JOINTS))


def _clause_end(passage: str, begin: int) -> int:
    found = _pattern("$clause").match(passage, begin)
    return found.end() if found else begin


def _acts(passage: str, begin: int, end: int) -> bool:
    """Whether a stretch names an action or a number of times; an action that only describes (每年开展的…) is none."""
    actions = _actions()
    for place in range(begin, end - 1):
        if passage[place : place + 2] in actions:
            return passage[place + 2 : place + 3] != "的"
    return _pattern("$times").search(passage, begin, end) is not None


def _times(passage: str, begin: int, end: int) -> str | None:
    found = _pattern("$times").search(passage, begin, end)
    return found["times"] if found else None


def _actor(passage: str, since: int, start: int) -> str | None:
    """The body named right before a recurrence, in its clause."""
    begin = max(since, start - 48, *(passage.rfind(mark, since, start) + 1 for mark in ",;。:\n"))
    found = _pattern("$actor").fullmatch(passage, begin, start)
    return found["actor"] if found else None
