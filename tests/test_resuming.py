"""A loading that was stopped goes on: what it remembered is in the store, nothing is read or written twice."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from api.cli import command
from api.loading import reading
from api.loading.reading import Found
from api.loading.writing import Writing
from graph.formats import Kind, by_name
from graph.loaded import loaded
from graph.search import Index
from graph.store import Store
from loaders.gathering import Failure, Group, Sighting, grouped, sighting
from loaders.limits import USUAL, Limits
from loaders.made import plan
from loaders.preparing import Prepared, prepared
from loaders.read import find
from tests.kills import killed, missing, remembered

PLANS = 44
_TIMES = re.compile(rb'"[^"]*"\^\^<http://www.w3.org/2001/XMLSchema#dateTime>')


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for seed in range(PLANS):
        (folder / f"plan-{seed:03}.txt").write_text(plan(seed, 4).text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[bytes]:
    store = tmp_path_factory.mktemp("whole") / "store"
    assert load(plans, store)
    return quads(store)


def load(folder: Path, store: Path) -> str:
    result = CliRunner().invoke(command({"LANG": "en"}), ["load", str(folder), "--store", str(store), "--all"])
    assert result.exit_code == 0, result.output
    return result.stdout


def quads(store: Path) -> frozenset[bytes]:
    """All that the store holds, but for the times of the runs."""
    lines = Store.read_only(store).dump(by_name("nq", Kind.DATASET)).splitlines()
    assert len({*lines}) == len(lines)
    return frozenset(_TIMES.sub(b'""', line) for line in lines)


def test_what_was_killed_again_and_again_ends_as_what_was_not(
    plans: Path, whole: frozenset[bytes], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    for documents in (1, 21):
        killed(plans, store, documents, Random(documents).random() / 10)
        known = remembered(store)
        assert missing(store) == []
    told = load(plans, store)

    assert told.count("unchanged") >= known
    assert quads(store) == whole


def test_what_is_written_is_remembered_while_the_rest_is_read(plans: Path, tmp_path: Path) -> None:
    store, known = tmp_path / "store", []
    groups = grouped([seen for each in find([plans]) if isinstance(seen := sighting(each, USUAL), Sighting)])
    given = [each for group in groups for each in prepared(group, USUAL) if isinstance(each, Prepared)]

    def coming() -> Iterator[Found]:
        for each in given:
            known.append(remembered(store))
            yield Found(each.key, (each,))

    with loaded(store, "") as memory, Index.beside(store).writing() as index:
        Writing(Store.open(store), index, memory).write(coming())

    assert [known[0], known[-1], remembered(store)] == [0, 20, PLANS]


def test_files_that_are_loaded_are_not_read_again(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(group: Group, limits: Limits) -> tuple[Prepared | Failure, ...]:
        read.extend(file.key for file in group.files)
        return prepared(group, limits)

    monkeypatch.setattr(reading, "prepared", noted)
    monkeypatch.setattr(reading, "sensible", lambda *_: 0)  # what is noted is noted in this process
    folder, store = tmp_path / "folder", tmp_path / "store"
    folder.mkdir()
    for path in sorted(plans.iterdir())[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    load(folder, store)
    read.clear()
    (folder / "plan-001.txt").write_text(plan(1000, 4).text, encoding="utf-8")
    (folder / "plan-new.txt").write_text(plan(1001, 4).text, encoding="utf-8")
    told = load(folder, store)

    assert read == ["plan-001", "plan-new"]
    assert [told.count(word) for word in ("unchanged", "replaced", "│ new ")] == [2, 1, 1]


def test_what_the_store_has_lost_is_read_again(plans: Path, tmp_path: Path) -> None:
    store, source = tmp_path / "store", plans / "plan-002.txt"
    load(source, store)
    Store.open(store).remove("plan-002")

    assert "│ new " in load(source, store)
    assert "unchanged" in load(source, store)
