"""The service on a real port: truthful answers, an administrator's means, what operators see of it."""

import gzip
import http.client
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from api.limits import Limits
from api.settings import Settings
from tests.serving import CROSS, KEY_DIGEST, POINT, Reply, Served, serving

pytestmark = pytest.mark.alone
LIMITS = Limits(workers=2, processes=4, seconds=2.0, rows=100, answer=3_000_000)
FOREVER = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
ENDLESS = f"CONSTRUCT {{ [] ?h ?i }} {{ {CROSS} }}"
ALL = "SELECT * { ?s ?p ?o }"
FEW = "SELECT * { ?s ?p ?o } LIMIT 100"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "journal.jsonl"


@pytest.fixture(scope="module")
def served(sample_folder: Path, journal: Path) -> Iterator[Served]:
    with serving(Settings(sample_folder, service=LIMITS, admin_key=KEY_DIGEST, journal=str(journal))) as served:
        yield served


@pytest.mark.parametrize(
    ("accept", "end"),
    [
        ("application/sparql-results+json", b'}],"truncated":true}'[-18:]),
        ("text/csv", b"\r\n"),
        ("text/tab-separated-values", b"\n"),
        ("application/sparql-results+xml", b"</sparql>"),
    ],
)
def test_an_answer_with_fewer_rows_than_there_are_says_so(served: Served, accept: str, end: bytes) -> None:
    cut, whole = (served.query(text, Accept=accept) for text in (ALL, FEW))

    assert (cut.status, cut.headers["x-result-complete"], cut.headers["x-result-limit"]) == (200, "false", "100")
    assert (whole.status, whole.headers["x-result-complete"]) == (200, "true")
    assert cut.body.strip(b"\r\n").endswith(end.strip(b"\r\n"))
    assert b"truncated" not in whole.body
    if "json" in accept:
        assert len(json.loads(cut.body)["results"]["bindings"]) == 100
    else:
        assert cut.body == whole.body


def test_an_answer_of_so_many_rows_and_no_more_is_whole(served: Served) -> None:
    rows = " ".join(map(str, range(100)))

    assert served.query(f"SELECT * {{ VALUES ?n {{ {rows} }} }}").headers["x-result-complete"] == "true"
    assert served.query(f"SELECT * {{ VALUES ?n {{ {rows} 100 }} }}").headers["x-result-complete"] == "false"


