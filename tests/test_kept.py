"""Answers that are kept: the same bytes and headers again without a worker, and never for another question."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.kept import Answer, Kept
from api.limits import Limits
from api.settings import Settings
from tests.serving import POINT, Served, serving

ROWS = 20
ALL = "SELECT * { ?s ?p ?o }"
FIGURE = re.compile(r"^dutygraph_(\w+) (\d+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def served(sample_folder: Path) -> Iterator[Served]:
    with serving(Settings(sample_folder, service=Limits(workers=2, rows=ROWS), journal="")) as served:
        yield served


def hits(served: Served) -> int:
    return int(dict(FIGURE.findall(served.ask("GET", "/metrics").body.decode()))["kept_hits_total"])


def sparql(text: str) -> str:
    return f"/sparql?{urlencode({'query': text})}"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (sparql(POINT), {}),
        (sparql(POINT), {"Accept": "text/csv"}),
        (sparql("DESCRIBE <https://w3id.org/dutygraph/id/document/yunling-2018>"), {"Accept-Encoding": "gzip"}),
        ("/queries/documents", {}),
        ("/queries/measures-by-agency?agency=nobody", {}),
        ("/measures?limit=2", {"Accept-Encoding": "gzip"}),
        ("/documents/yunling-2018", {}),
        ("/about/document/yunling-2018", {"Accept": "text/html", "Accept-Language": "en"}),
    ],
)
def test_the_second_answer_is_the_first_again(served: Served, path: str, headers: dict[str, str]) -> None:
    first, before = served.ask("GET", path, headers=headers), hits(served)
    again, head = served.ask("GET", path, headers=headers), served.ask("HEAD", path, headers=headers)
    own = {"x-request-id": "", "date": ""}
    told = {**first.headers, **own}

    assert (first.status, hits(served) - before) == (200, 2)
    assert (again.body, {**again.headers, **own}) == (first.body, told)
    assert (head.body, {**head.headers, **own}) == (b"", told)
    assert served.ask("GET", path, headers=headers | {"If-None-Match": first.headers["etag"]}).status == 304


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"Accept": "application/sparql-results+xml"}),
        ({}, {"Accept-Encoding": "gzip"}),
        ({"Host": "one.example"}, {"Host": "other.example"}),
    ],
)
def test_what_an_answer_depends_on_is_told_apart(served: Served, one: dict[str, str], other: dict[str, str]) -> None:
    path = sparql("SELECT (IRI('#x') AS ?x) (STRDT('long', <#y>) AS ?y) { ?s ?p ?o } LIMIT 15")
    bodies = [served.ask("GET", path, headers=headers).body for headers in (one, other, one, other)]

    assert bodies[:2] == bodies[2:]
    assert bodies[0] != bodies[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (sparql("SELECT (NOW() AS ?now) {}"), 200),
        (sparql(ALL), 200),  # of which only a part is given
        (sparql("SELECT"), 400),
        ("/documents/nothing", 404),
        ("/health", 200),
        ("/releases", 200),
    ],
)
def test_what_does_not_last_is_not_whole_or_is_a_failure_is_not_kept(served: Served, path: str, status: int) -> None:
    before = hits(served)
    answers = [served.ask("GET", path) for _ in range(2)]

    assert [answer.status for answer in answers] == [status, status]
    assert hits(served) == before


def test_what_is_posted_is_asked_anew(served: Served) -> None:
    before = hits(served)

    assert [served.post(POINT).status for _ in range(2)] == [200, 200]
    assert hits(served) == before


def test_requests_that_are_answered_so_are_counted_by_their_route(served: Served) -> None:
    def counted() -> int:
        text = served.ask("GET", "/metrics").body.decode()
        (number,) = re.findall(
            r'requests_total\{method="GET",route="/queries/deadlines-by-year",status="200"\} (\d+)', text
        )
        return int(number)

    served.ask("GET", "/queries/deadlines-by-year")
    before, used = counted(), hits(served)
    served.ask("GET", "/queries/deadlines-by-year")

    assert (counted(), hits(served)) == (before + 1, used + 1)


@given(sizes=st.lists(st.integers(0, 20_000), max_size=60), room=st.integers(1, 200_000))
def test_what_is_kept_takes_no_more_room_than_there_is(sizes: list[int], room: int) -> None:
    kept = Kept(room)
    for number, size in enumerate(sizes):
        kept.put((number,), Answer("", (), b"x" * size, None))

        assert kept.figures()["kept_bytes"] <= room

    small = [number for number, size in enumerate(sizes) if kept.get((number,))]
    assert all(sizes[number] <= kept.largest for number in small)
    assert kept.figures()["kept_hits_total"] == len(small) == kept.figures()["kept_answers"]


def test_who_was_not_asked_for_the_longest_makes_room() -> None:
    kept, body = Kept(200_000), b"x" * 11_000
    for number in range(16):
        kept.put((number,), Answer("", (), body, None))
    first = kept.get((0,))
    kept.put((16,), Answer("", (), body, None))

    assert first
    assert [number for number in range(17) if kept.get((number,)) is None] == [1]
