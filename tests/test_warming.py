"""What people look at first is made before anybody asks, and in nobody's way."""

import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run

import pytest

from api.http import warming
from api.http.kept import Answer, Kept
from api.http.languages import of_header
from api.http.warming import addresses
from api.limits import Limits
from api.settings import Settings, settings
from graph.store import Store
from tests.sample_documents import documents
from tests.serving import Served, serving

LONG = 60.0  # seconds, on a machine that has much else to do
FEW = ("/pages?", "/pages/measures?", "/pages/network?", "/pages/queries/remarks?ask=1", "/pages/agencies?")
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
}
CHINESE, ENGLISH = {**BROWSER, "Accept-Language": "zh-CN,zh;q=0.9"}, {**BROWSER, "Accept-Language": "en-GB,en;q=0.5"}


def figures(served: Served) -> dict[str, float]:
    text = served.ask("GET", "/metrics").body.decode()
    return {name: float(value) for name, value in re.findall(r"^dutygraph_(\w+) (\S+)$", text, re.MULTILINE)}


def queries(served: Served) -> float:
    text = served.ask("GET", "/metrics").body.decode()
    return sum(map(float, re.findall(r"^dutygraph_queries_total\{.*\} (\S+)$", text, re.MULTILINE)))


def wait(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_done(served: Served) -> bool:
    now = figures(served)
    return now["warmed"] > 0 and now["warming"] == 0


def chosen(store: Path, cache: int = 64_000_000) -> Settings:
    return Settings(store=store, service=Limits(workers=1, cache=cache), journal="")


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    """Some of the pages, which are enough to see what is made of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warming, "addresses", lambda: (each for each in addresses() if "?".join(each[0]) in FEW))
        yield


@pytest.fixture(scope="module")
def warm(sample_folder: Path) -> Iterator[Served]:
    with serving(chosen(sample_folder), warm=LONG) as served:
        wait(lambda: is_done(served))
        yield served


def test_it_is_what_asks_for_nothing_that_is_made() -> None:
    made = ["?".join(place).rstrip("?") for place, _ in addresses()]

    assert made[: len(made) // 2] == made[len(made) // 2 :]
    assert {"/pages", "/pages/audit", "/pages/divisions", "/pages/queries/unresolved-agencies?ask=1"} <= {*made}
    assert [each for each in made if "measures-by-agency" in each] == []


@pytest.mark.parametrize("headers", [CHINESE, ENGLISH])
@pytest.mark.parametrize("path", ["/pages", "/pages/measures", "/pages/network", "/pages/queries/remarks?ask=1"])
def test_what_was_made_is_given_to_every_browser(warm: Served, path: str, headers: dict[str, str]) -> None:
    before = queries(warm)
    page, same = warm.ask("GET", path, headers=headers), warm.ask("GET", path, headers={**headers, "Host": "plans.cn"})

    assert (page.status, page.headers["content-encoding"], page.body) == (200, "gzip", same.body)
    assert page.headers["vary"] == "Accept-Language, Accept-Encoding, Origin"
    assert queries(warm) == before
    known = {**headers, "If-None-Match": page.headers["etag"]}
    assert warm.ask("GET", path, headers=known).status == 304


def test_languages_are_kept_apart(warm: Served) -> None:
    pages = [warm.ask("GET", "/pages/agencies", headers=each) for each in (CHINESE, ENGLISH)]

    assert pages[0].headers["etag"] != pages[1].headers["etag"]
    assert pages[0].body != pages[1].body


def test_all_of_it_is_made_and_none_of_it_counts_as_asked_for(sample_folder: Path) -> None:
    with serving(chosen(sample_folder), warm=LONG) as served:
        wait(lambda: is_done(served))
        assert figures(served)["warmed"] == figures(served)["kept_answers"] == 2 * len(FEW)
        text = served.ask("GET", "/metrics").body.decode()

    assert {*re.findall(r'requests_total\{.*route="([^"]*)"', text)} == {"/health/ready", "/metrics"}


def test_another_graph_is_made_ready_too(sample_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_folder, tmp_path / "store")
    with serving(chosen(tmp_path / "store"), warm=LONG) as served:
        wait(lambda: is_done(served))
        kept = figures(served)["kept_answers"]
        Store.open(tmp_path / "store").remove(documents()[0].key)
        wait(lambda: figures(served)["kept_answers"] == 2 * kept)


def test_it_goes_on_when_workers_die(sample_folder: Path) -> None:
    with serving(chosen(sample_folder), warm=LONG) as served:
        wait(lambda: figures(served)["warmed"] > 0)
        known = figures(served)["warmed"]
        for process in _workers():
            os.kill(process, signal.SIGKILL)
        wait(lambda: figures(served)["warmed"] > known + 1)


def test_it_stops_before_it_costs_the_place_of_an_answer(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "addresses", addresses)
    with serving(chosen(sample_folder, cache=100_000), warm=LONG) as served:
        wait(lambda: is_done(served))
        now = figures(served)

    assert 0 < now["kept_answers"] <= now["warmed"] < len([*addresses()])
    assert now["kept_bytes"] > 90_000


def test_it_can_be_left_alone(sample_folder: Path) -> None:
    with serving(chosen(sample_folder)) as served:
        time.sleep(0.2)
        assert (figures(served)["warmed"], figures(served)["warming"]) == (0, 0)
        assert queries(served) == 1  # whether it is ready
    assert settings({"DUTYGRAPH_SERVICE_WARM": "0"}).service.warm == 0


def test_it_ends_with_the_service(sample_folder: Path) -> None:
    others = _workers()
    with serving(chosen(sample_folder), warm=LONG) as served:
        wait(lambda: figures(served)["warming"] > 0)
        began = time.monotonic()
    assert time.monotonic() - began < Limits().grace
    assert {*_workers()} <= {*others}


def test_answers_are_full_where_the_next_might_cost_another_its_place() -> None:
    kept = Kept(160_000)
    assert [kept.is_full, Kept(0).is_full] == [False, True]
    for number in range(16):
        kept.put((number,), Answer("", (), b"x" * 8_999, None))
    assert kept.is_full


@pytest.mark.parametrize(
    ("header", "language"), [("", "zh"), ("fr", "zh"), ("en-US,zh;q=0.9", "en"), ("zh-Hans-CN, en", "zh")]
)
def test_the_first_language_that_there_is_is_taken(header: str, language: str) -> None:
    assert of_header(header) == language


def _workers() -> list[int]:
    """The processes that workers of this very process are forked as: children of nurseries."""
    listed = run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    rows = [(int(pid), int(parent), rest) for pid, parent, rest in (line.split(None, 2) for line in listed)]
    ours = {pid for pid, parent, rest in rows if parent == os.getpid() and "api.workers.nursery" in rest}
    return [pid for pid, parent, _ in rows if parent in ours]
