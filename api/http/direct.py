"""Answers made in this very process: what a worker does, without a worker. For tests and small services."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from api.workers.frames import Frames
from api.workers.output import Output
from graph.store import Store

_MOST = 1_000_000_000  # bytes of an answer

Ask = Callable[..., Awaitable[Response]]
"""Has a task (by its function) done over the store, its arguments given by name; the answer has a status of its own."""


def direct(store: Store) -> Ask:
    """Asks the store itself, in a thread."""

    def answer(task: Callable[..., None], arguments: Mapping[str, Any]) -> Response:
        sent: list[bytes] = []
        output = Output(sent.append, _MOST)
        task(store, output, **arguments)
        sent.append(output.finish())
        (_, head), *data = Frames().feed(b"".join(sent))
        return _response(json.loads(head), b"".join(piece for _, piece in data))

    async def ask(task: Callable[..., None], **arguments: Any) -> Response:  # noqa: ANN401 (what the task takes)
        return await run_in_threadpool(answer, task, arguments)

    return ask


def _response(head: dict[str, Any], body: bytes) -> Response:
    headers = {"Content-Type": head["content_type"], "Vary": "Accept", **head["headers"]}
    return Response(body, head["status"], headers)
