"""The pool: killable workers, limits that hold, turns that are fair."""

import asyncio
import json
import os
import signal
import socket
from pathlib import Path
from time import perf_counter

import pytest

from api.failures import (
    AnswerLimit,
    BadQuery,
    Crashed,
    Internal,
    MemoryLimit,
    Overloaded,
    Refused,
    Stopped,
    TimeLimit,
    error,
    told,
)
from api.limits import Limits
from api.workers.pool import Pool
from api.workers.runs import Job, Run
from graph.errors import DutyError, NotFound, ParameterError, StoreError
from graph.store import Store
from tests.pools import BRIEF, answer, over, sparql, warm
from tests.serving import CROSS, POINT

pytestmark = pytest.mark.alone
FOREVER = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"


def test_a_worker_answers_and_answers_again(sample_folder: Path) -> None:
    async def work(pool: Pool, ended: list[Run]) -> None:
        answers = [json.loads(await answer(pool, sparql(POINT))) for _ in range(5)]

        assert [each["results"]["bindings"][0]["key"]["value"] for each in answers] == ["yunling-2018"] * 5
        assert [(run.rows, run.error, run.truncated) for run in ended] == [(1, None, False)] * 5

    over(sample_folder, work)


FAILING: list[tuple[str, type[DutyError], str]] = [
    (FOREVER, TimeLimit, "1 seconds"),
    ("SELECT * { ?s ?p }", BadQuery, "line 1"),
    ("ASK { " + "{" * 30_000, Crashed, "nested"),
    (f"SELECT (GROUP_CONCAT(STR(?a)) AS ?x) {{ {CROSS} }}", TimeLimit, "1 seconds"),
    ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", Refused, "no such graph"),
]


@pytest.mark.parametrize(("text", "kind", "said"), FAILING, ids=lambda value: str(value)[:30])
def test_whatever_a_query_does_it_ends_in_time_and_the_next_is_answered(
    sample_folder: Path, text: str, kind: type[DutyError], said: str
) -> None:
    async def work(pool: Pool, ended: list[Run]) -> None:
        await warm(pool)
        began = perf_counter()
        with pytest.raises(kind, match=said):
            await answer(pool, sparql(text, sources=["http://example.org/"] if "FROM" in text else []))
        ending = perf_counter()
        assert b"yunling-2018" in await answer(pool, sparql(POINT))

        assert ending - began < BRIEF.seconds + 1
        assert type(ended[0].error) is kind

    over(sample_folder, work)


def test_a_query_that_takes_too_much_memory_is_told_so(sample_folder: Path) -> None:
    tight = Limits(workers=1, processes=2, seconds=20.0, memory=20_000_000)

    async def work(pool: Pool, _: list[Run]) -> None:
        with pytest.raises(MemoryLimit):
            await answer(pool, sparql(f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {CROSS} }}"))
        assert b"yunling-2018" in await answer(pool, sparql(POINT))

    over(sample_folder, work, tight)


