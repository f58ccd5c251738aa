"""Releases over HTTP: picked up as they come, asked for by name, told by entity tags, and none lost on the way."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from api.limits import Limits
from api.settings import Settings
from graph.releases import publish, use
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents
from tests.serving import KEY_DIGEST, Served, serving

LIMITS = Limits(workers=2, processes=4)
COUNT = "SELECT (COUNT(*) AS ?n) { ?document <https://w3id.org/dutygraph/ontology#key> ?key }"
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Shelf:
    """A store that documents are put into one after the other, each making a release."""

    path: Path
    kept: int = 5
    names: tuple[str, ...] = ()

    def add(self, number: int) -> None:
        store, document = Store.open(self.path), documents()[number]
        store.put(document)
        with Index.beside(self.path).writing() as index:
            index.put(document)
        moment = START + timedelta(hours=number)
        self.names += (publish(store, self.path, self.kept, lambda: moment).id,)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "store")
    shelf.add(0)
    return shelf


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Shelf]]:
    """The service over two releases, of three that were made."""
    shelf = Shelf(tmp_path_factory.mktemp("releases") / "store", kept=2)
    for number in range(3):
        shelf.add(number)
    with serving(Settings(shelf.path, service=LIMITS, journal="")) as served:
        yield served, shelf


def number_of_documents(served: Served, **more: str) -> int:
    answer = served.ask("GET", f"/sparql?{urlencode({'query': COUNT, **more})}")
    assert answer.status == 200, answer.body
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def until(condition: Callable[[], bool], seconds: float = 10) -> float:
    """How many seconds passed before it held."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


def test_new_releases_are_picked_up_and_no_request_is_lost(shelf: Shelf) -> None:
    seen: list[tuple[int, str]] = []
    faults: list[object] = []
    done = threading.Event()

    def hammer(served: Served) -> None:
        while not done.is_set():
            answer = served.query(COUNT)
            if answer.status != 200:
                faults.append(answer)
            else:
                (row,) = json.loads(answer.body)["results"]["bindings"]
                seen.append((int(row["n"]["value"]), answer.headers["dutygraph-release"]))

    with serving(Settings(shelf.path, service=LIMITS, journal="")) as served:
        client = threading.Thread(target=hammer, args=[served])
        client.start()
        try:
            for number in (1, 2, 3):
                shelf.add(number)
                until(lambda: bool(seen) and seen[-1][0] == len(shelf.names))
        finally:
            done.set()
            client.join()

    assert faults == []
    assert [number for number, _ in seen] == sorted(number for number, _ in seen)
    assert {*seen} == {*enumerate(shelf.names, 1)}


def test_going_back_to_an_earlier_release_is_picked_up_too(shelf: Shelf) -> None:
    shelf.add(1)
    with serving(Settings(shelf.path, service=LIMITS, journal="")) as served:
        tag = served.ask("GET", "/queries/documents").headers["etag"]
        assert served.ask("GET", "/queries/documents", headers={"If-None-Match": tag}).status == 304
        use(shelf.path, shelf.names[0])
        until(lambda: number_of_documents(served) == 1)
        changed = served.ask("GET", "/queries/documents", headers={"If-None-Match": tag})
        use(shelf.path, shelf.names[1])
        until(lambda: number_of_documents(served) == 2)

        assert (changed.status, len(json.loads(changed.body))) == (200, 1)
        assert served.ask("GET", "/queries/documents", headers={"If-None-Match": tag}).status == 304


def test_an_administrator_goes_back_to_an_earlier_release(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(1)
    journal = tmp_path / "journal"
    with serving(Settings(shelf.path, service=LIMITS, admin_key=KEY_DIGEST, journal=str(journal))) as served:
        path = f"/admin/releases/current?id={shelf.names[0]}"
        refused = served.ask("PUT", path)
        counts = [number_of_documents(served)]
        used = served.admin("PUT", path.removeprefix("/admin"))
        counts.append(number_of_documents(served))
        unknown = served.admin("PUT", "/releases/current?id=20260101")

    assert (refused.status, refused.kind, unknown.status, unknown.kind) == (401, "unauthorised", 404, "not-found")
    assert used.json() == {"id": shelf.names[0], "made": "2026-01-01T00:00:00.000000Z", "current": True}
    assert counts == [2, 1]
    assert f'"release": "{shelf.names[0]}"' in journal.read_text("utf-8")


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_form_may_name_the_release(three: tuple[Served, Shelf]) -> None:
    served, shelf = three
    form = urlencode({"query": COUNT, "release": shelf.names[1]}).encode()
    answers = [served.ask("POST", path, form, FORM) for path in ("/sparql", f"/sparql?release={shelf.names[1]}")]
    counted = [json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] for answer in answers]

    assert counted == ["2", "2"]
    assert {answer.headers["dutygraph-release"] for answer in answers} == {shelf.names[1]}


