"""Whole papers of many styles: the places and targets that are marked in them are found, and no others."""

import tomllib
from pathlib import Path

import pytest

from tests.marking import found, marked

PAPERS = Path(__file__).parent / "marked"
FLOORS = tomllib.loads((PAPERS / "floors.toml").read_text(encoding="utf-8"))
"""The least F1 of the places and the targets of each paper."""


@pytest.mark.parametrize("paper", sorted(FLOORS))
def test_the_places_and_targets_of_a_paper_are_those_marked_in_it(paper: str) -> None:
    text = (PAPERS / f"{paper}.txt").read_text(encoding="utf-8")

    read = found(marked(text))

    assert round(read.places.f1, 4) >= FLOORS[paper]["places"], read.wrong
    assert round(read.targets.f1, 4) >= FLOORS[paper]["targets"], read.wrong


def test_every_paper_has_its_floors() -> None:
    assert {path.stem for path in PAPERS.glob("*.txt")} == set(FLOORS)


def test_what_is_not_marked_and_what_is_not_found_are_told() -> None:
    paper = marked(
        "清川市治水方案\n一、治理⟦清川=清川市⟧⟦无名沟⟧，治理岚江市，⟪新建管网3公里｜>=4公里⟫。（市水利局牵头）\n二、保障用水。（市水利局牵头）"
    )

    read = found(paper)

    assert read.wrong == (
        ("一", "level", "=", "3.0", "公里"),
        ("一", "level", ">=", "4.0", "公里"),
        ("一", "岚江市"),
        ("一", "无名沟"),
    )
