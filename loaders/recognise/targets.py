"""Targets (指标任务): measurable aims of a passage, an indicator with a figure (达到95%以上, 全覆盖, Ⅲ类)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from loaders.recognise.aims import is_aim, may_hold_aims
from loaders.recognise.frames import Clause, Frame, frame
from loaders.recognise.needs import worth_trying
from loaders.recognise.readings import Hit, TargetMention, bound_figures, read
from loaders.rulebook import Rule, rulebook

# A comma part with more figures is a row of a table, no sentence.
_MOST = 60

_NOTED = re.compile(
    r"(?:\([^()\n]*\))?,?(?:其中:)?"
)  # what may stand between two targets of one verb: 粮食18万亩(玉米9万亩),蔬菜6万亩

__all__ = ["TargetMention", "targets"]


class _Trial(NamedTuple):
    """A rule and where it is tried: where its cue stands, behind the opening words."""

    rule: Rule
    cue: str
    opened: bool


def targets(passage: str, year: int | None = None) -> tuple[TargetMention, ...]:
    """The targets of a passage in printed order (指标任务); figures that describe, count a set or set terms are none.

    ``year`` is the one that its document is about: what is told of the years before it is no aim.

    >>> [(target.indicator, target.comparator.value, target.value) for target in targets("到2030年,绿化率达到45%以上")]
    [('绿化率', '>=', Decimal('45'))]
    """
    if not _pattern("$worth").search(passage):
        return ()
    page = frame(passage, year)
    found: list[TargetMention] = []
    for clause in page.clauses(_pattern("$worth_masked")):
        found.extend(_of_clause(page, clause, [one for one in found[-_MOST:] if one.start >= clause.sentence]))
    return tuple(found)


def _of_clause(page: Frame, clause: Clause, nears: list[TargetMention]) -> Iterator[TargetMention]:
    """The targets of a comma part; ``nears``: those that its sentence has before them."""
    if not may_hold_aims(page, clause):
        return
    rest, signs = page.marked[clause.start : clause.end], _pattern("$one")
    if len(signs.findall(rest)) > _MOST:
        return
    while rest:
        at, sign = clause.end - len(rest), signs.search(rest)
        hit = _hit(page, clause, rest, nears, worded=not sign)
        made = read(hit) if hit and is_aim(hit) else ()
        if made:
            yield from made
            nears, rest = [*nears, *made], rest[made[-1].end - at :]
        elif sign:  # a figure that describes is a part of the words
            words = page.passage[at + sign.start() : at + sign.end()]
            rest = rest[: sign.start()] + words + rest[sign.end() :]
        else:
            return


def _hit(page: Frame, clause: Clause, rest: str, nears: list[TargetMention], *, worded: bool) -> Hit | None:
    """The first of the rules that matches what is left of a comma part."""
    at = clause.end - len(rest)
    near = nears[-1] if nears else None
    carried = bool(near and near.rule in _carriers() and _NOTED.fullmatch(page.passage, near.end, at))
    opening = _pattern("(?:$opening*+)").match(rest)
    behind = opening.end() if opening else 0
    trials = _trials(worth_trying(rest, "targets"), worded=worded, near=near is not None, carried=carried)
    for rule, cue, opened in trials:
        if cue in rest and (match := rule.pattern.match(rest, behind if opened else 0)):
            return Hit(rule, match, page, clause, at, tuple(nears), bound_figures(match, page, at))
    return None


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("targets").compile(wording)


@lru_cache(maxsize=1 << 12)
def _trials(worth: frozenset[int], *, worded: bool, near: bool, carried: bool) -> tuple[_Trial, ...]:
    """The rules for aims in words, which have a cue, or for aims in figures; some only after another target."""
    return tuple(
        _Trial(rule, rule.fields.get("cue", ""), rule.fields.get("opened", False))
        for place, rule in enumerate(rulebook("targets").rules)
        if place in worth
        and ("cue" in rule.fields) is worded
        and (carried or not rule.fields.get("follows"))
        and (near or not rule.fields.get("near"))
    )


@cache
def _carriers() -> frozenset[str]:
    """The rules whose verb holds for the next target too."""
    rules = rulebook("targets").rules
    return frozenset(
        f"targets/{rule.name}" for rule in rules if rule.fields.get("carries") or rule.fields.get("follows")
    )