def test_an_answer_that_is_cut_short_never_looks_whole(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request("GET", f"/sparql?{urlencode({'query': ENDLESS})}", headers={"Accept": "application/n-triples"})
    answer = connection.getresponse()

    assert (answer.status, answer.getheader("Transfer-Encoding")) == (200, "chunked")
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        answer.read()
    connection.close()


def test_to_a_client_that_could_not_tell_nothing_is_sent_before_all_is_there(served: Served) -> None:
    with served.open() as client:
        query = urlencode({"query": ENDLESS})
        client.sendall(f"GET /sparql?{query} HTTP/1.0\r\nAccept: application/n-triples\r\n\r\n".encode())
        said = b"".join(iter(lambda: client.recv(65536), b""))

    assert re.match(rb"HTTP/1.. (422|503) ", said)


def test_a_longer_answer_than_is_sent_is_refused(served: Served) -> None:
    big = f"SELECT ?x {{ {{ SELECT * {{ {CROSS} }} LIMIT 90 }} BIND('{'x' * 40_000}' AS ?x) }}"

    assert (served.post(big).status, served.post(big).kind) == (422, "answer-limit")


def test_a_query_can_be_asked_by_the_method_of_that_name(served: Served) -> None:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    answer = served.ask("QUERY", "/sparql", POINT.encode(), headers)

    assert (answer.status, answer.body) == (200, b"key\r\nyunling-2018\r\n")


def test_an_administrator_sees_what_runs_and_stops_it(served: Served) -> None:
    with ThreadPoolExecutor() as clients:
        asked = clients.submit(
            served.ask, "POST", "/sparql", FOREVER.encode(), {"Content-Type": "application/sparql-query"}
        )
        while not (found := json.loads(served.admin("GET", "/queries").body)):
            time.sleep(0.02)
        stopped = served.admin("DELETE", f"/queries/{found[0]['number']}")
        answer = asked.result()

    assert {name: found[0][name] for name in ("state", "client", "task", "text")} == {
        "state": "running",
        "client": "127.0.0.1",
        "task": "sparql",
        "text": FOREVER,
    }
    assert found[0]["request"] == answer.headers["x-request-id"]
    assert (stopped.status, answer.status, answer.kind) == (204, 503, "stopped")
    assert answer.seconds < LIMITS.seconds
    assert served.admin("DELETE", f"/queries/{found[0]['number']}").status == 404


@pytest.mark.parametrize("header", [None, "Bearer no", "Basic eDp5", "Bearer"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/queries"), ("POST", "/update"), ("PUT", "/graphs?default")])
def test_without_the_key_nothing_is_done(served: Served, method: str, path: str, header: str | None) -> None:
    answer = served.ask(method, f"/admin{path}", b"", {"Authorization": header} if header else {})

    assert (answer.status, answer.kind) == (401, "unauthorised")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_without_a_key_in_the_settings_there_is_no_administration(sample_folder: Path) -> None:
    with serving(Settings(sample_folder, service=LIMITS, journal="")) as served:
        assert {served.admin(method, "/queries").status for method in ("GET", "DELETE", "POST")} == {404}
        assert not any(
            path.startswith("/admin") for path in json.loads(served.ask("GET", "/openapi.json").body)["paths"]
        )


SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize(
    "path", ["/sparql", "/documents", "/nothing", "/about/document/yunling-2018", "/sparql?query=%FF"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_every_answer_keeps_browsers_from_misreading_it(served: Served, method: str, path: str) -> None:
    answer = served.ask(method, path)

    assert {name: answer.headers[name] for name in SAFE} == SAFE
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "server" not in answer.headers


def test_a_page_of_another_origin_may_read(served: Served) -> None:
    origin = {"Origin": "https://example.org"}
    asked = served.ask("OPTIONS", "/sparql", headers=origin | {"Access-Control-Request-Method": "QUERY"})
    read = served.ask("GET", "/measures?limit=1", headers=origin)

    assert (asked.status, "QUERY" in asked.headers["access-control-allow-methods"]) == (200, True)
    assert read.headers["access-control-allow-origin"] == "*"
    assert {"Link", "ETag", "X-Result-Complete"} <= {*read.headers["access-control-expose-headers"].split(", ")}


def test_a_long_answer_is_packed_for_whoever_can_unpack_it(served: Served) -> None:
    plain, packed = (served.query(FEW, Accept_Encoding=coding) for coding in ("identity", "gzip"))

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/health", {"status": "ok", "documents": 4}),
        ("/health/live", {"status": "ok"}),
        ("/health/ready", {"status": "ok"}),
        ("/ready", {"status": "ok"}),
    ],
)
def test_the_service_tells_how_it_is(served: Served, path: str, told: dict[str, object]) -> None:
    answer = served.ask("GET", path)

    assert answer.status == 200
    assert told.items() <= answer.json().items()


def test_without_a_store_the_service_lives_and_is_not_ready(tmp_path: Path) -> None:
    with serving(Settings(tmp_path / "none", service=LIMITS, journal=""), ready=503) as served:
        assert served.ask("GET", "/health/live").status == 200
        assert (served.ask("GET", "/ready").status, served.query(POINT).kind) == (503, "store")


def test_requests_and_queries_are_counted(served: Served) -> None:
    before, asked = figures(served), [served.query(POINT), served.post("ASK {"), served.ask("GET", "/nothing")]
    after = figures(served)
    name = 'dutygraph_requests_total{method="GET",route="/sparql",status="200"}'
    failed = 'dutygraph_requests_total{method="POST",route="/sparql",status="400"}'
    timed = 'dutygraph_request_seconds_count{route="/sparql"}'

    assert [answer.status for answer in asked] == [200, 400, 404]
    assert {each: after[each] - before.get(each, 0) for each in (name, failed, timed)} == {name: 1, failed: 1, timed: 2}
    assert after["dutygraph_running"] == 0


def test_each_request_and_each_query_is_written_down(served: Served, journal: Path) -> None:
    answer = served.query(f"{POINT} # once", X_Request_Id="from-the-proxy.1")
    strange = served.query(f"{POINT} # once", X_Request_Id="a b")
    lines = written(journal, answer)
    (again,) = written(journal, strange, 1)

    assert answer.headers["x-request-id"] == "from-the-proxy.1"
    assert strange.headers["x-request-id"] != "a b"
    assert [(line["event"], line["client"]) for line in lines] == [("query", "127.0.0.1"), ("request", "127.0.0.1")]
    assert {name: lines[0][name] for name in ("task", "outcome", "rows", "bytes")} == {
        "task": "sparql",
        "outcome": "Complete",
        "rows": 1,
        "bytes": len(answer.body),
    }
    assert {name: lines[1][name] for name in ("method", "path", "status")} == {
        "method": "GET",
        "path": "/sparql",
        "status": 200,
    }
    assert (again["event"], again["kept"], lines[1]["kept"]) == ("request", True, False)
    assert "yunling" not in str(lines[0])  # what is asked for is told by a digest


def figures(served: Served) -> dict[str, float]:
    answer = served.ask("GET", "/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line.rpartition(" ") for line in answer.body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def written(journal: Path, answer: Reply, number: int = 2) -> list[dict[str, object]]:
    """So many lines about a request, of which the last is written after its answer."""
    for _ in range(100):
        lines = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
        found = [line for line in lines if line["request"] == answer.headers["x-request-id"]]
        if len(found) >= number:
            break
        time.sleep(0.02)
    return found
