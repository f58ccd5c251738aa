"""Answers made in this very process: what a worker does, without a worker. For tests and small services."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from graph.store import Store

Ask = Callable[..., Awaitable[Response]]
"""Has a task (by its function) done over the store, its arguments given by name; the answer has a status of its own."""


class _Collected:
    """An answer that is kept until it is whole."""

    def __init__(self) -> None:
        self.rows: int | None = None
        self._type = "application/octet-stream"
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []

    def head(self, content_type: str, *, headers: Mapping[str, str] | None = None) -> None:
        self._type, self._headers = content_type, dict(headers or {})

    def write(self, piece: bytes) -> int:
        self._pieces.append(piece)
        return len(piece)

    def response(self) -> Response:
        return Response(b"".join(self._pieces), headers={**self._headers, "Content-Type": self._type, "Vary": "Accept"})


def direct(store: Store) -> Ask:
    """Asks the store itself, in a thread."""

    def answer(task: Callable[..., None], arguments: Mapping[str, Any]) -> Response:
        output = _Collected()
        task(store, output, **arguments)
        return output.response()

    async def ask(task: Callable[..., None], **arguments: Any) -> Response:  # noqa: ANN401 (what the task takes)
        return await run_in_threadpool(answer, task, arguments)

    return ask