@pytest.mark.parametrize(
    ("path", "name", "status"), [("", 0, 410), ("", "20260101", 404), ("", "", 404), ("?release={2}", 1, 400)]
)
def test_a_form_with_another_release_is_refused(
    three: tuple[Served, Shelf], path: str, name: int | str, status: int
) -> None:
    served, shelf = three
    named = shelf.names[name] if isinstance(name, int) else name
    form = urlencode({"query": COUNT, "release": named}).encode()

    assert served.ask("POST", f"/sparql{path.format(*shelf.names)}", form, FORM).status == status


def test_the_releases_that_are_kept_are_listed(three: tuple[Served, Shelf]) -> None:
    served, shelf = three
    made = [
        {"id": name, "made": f"2026-01-01T0{hour}:00:00.000000Z", "current": hour == 2}
        for hour, name in enumerate(shelf.names)
    ]

    assert json.loads(served.ask("GET", "/releases").body) == made[:0:-1]


@pytest.mark.parametrize(("place", "count"), [(1, 2), (2, 3)])
def test_an_answer_may_be_had_as_of_a_release(three: tuple[Served, Shelf], place: int, count: int) -> None:
    served, shelf = three
    name = shelf.names[place]
    rows = served.ask("GET", f"/queries/documents?release={name}")
    page = served.ask("GET", f"/documents?release={name}&limit=1")
    found = served.ask("GET", f"/search?{urlencode({'q': '治理', 'release': name, 'limit': 500})}")

    assert number_of_documents(served, release=name) == count
    assert len(json.loads(rows.body)) == json.loads(page.body)["count"] == count
    assert {item["key"] for item in json.loads(found.body)["items"]} <= {each.key for each in documents()[:count]}
    assert {each.headers["dutygraph-release"] for each in (rows, page, found)} == {name}
    assert f"release={name}" in str(page.json()["next"])
    assert served.ask("GET", str(page.json()["next"])).headers["dutygraph-release"] == name


def test_a_word_is_found_in_the_release_that_has_it_only(three: tuple[Served, Shelf]) -> None:
    served, shelf = three
    (text, *_) = [measure.text for measure in documents()[2].measures]
    counts = [
        json.loads(served.ask("GET", f"/search?{urlencode({'q': text[:8], 'release': name})}").body)["count"]
        for name in shelf.names[1:]
    ]

    assert counts[0] == 0 < counts[1]


def test_an_answer_as_of_a_release_stays_valid(three: tuple[Served, Shelf]) -> None:
    served, shelf = three
    path = f"/queries/documents?release={shelf.names[1]}"
    tag = served.ask("GET", path).headers["etag"]

    assert served.ask("GET", path, headers={"If-None-Match": tag}).status == 304


@pytest.mark.parametrize(
    ("name", "status", "kind"), [(0, 410, "gone"), ("20260101", 404, "not-found"), ("", 404, "not-found")]
)
@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK+%7B%7D&", "/queries/documents?", "/documents?", "/documents/yunling-2018?"]
)
def test_a_release_that_is_not_kept_is_a_problem(
    three: tuple[Served, Shelf], path: str, name: int | str, status: int, kind: str
) -> None:
    served, shelf = three
    asked = shelf.names[name] if isinstance(name, int) else name
    answer = served.ask("GET", f"{path}release={asked}")

    assert (answer.status, answer.kind) == (status, kind)
    assert shelf.names[2] in str(answer.json()["detail"])
    assert answer.headers["content-type"] == "application/problem+json"
