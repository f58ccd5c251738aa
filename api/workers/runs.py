"""A job of a client from its question to its answer: what the service knows of it while a worker does it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, time
from typing import Any

from api.failures import error
from api.workers.frames import Kind
from api.workers.spool import Spool
from graph.errors import DutyError

_ENOUGH = 64 * 1024  # bytes of an answer that are gathered before its status is sent …
_SOON = 0.25  # … or seconds after the first of them
_REPEATS = 5  # times that a job is given to another worker
_PIECE = 64 * 1024  # bytes that are sent at once


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is asked to do, a function «module:name»; ``label`` and ``digest`` tell which query it is."""

    task: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    digest: str = ""

    def encoded(self, seconds: float) -> bytes:
        """The job as it is sent to a worker."""
        work = {"task": self.task, "arguments": self.arguments, "seconds": seconds}
        return json.dumps(work, default=str).encode()  # days as they are written in ISO 8601


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an answer before its first byte; ``held`` where only its end tells whether it is whole."""

    content_type: str
    held: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class Run:
    """A job that waits, is done, or is over: then it has either failed or an ``end``."""

    def __init__(self, number: int, job: Job, store: str, client: str, request: str = "") -> None:
        self.number = number
        self.job = job
        self.store = store
        self.client = client
        self.request = request
        self.since = time()
        self.asked = monotonic()
        self.began: float | None = None
        self.over: float | None = None
        self.head: Head | None = None
        self.error: DutyError | None = None
        self.rows: int | None = None
        self.truncated = False
        self.lasting = False  # whether it has taken so long that whoever waits may do something else as well
        self.repeated = 0
        self.settled = False  # whether those who count and log runs know its end
        self.spool = Spool()
        self._first: float | None = None
        self._news = asyncio.Event()

    @property
    def age(self) -> float:
        """Seconds since it began, 0 while it waits."""
        return 0.0 if self.began is None else (self.over or monotonic()) - self.began

    @property
    def complete(self) -> bool:
        """Whether its whole answer is here."""
        return self.over is not None and self.error is None

    @property
    def read(self) -> bool:
        """Whether its whole answer has been read."""
        return self.complete and not self.spool.waiting

    def begin(self) -> None:
        """Notes that a worker does it now."""
        self.began = monotonic()

    def repeat(self) -> bool:
        """Whether it can be done anew, since its worker was lost before it had done anything; it waits again then."""
        if self.over is not None or self.head is not None or self.age > _SOON or self.repeated >= _REPEATS:
            return False
        self.began, self.repeated = None, self.repeated + 1
        return True

    def take(self, kind: Kind, payload: bytes) -> None:
        """Takes what the worker says."""
        match kind:
            case Kind.HEAD:
                self.head = Head(**json.loads(payload))
            case Kind.DATA:
                self._first = self._first or monotonic()
                self.spool.write(payload)
            case Kind.COMPLETE:
                end = json.loads(payload)
                self.rows, self.truncated = end["rows"], end["truncated"]
                self.over = monotonic()
            case _:
                self.fail(error(json.loads(payload)))
        self._news.set()

    def notice(self) -> None:
        """Has those who wait for it know that it takes long."""
        if not self.lasting:
            self.lasting = True
            self._news.set()

    def fail(self, reason: DutyError) -> None:
        """Ends it without an answer, unless it is over."""
        if self.over is None:
            self.error, self.over = reason, monotonic()
            self._news.set()

    async def told(self, *, held: bool = False, briefly: bool = False) -> None:
        """Waits until its status can be told: it is over, or so much of its answer is here that it can begin.

        ``held`` waits for the whole answer in any case, ``briefly`` no longer than until it is lasting. A failure is
        raised.
        """
        while self.over is None and (held or not self._can_begin()) and not (briefly and self.lasting):
            await self._change(None if held or self._first is None else self._first + _SOON - monotonic())
        if self.error:
            raise self.error

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer as it comes; a failure is raised where it happens."""
        while self.spool.waiting or self.over is None:
            if self.error:
                raise self.error
            if self.spool.waiting:
                yield self.spool.read(_PIECE)
            else:
                await self._change(None)
        if self.error:
            raise self.error

    def _can_begin(self) -> bool:
        if self.head is None or self.head.held or self._first is None:
            return False
        return self.spool.size >= _ENOUGH or monotonic() - self._first >= _SOON

    async def _change(self, seconds: float | None) -> None:
        self._news.clear()
        if seconds is None:
            await self._news.wait()
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._news.wait()
