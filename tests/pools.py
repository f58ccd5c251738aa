"""A pool of workers over a store, for tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from api.limits import Limits
from api.tasks.queries import Asking
from api.workers.pool import Pool
from api.workers.runs import Job, Run

WRITTEN = {"results": "json", "graph": "ntriples"}
BRIEF = Limits(workers=2, processes=4, seconds=1.0, patience=5.0, memory=200_000_000, rows=100)


@asynccontextmanager
async def pool(store: Path, limits: Limits = BRIEF) -> AsyncIterator[tuple[Pool, list[Run]]]:
    ended: list[Run] = []
    made = Pool(str(store), limits, ended.append)
    await made.start()
    try:
        yield made, ended
    finally:
        await made.close()


def sparql(text: str, **more: Any) -> Job:
    return Job("api.tasks.queries:sparql", Asking(text, text, WRITTEN, **more).arguments(), text)


async def answer(pool: Pool, job: Job, client: str = "a", **where: Any) -> bytes:
    run = pool.submit(job, client, **where)
    try:
        await run.told()
        return b"".join([piece async for piece in run.pieces()])
    finally:
        pool.release(run)


async def warm(pool: Pool) -> None:
    """Waits until all workers are there that the pool keeps."""
    while sum(worker.ready for worker in pool._crew._workers) <= pool.limits.workers:
        await asyncio.sleep(0.01)


def over(store: Path, work: Callable[[Pool, list[Run]], Awaitable[None]], limits: Limits = BRIEF) -> None:
    """Does the work with a pool over the store."""

    async def main() -> None:
        async with pool(store, limits) as (made, ended):
            await work(made, ended)

    asyncio.run(main())
