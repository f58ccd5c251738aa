"""The scorer counts facts as the gold standard's own scorer does."""

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate import SETS, SHARED, GoldSet
from tests.scoring import Entry, Miss, Part, Score, alike, keys, number_key, score, squash

JUDGE = SHARED / "contract" / "score.py"


def entry(**changes: Any) -> dict[str, Any]:
    return {"source": "one.txt", "document": {}, "measures": [], **changes}


def measure(**changes: Any) -> dict[str, Any]:
    return {"number": "一/(一)", "starts": "开展河道清淤", **changes}


def target(**changes: Any) -> dict[str, Any]:
    return {"indicator": "清淤长度", "comparator": ">=", "value": 12, "unit": "公里", "change": "level", **changes}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（州）", "(州)"),
        ("〔州〕", "(州)"),
        ("【河长】", "（河长）"),
        ("“两非”", "两非"),
        ("清川 市", "清川市"),
        ("。修桥；", "修桥"),
    ],
)
def test_spelling_does_not_count(one: str, other: str) -> None:
    assert squash(one) == squash(other)


@pytest.mark.parametrize("number", ["三/(一)/6/(3)", "三、/（一）/6./（3）", "三/〔一〕/6/3"])
def test_enumerators_are_compared_bare(number: str) -> None:
    assert number_key(number) == "三/一/6/3"


def test_equal_phrases_are_wholly_alike_and_strange_ones_not_at_all() -> None:
    assert (alike("森林覆盖率", "森林覆盖率"), alike("森林", "河流")) == (1.0, 0.0)


def test_a_perfect_reading_scores_one_everywhere() -> None:
    gold = entry(document={"title": "某方案", "issuers": ["某局"]}, measures=[measure(targets=[target()])])

    report = score([gold], [copy.deepcopy(gold)])

    assert {kind: found.f1 for kind, found in report.scores.items()} == {"document": 1, "measures": 1, "targets": 1}
    assert report.misses == ()
    assert set(report.parts.values()) == {Part(1, 1)}


def test_a_missed_and_an_extra_fact_are_told_apart() -> None:
    gold, ours = entry(citations=[{"title": "甲"}]), entry(citations=[{"title": "乙"}])

    report = score([gold], [ours])

    assert report.scores == {"citations": Score(0, 1, 1)}
    assert report.misses == (Miss("missed", "citations", "one.txt", "甲"), Miss("extra", "citations", "one.txt", "乙"))


def test_a_document_not_found_loses_all_its_facts() -> None:
    assert score([entry(measures=[measure()])], []).scores == {"measures": Score(0, 0, 1)}


def test_inferences_do_not_count() -> None:
    inherited = {"kind": "by", "date": "2020-12-31", "basis": "inherited"}
    custom = {"role": "lead", "agency": "某局", "mention": "某局", "basis": "convention"}

    assert keys(entry(measures=[measure(deadlines=[inherited], assignments=[custom])])).keys() == {"measures"}


def test_places_count_once_and_targets_as_often_as_printed() -> None:
    printed = measure(places=[{"name": "长江"}] * 2, targets=[target()] * 2)

    found = keys(entry(measures=[printed]))

    assert (found["places"].total(), found["targets"].total()) == (1, 2)


def test_in_text_actors_count_apart_and_without_their_mention() -> None:
    actor = {"role": "responsible", "agency": "某市人民政府", "mention": "市政府", "basis": "in_text"}

    assert keys(entry(measures=[measure(assignments=[actor])])).keys() == {"measures", "assignments in text"}


def test_the_parts_of_a_target_are_compared_with_the_one_most_alike() -> None:
    gold = entry(targets=[target(), target(indicator="堤防长度", comparator="<=")])
    ours = entry(targets=[target(indicator="堤防总长度", comparator="<="), target(indicator="清淤长度")])

    assert set(score([gold], [ours]).parts.values()) == {Part(2, 2)}


def worn(gold: Entry, seed: int) -> dict[str, Any]:
    """The entry with about a third of its facts gone, changed or doubled."""
    chance, out = random.Random(seed), copy.deepcopy(dict(gold))
    for holder in [out, *out["measures"]]:
        for field in ("assignments", "deadlines", "recurrences", "targets", "places", "citations", "facts", "measures"):
            if isinstance(holder.get(field), list):
                holder[field] = [each for item in holder[field] for each in _fate(item, chance)]
    return out


def _fate(item: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    fate = chance.randrange(12)
    if fate != 0:
        yield item
    if fate == 1:
        yield copy.deepcopy(item)
    if fate == 2 and item:
        field = chance.choice(sorted(item))
        if not isinstance(item[field], list):
            item[field] = chance.choice(["甲", 7, None])


@pytest.mark.skipif(not JUDGE.exists(), reason="the gold standard's own scorer lies beside the repository only here")
@pytest.mark.parametrize("which", [each for each in SETS if each.gold.is_dir()], ids=lambda each: each.name)
@pytest.mark.parametrize("seed", range(3))
def test_the_figures_equal_those_of_the_gold_standard_s_own_scorer(which: GoldSet, seed: int, tmp_path: Path) -> None:
    gold = which.entries()
    found = [worn(each, seed) for each in gold]
    export = tmp_path / "ledger.json"
    export.write_text(json.dumps(found), encoding="utf-8")

    ours = score(gold, found)

    judged = subprocess.run(
        [sys.executable, JUDGE, export, "--gold", which.gold, "--json"], capture_output=True, check=True, text=True
    )
    theirs = json.loads(judged.stdout)
    assert {kind: _row(found_kind) for kind, found_kind in ours.scores.items()} == theirs["facts"]
    assert {kind: {"accuracy": part.accuracy, "of": part.of} for kind, part in ours.parts.items()} == theirs["parts"]


def _row(found: Score) -> dict[str, Any]:
    return {
        "precision": found.precision,
        "recall": found.recall,
        "f1": pytest.approx(found.f1),
        "gold": found.gold,
        "found": found.found,
    }
