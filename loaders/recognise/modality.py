"""What a measure does as a whole (道义情态): oblige, forbid, permit or encourage."""

import re
from functools import cache

from graph.model import Modality
from loaders.rulebook import Rule, rulebook

_SENTENCE_ENDS = re.compile(r"[。;!?\n]")


def modality(text: str) -> Modality:
    """The modality of a measure's own text as a whole: what all its sentences do, else obligation.

    A single prohibition or encouragement inside a measure that asks for more does not make it one.

    >>> modality("严禁在河道内采砂。任何单位不得侵占岸线。")
    <Modality.PROHIBITION: 'prohibition'>
    >>> modality("开展排查,严禁在河道内采砂。")
    <Modality.OBLIGATION: 'obligation'>
    """
    if not _hint().search(text):
        return Modality.OBLIGATION
    sentences = (sentence.strip("“”") for sentence in _SENTENCE_ENDS.split(text))
    found = {_of_sentence(sentence) for sentence in sentences if sentence and not _is_sequel(sentence)}
    return found.pop() if len(found) == 1 else Modality.OBLIGATION


@cache
def _hint() -> re.Pattern[str]:
    return rulebook("modality").compile("$hint")


def _of_sentence(sentence: str) -> Modality:
    """What a sentence does: what its first clause does, if need be only where all do the same."""
    clauses = sentence.split(",")
    followed = zip(clauses, [*clauses[1:], ""], strict=True)
    rules = [_rule(clause) for clause, after in followed if not _is_setting(clause, after)]
    first = rules[0] if rules else None
    if first is None or (first.fields["whole"] and len({_modality(rule) for rule in rules}) > 1):
        return Modality.OBLIGATION
    return _modality(first)


def _rule(clause: str) -> Rule | None:
    rules = rulebook("modality").rules if _hint().search(clause) else ()
    return next((rule for rule in rules if rule.pattern.search(clause)), None)


def _modality(rule: Rule | None) -> Modality:
    return Modality(rule.fields["modality"]) if rule else Modality.OBLIGATION


def _is_setting(clause: str, after: str) -> bool:
    """Whether a clause only sets the scene, names the topic of the one ``after`` it, or tells a breach's sequel."""
    if _setting().match(clause) or _is_sequel(clause):
        return True
    if _deontic().match(after) is None or _task().search(clause) is not None:
        return False
    return after.startswith("支持") or _rule(clause) is None


def _is_sequel(words: str) -> bool:
    return _sequel().match(words) is not None


@cache
def _setting() -> re.Pattern[str]:
    return rulebook("modality").compile(r"\A(?:$setting_start[^,]*$setting_end|[^,]*(?:的|期间|范围内))\Z")


@cache
def _deontic() -> re.Pattern[str]:
    return rulebook("modality").compile(r"\A$deontic")


@cache
def _task() -> re.Pattern[str]:
    return rulebook("modality").compile(
        r"\A$timed?(?:$task|$doing)|要(?!求)|应当?(?!急|用)|必须|严禁|禁止|不得|一律(?!不)|取消|保持|达到|全部|%"
    )


@cache
def _sequel() -> re.Pattern[str]:
    return rulebook("modality").compile(r"\A[^,]{0,6}$sequel")
