"""Made plans: the same for a seed, of every style; and what the reader finds in them is what was put in."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from random import Random
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ledger
from graph.model import Basis, Modality, Role
from loaders import load
from loaders.made import Made, made, plan
from loaders.made.expected import Facts
from loaders.made.phrases import styles, topics
from loaders.made.setting import invented
from loaders.read import decode
from tests.evaluate import ROOT, SHARED
from tests.test_samples import foreign, plain, runs

SEEDS = range(60)
HEAD = ("title", "kind", "issuers", "jurisdiction", "document_number", "issued")
PARTS: Mapping[str, tuple[str, ...]] = {
    "assignments": ("role", "mention", "agency", "basis"),
    "deadlines": ("date", "kind", "precision"),
    "recurrences": ("every", "at_least"),
    "targets": ("indicator", "comparator", "value", "unit", "change", "baseline", "by"),
    "places": ("name", "type"),
}
"""What of each kind of fact is compared: all that a made plan decides."""


# --- the plans themselves -------------------------------------------------------------------------------------


def test_a_seed_makes_the_same_plan_and_another_seed_another() -> None:
    assert plan(7) == plan(7)
    assert len({plan(seed).text for seed in SEEDS}) == len(SEEDS)


def test_a_plan_is_about_as_long_as_asked_for() -> None:
    short, long = (sum(len(plan(seed, size).expected.measures) for seed in SEEDS) for size in (4, 20))

    assert 2 * short < long


def test_the_plans_show_every_kind_of_fact_role_basis_modality_and_division() -> None:
    expected = [plan(seed).expected for seed in range(400)]
    measures = [measure for each in expected for measure in each.measures]
    assignments = [assignment for measure in measures for assignment in measure.assignments]

    assert {each.kind for each in expected} == {title.kind for title in styles().titles}
    assert {each.jurisdiction for each in expected} == {place.name for place, _, _ in invented()}
    assert {each.role for each in assignments} == {*Role}
    assert {each.basis for each in assignments} == {*Basis} - {Basis.INHERITED, Basis.CONVENTION, Basis.CORRECTED}
    assert {measure.modality for measure in measures} == {*Modality}
    assert all(any(getattr(measure.facts, kind.name) for measure in measures) for kind in fields(Facts))


def test_every_phrase_is_used() -> None:
    texts = normalize("NFKC", "\n".join(plan(seed, size=20).text for seed in range(300)))
    phrases = [one for topic in topics() for one in (*topic.plain, *topic.works, *topic.prohibitions)]
    phrases += [one for name, words in styles().words.items() if name.startswith("standing") for one in words]

    assert [phrase for phrase in phrases if max(phrase.split("{group}"), key=len) not in texts] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents lie beside the repository only here")
def test_no_run_of_twelve_characters_of_a_phrase_is_taken_from_a_real_document() -> None:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "loaders" / "made").glob("*.toml")]

    assert sorted({run for phrase in strings(tables) for run in runs(plain(phrase))} & foreign()) == []


def strings(values: object) -> Iterator[str]:
    match values:
        case str():
            yield values
        case list() | tuple():
            yield from (each for value in values for each in strings(value))
        case dict():
            yield from strings([*values, *values.values()])


# --- reading them ---------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.randoms(use_true_random=False))
def test_a_made_plan_reads_back_exactly(rng: Random) -> None:
    assert sorted(misread(made(rng, size=4))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_of_usual_size_reads_back_exactly(seed: int) -> None:
    assert sorted(misread(plan(seed))) == []


def misread(written: Made) -> set[str]:
    """What the reader missed (-) and what it found beside (+)."""
    found = told(entry_of(written.text))
    expected = told(written.expected.gold("made.txt"))
    return {f"- {fact}" for fact in expected - found} | {f"+ {fact}" for fact in found - expected}


def entry_of(text: str) -> Mapping[str, Any]:
    """What the reader finds in a text."""
    return ledger.entry(load(decode("made.txt", text.encode()), "made"))


def told(entry: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Everything an entry states that is compared, flat."""
    return {tuple(map(str, fact)) for fact in _told(entry)}


def _told(entry: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    yield from (("head", name, entry["document"][name]) for name in HEAD)
    yield from (("citation", each["title"], each["number"]) for each in entry["citations"])
    for name in ("deadlines", "targets"):
        yield from (("plan", name, *(each[part] for part in PARTS[name])) for each in entry[name])
    for measure in entry["measures"]:
        number = measure["number"]
        yield "measure", number, measure["starts"].rstrip("。"), measure["modality"]
        for name, parts in PARTS.items():
            printed = (each for each in measure[name] if each.get("basis") != "inherited")
            yield from ((name, number, *(each[part] for part in parts)) for each in printed)
