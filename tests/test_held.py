"""A graph that fits is held in memory: the same answers, from workers that are forked with it."""

import asyncio
import os
import signal
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest

from api.workers.pool import Pool
from api.workers.runs import Run
from graph import query
from graph.copying import copied, estimate, fits
from graph.errors import StoreError
from graph.query import bind
from graph.store import Store
from tests.pools import BRIEF, answer, over, sparql

ROOMY = replace(BRIEF, patience=30.0, calm=0.1)
ALL = sparql("SELECT ?key { ?document <https://w3id.org/dutygraph/ontology#key> ?key } ORDER BY ?key")
SOON = 20.0  # seconds


def poured(store: Store) -> list[bytes]:
    with BytesIO() as output:
        store.pour(output)
        return sorted(output.getvalue().splitlines())


def test_a_copy_has_every_quad_and_is_of_the_same_state(sample_folder: Path) -> None:
    original, copy = Store.read_only(sample_folder), copied(sample_folder)

    assert poured(copy) == poured(original)
    assert (len(copy), copy.state(), copy.keys()) == (len(original), original.state(), original.keys())


@pytest.mark.parametrize("own", ["<x:s> <x:own> <x:o>", ""])
def test_a_copy_has_no_statement_in_a_graph_in_which_it_was_not(own: str, tmp_path: Path) -> None:
    both = r'<x:s> <x:p> "一\r二\n ."'
    store = Store.open(tmp_path / "store")
    store.update(f"INSERT DATA {{ {both} . <x:s> <x:p> 3 GRAPH <x:g> {{ {both} . {own} }} GRAPH <x:h> {{ {both} }} }}")

    assert len({*poured(store)}) == 4 + bool(own)
    assert {*poured(copied(tmp_path / "store"))} == {*poured(store)}


@pytest.mark.parametrize("name", query.catalogue())
def test_a_copy_gives_the_answers_of_the_original(name: str, sample_folder: Path, sample_copy: Store) -> None:
    original, question = Store.read_only(sample_folder), query.query(name)
    given = {each.name: each.example for each in question.parameters if each.required}
    texts = [bind(question, given, store).text for store in (original, sample_copy)]

    assert texts[0] == texts[1]
    assert repr(sample_copy.select(texts[0])) == repr(original.select(texts[0]))


@pytest.fixture(scope="module")
def sample_copy(sample_folder: Path) -> Store:
    return copied(sample_folder)


def test_a_copy_is_for_reading_and_leaves_no_thread(sample_folder: Path) -> None:
    threads = len([*Path("/proc/self/task").iterdir()])
    copy = copied(sample_folder)

    assert len([*Path("/proc/self/task").iterdir()]) == threads
    with pytest.raises(StoreError, match="reading only"):
        copy.update("CLEAR ALL")


def test_where_there_is_no_store_there_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be copied"):
        copied(tmp_path)
    assert not fits(tmp_path / "nowhere", 1_000_000)


def test_a_store_fits_into_what_is_as_large_as_it_is_estimated(sample_folder: Path) -> None:
    size = estimate(sample_folder)

    assert (fits(sample_folder, size), fits(sample_folder, size - 1)) == (True, False)


async def held(pool: Pool, wanted: int = 1) -> None:
    until = monotonic() + SOON
    while pool.figures()["in_memory"] != wanted:
        assert monotonic() < until
        await asyncio.sleep(0.05)


def test_workers_have_the_graph_in_memory_soon_and_answer_before(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        on_disk = await answer(pool, ALL)
        assert pool.figures()["in_memory"] == 0
        await held(pool)

        assert await answer(pool, ALL) == on_disk
        assert {worker.nursery for worker in pool._crew._workers} == {pool._crew._holder}

    over(sample_folder, work, ROOMY)


def test_a_store_that_was_written_is_asked_as_it_is_now(sample_folder: Path, tmp_path: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        await held(pool)
        pool.renew(str(sample_folder))
        assert pool.figures()["in_memory"] == 0
        assert b"yunling" in await answer(pool, ALL)
        await held(pool)
        assert b"yunling" in await answer(pool, ALL)

    Store.open(tmp_path / "empty")
    over(tmp_path / "empty", work, ROOMY)


def test_when_what_holds_it_is_killed_the_store_is_asked_on_disk_until_it_is_held_again(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        await held(pool)
        before = await answer(pool, ALL)
        holder = pool._crew._holder
        assert holder
        assert holder._process
        os.kill(holder._process.pid, signal.SIGKILL)
        assert await answer(pool, ALL) == before
        await held(pool, 0)
        await held(pool)
        assert await answer(pool, ALL) == before

    over(sample_folder, work, ROOMY)


def test_a_graph_that_is_too_large_stays_on_disk(sample_folder: Path) -> None:
    async def work(pool: Pool, _: list[Run]) -> None:
        await asyncio.sleep(2)
        assert pool.figures()["in_memory"] == 0
        assert b"yunling" in await answer(pool, ALL)

    over(sample_folder, work, replace(ROOMY, graph=1))
