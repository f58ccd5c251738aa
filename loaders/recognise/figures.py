"""Figures (数字): numbers with the units they are printed with, wherever they stand in a passage."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache

from loaders.rulebook import rulebook


class Kind(StrEnum):
    """What sort of unit a figure has: a wording often admits one sort only."""

    RATIO = "ratio"
    MONEY = "money"
    TIME = "time"
    QUANTITY = "quantity"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as printed (49万座: 49, 万座). A range has its upper end too, 60余家 is ``about`` 60."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    kind: Kind
    about: bool = False


def figures(passage: str) -> tuple[Figure, ...]:
    """The figures of a passage in order; numbers of dates, codes, documents and ordinals are none.

    >>> [(figure.value, figure.unit) for figure in figures("到2030年,新建公厕12座、管网3.5万米")]
    [(Decimal('12'), '座'), (Decimal('3.5'), '万米')]
    """
    found: list[Figure] = []
    for match in reversed(list(_pattern().finditer(passage))):
        figure = _figure(match, found[-1] if found else None)
        if figure:
            found.append(figure)
    return tuple(reversed(found))


def _figure(match: re.Match[str], following: Figure | None) -> Figure | None:
    value, upper = _number(match["value"]), _number(match["upper"]) if match["upper"] else None
    if following and following.start == match.end() + 1 and _is_cut(match["unit"], following.unit):
        return replace(following, start=match.start(), end=match.end(), value=value, upper=upper)
    if match["unit"]:
        unit = match["unit"].replace("余", "").replace("多", "")
        kind = next((kind for kind, group in _GROUPS if match[group]), Kind.COUNT)
        return Figure(match.start(), match.end(), value, upper, unit, kind, unit != match["unit"])
    if following and following.start == match.end() + 1:  # 35和70微克/立方米: the unit is printed once
        return replace(following, start=match.start(), end=match.end(), value=value, upper=upper)
    if "." in match["value"] or _REACHED.search(match.string, 0, match.start()):  # 系数提高到0.57, 指数达到160以上
        return Figure(match.start(), match.end(), value, upper, "", Kind.RATIO)
    return None


_REACHED = re.compile("(?:达到|提高到|提升到|控制在|保持在|稳定在)\\Z")


def _is_cut(unit: str | None, whole: str) -> bool:
    """Whether a unit is a multiplier whose measure is printed behind the next: 300万和500万人."""
    return unit is not None and unit in _MULTIPLIERS and unit != whole and whole.startswith(unit)


_MULTIPLIERS = ("万", "亿", "千万", "百万")
_GROUPS = tuple((kind, kind.value) for kind in Kind)


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


@cache
def _pattern() -> re.Pattern[str]:
    return rulebook("units").rules[0].pattern
