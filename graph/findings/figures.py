"""The arithmetic of progress reports: wholes with their parts, and rates with the counts they are of.

Only what the text joins is compared: parts in one list beside their whole (81名(甲11人、乙37人、丙33人)), or a rate
right after two counts of one unit. The wordings are in ``queries/audits/figures.toml``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from graph.model import Document, Fact

_NEAR = 200  # characters between a whole and its parts
_PERCENT = "%"


class Verdict(StrEnum):
    """What a comparison came to."""

    RIGHT = "right"
    LESS = "less"  # the parts come to less than the whole
    MORE = "more"  # the parts come to more than the whole
    WRONG = "wrong"  # the rate is not that of the counts


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that the text gives of it; their unit is the whole's."""

    whole: Fact
    parts: tuple[Fact, ...]
    verdict: Verdict

    @property
    def total(self) -> Decimal:
        """What the parts come to."""
        return sum((part.value for part in self.parts), Decimal())

    @property
    def places(self) -> tuple[Fact, ...]:
        """All its figures."""
        return self.whole, *self.parts

    def __str__(self) -> str:
        shown = "+".join(f"{part.value:f}" for part in self.parts)
        sign = "=" if self.verdict is Verdict.RIGHT else "≠"
        return f"{shown}={self.total:f}{'' if sign == '=' else f'{sign}{self.whole.value:f}'}{self.whole.unit}"


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage and the two counts that it follows."""

    rate: Fact
    part: Fact
    whole: Fact
    verdict: Verdict

    @property
    def percent(self) -> Decimal:
        """The percentage that the counts give, to as many decimals as are printed."""
        return _rounded(self.part, self.whole, self.rate.value)

    @property
    def places(self) -> tuple[Fact, ...]:
        """All its figures."""
        return self.rate, self.part, self.whole

    def __str__(self) -> str:
        wrong = "" if self.verdict is Verdict.RIGHT else f"≠{self.rate.value:f}%"
        return f"{self.part.value:f}÷{self.whole.value:f}={self.percent:f}%{wrong}"


Comparison = Sum | Rate


def comparisons(document: Document) -> tuple[Comparison, ...]:
    """Every sum and every rate that the report's figures give, in its order; those that cannot be compared are left."""
    facts = sorted(document.facts, key=lambda fact: fact.evidence.start)
    found: list[Comparison] = [*_sums(document.source.text, facts), *_rates(document.source.text, facts)]
    return tuple(sorted(found, key=lambda each: each.places[0].evidence.start))


def _sums(text: str, facts: Sequence[Fact]) -> Iterator[Sum]:
    for first, last in _runs(text, facts):
        run = facts[first:last]
        yield from (
            _first_is_whole(text, run)
            or _whole_before(text, facts, first, last)
            or _whole_after(text, facts, last, run)
        )


def _runs(text: str, facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """The longest lists of two or more figures of one unit, as places among the facts."""
    first = 0
    for place in range(1, len(facts) + 1):
        if place == len(facts) or not _joined(text, facts[place - 1], facts[place]):
            if place - first > 1:
                yield first, place
            first = place


def _joined(text: str, one: Fact, next_: Fact) -> bool:
    gap = text[one.evidence.end : next_.evidence.start]
    return _alike(one, next_) and bool(re.fullmatch(_words()["joint"], gap))


def _first_is_whole(text: str, run: Sequence[Fact]) -> list[Sum]:
    """The parts follow their whole in one list: 42项问题,30项已完成,12项达到进度."""
    whole, *parts = run
    if len(parts) < 2:
        return []
    named = all(part.subject.startswith(f"{whole.subject}中") for part in parts)
    return _compared(whole, parts, all_told=named and not _has_rest(text, run))


def _whole_before(text: str, facts: Sequence[Fact], first: int, last: int) -> list[Sum]:
    """The whole stands before the list: in front of its bracket, or announced with parts that need not be all."""
    run, start = facts[first:last], facts[first].evidence.start
    near = [fact for fact in reversed(facts[:first]) if _alike(fact, run[0]) and start - fact.evidence.end <= _NEAR]
    if near and re.fullmatch(_words()["bracket"], text[near[0].evidence.end : start]):
        return _compared(near[0], run, all_told=not _has_rest(text, run))
    announced = (fact for fact in near if re.fullmatch(_words()["some"], text[fact.evidence.end : start]))
    return next((found for fact in announced if (found := _compared(fact, run, all_told=False))), [])


def _whole_after(text: str, facts: Sequence[Fact], last: int, run: Sequence[Fact]) -> list[Sum]:
    """The whole closes the list: 退林还耕4850亩、退塘还耕730亩,共恢复5580亩."""
    if last == len(facts) or not _alike(run[0], facts[last]):
        return []
    gap = text[run[-1].evidence.end : facts[last].evidence.start]
    return _compared(facts[last], run, all_told=True) if re.fullmatch(_words()["altogether"], gap) else []


def _compared(whole: Fact, parts: Sequence[Fact], *, all_told: bool) -> list[Sum]:
    """The sum where it is right, or surely wrong: parts that need not be all may come to less."""
    total = sum((part.value for part in parts), Decimal())
    if total == whole.value:
        return [Sum(whole, tuple(parts), Verdict.RIGHT)]
    if not all_told:
        return []
    return [Sum(whole, tuple(parts), Verdict.LESS if total < whole.value else Verdict.MORE)]


def _has_rest(text: str, run: Sequence[Fact]) -> bool:
    """Whether the sentence goes on to parts without a figure."""
    return bool(re.search(_words()["rest"], text[run[-1].evidence.end :].partition("。")[0][:_NEAR]))


def _rates(text: str, facts: Sequence[Fact]) -> Iterator[Rate]:
    for (one, two), three in zip(pairwise(facts), facts[2:], strict=False):
        named = re.fullmatch(_words()["rate"], three.subject)
        sentence = text[one.evidence.start : three.evidence.end]
        if (
            named
            and three.unit == _PERCENT
            and _alike(one, two)
            and named["done"] in two.subject
            and "。" not in sentence
        ):
            right = 0 < two.value <= one.value and _rounded(two, one, three.value) == three.value
            yield Rate(three, two, one, Verdict.RIGHT if right else Verdict.WRONG)


def _rounded(part: Fact, whole: Fact, like: Decimal) -> Decimal:
    return (100 * part.value / whole.value).quantize(like) if whole.value else Decimal()


def _alike(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit or any({one.unit, other.unit} <= {*units} for units in _units())


def _words() -> Mapping[str, str]:
    return {name: value for name, value in _wording().items() if isinstance(value, str)}


def _units() -> Sequence[Sequence[str]]:
    units: Sequence[Sequence[str]] = _wording()["units"]
    return units


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((files("queries") / "audits" / "figures.toml").read_text(encoding="utf-8"))
