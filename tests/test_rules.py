"""The wording rules as data: every rule is proved by its own examples, through its recogniser where that is one."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from loaders.recognise.deadlines import deadlines
from loaders.recognise.facts import facts
from loaders.recognise.frames import frame
from loaders.recognise.needs import worth_trying
from loaders.recognise.places import places
from loaders.recognise.recurrences import recurrences
from loaders.recognise.targets import targets
from loaders.rulebook import Rule, rulebook

ROOT = Path(__file__).parent.parent


class Finding(NamedTuple):
    """What a recogniser found: by which rule (of a doubt: its code), where, and with which values."""

    by: str
    text: str
    values: Any


def read_deadlines(passage: str, reference: date | None) -> list[Finding]:
    mentions, doubts = deadlines(passage, reference)
    found = [Finding(mention.rule, passage[mention.start : mention.end], mention) for mention in mentions]
    return found + [Finding(doubt.code, passage[doubt.start : doubt.end], doubt) for doubt in doubts]


def reader(recogniser: Callable[[str], Iterable[Any]]) -> Callable[[str, date | None], list[Finding]]:
    """What a recogniser that needs nothing but the passage finds."""

    def read(passage: str, _: date | None) -> list[Finding]:
        mentions = recogniser(passage)
        return [Finding(mention.rule, passage[mention.start : mention.end], mention) for mention in mentions]

    return read


# The recognisers that try the rules of a file in order. The rules of the other files are tried one by one.
READERS: dict[str, Callable[[str, date | None], list[Finding]]] = {
    "deadlines": read_deadlines,
    "recurrences": reader(recurrences),
    "facts": reader(facts),
    "places": reader(lambda passage: places(passage, "云岭省", 2021)),
    "targets": reader(targets),
}
NOT_VALUES = {"text", "finds", "reference", "doubt"}
KINDS = sorted(
    path.name.removesuffix(".toml") for path in (files("loaders") / "rules").iterdir() if path.name.endswith(".toml")
)
RULES = [pytest.param(kind, rule, id=f"{kind}/{rule.name}") for kind in KINDS for rule in rulebook(kind).rules]
PROOFS = [
    pytest.param(kind, place, example, id=f"{kind}/{rule.name}/{example['text']}")
    for kind in KINDS
    for place, rule in enumerate(rulebook(kind).rules)
    for example in rule.examples
]
COUNTERPROOFS = [
    pytest.param(kind, text, id=f"{kind}/{text}")
    for kind in READERS
    for rule in rulebook(kind).rules
    for text in rule.counterexamples
]


def found_by(rule: Rule, text: str) -> set[tuple[int, int]]:
    return {found.span() for found in rule.pattern.finditer(text)}


@cache
def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "loaders").rglob("*.py"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_of_a_file_have_names_of_their_own(kind: str) -> None:
    names = [rule.name for rule in rulebook(kind).rules]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("kind", "rule"), RULES)
def test_every_rule_has_an_example(kind: str, rule: Rule) -> None:
    assert rule.examples, f"{kind}/{rule.name}"


@pytest.mark.parametrize(("kind", "place", "example"), PROOFS)
def test_an_example_is_found_by_its_own_rule(kind: str, place: int, example: Mapping[str, Any]) -> None:
    rule = rulebook(kind).rules[place]
    if kind not in READERS:
        assert example["finds"] in {example["text"][start:end] for start, end in found_by(rule, example["text"])}
        return

    found = READERS[kind](example["text"], example.get("reference"))
    mine = [
        one for one in found if (one.by, one.text) == (example.get("doubt", f"{kind}/{rule.name}"), example["finds"])
    ]
    expected = {field: str(value) for field, value in example.items() if field not in NOT_VALUES}

    assert expected in [{field: str(getattr(one.values, field)) for field in expected} for one in mine], found


@pytest.mark.parametrize(("kind", "place", "example"), [proof for proof in PROOFS if proof.values[0] not in READERS])
def test_no_earlier_rule_finds_the_same(kind: str, place: int, example: Mapping[str, Any]) -> None:
    rules = rulebook(kind).rules
    own = {
        span for span in found_by(rules[place], example["text"]) if example["text"][slice(*span)] == example["finds"]
    }

    assert [rule.name for rule in rules[:place] if own & found_by(rule, example["text"])] == []


@pytest.mark.parametrize("reference", [None, date(2020, 3, 2)])
@pytest.mark.parametrize(("kind", "text"), COUNTERPROOFS)
def test_a_counterexample_is_not_found(kind: str, text: str, reference: date | None) -> None:
    assert READERS[kind](text, reference) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_and_word_list_is_used(kind: str) -> None:
    book = rulebook(kind)
    text = (files("loaders") / "rules" / f"{kind}.toml").read_text(encoding="utf-8")
    names = [*book.words, *(name for name in book.parts if name not in book.words)]
    used_here = set(re.findall(r"(?<!\$)\$\{?([A-Za-z_]\w*)", text, re.ASCII))
    used_in_code = set(re.findall(r"\w+", sources(), re.ASCII))

    assert [name for name in names if name not in used_here | used_in_code] == []


def test_a_rule_of_targets_fits_nowhere_without_a_word_that_it_needs() -> None:
    rules = rulebook("targets").rules
    texts = [text for rule in rules for text in (*(one["text"] for one in rule.examples), *rule.counterexamples)]
    for text in [frame(text).marked for text in texts]:
        fitting = {place for place, rule in enumerate(rules) if rule.pattern.search(text)}
        assert fitting <= worth_trying(text, "targets"), text
