"""From a request to the answer of a worker: with a true status, no longer than somebody waits for it.

A failure before the first byte has its status; one after it breaks the transfer off, so that no client can take what it
has for the whole answer.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi import Response
from starlette.types import Receive, Scope, Send

from api.failures import ClientGone
from api.http.direct import Ask
from api.tasks.telling import COMPLETE
from api.workers.pool import Pool
from api.workers.runs import Head, Job, Run
from graph.errors import DutyError

LIMIT = "X-Result-Limit"
_SMALL = 64 * 1024  # bytes that are sent at once
_STALLED = 60.0  # seconds in which a client takes nothing of its answer


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, in which request, and how to learn that nobody listens any more."""

    client: str
    request: str
    receive: Receive
    streams: bool = True  # whether a broken transfer can be told from a finished one


CALLER: ContextVar[Caller] = ContextVar("caller")


def pooled(pool: Pool, store: Callable[[], str | None] = lambda: None) -> Ask:
    """Asks the workers of the pool, for the caller of the request at hand, over the pool's store or that one."""

    async def ask(task: Callable[..., None], **arguments: Any) -> Response:  # noqa: ANN401 (what the task takes)
        caller = CALLER.get()
        run = pool.submit(job(task, arguments), caller.client, store=store(), request=caller.request)
        try:
            await _told(pool, run, caller)
        except BaseException:
            pool.release(run)
            raise
        assert run.head
        return _Answer(pool, run, run.head)

    return ask


def job(task: Callable[..., None], arguments: Mapping[str, Any]) -> Job:
    """The task as a job; what it is about stands in its label and is hashed in its digest."""
    label = arguments.get("asked") or arguments.get("text") or f"{task.__name__} {dict(arguments)}"
    digest = arguments.get("digest") or sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Job(f"{task.__module__}:{task.__name__}", arguments, label, digest)


async def _told(pool: Pool, run: Run, caller: Caller) -> None:
    held = not caller.streams
    await run.told(held=held, briefly=True)
    if run.lasting:
        async with _Watch(caller.receive, pool, run):
            await run.told(held=held)


class _Watch:
    """Stops a run as soon as its client goes away, as long as it is entered."""

    def __init__(self, receive: Receive, pool: Pool, run: Run) -> None:
        self._receive = receive
        self._pool = pool
        self._run = run

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._pool.stop(self._run, ClientGone("nobody waits for the answer any more"))


class _Answer(Response):
    """The answer of a run, sent while the worker still writes it where need be."""

    def __init__(self, pool: Pool, run: Run, head: Head) -> None:
        self.status_code = head.status
        self.body = b""
        self.background = None
        self.init_headers({"Content-Type": head.content_type, "Vary": "Accept", **head.headers})
        if head.held:
            self.headers[LIMIT] = str(pool.limits.rows)
            self.headers[COMPLETE] = "false" if run.truncated else "true"
        if head.status == HTTPStatus.NO_CONTENT:
            del self.headers["Content-Type"]
        elif run.complete:
            self.headers["Content-Length"] = str(run.spool.size)
        else:
            del self.headers["Content-Length"]  # the framework's, of the empty body above
        self._pool = pool
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI's own signature)
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if self._run.complete and self._run.spool.size <= _SMALL:
                body = self._run.spool.read(_SMALL)
                await send({"type": "http.response.body", "body": body, "more_body": False})
            elif self._run.complete:
                await self._send(send)
            else:
                async with _Watch(receive, self._pool, self._run):
                    await self._send(send)
        except (DutyError, TimeoutError):
            return  # without an end: the server closes the connection
        finally:
            self._pool.release(self._run)

    async def _send(self, send: Send) -> None:
        more = True
        async for piece in self._run.pieces():
            more = not self._run.read
            async with asyncio.timeout(_STALLED):
                await send({"type": "http.response.body", "body": piece, "more_body": more})
        if more:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
