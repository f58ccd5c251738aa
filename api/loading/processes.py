"""Work shared among processes: results in the order of the tasks, a bounded number ahead, nothing lost with a process.

When a process dies, what it and its fellows were at is tried again, each task alone in a process of its own: the one
that ends that process too is ``Lost``, and tells no more of itself.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from threading import Thread, active_count
from types import TracebackType
from typing import Generic, Self, TypeVar

_AHEAD = 3  # tasks for each process beside the one it is at
_FIRST = "fork" if sys.platform == "linux" else "spawn"  # forked before any thread is there, which is quick
_LATER = "spawn"  # there are threads by then: the store's, the display's

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A task that ends the process that works on it."""

    task: T


class Processes:
    """So many processes, begun at once with ``prepare``; with none the work is done in this one."""

    def __init__(self, count: int, prepare: Callable[[], object]) -> None:
        self._count = count
        self._prepare = prepare
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._count:
            self._prepare()  # once, to be shared by those that are forked
            self._begin(_FIRST)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def each(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R | Lost[T]]:
        """What ``work`` makes of each task, in order; it and what it is given and returns must be picklable."""
        if not self._count:
            yield from map(work, tasks)
            return
        coming = iter(tasks)
        waiting: deque[tuple[T, Future[R]]] = deque()
        while True:
            waiting.extend(self._submitted(work, islice(coming, self._count * (1 + _AHEAD) - len(waiting))))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                again = [task, *(each for each, _ in waiting)]
                waiting.clear()
                yield from (self._alone(work, each) for each in again)
                self._begin(_LATER)

    def _submitted(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, Future[R]]]:
        assert self._pool
        for task in tasks:
            try:
                yield task, self._pool.submit(work, task)
            except BrokenProcessPool as fault:
                broken: Future[R] = Future()
                broken.set_exception(fault)
                yield task, broken

    def _begin(self, method: str) -> None:
        if self._pool:
            self._pool.shutdown()
        self._pool = _pool(self._count, method, self._prepare)
        self._pool.submit(_nothing)  # which starts them

    def _alone(self, work: Callable[[T], R], task: T) -> R | Lost[T]:
        with _pool(1, _LATER, self._prepare) as pool:
            try:
                return pool.submit(work, task).result()
            except BrokenProcessPool:
                return Lost(task)


def sensible(tasks: int, few: int) -> int:
    """How many processes so many tasks are worth on this machine.

    One for a few, so that this one can write meanwhile; none for a single task, and none where there is one core or,
    for a few tasks, a thread already that a fork would lose.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if tasks >= few:
        return 0 if cores == 1 else min(cores, tasks)
    return int(tasks > 1 and cores > 1 and active_count() == 1)


def _pool(count: int, method: str, prepare: Callable[[], object]) -> ProcessPoolExecutor:
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begun, initargs=(prepare,))


def _begun(prepare: Callable[[], object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started us
    Thread(target=_end_with_parent, daemon=True).start()
    prepare()
    gc.freeze()  # the tables of readers stay: no collection is to look through them, nor to copy what is shared


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    pass