def test_an_answer_that_is_too_long_is_told_so(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        with pytest.raises(AnswerLimit, match="LIMIT"):
            await answer(pool, sparql("SELECT * { ?s ?p ?o }", rest="SELECT * { ?s ?p ?o } LIMIT 1"))

    over(sample_folder, work, Limits(workers=1, processes=2, answer=10_000))


def test_a_worker_can_open_no_socket(sample_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]

        async def work(pool: Pool, _: list[Run]) -> None:
            with pytest.raises(BadQuery):
                await answer(pool, sparql(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))

        over(sample_folder, work)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_worker_that_is_killed_costs_nobody_an_answer(sample_folder: Path) -> None:
    async def work(pool: Pool, ended: list[Run]) -> None:
        await answer(pool, sparql(POINT))
        for worker in pool._crew._workers:
            os.kill(worker.process, signal.SIGKILL)
        assert b"yunling-2018" in await answer(pool, sparql(POINT))

        assert [run.error for run in ended] == [None, None]

    over(sample_folder, work)


def test_without_its_nursery_the_pool_is_back_in_five_seconds(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        await answer(pool, sparql(POINT))
        nursery = pool._crew._nursery._process
        assert nursery
        nursery.kill()
        began = perf_counter()
        while True:
            try:
                await answer(pool, sparql(POINT))
                break
            except DutyError:
                await asyncio.sleep(0.05)
        assert perf_counter() - began < 5

    over(sample_folder, work)


def test_two_fresh_workers_do_not_draw_the_same_chances(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        text, drawn = "SELECT (UUID() AS ?u) (RAND() AS ?r) {}", []
        for _turn in range(2):
            drawn.append(await answer(pool, sparql(text)))
            pool.renew()

        assert drawn[0] != drawn[1]

    over(sample_folder, work)


def test_short_queries_pass_long_ones(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        await answer(pool, sparql(POINT))
        long = [asyncio.create_task(answer(pool, sparql(FOREVER), f"long {number}")) for number in range(2)]
        await asyncio.sleep(0.3)
        times = []
        for _turn in range(50):
            began = perf_counter()
            await answer(pool, sparql(POINT), "short")
            times.append(perf_counter() - began)
        assert [type(each) for each in await asyncio.gather(*long, return_exceptions=True)] == [TimeLimit] * 2

        assert sorted(times)[len(times) // 2] < 0.05

    over(sample_folder, work)


def test_where_all_processes_are_taken_the_busiest_client_makes_way(sample_folder: Path) -> None:
    long = Limits(workers=1, processes=4, seconds=20.0, patience=10.0)

    async def work(pool: Pool, ended: list[Run]) -> None:
        await warm(pool)
        hogging = [asyncio.create_task(answer(pool, sparql(FOREVER), "hog")) for _ in range(6)]
        others = [asyncio.create_task(answer(pool, sparql(FOREVER), name)) for name in ("one", "two")]
        while sum(run.age > 1 for run in pool.runs()) < long.processes:
            await asyncio.sleep(0.05)
        began = perf_counter()
        assert b"yunling-2018" in await answer(pool, sparql(POINT), "new")
        waited = perf_counter() - began
        stopped = [run for run in ended if isinstance(run.error, Overloaded)]
        for task in (*hogging, *others):
            task.cancel()

        assert {run.client for run in stopped} == {"hog"}
        assert waited < 2

    over(sample_folder, work, long)


def test_one_client_cannot_take_all_turns(sample_folder: Path) -> None:
    async def work(pool: Pool, ended: list[Run]) -> None:
        await answer(pool, sparql(POINT))
        many = [asyncio.create_task(answer(pool, sparql(POINT), "many")) for _ in range(40)]
        one = asyncio.create_task(answer(pool, sparql(POINT), "one"))
        await asyncio.gather(*many, one)
        order = [run.client for run in ended[1:]]

        assert order.index("one") < 10

    over(sample_folder, work)


def test_what_the_queue_cannot_take_is_told_to_come_again(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        results = await asyncio.gather(*(answer(pool, sparql(POINT)) for _ in range(20)), return_exceptions=True)

        assert {type(each) for each in results} == {bytes, Overloaded}
        assert b"yunling-2018" in await answer(pool, sparql(POINT))

    over(sample_folder, work, Limits(workers=1, processes=1, queue=8))


def test_who_waits_too_long_for_a_turn_is_told_so(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        long = asyncio.create_task(answer(pool, sparql(FOREVER), "a"))
        await asyncio.sleep(0.1)
        with pytest.raises(Overloaded, match="no turn"):
            await answer(pool, sparql(POINT), "a")
        long.cancel()

    over(sample_folder, work, Limits(workers=1, processes=1, seconds=5.0, patience=0.3))


def test_a_query_is_stopped_and_what_it_held_is_given_back(sample_folder: Path) -> None:
    async def work(pool: Pool, ended: list[Run]) -> None:
        run = pool.submit(sparql(FOREVER), "a")
        await asyncio.sleep(0.2)
        assert pool.runs() == (run,)
        pool.stop(run, Stopped("enough"))
        with pytest.raises(Stopped):
            await run.told()
        pool.release(run)
        pool.release(run)

        assert (pool.runs(), ended, run.settled) == ((), [run], True)

    over(sample_folder, work)


def test_a_store_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        times = []
        for _turn in range(3):
            began = perf_counter()
            with pytest.raises(StoreError, match="no store"):
                await answer(pool, sparql(POINT))
            times.append(perf_counter() - began)
        assert min(times) < 1

    over(tmp_path / "none", work)


def test_queries_over_another_store_are_answered_beside(sample_folder: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "other")

    async def work(pool: Pool, _: list[Run]) -> None:
        for _turn in range(2):
            assert b"yunling-2018" in await answer(pool, sparql(POINT))
            assert b'"bindings":[]' in await answer(pool, sparql(POINT), store=str(tmp_path / "other"))

    over(sample_folder, work)


def test_after_renewal_queries_see_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "store"
    writer = Store.open(path)

    async def work(pool: Pool, _: list[Run]) -> None:
        assert b"false" in await answer(pool, sparql("ASK { ?s ?p 1 }"))
        writer.update("INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }")
        assert b"false" in await answer(pool, sparql("ASK { ?s ?p 1 }"))
        pool.renew()
        assert b"true" in await answer(pool, sparql("ASK { ?s ?p 1 }"))

    over(path, work)


def test_a_fault_of_ours_in_one_task_ends_no_worker(sample_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        with pytest.raises(Internal, match="log"):
            await answer(pool, Job("api.tasks.queries:sparql", {"text": 1}))
        with pytest.raises(Internal):
            await answer(pool, Job("os:getcwd"))
        assert b"yunling-2018" in await answer(pool, sparql(POINT))

    over(sample_folder, work)
    assert "none of our tasks" in capfd.readouterr().err


@pytest.mark.parametrize(
    "fault", [BadQuery("no", 1, 2), ParameterError("agency", "is empty"), NotFound("nothing"), TimeLimit("slow")]
)
def test_an_error_comes_over_from_a_worker_as_it_was(fault: DutyError) -> None:
    copy = error(json.loads(json.dumps(told(fault))))

    assert (type(copy), str(copy), vars(copy)) == (type(fault), str(fault), vars(fault))
