"""The accuracy gate holds floors, raises them, and lowers one only when told to."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import evaluate, scoring
from tests.evaluate import Drop, GoldSet, drops, raised

GOLD = {"source": "one.txt", "document": {"title": "某方案"}, "citations": [{"title": "甲"}, {"title": "乙"}]}


@pytest.mark.parametrize(
    ("floors", "measured", "expected"),
    [
        ({}, {"samples": {"targets": 0.1}}, []),
        ({"samples": {"targets": 0.9}}, {"samples": {"targets": 0.9}}, []),
        ({"samples": {"targets": 0.9}}, {"samples": {"targets": 0.8996}}, []),
        ({"samples": {"targets": 0.9}}, {"samples": {"targets": 0.89}}, [Drop("samples", "targets", 0.9, 0.89)]),
        ({"samples": {"targets": 0.9}}, {"samples": {}}, [Drop("samples", "targets", 0.9, 0.0)]),
        ({"plans": {"targets": 0.9}}, {"samples": {"targets": 0.1}}, []),
    ],
    ids=["no floor", "held", "within rounding", "missed", "kind gone", "set not here"],
)
def test_a_floor_holds_or_is_reported(floors: Any, measured: Any, expected: list[Drop]) -> None:
    assert list(drops(floors, measured)) == expected


def test_floors_rise_to_what_was_measured_and_stay_where_it_is_less() -> None:
    old = {"samples": {"places": 0.5, "targets": 0.9}, "plans": {"targets": 0.8}}

    new = raised(old, {"samples": {"places": 0.7, "targets": 0.8, "facts": 1.0}})

    assert new == {"samples": {"facts": 1.0, "places": 0.7, "targets": 0.9}, "plans": {"targets": 0.8}}


def test_floors_fall_only_when_told_to() -> None:
    new = raised({"samples": {"places": 0.5, "targets": 0.9}}, {"samples": {"targets": 0.8}}, lower=True)

    assert new == {"samples": {"targets": 0.8}}


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gate over one document of which half the citations are found; its floors file."""
    (tmp_path / "one.txt.json").write_text(json.dumps(GOLD), encoding="utf-8")
    path = tmp_path / "floors"
    path.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(evaluate, "SETS", (GoldSet("samples", tmp_path, tmp_path),))
    monkeypatch.setattr(evaluate, "FLOORS", path)
    monkeypatch.setattr(evaluate, "read", lambda _: GOLD | {"citations": [{"title": "甲"}, {"title": "丙"}]})
    return path


@pytest.mark.parametrize(("floor", "status"), [(0.5, 0), (0.6, 1)])
def test_the_run_fails_when_a_floor_is_missed(floor: float, status: int, floors: Path) -> None:
    floors.write_text(json.dumps({"samples": {"citations": floor}}), encoding="utf-8")

    assert evaluate.main([]) == status


def test_update_pins_what_was_measured(floors: Path) -> None:
    assert evaluate.main(["--update"]) == 0
    assert json.loads(floors.read_text(encoding="utf-8")) == {"samples": {"citations": 0.5, "document": 1.0}}


def test_update_refuses_to_lower_a_floor(floors: Path) -> None:
    before = json.dumps({"samples": {"citations": 0.6}})
    floors.write_text(before, encoding="utf-8")

    assert evaluate.main(["--update"]) == 1
    assert floors.read_text(encoding="utf-8") == before


def test_update_lowers_a_floor_when_told_to(floors: Path) -> None:
    floors.write_text(json.dumps({"samples": {"citations": 0.6}}), encoding="utf-8")

    assert evaluate.main(["--update", "--allow-regression"]) == 0
    assert json.loads(floors.read_text(encoding="utf-8"))["samples"]["citations"] == 0.5


@pytest.mark.usefixtures("floors")
def test_errors_are_shown_as_many_as_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    evaluate.main(["--errors", "1"])

    shown = [line for line in capsys.readouterr().out.splitlines() if "in one.txt" in line]
    assert shown == ["    citations: extra in one.txt: 丙", "    citations: missed in one.txt: 乙"]


def test_the_committed_floors_are_of_known_sets_and_kinds_and_no_greater_than_one() -> None:
    floors = json.loads(evaluate.FLOORS.read_text(encoding="utf-8"))

    kinds = {kind for each in evaluate.SETS for entry in each.entries() for kind in scoring.keys(entry)}
    assert floors.keys() <= {each.name for each in evaluate.SETS}
    assert {kind for each in floors.values() for kind in each} <= kinds
    assert all(0 <= floor <= 1 for each in floors.values() for floor in each.values())
