"""Releases: whole snapshots, swapped in one step, kept for a while, and back again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli import command
from graph.errors import NotFound
from graph.releases import current, publish, release, releases, use
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents

START = datetime(2026, 1, 1, tzinfo=UTC)


def published(path: Path, count: int, kept: int = 5) -> list[str]:
    """So many releases, each with one document more than the one before."""
    graph, names = Store.open(path), []
    for number, document in enumerate(documents()[:count]):
        graph.put(document)
        with Index.beside(path).writing() as index:
            index.put(document)
        names.append(publish(graph, path, kept, lambda: START + timedelta(hours=number)).id)  # noqa: B023 (called at once)
    return names


def test_without_a_release_the_store_itself_is_read(tmp_path: Path) -> None:
    assert current(tmp_path / "store") == tmp_path / "store"
    assert releases(tmp_path / "store") == ()


def test_a_release_is_whole_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store"
    names = published(path, 3)

    assert [each.id for each in releases(path)] == names[::-1]
    assert [each.is_current for each in releases(path)] == [True, False, False]
    for number, name in enumerate(names, 1):
        snapshot = Store.read_only(release(path, name).store)
        assert set(snapshot.keys()) == {document.key for document in documents()[:number]}
        assert snapshot.document(documents()[0].key) == documents()[0]
    assert Index.beside(release(path, names[0]).store).state() != Index.beside(path).state()
    assert Index.beside(current(path)).state() == Index.beside(path).state()


def test_nothing_new_makes_no_release(tmp_path: Path) -> None:
    path = tmp_path / "store"
    (name,) = published(path, 1)

    assert publish(Store.open(path), path).id == name
    assert len(releases(path)) == 1


def test_an_earlier_release_can_be_used_again(tmp_path: Path) -> None:
    path = tmp_path / "store"
    first, *_ = published(path, 3)

    assert use(path, first).is_current
    assert Store.read_only(current(path)).keys() == (documents()[0].key,)
    with pytest.raises(NotFound, match=first):
        use(path, "20200101T000000Z-00000000")


@settings(max_examples=4, deadline=None)
@given(kept=st.integers(0, 4))
def test_the_latest_are_kept_and_the_one_in_use(tmp_path_factory: pytest.TempPathFactory, kept: int) -> None:
    path = tmp_path_factory.mktemp("releases") / "store"
    names = published(path, 4, kept)

    assert [each.id for each in releases(path)] == names[::-1][: max(1, kept)]


def test_a_reader_goes_on_with_a_release_that_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "store"
    published(path, 1)
    reader = Store.read_only(current(path))
    graph = Store.open(path)
    for document in documents()[1:3]:
        graph.put(document)
        publish(graph, path, 1)

    assert reader.document(documents()[0].key) == documents()[0]
    assert len(releases(path)) == 1


def test_a_release_that_could_not_be_finished_is_no_release(tmp_path: Path) -> None:
    path = tmp_path / "store"
    (name,) = published(path, 1)
    (tmp_path / "store.releases" / "making-x").mkdir()
    (tmp_path / "store.releases" / "current.new").write_text("half")

    assert [each.id for each in releases(path)] == [name]
    (tmp_path / "store.releases" / "current").write_text("../../etc")
    assert current(path) == path


def test_loading_publishes_and_the_command_lists_and_goes_back(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "store")]
    dutygraph = command({"LANG": "en_GB.UTF-8"})
    for sample in ("plan-water-2020.txt", "progress-farmland-2021.txt"):
        assert CliRunner().invoke(dutygraph, ["load", f"loaders/samples/{sample}", *store]).exit_code == 0
    last, first = releases(tmp_path / "store")

    assert {last.id, first.id} <= {*CliRunner().invoke(dutygraph, ["release", "list", *store]).output.split()}
    assert CliRunner().invoke(dutygraph, ["release", "use", first.id, *store]).exit_code == 0
    assert Store.read_only(current(tmp_path / "store")).keys() == ("plan-water-2020",)
    assert CliRunner().invoke(dutygraph, ["release", "use", "none", *store]).exit_code == 1
