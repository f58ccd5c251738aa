"""Entity tags: an answer that follows from the graph alone need not be sent again while the graph stays as it is.

The tag is made of the state of the graph, the version of the program, the day, the address and what the caller accepts;
it is known before the answer is, so that a caller who has the answer costs nothing (RFC 9110, 13.1.2). HEAD is answered
as GET is, without the body.
"""

import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from importlib.metadata import version
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.questions import day_in_china
from graph.collections import collections

State = Callable[[], Awaitable[str]]

_CONTROL: Final = "public, no-cache"  # keep it, and ask whether it still holds
_VARY: Final = "Accept, Accept-Language"
_LASTING: Final = frozenset(
    {
        "queries",
        "audits",
        "calendars",
        "network",
        "progress",
        "about",
        "code",
        "graph",
        "ontology",
        "context.jsonld",
        "download",
        "pages",
    }
)
_PASSING: Final = re.compile(rb"rand|now|uuid|bnode", re.IGNORECASE)  # functions that answer otherwise the next time


class Caching:
    """Tags the answers of the application within, and answers 304 to who has them; ``state`` is the graph's."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state
        self._version = version("dutygraph")
        self._lasting = _LASTING | collections().keys()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        tag = await self._tag(scope) if self._follows_from_graph(scope) else None
        if tag and tag in _known(scope):
            await _not_modified(tag, send)
            return
        answering = _Answering(send, tag, with_body=scope["method"] == "GET")
        within = {**scope, "method": "GET"}
        try:
            await self._app(within, receive, answering)
        finally:
            scope["route"] = within.get("route")  # those without want to know

    def _follows_from_graph(self, scope: Scope) -> bool:
        first = scope["path"].split("/")[1]
        if first == "sparql":
            return not _PASSING.search(unquote_to_bytes(scope["query_string"]))
        return first in self._lasting and not scope["path"].startswith("/pages/files/")

    async def _tag(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        accepted = [headers.get(name, "").encode() for name in ("accept", "accept-language")]
        told = [(await self._state()).encode(), self._version.encode(), scope["raw_path"], scope["query_string"]]
        day = day_in_china().isoformat().encode()  # pages tell what is due next
        return sha256(b"\0".join([*told, *accepted, day])).hexdigest()[:20]


class _Answering:
    """Sends an answer on, with its tag where it is a success."""

    def __init__(self, send: Send, tag: str | None, *, with_body: bool) -> None:
        self._send = send
        self._tag = tag
        self._with_body = with_body

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and self._tag:
            headers = MutableHeaders(scope=message)
            headers["ETag"] = f'W/"{self._tag}"'
            headers["Cache-Control"] = _CONTROL
            headers.setdefault("Vary", _VARY)
        if message["type"] == "http.response.body" and not self._with_body:
            message = {**message, "body": b""}
        await self._send(message)


def _known(scope: Scope) -> set[str]:
    """The tags of the answers that the caller has."""
    asked = Headers(scope=scope).get("if-none-match", "")
    return {tag.strip().removeprefix("W/").strip('"') for tag in asked.split(",")}


async def _not_modified(tag: str, send: Send) -> None:
    headers = {"ETag": f'W/"{tag}"', "Cache-Control": _CONTROL, "Vary": _VARY}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 304, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
