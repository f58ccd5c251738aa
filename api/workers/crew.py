"""The workers there are: made before they are needed, replaced when they end, given back when nobody needs them.

Where the graph fits into what it may take, those over the main store have it in memory as soon as it was copied there.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from api.failures import Crashed, Lost
from api.limits import Limits
from api.workers.processes import Nursery, Worker
from api.workers.runs import Run
from api.workers.worker import Orders
from graph import copying
from graph.errors import DutyError

_IDLE = 10.0  # seconds that a worker more than needed waits for a job
_RETRY = 1.0  # seconds before a store that could not be opened is tried again


class Crew:
    """Workers over a store, and over others as they are asked for; ``changed`` is told whenever one is free or gone.

    One that is ``writing`` is alone, and ends when it is not needed: other programs may then write.
    """

    def __init__(
        self,
        store: str,
        limits: Limits,
        changed: Callable[[Run | None], None],
        nursery: Nursery | None = None,
        *,
        writing: bool = False,
    ) -> None:
        self.store = store
        self._limits = limits
        self._writing = writing
        self._standing = 0 if writing else limits.workers + 1
        self._changed = changed
        self._nursery = nursery or Nursery(writing=writing)
        self._holder: Nursery | None = None  # the one that has the main store in memory
        self._former: list[Nursery] = []  # those before it, while workers of theirs are busy
        self._holding: asyncio.Task[None] | None = None
        self._workers: list[Worker] = []
        self._ended: set[Worker] = set()  # of which it is still asked why
        self._generation = 0
        self._broken: dict[str, tuple[float, DutyError]] = {}
        self._tasks = set[asyncio.Task[None]]()
        self._closing = False
        self.started = 0

    def __len__(self) -> int:
        return len(self._workers)

    @property
    def in_memory(self) -> bool:
        """Whether the main store is held in memory."""
        return self._holder is not None

    def hold(self) -> None:
        """Has the main store copied into memory, where it fits; until then workers ask it on disk."""
        if not self._writing and not self._holding:
            self._holding = self._do(self._hold(self.store))

    @property
    def busy(self) -> list[Worker]:
        """Those that have a run."""
        return [worker for worker in self._workers if worker.run]

    def idle(self, store: str) -> Worker | None:
        """One that can take a run over that store."""
        return next((worker for worker in self._workers if worker.store == store and self._is_idle(worker)), None)

    def fault(self, store: str) -> DutyError | None:
        """Why that store could not be opened, where that was just tried."""
        tried, fault = self._broken.get(store, (0.0, None))
        return fault if monotonic() - tried < _RETRY else None

    def grow(self, waiting: Mapping[str, int], lasting: int) -> None:
        """Makes the workers that are missing.

        Over the main store one more is kept than can begin at once, beside those that have been ``lasting``.
        """
        needs = {self.store: 0} | dict(waiting)
        for store, number in needs.items():
            coming = sum(worker.store == store and worker.run is None for worker in self._workers)
            wanted = min(number, self._limits.workers)
            if store == self.store:
                beginning = sum(worker.store == store for worker in self.busy) - lasting
                wanted = max(wanted, self._standing - max(0, beginning))
            for _ in range(wanted - coming):
                if self.fault(store) or not self._make_room(store, needed=number > 0):
                    break
                self._spawn(store)

    def shrink(self) -> None:
        """Ends workers that have waited for a while without being needed."""
        spare = [worker for worker in self._workers if self._is_idle(worker)]
        spare = spare[self._standing :] + [worker for worker in spare if worker.store != self.store]
        for worker in {*spare}:
            if monotonic() - worker.idle_since > _IDLE:
                worker.kill()

    def renew(self, store: str) -> None:
        """Ends all workers, those that are busy when they are done; the next ones see that store as it is now."""
        self.store = store
        self._broken.clear()
        if self._holding:
            self._holding.cancel()
        self._give_up()
        self._replace()
        self.hold()

    async def close(self) -> None:
        """Ends all workers at once."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._workers:
            worker.kill()
        for nursery in (self._nursery, self._holder, *self._former):
            if nursery:
                nursery.close()
        await asyncio.sleep(0)  # the connections are closed in the loop's next turn

    def _is_idle(self, worker: Worker) -> bool:
        current = worker.generation == self._generation
        return current and worker.ready and worker.run is None and not (worker.ending or worker.gone)

    def _make_room(self, store: str, *, needed: bool) -> bool:
        """Whether one more may be made; where it is needed, an idle one over another store makes way."""
        if len(self._workers) < self._limits.processes:
            return True
        other = next((worker for worker in self._workers if self._is_idle(worker) and worker.store != store), None)
        if needed and other:
            other.kill()
        return False

    def _spawn(self, store: str) -> None:
        self.started += 1
        worker = Worker(store, self._generation, self._source(store), self._on_change)
        self._workers.append(worker)
        self._do(self._born(worker))

    async def _born(self, worker: Worker) -> None:
        orders = Orders(worker.store, self._writing, self._limits.memory, self._limits.answer)
        try:
            await worker.nursery.spawn(worker, orders)
        except (OSError, DutyError) as fault:
            worker.error, worker.gone = Crashed(f"no worker could be started ({fault})"), True
            self._on_change(worker)

    def _on_change(self, worker: Worker) -> None:
        if worker.gone:
            if worker in self._workers:
                self._workers.remove(worker)
                self._ended.add(worker)
                self._do(self._bury(worker))
        elif worker.run is None or worker.run.over is not None:
            run, worker.run, worker.idle_since = worker.run, None, monotonic()
            if worker.niced or worker.generation != self._generation:
                worker.kill()
            self._changed(run)

    async def _bury(self, worker: Worker) -> None:
        """Tells the run of a worker that has ended why; one that never was ready marks its store as broken."""
        fault = worker.error or await self._cause(worker)
        if worker.run:
            if not (isinstance(fault, Lost) and worker.run.repeat()):
                worker.run.fail(fault)
        elif not worker.ready and not isinstance(fault, Lost) and worker.generation == self._generation:
            self._broken[worker.store] = (monotonic(), fault)
        self._ended.discard(worker)
        self._leave()
        self._changed(worker.run)

    async def _cause(self, worker: Worker) -> DutyError:
        try:
            return await worker.nursery.cause(worker)
        except (OSError, DutyError) as fault:
            return Lost(f"the process that worked on the query ended ({fault})")

    async def _hold(self, store: str) -> None:
        await asyncio.sleep(self._limits.calm)
        if not await asyncio.to_thread(copying.fits, Path(store), self._limits.graph):
            return
        nursery, is_ready = Nursery.begun(store), False
        try:
            await nursery.ready()
            is_ready = True
        except (OSError, DutyError):
            return  # it has said why itself; the store is asked on disk
        finally:
            if not is_ready:
                nursery.close()
        self._holder, self._holding = nursery, None
        self._replace()

    def _source(self, store: str) -> Nursery:
        """The nursery of a worker over that store; one that had it in memory and died is made again meanwhile."""
        if self._holder and not self._holder.lives:
            self._give_up()
            self.hold()
        return self._holder if self._holder and self._holder.store == store else self._nursery

    def _give_up(self) -> None:
        """No further worker has the store in memory."""
        if self._holder:
            self._former.append(self._holder)
        self._holder = self._holding = None

    def _leave(self) -> None:
        """Ends former nurseries, as soon as none of their workers is there or asked about."""
        needed = {worker.nursery for worker in (*self._workers, *self._ended)}
        for nursery in [each for each in self._former if each not in needed]:
            self._former.remove(nursery)
            nursery.close()

    def _replace(self) -> None:
        """Has other workers take the place of those there are, of the busy ones when they are done."""
        self._generation += 1
        for worker in self._workers:
            if worker.run is None:
                worker.kill()

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        if self._closing:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
