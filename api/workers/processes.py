"""Worker processes as the service sees them, and the nursery that they come from."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from socket import AF_UNIX, SOCK_STREAM, send_fds, socket, socketpair
from typing import Any, Self

from api.failures import Crashed, Lost, MemoryLimit, TimeLimit, error
from api.workers.frames import Frames, Kind, frame
from api.workers.runs import Run
from api.workers.worker import WRITING, Orders
from graph.errors import DutyError

_NICENESS = 10
_CAUSES: dict[int, DutyError] = {
    signal.SIGABRT: MemoryLimit("the query took more memory than it may and was stopped"),
    signal.SIGXCPU: TimeLimit("the query took more time than it may and was stopped"),
    signal.SIGSEGV: Crashed("the query is nested too deeply for the engine and was stopped"),
    signal.SIGKILL: Lost("the process that worked on the query was ended from outside"),
}


class Worker(asyncio.Protocol):
    """One worker process: it is starting, idle, busy with a run, or gone."""

    def __init__(self, store: str, generation: int, nursery: "Nursery", changed: Callable[["Worker"], None]) -> None:
        self.store = store
        self.generation = generation
        self.nursery = nursery
        self.process = 0
        self.home = 0  # the nursery that can reap it
        self.ready = False
        self.ending = False
        self.gone = False
        self.niced = False
        self.error: DutyError | None = None  # why it could not start
        self.run: Run | None = None
        self.idle_since = 0.0
        self._changed = changed
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the connection to the process."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hands what the process says to the run it is busy with."""
        for kind, payload in self._frames.feed(data):
            if kind is Kind.READY:
                self.ready = True
                self._changed(self)
            elif self.run is None:
                self.error = error(json.loads(payload))
            else:
                self.run.take(kind, payload)
                if kind in {Kind.COMPLETE, Kind.ERROR}:
                    self._changed(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's own signature)
        """Notes that the process is no more."""
        self.gone = True
        self._changed(self)

    def start(self, run: Run, seconds: float) -> None:
        """Has the process do the run."""
        assert self._transport
        self.run = run
        run.begin()
        self._transport.write(frame(Kind.JOB, run.job.encoded(seconds)))

    def nice(self) -> None:
        """Lets the process stand back behind those that have not run so long."""
        self.niced = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process, _NICENESS)

    def kill(self) -> None:
        """Ends the process; what was written by it and not yet read is dropped."""
        self.ending = True
        if self.process and not self.gone:
            os.kill(self.process, signal.SIGKILL)
        if self._transport:
            self._transport.abort()


class Nursery:
    """The process that workers are forked from; a new one takes the place of one that has died.

    Where a ``store`` is named, its workers have that one in memory; those for ``writing`` are ready to read documents.
    """

    def __init__(self, store: str | None = None, *, writing: bool = False) -> None:
        self.store = store
        self._for = [WRITING] if writing else [store] if store else []
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket | None = None

    @classmethod
    def begun(cls, store: str | None = None) -> Self:
        """One whose process is made now, to be ready by the time that the first worker is wanted."""
        nursery = cls(store)
        nursery._start()
        return nursery

    @property
    def lives(self) -> bool:
        """Whether there is a process."""
        return self._number > 0

    async def ready(self) -> None:
        """Waits until workers can be made; OSError and Lost where that will never be."""
        await self._asked({"ready": True})

    async def spawn(self, worker: Worker, orders: Orders) -> None:
        """Makes a process for the worker, which tells by itself when it is ready."""
        ours, theirs = socketpair(AF_UNIX, SOCK_STREAM)
        try:
            with theirs:
                worker.process = int(await self._asked({"spawn": asdict(orders)}, theirs.fileno()))
            worker.home = self._number
            ours.setblocking(False)
            await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        except BaseException:
            ours.close()
            raise

    async def cause(self, worker: Worker) -> DutyError:
        """Why the process of a worker that is gone ended; until this is asked its number is not given to another."""
        if worker.home != self._number:
            return Lost("the process that workers come from has ended")
        with suppress(ProcessLookupError):
            os.kill(worker.process, signal.SIGKILL)
        status = int(await self._asked({"reap": worker.process}))
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return _CAUSES.get(ended_by, Crashed(f"the process that worked on the query ended (signal {ended_by})"))

    def close(self) -> None:
        """Ends the nursery, and with it every worker."""
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def _number(self) -> int:
        return self._process.pid if self._process and self._process.poll() is None else -1

    async def _asked(self, message: dict[str, Any], *sockets: int) -> str:
        async with self._turn:
            control = self._control if self._control and self._number > 0 else self._start()
            send_fds(control, [json.dumps(message).encode()], sockets)
            answer = await asyncio.get_running_loop().sock_recv(control, 1024)
            if not answer:
                raise Lost("the process that workers come from has ended")
            return answer.decode()

    def _start(self) -> socket:
        self.close()
        ours, theirs = socketpair(AF_UNIX, SOCK_STREAM)
        ours.setblocking(False)
        with theirs:
            command = [sys.executable, "-m", "api.workers.nursery", *self._for]
            self._process = subprocess.Popen(command, stdin=theirs.fileno())
        self._control = ours
        return ours
