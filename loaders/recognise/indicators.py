"""Indicators (指标): the noun phrase of a target without its verb, and coordinations of them told apart."""

import re
from functools import cache

from loaders.rulebook import rulebook


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The noun phrase within a span: without dates, aims (力争, 确保) and joints before it and adverbs behind it.

    >>> trim("力争到2030年全市绿化率稳定", 0, 15)
    (8, 13)
    """
    if start >= end:
        return start, end
    restart = _pattern(".*$restart").match(text, start, end)
    start = restart.end() if restart else start
    opening = _pattern("(?:$opening|$achieving)*+(?:$doing(?=..))?").match(text, start, end)
    start = opening.end() if opening else start
    closing = _pattern("$closing+$$").search(text, start, end)
    return start, closing.start() if closing else end


def distribute(subject: str, count: int) -> tuple[str, ...]:
    """The ``count`` indicators of a coordination, each with what is printed once for all; () where they do not pair.

    >>> distribute("总氮、总磷排放量", 2)
    ('总氮排放量', '总磷排放量')
    >>> distribute("县城和设市城市燃气普及率", 2)
    ('县城燃气普及率', '设市城市燃气普及率')
    """
    parts = _split(subject, count)
    if not parts:
        return ()
    last = parts[-1]
    heads = [head for part in parts[:-1] if (head := _head(part, last)) is not None]
    if len(heads) < len(parts) - 1:
        return ()
    full = [part + head for part, head in zip(parts, heads, strict=False)] + [last]
    front = _whole_area().match(full[0])
    whole = front.group() if front and not any(_whole_area().match(part) for part in full[1:]) else ""
    return (full[0], *(whole + part for part in full[1:]))


def is_measure(phrase: str) -> bool:
    """Whether a noun phrase ends in a measure (率, 比例, 面积 …)."""
    return _pattern(r"$measure(?:\([^()]*\))?$$").search(phrase) is not None


def is_area(phrase: str) -> bool:
    """Whether a phrase of a frame is an area and nothing else (东部地区, 县城)."""
    return _area().fullmatch(phrase) is not None


def _split(subject: str, count: int) -> tuple[str, ...]:
    for joints in (_pattern("、"), _pattern("$joints")):
        parts = _outside_brackets(subject, joints)
        if len(parts) == count and all(parts):
            return parts
    return ()


def _outside_brackets(text: str, joints: re.Pattern[str]) -> tuple[str, ...]:
    sheltered = re.sub(r"\([^()]*\)", lambda bracket: "_" * len(bracket.group()), text)
    ends = [joint.span() for joint in joints.finditer(sheltered)]
    starts = [0, *(end for _, end in ends)]
    return tuple(text[start:end] for start, end in zip(starts, [*(begin for begin, _ in ends), len(text)], strict=True))


def _head(part: str, last: str) -> str | None:
    """What ``last`` prints for ``part`` too: 排放量 for 总氮 in 总氮、总磷排放量; nothing where that is complete."""
    area = _area().match(last) if is_area(part) else None
    if area:
        return last[area.end() :]
    if (is_measure(part) and not part.endswith("需氧量")) or part[-2:] == last[-2:]:
        return ""
    alike = last.find(part[-1], 1, len(part) + 4)
    if 0 < alike < len(last) - 2:
        return last[alike + 1 :]
    head = _pattern("$head$$").search(last)
    return head.group() if head else None


@cache
def _whole_area() -> re.Pattern[str]:
    return _pattern("全[国省市县区州旗](?:$no_figure{1,4}?业)?")


@cache
def _area() -> re.Pattern[str]:
    return _pattern(".*?$area_noun++")


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("targets").compile(wording)
