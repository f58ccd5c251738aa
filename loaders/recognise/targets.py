"""Targets (指标任务): measurable aims of a passage, an indicator with a figure (达到95%以上, 全覆盖, Ⅲ类)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.recognise.aims import is_aim, may_hold_aims
from loaders.recognise.frames import Clause, Frame, frame
from loaders.recognise.readings import Hit, TargetMention, read
from loaders.rulebook import Rule, rulebook

# A comma part with more figures is a row of a table, no sentence.
_MOST = 60

__all__ = ["TargetMention", "targets"]


@dataclass(frozen=True, slots=True)
class _Words:
    worth: re.Pattern[str]
    worth_masked: re.Pattern[str]
    sign: re.Pattern[str]
    openings: re.Pattern[str]
    figured: tuple[Rule, ...]
    worded: tuple[Rule, ...]
    carriers: frozenset[str]


def targets(passage: str) -> tuple[TargetMention, ...]:
    """The targets of a passage in printed order (指标任务); figures that describe, count a set or set terms are none.

    >>> [(target.indicator, target.comparator.value, target.value) for target in targets("到2030年,绿化率达到45%以上")]
    [('绿化率', '>=', Decimal('45'))]
    """
    words = _words()
    if not words.worth.search(passage):
        return ()
    page = frame(passage)
    found: list[TargetMention] = []
    for clause in page.clauses(words.worth_masked):
        found.extend(_of_clause(page, clause, found[-1] if found else None))
    return tuple(found)


def _of_clause(page: Frame, clause: Clause, previous: TargetMention | None) -> Iterator[TargetMention]:
    words, at = _words(), clause.start
    if not may_hold_aims(page, clause):
        return
    text = page.marked[: clause.end]
    if len(words.sign.findall(text, at)) > _MOST:
        return
    while at < clause.end:
        sign = words.sign.search(text, at)
        rules = words.figured if sign else words.worded
        hit = _hit(rules, page, clause, text[at:], previous)
        made = read(hit) if hit and is_aim(hit) else ()
        if made:
            yield from made
            previous, at = made[-1], made[-1].end
        elif sign:  # a figure that describes is a part of the words
            text = text[: sign.start()] + page.passage[sign.start() : sign.end()] + text[sign.end() :]
        else:
            return


def _hit(rules: tuple[Rule, ...], page: Frame, clause: Clause, rest: str, previous: TargetMention | None) -> Hit | None:
    """The first of the rules that matches what is left of a comma part."""
    at = clause.end - len(rest)
    near = previous if previous and previous.start >= clause.sentence else None
    carried = near and near.rule in _words().carriers and page.passage[near.end : at] in ("", ",")
    opened = _words().openings.match(rest)
    for rule in rules:
        if (carried or not rule.fields.get("follows")) and rule.fields.get("cue", "") in rest:
            match = rule.pattern.match(rest, opened.end() if opened and rule.fields.get("opened") else 0)
            if match:
                return Hit(rule, match, page, clause, at, near)
    return None


@cache
def _words() -> _Words:
    book = rulebook("targets")
    carriers = (rule.name for rule in book.rules if rule.fields.get("carries") or rule.fields.get("follows"))
    return _Words(
        worth=book.compile("$worth"),
        worth_masked=book.compile("$worth_masked"),
        sign=book.compile("$one"),
        openings=book.compile("$opening*+"),
        figured=tuple(rule for rule in book.rules if "cue" not in rule.fields),
        worded=tuple(rule for rule in book.rules if "cue" in rule.fields),
        carriers=frozenset(f"targets/{name}" for name in carriers),
    )
