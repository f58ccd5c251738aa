"""Facts (进展数据): the figures that a progress report states of what was done, each with what it counts."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from loaders.recognise.calendar_dates import Printed
from loaders.recognise.figures import Figure, Kind, figures
from loaders.rulebook import Rule, rulebook

_BREAK = re.compile(r"[,;:。!?\n()①-⑳]|(?m:^)\d{1,2}[.、](?!\d)")
_STOP = re.compile(r"[。!?\n]")
_NAMED = re.compile(r"“[^”\n]*”|《[^》\n]*》")
_ORDINAL = re.compile(r"第(?:\d+[、和至—-])*\Z")  # 第17、18件 are those, not so many
_SHORT_BRACKETS = re.compile(r"(?<=[^\n])\([^()\d]{1,8}\)")  # not the number that a line begins with


@dataclass(frozen=True, slots=True)
class FactMention:
    """One stated figure: ``subject`` is what it counts or measures, ``as_of`` the day up to which it holds."""

    start: int
    end: int
    rule: str
    subject: str
    value: Decimal
    unit: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words around one figure, from the mark or figure before to the mark or figure behind."""

    figure: Figure
    start: int
    masked: str


def facts(passage: str, reference: date | None = None) -> tuple[FactMention, ...]:
    """The figures of a paragraph that tells what was done, in printed order; names, thresholds and plans are none.

    A day whose year is not printed is the last one up to the day of ``reference``.

    >>> [(fact.subject, fact.value, fact.unit) for fact in facts("截至2021年底,已拆除违建12处,立案9起。")]
    [('拆除违建', Decimal('12'), '处'), ('立案', Decimal('9'), '起')]
    """
    text = _SHORT_BRACKETS.sub(lambda match: "_" * len(match.group()), passage)
    stated = _stated(text)
    found: list[FactMention] = []
    whole: FactMention | None = None
    for number in range(len(stated)):
        piece = _piece(text, stated, number, found[-1].end if found else 0)
        if _is_stated(piece):
            near = whole if whole and not _STOP.search(passage, whole.end, piece.start) else None
            fact, whole = _fact(passage, piece, near, reference)
            found += [fact] if fact else []
    return tuple(found)


def _stated(text: str) -> tuple[Figure, ...]:
    """The figures outside names: “4+1”, 《…三年…》."""
    named = [match.span() for match in _NAMED.finditer(text)]
    return tuple(figure for figure in figures(text) if not any(a < figure.start < b for a, b in named))


def _piece(text: str, stated: tuple[Figure, ...], number: int, told: int) -> _Piece:
    """What is printed with a figure and not yet told: up to marks, and to 、 where other figures stand beside it."""
    figure, last = stated[number], number + 1 == len(stated)
    before = stated[number - 1].end if number else 0
    start = max([before, told, *(mark.end() for mark in _BREAK.finditer(text, before, figure.start))])
    listed = text.find("、", start, figure.start) if start in (before, told) and number else -1
    start = max(start, listed + 1)
    after = len(text) if last else stated[number + 1].start
    mark = _BREAK.search(text, figure.end, after)
    end = mark.start() if mark else after
    listed = text.find("、", figure.end, end) if not mark and not last else -1
    end = listed if listed >= 0 else end
    masked = text[start : figure.start] + "＃" * (figure.end - figure.start) + text[figure.end : end]
    return _Piece(figure, start, masked)


def _is_stated(piece: _Piece) -> bool:
    """Whether a figure says what is: no threshold (5万元以上的), no aim, no custom (每月1次), no mere duration."""
    figure = piece.figure
    place = figure.start - piece.start
    before = piece.masked[:place]
    behind = place + figure.end - figure.start
    if _pattern("$threshold|$planned").match(piece.masked, behind) or _pattern("$ahead").search(before):
        return False
    if (figure.unit in _occasions() and "每" in before) or _ORDINAL.search(before):
        return False
    return figure.kind is not Kind.TIME or _pattern("$rate").search(before) is not None


def _fact(
    passage: str, piece: _Piece, near: FactMention | None, reference: date | None
) -> tuple[FactMention | None, FactMention | None]:
    """The fact of a figure by the first rule that fits, and the fact that a next one may be a part of."""
    for rule in rulebook("facts").rules:
        joins = rule.fields.get("joins")
        alike = near is not None and (joins == "same" or near.unit == piece.figure.unit)
        match = rule.pattern.match(piece.masked) if alike or not joins else None
        if match:
            fact = _mention(passage, piece, rule, match, near if joins else None)
            fact = replace(fact, as_of=_as_of(passage, piece.figure.start, reference)) if fact else None
            return fact, near if joins or _holds(near, fact) else fact
    return None, near


def _holds(near: FactMention | None, fact: FactMention | None) -> bool:
    """Whether later parts are parts of the fact before rather than of this one: 立案20宗,结案12宗,正在办理8宗."""
    return fact is None or (near is not None and near.unit == fact.unit and near.value >= fact.value)


def _mention(
    passage: str, piece: _Piece, rule: Rule, match: re.Match[str], near: FactMention | None
) -> FactMention | None:
    figure, groups = piece.figure, match.re.groupindex
    after = match["after"] if "after" in groups else ""
    start, stop = match.span("before") if match["before"] else (0, 0)
    if not near:
        start, stop = _trim(piece.masked, start, stop, closing=not after)
    stop = match.end("verb") if "verb" in groups else stop
    place = piece.start + start if start < stop else figure.start
    words = passage[place : piece.start + stop] + passage[figure.end : figure.end + len(after)]
    joint = {"part": "中", "same": ""}.get(rule.fields.get("joins", ""), "")
    subject = f"{near.subject.removesuffix(joint)}{joint}{words}" if near else words
    if not subject.strip("和与及、"):
        return None
    return FactMention(place, figure.end + len(after), f"facts/{rule.name}", subject, figure.value, figure.unit, None)


def _trim(text: str, start: int, end: int, *, closing: bool) -> tuple[int, int]:
    opening = _pattern("$finding$opening*+").match(text, start, end)
    start = opening.end() if opening else start
    ending = _pattern("$closing+$$").search(text, start, end) if closing else None
    return start, ending.start() if ending else end


def _as_of(passage: str, place: int, reference: date | None) -> date | None:
    """The day of 截至2020年8月底 printed before a figure in its sentence."""
    sentence = max(passage.rfind(stop, 0, place) for stop in "。!?\n") + 1
    printed = [*_pattern("$as_of").finditer(passage, sentence, place)]
    if not printed:
        return None
    parts = printed[-1].groupdict()
    day = Printed(month=parts["month"], third=parts["third"], day=parts["day"])
    try:
        if parts["year"] or reference is None:
            return day.of(int(parts["year"])).latest if parts["year"] else None
        latest = day.of(reference.year).latest
        return latest if latest <= reference else day.of(reference.year - 1).latest
    except ValueError:  # no such day
        return None


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("facts").compile(wording)


@cache
def _occasions() -> frozenset[str]:
    return frozenset(rulebook("facts").words["occasion"])
