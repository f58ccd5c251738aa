"""The service as a whole: one shape of failure, a health report, a true OpenAPI document, a real server."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api import failures
from api.http import problems, titles
from api.http.app import create_app
from graph import errors
from graph.store import Store

FAILING = [
    ("GET", "/nothing", 404, "not-found"),
    ("GET", "/documents/nothing", 404, "not-found"),
    ("GET", "/queries/nothing", 404, "not-found"),
    ("DELETE", "/documents/yunling-2018", 405, "method-not-allowed"),
    ("POST", "/queries", 405, "method-not-allowed"),
    ("GET", "/queries/measures-by-agency", 422, "parameter"),
    ("GET", "/queries/measures-by-agency?agency=a&agency=b", 422, "parameter"),
    ("GET", "/sparql?query=nonsense", 400, "bad-query"),
    ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, "bad-request"),
    ("GET", "/sparql?query=ASK%7BSERVICE%20%3Fs%7B%7D%7D", 403, "refused"),
    ("GET", "/sparql?query=ASK%7B%7D&format=yaml", 406, "not-acceptable"),
    ("POST", "/sparql", 415, "unsupported-type"),
]


@pytest.mark.parametrize(("method", "path", "status", "kind"), FAILING)
def test_every_failure_is_a_problem_document_of_one_shape(
    client: TestClient, method: str, path: str, status: int, kind: str
) -> None:
    answer = client.request(method, path)
    problem = answer.json()

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, problems.TYPES + kind)
    assert problem["instance"] == path.partition("?")[0]
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(("method", "path", "status", "kind"), FAILING)
def test_who_reads_chinese_is_told_in_chinese_what_is_wrong(
    client: TestClient, method: str, path: str, status: int, kind: str
) -> None:
    answer = client.request(method, path, headers={"Accept-Language": "zh-CN,en;q=0.5"})

    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "zh")
    assert (answer.json()["title"], answer.json()["type"]) == (titles.CHINESE[kind], problems.TYPES + kind)
    assert re.search("[\u4e00-\u9fff]", answer.json()["detail"])
    assert titles.CHINESE.keys() == {row.name for row in failures.FAILURES}


def test_chinese_is_spoken_unless_english_is_preferred(client: TestClient) -> None:
    details = [
        client.get("/documents/999", headers={"Accept-Language": said}).json()["detail"]
        for said in ("", "fr", "zh-CN", "en-GB, zh;q=0.5")
    ]

    assert details == ["没有文件 '999'"] * 3 + ["no document '999'"]
    assert client.get("/measures?due_until=soon").json()["errors"] == [
        {"parameter": "due_until", "detail": "应为 2020-12-31 这样的日期"}
    ]


def test_every_error_of_ours_has_its_status() -> None:
    def leaves(error: type[errors.DutyError]) -> Iterator[type[errors.DutyError]]:
        yield error
        for more in error.__subclasses__():
            yield from leaves(more)

    own = set(leaves(errors.DutyError)) - {errors.DutyError, failures.QueryFault}

    assert {error for error in own if not any(kind in failures.BY_ERROR for kind in error.__mro__)} == set()


def test_a_fault_of_the_service_tells_the_caller_nothing_of_its_inside(empty_store: Store) -> None:
    app = create_app(empty_store)

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("secret")

    answer = TestClient(app, raise_server_exceptions=False).get("/fault")

    assert (answer.status_code, answer.json()["type"]) == (500, problems.TYPES + "internal")
    assert "secret" not in answer.text


def test_a_store_that_fails_is_said_to_be_unavailable(empty_store: Store) -> None:
    app = create_app(empty_store)

    @app.get("/unwell")
    def unwell() -> None:
        raise errors.StoreError("data/store: cannot be read")

    answer = TestClient(app).get("/unwell")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_health_tells_what_is_served(client: TestClient, empty_store: Store) -> None:
    health = client.get("/health").json()

    assert (health["status"], health["documents"]) == ("ok", 4)
    assert TestClient(create_app(empty_store)).get("/health").json()["state"] != health["state"]


def test_the_entry_leads_to_everything(client: TestClient) -> None:
    for path in client.get("/").json().values():
        assert client.get(path).status_code == 200, path


def test_openapi_is_3_1_and_declares_failures_as_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            failures = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert all(list(answer["content"]) == [problems.MEDIA_TYPE] for answer in failures.values()), path


@pytest.fixture(scope="module")
def address(sample_store: Store) -> Iterator[str]:
    """A real server on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(sample_store), log_level="critical"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def fetch(address: str, **headers: str) -> Any:
    with urlopen(Request(address, headers=headers), timeout=30) as answer:
        return json.load(answer)


def test_a_question_is_answered_over_the_network_and_leads_back_to_the_text(address: str) -> None:
    params = urlencode({"agency": "省环境保护厅", "role": "lead", "due": 2018})
    (row,) = fetch(f"{address}/queries/measures-by-agency?{params}")

    assert (row["agency"], row["due"]) == ("云岭省环境保护厅", "2018-06-30")
    measure = fetch(f"{address}/measures/{quote(row['measure'], safe='')}")
    assert (measure["number"], measure["quote"]) == (row["number"], row["quote"])


def test_many_ask_at_once_and_none_waits_for_a_slow_query(address: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    with ThreadPoolExecutor(8) as pool:
        counting = pool.submit(fetch, f"{address}/sparql?{urlencode({'query': slow})}")
        healths = list(pool.map(fetch, [f"{address}/health"] * 5))
        answered_first = not counting.done()
        rows = [len(each) for each in pool.map(fetch, [f"{address}/queries/documents"] * 20)]

    assert answered_first
    assert {health["status"] for health in healths} == {"ok"}
    assert set(rows) == {4}


def test_a_failure_over_the_network_is_a_problem_document_too(address: str) -> None:
    with pytest.raises(HTTPError) as failure:
        fetch(f"{address}/sparql?query=%7B")

    with failure.value:
        assert failure.value.code == 400
        assert json.load(failure.value)["line"] == 1
