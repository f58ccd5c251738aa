"""The pool: which query is answered when.

So many queries begin at once as there are ``workers``; one that has run for a moment makes room for the next and goes
on beside it, in a process that stands back after a second. There are at most ``processes``. Of the clients that wait,
the one with the fewest queries running is next, each in its turn. When all processes are taken and somebody waits, the
query that has run longest for the busiest client is stopped.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from itertools import count
from time import monotonic

from api.failures import Overloaded, Stopped, TimeLimit
from api.limits import Limits
from api.workers.crew import Crew
from api.workers.processes import Nursery, Worker
from api.workers.runs import Job, Run
from graph.errors import DutyError

_MOMENT = 0.05  # seconds after which a query makes room for the next
_LONG = 1.0  # seconds after which its process stands back, and may be stopped for others
_TICK = 0.02  # seconds between two looks at what is running


class Pool:
    """Queries in their queues and in workers; ``ended`` is told once of each that is over."""

    def __init__(
        self,
        store: str,
        limits: Limits,
        ended: Callable[[Run], None],
        nursery: Nursery | None = None,
        *,
        writing: bool = False,
    ) -> None:
        self.limits = limits
        self._ended = ended
        self._crew = Crew(store, limits, self._changed, nursery, writing=writing)
        self._numbers = count(1)
        self._waiting: dict[str, deque[Run]] = {}  # by client, whoever had a turn last at the end
        self._open: dict[int, Run] = {}  # runs whose answers somebody still reads
        self._awake = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to make workers; queries may come before they are ready."""
        self._watching = asyncio.create_task(self._watch())
        self._schedule()
        self._crew.hold()

    async def close(self) -> None:
        """Ends all workers."""
        if self._watching:
            self._watching.cancel()
        self.stop_all()
        await self._crew.close()

    def stop_all(self) -> None:
        """Ends all that waits or runs, since the service ends."""
        for run in self.runs():
            self.stop(run, Stopped("the service ends; try again soon"))

    def submit(self, job: Job, client: str, *, store: str | None = None, request: str = "") -> Run:
        """The job in its queue; whoever reads its answer gives it back with ``release``."""
        where = store or self._crew.store
        if fault := self._crew.fault(where):
            raise fault
        queued = len(self._waiting.get(client, ()))
        if self._queued() >= self.limits.queue or queued >= max(1, self.limits.queue // 2):
            raise Overloaded("more queries are waiting than the service takes on; try again soon")
        run = Run(next(self._numbers), job, where, client, request)
        self._open[run.number] = run
        self._waiting.setdefault(client, deque()).append(run)
        self._schedule()
        self._awake.set()
        return run

    def release(self, run: Run) -> None:
        """Says that nobody reads the run's answer any more; if it is not over, it is stopped."""
        self.stop(run, Stopped("nobody waits for the answer any more"))
        self._open.pop(run.number, None)
        run.spool.close()

    def stop(self, run: Run, reason: DutyError) -> None:
        """Ends the run at once, wherever it is; nothing where it is over."""
        if run.over is not None:
            return
        run.fail(reason)
        for worker in self._crew.busy:
            if worker.run is run:
                worker.kill()
        self._take(run)
        self._settle(run)

    @property
    def store(self) -> str:
        """The store that queries are answered over."""
        return self._crew.store

    def renew(self, store: str | None = None) -> None:
        """Has all further queries see what has been written to the store, or that other store."""
        self._crew.renew(store or self.store)
        self._schedule()

    def runs(self) -> tuple[Run, ...]:
        """All that wait or run, in the order in which they came."""
        return tuple(run for run in self._open.values() if run.over is None)

    def figures(self) -> dict[str, int]:
        """How many queries wait and run, and how many workers there are."""
        crew = self._crew
        return {
            "waiting": self._queued(),
            "running": len(crew.busy),
            "workers": len(crew),
            "started": crew.started,
            "in_memory": int(crew.in_memory),
        }

    # What follows decides. It runs whenever anything changes, and at each tick while there is anything to do.

    def _changed(self, run: Run | None) -> None:
        if run and run.over is None:
            self._waiting.setdefault(run.client, deque()).appendleft(run)
        elif run:
            self._settle(run)
        for waiting in [run for queue in self._waiting.values() for run in queue]:
            if fault := self._crew.fault(waiting.store):
                self.stop(waiting, fault)
        self._schedule()
        self._awake.set()

    def _settle(self, run: Run) -> None:
        if not run.settled:
            run.settled = True
            self._ended(run)

    def _schedule(self) -> None:
        while self._waiting and self._has_room() and (chosen := self._next()):
            run, worker = chosen
            self._take(run)
            if run.client in self._waiting:
                self._waiting[run.client] = self._waiting.pop(run.client)
            worker.start(run, self.limits.seconds)
        stores = (run.store for queue in self._waiting.values() for run in queue)
        self._crew.grow(Counter(stores) if self._waiting else {}, self._lasting())

    def _take(self, run: Run) -> None:
        """Takes the run out of its queue."""
        queue = self._waiting.get(run.client)
        if queue and run in queue:
            queue.remove(run)
            if not queue:
                del self._waiting[run.client]

    def _has_room(self) -> bool:
        return len(self._crew.busy) - self._lasting() < self.limits.workers

    def _lasting(self) -> int:
        """How many queries have run for a moment, as far as there are processes for them beside those that begin."""
        number = sum(worker.run.age > _MOMENT for worker in self._crew.busy if worker.run)
        return min(number, self.limits.processes - self.limits.workers)

    def _next(self) -> tuple[Run, Worker] | None:
        for run in self._candidates():
            if worker := self._crew.idle(run.store):
                return run, worker
        return None

    def _candidates(self) -> list[Run]:
        """The first in the queue of each client that may have more running, the least served client first."""
        busy = self._by_client()
        heads = [queue[0] for queue in self._waiting.values()]
        allowed = [run for run in heads if busy[run.client] < self.limits.per_client]
        return sorted(allowed, key=lambda run: busy[run.client])

    def _by_client(self) -> Counter[str]:
        return Counter(worker.run.client for worker in self._crew.busy if worker.run)

    def _queued(self) -> int:
        return sum(map(len, self._waiting.values()))

    async def _watch(self) -> None:
        while True:
            if not self._waiting and not self._crew.busy and not self._held():
                self._awake.clear()
                await self._awake.wait()
            await asyncio.sleep(_TICK)
            self._watch_time()
            self._watch_space()
            self._watch_crowd()
            self._crew.shrink()
            self._schedule()

    def _watch_time(self) -> None:
        for worker in self._crew.busy:
            if worker.run and worker.run.age > self.limits.seconds:
                self.stop(worker.run, TimeLimit(f"the query took more than {self.limits.seconds:g} seconds"))
            elif worker.run and worker.run.age > _LONG and not worker.niced:
                worker.nice()
        for run in self.runs():
            waited = monotonic() - run.asked
            if waited > _MOMENT:
                run.notice()
            if run.began is None and waited > self.limits.patience:
                self.stop(run, Overloaded(f"no turn came within {self.limits.patience:g} seconds; try again soon"))

    def _watch_space(self) -> None:
        if self._held() > self.limits.held and (growing := [run for run in self.runs() if run.spool.size]):
            largest = max(growing, key=lambda run: run.spool.size)
            self.stop(largest, Overloaded("more answers are being read than the service can hold; try again soon"))

    def _held(self) -> int:
        return sum(run.spool.size for run in self._open.values())

    def _watch_crowd(self) -> None:
        """Stops a long query of the busiest client where all processes are taken and a client with fewer waits."""
        busy = self._by_client()
        waiting = [run for run in self._candidates() if monotonic() - run.asked > _MOMENT]
        if not waiting or len(self._crew.busy) < self.limits.processes:
            return
        runs = [worker.run for worker in self._crew.busy if worker.run and worker.run.age > _LONG]
        longest = max(runs, key=lambda run: (busy[run.client], run.age), default=None)
        if longest and busy[longest.client] > busy[waiting[0].client]:
            self.stop(longest, Overloaded(f"stopped after {longest.age:.0f} seconds: other clients are waiting"))
