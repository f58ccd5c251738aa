"""Entity tags: who has an answer is told so, until the graph changes."""

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from graph.collections import collections
from graph.store import Store
from tests.sample_documents import documents

PATHS = [
    *(f"/{name}" for name in collections()),
    "/queries",
    "/sparql",
    "/sparql?query=ASK+%7B%7D",
    "/queries/documents",
    "/documents/yunling-2018",
    "/documents/yunling-2018/text",
    "/agencies/省生态环境厅",
    "/about/document/yunling-2018",
    "/graph/derived/yunling-2018",
    "/code/role/lead",
    "/ontology",
]


@pytest.mark.parametrize("path", PATHS)
def test_who_has_an_answer_is_not_sent_it_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})

    assert (first.status_code, first.headers["Cache-Control"]) == (200, "public, no-cache")
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("text", ["(RAND()", "(now()", "(%55UID()", "(STRUUID()", "(BNODE()"])
def test_what_differs_from_time_to_time_has_no_tag(client: TestClient, text: str) -> None:
    answer = client.get(f"/sparql?query=SELECT+{text}+AS+%3Fx)+%7B%7D")

    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/measures?limit=2", {}),
        ("/measures", {"Accept": "text/csv"}),
        ("/about/document/yunling-2018", {"Accept": "text/turtle"}),
        ("/about/document/yunling-2018", {"Accept-Language": "en"}),
    ],
)
def test_another_address_form_or_language_has_another_tag(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    assert client.get(path, headers=headers).headers["ETag"] != client.get(path.partition("?")[0]).headers["ETag"]


def test_a_change_of_the_graph_changes_the_tag() -> None:
    store, (first, second, *_) = Store.memory(), documents()
    store.put(first)
    client = TestClient(create_app(store))
    before = client.get("/measures")
    store.put(second)
    after = client.get("/measures", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    store.remove(second.key)
    assert client.get("/measures", headers={"If-None-Match": before.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/health", "/documents/nothing", "/measures?limit=0", "/sparql?query=SELECT+(NOW()+AS+%3Fn)+%7B%7D"]
)
def test_what_does_not_last_has_no_tag(client: TestClient, path: str) -> None:
    assert "ETag" not in client.get(path).headers


@pytest.mark.parametrize("path", [*PATHS, "/health", "/documents/nothing"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers == got.headers
