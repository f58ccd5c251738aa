"""The service as a command: whatever of it is killed while something is written, the old or the new is there after."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from urllib.parse import urlencode

import pytest

from api.keys import Scope, new
from graph.releases import publish
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents
from tests.serving import CROSS, KEY, KEY_DIGEST, POINT, Reply, Served, crowded

pytestmark = pytest.mark.alone
START = 2020
GRACE = 3  # seconds
SOON = 5.0  # seconds after which the service answers again
TRIPLES = 3_000
GRAPH = "http://example.org/graph"
COUNT = f"SELECT ?value (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?value }} }} GROUP BY ?value"
PLAN = """云岭省{year}年河湖管护工作要点
一、完善供水设施
（一）省水利厅牵头，{year}年6月底前建成清川市备用水源。
"""


@dataclass
class Service:
    """``dutygraph serve`` in a process of its own."""

    served: Served
    settings: dict[str, str]
    key: str
    process: subprocess.Popen[bytes] | None = None
    there: dict[str, int] = field(default_factory=dict)  # the number of what was written last, as far as it is known

    def start(self) -> None:
        if self.process:
            self.process.wait()
        command = [sys.executable, "-m", "api", "serve", "--port", str(self.served.port)]
        self.process = subprocess.Popen(command, env=os.environ | self.settings)

    def answers(self) -> bool:
        try:
            return self.served.query(POINT).status == 200
        except OSError:
            return False

    def parts(self, which: str) -> list[int]:
        """The numbers of its processes: the service itself, those that workers are forked from, or the workers."""
        assert self.process
        nurseries = children(self.process.pid)
        workers = [each for nursery in nurseries for each in children(nursery)]
        return {"service": [self.process.pid], "nurseries": nurseries, "workers": workers}[which]

    def put_graph(self, number: int) -> Reply:
        data = "".join(f"<http://example.org/{n}> <http://example.org/value> {number} .\n" for n in range(TRIPLES))
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "text/turtle"}
        return self.served.ask("PUT", f"/admin/graphs?{urlencode({'graph': GRAPH})}", data.encode(), headers)

    def graph(self) -> object:
        """What the graph says: which number, and how often."""
        rows = json.loads(self.served.query(COUNT).body)["results"]["bindings"]
        return [(int(row["value"]["value"]), int(row["n"]["value"])) for row in rows]

    def put_document(self, number: int) -> Reply:
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.served.ask("POST", "/documents?name=plan.txt", PLAN.format(year=number).encode(), headers)

    def document(self) -> object:
        """The year in the document's text, in what was read from it, and how many measures the search finds of it."""
        text = self.served.ask("GET", "/documents/plan/text").body.decode()
        read = {*re.findall(r"(\d{4})-06-30", self.served.ask("GET", "/documents/plan").body.decode())}
        found = json.loads(self.served.ask("GET", f"/search?{urlencode({'q': '备用水源'})}").body)
        return [(int(text[3:7]), *map(int, read), sum(item["key"] == "plan" for item in found["items"]))]


def children(parent: int) -> list[int]:
    processes = [int(place.name) for place in Path("/proc").glob("[0-9]*")]
    return [each for each in processes if lives(each) and state(each)[1] == str(parent)]


def lives(process: int) -> bool:
    return state(process)[0] != "Z"


def state(process: int) -> list[str]:
    """Its state and its parent, those of the dead where there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return ["Z", "0"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("kills")
    store, (document, *_) = Store.open(folder / "store"), documents()
    store.put(document)
    with Index.beside(folder / "store").writing() as index:
        index.put(document)
    publish(store, folder / "store")
    del store
    secret, key = new("writer", [Scope.LOAD])
    (folder / "keys").write_text(f"{key.line}\n", encoding="utf-8")
    with create_server(("127.0.0.1", 0)) as free:
        served = Served(free.getsockname()[1])
    settings = {
        "DUTYGRAPH_STORE": str(folder / "store"),
        "DUTYGRAPH_ADMIN_KEY_SHA256": KEY_DIGEST,
        "DUTYGRAPH_KEYS": str(folder / "keys"),
        "DUTYGRAPH_JOURNAL": str(folder / "journal"),
        "DUTYGRAPH_SERVICE_GRACE": str(GRACE),
        "DUTYGRAPH_SERVICE_CACHE": "1",  # all is asked of workers
    }
    service = Service(served, settings, secret)
    service.start()
    wait_for(service)
    try:
        yield service
    finally:
        assert service.process
        service.process.terminate()
        service.process.wait(20)


def wait_for(service: Service, seconds: float = 30) -> float:
    """The seconds until it answers."""
    began = time.monotonic()
    while not service.answers():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.parametrize("which", ["workers", "nurseries", "service"])
@pytest.mark.parametrize(("what", "delay"), [("graph", 0.05), ("document", 0.4)])
def test_whatever_is_killed_while_writing_the_old_or_the_new_is_there(
    service: Service, what: str, delay: float, which: str
) -> None:
    put, read = (service.put_graph, service.graph) if what == "graph" else (service.put_document, service.document)
    if what not in service.there:
        assert put(START).status == 201
        service.there[what] = START
    old, number, said = service.there[what], service.there[what] + 1, list[int]()
    writing = threading.Thread(target=write, args=(put, number, said))
    writing.start()
    time.sleep(delay)
    for process in service.parts(which):
        os.kill(process, signal.SIGKILL)
    if which == "service":
        service.start()
    waited = wait_for(service)
    writing.join()
    now = read()
    service.there[what] = number if now == wanted(what, number) else old

    assert now in (wanted(what, old), wanted(what, number))
    assert now == wanted(what, number) or not said
    assert waited < SOON * crowded()


def wanted(what: str, number: int) -> object:
    return [(number, TRIPLES)] if what == "graph" else [(number, number, 1)]


def write(put: Callable[[int], Reply], number: int, said: list[int]) -> None:
    """Notes the status where it was written."""
    try:
        status = put(number).status
    except OSError:
        return
    if status < 300:
        said.append(status)


def test_at_its_end_the_service_answers_whom_it_can_and_tells_the_others(service: Service) -> None:
    slow = f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {CROSS} }} LIMIT 300000 }} }}"
    endless = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
    with ThreadPoolExecutor() as clients:
        asking = [clients.submit(service.served.post, text) for text in (slow, endless)]
        time.sleep(0.3)
        processes = [*service.parts("workers"), *service.parts("nurseries")]
        assert service.process
        began = time.monotonic()
        service.process.terminate()
        answers = [each.result() for each in asking]
        status = service.process.wait(20)
        ended = time.monotonic()

    assert [answer.status for answer in answers] == [200, 503]
    assert (answers[1].kind, answers[1].headers["retry-after"]) == ("stopped", "5")
    assert ended - began < GRACE + 2
    assert status in {0, -signal.SIGTERM}
    assert not any(map(lives, processes))
