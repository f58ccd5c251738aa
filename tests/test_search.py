"""Search: words of two characters, traditional forms, Latin letters; the best first; kept in step with the store."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.cli import command
from api.http.app import create_app
from graph import iri, search
from graph.errors import ParameterError, StoreError
from graph.search import Index, folded, places
from graph.store import Store
from tests.sample_documents import documents


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index.beside(tmp_path_factory.mktemp("search") / "store")
    with made.writing() as writer:
        for document in documents():
            assert writer.put(document)
    return made


@pytest.fixture(scope="module")
def found(sample_store: Store, index: Index) -> Iterator[TestClient]:
    with TestClient(create_app(sample_store, index)) as client:
        yield client


def texts() -> list[str]:
    return [measure.text for document in documents() for measure in document.measures]


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_every_run_of_characters_of_a_measure_finds_it(index: Index, length: int) -> None:
    for document in documents():
        nodes = iri.measures(document.key, (measure.number for measure in document.measures))
        for node, measure in zip(nodes, document.measures, strict=True):
            runs = re.findall(rf"[一-鿿]{{{length}}}", measure.text)
            assert runs
            assert [run for run in runs if node.value not in {hit.iri for hit in index.search(run)}] == []


def test_what_is_found_has_all_the_words_marked_where_they_stand(found: TestClient) -> None:
    for words in {text[2:4] for text in texts()}:
        for item in found.get("/search", params={"q": words}).json()["items"]:
            marked = [item["text"][start:end] for start, end in item["highlights"]]
            assert words in marked or words not in item["text"]
            assert "<mark>" in item["snippet"] or not marked


def test_the_best_come_first_and_pages_join_up(found: TestClient) -> None:
    whole = found.get("/search?q=省&limit=500").json()
    scores = [item["score"] for item in whole["items"]]
    joined, address = [], "/search?q=省&limit=2"
    while address:
        page = found.get(address).json()
        joined += [item["iri"] for item in page["items"]]
        address = page["next"]

    assert scores == sorted(scores, reverse=True)
    assert joined == [item["iri"] for item in whole["items"]]
    assert len({*joined}) == whole["count"] > 3


def test_a_search_takes_the_filters_of_measures(found: TestClient) -> None:
    every = found.get("/search?q=省").json()
    some = found.get("/search?q=省&document=yunling-2018").json()

    assert {item["key"] for item in some["items"]} == {"yunling-2018"}
    assert 0 < some["count"] < every["count"]


def test_a_search_that_finds_too_much_says_so(found: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found.get("/search?q=省&limit=500").json()
    monkeypatch.setattr(search, "MOST", whole["count"] - 1)
    cut = found.get("/search?q=省&limit=500").json()

    assert whole["remarks"] == []
    assert cut["items"] == whole["items"][:-1]
    assert f"only the best {whole['count'] - 1}" in cut["remarks"][0]


@pytest.mark.parametrize(("typed", "plain"), [("治理　", "治理"), ("環境", "环境"), ("ＰＭ", "PM")])
def test_words_are_read_as_documents_are(found: TestClient, typed: str, plain: str) -> None:
    def iris(words: str) -> list[Any]:
        return [item["iri"] for item in found.get("/search", params={"q": words}).json()["items"]]

    assert iris(typed) == iris(plain)


@pytest.mark.parametrize(
    "words", ['"', '" OR "', "省 NEAR(环境)", "a*", "heading:省", "-省", "^省", "'; DROP TABLE words"]
)
def test_signs_have_no_meaning_of_their_own(index: Index, words: str) -> None:
    plain = " ".join(re.findall(r"\w+", words))

    if plain:
        assert index.search(words) == index.search(plain)
    else:
        with pytest.raises(ParameterError, match="no word"):
            index.search(words)


@pytest.mark.parametrize("words", ["", " ", "。,", "省" * 201])
def test_a_search_without_a_word_is_refused(found: TestClient, words: str) -> None:
    answer = found.get("/search", params={"q": words})

    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "q")


@given(st.text(max_size=30), st.text(max_size=60))
def test_places_are_in_order_and_within_the_text(words: str, text: str) -> None:
    try:
        spots = places(words, text)
    except ParameterError:
        return
    ends = [0, *(end for _, end in spots)]

    assert all(end <= start < stop for end, (start, stop) in zip(ends, spots, strict=False))
    assert ends[-1] <= len(text)
    assert all(folded(text[start:stop]) for start, stop in spots)


def test_names_are_suggested_by_how_they_begin(found: TestClient) -> None:
    names = found.get("/search/suggest?q=云岭").json()

    assert {"name": "云岭省生态环境厅", "kind": "agency", "documents": 1} in names
    assert all(name["name"].startswith("云岭") for name in names)
    assert len(found.get("/search/suggest?q=云岭&limit=1").json()) == 1


def test_the_index_follows_the_store(tmp_path: Path) -> None:
    first, second, *_ = documents()
    index, store = Index(tmp_path / "index"), Store.memory()
    store.put(first)
    with index.writing() as writer:
        writer.put(second)
        writer.follow(store)
    before = index.state()
    node = next(iri.measures(first.key, [first.measures[0].number]))
    words = next(iter(re.findall("[一-鿿]{6}", first.measures[0].text)))

    assert [hit.iri for hit in index.search(words)] == [node.value]
    with index.writing() as writer:
        assert not writer.put(first)
        writer.put(replace(first, measures=first.measures[1:]))
    assert index.state() != before
    assert index.search(words) == ()


def test_writing_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index, (first, second, *_) = Index(tmp_path / "index"), documents()
    with index.writing() as writer:
        writer.put(first)
    before = index.state()

    with suppress(KeyError), index.writing() as writer:
        writer.put(second)
        raise KeyError

    assert index.state() == before


def test_without_an_index_a_search_says_what_to_do(sample_store: Store, tmp_path: Path) -> None:
    answer = TestClient(create_app(sample_store, Index(tmp_path / "none"))).get("/search?q=省")

    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert "dutygraph load" in answer.json()["detail"]
    (tmp_path / "bad").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="delete it"):
        Index(tmp_path / "bad").search("省")


def test_the_command_searches_what_was_loaded(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "store")]
    dutygraph = command({"LANG": "en_GB.UTF-8"})
    assert CliRunner().invoke(dutygraph, ["load", "loaders/samples/plan-water-2020.txt", *store]).exit_code == 0

    result = CliRunner().invoke(dutygraph, ["search", "水源", "供水", *store])

    assert result.exit_code == 0, result.output
    assert "水源" in result.output
    assert CliRunner().invoke(dutygraph, ["search", "水源", "--format", "json", *store]).output.startswith("[")
