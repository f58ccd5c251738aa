"""Entity tags: an answer that follows from the graph alone need not be made again while the graph stays as it is.

The tag is made of the state of the graph, the version of the program, the day, the address and what the caller accepts;
it is known before the answer is, so that a caller who has the answer costs nothing (RFC 9110, 13.1.2). Of what somebody
accepts of a page the language alone matters, whatever else browsers send. An answer that has a tag is kept, as it was
sent, for whoever asks for the same: the next one costs no worker. HEAD is answered as GET is, without the body.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.kept import Answer, Kept, Key
from api.http.languages import of_header
from api.http.packing import packs
from api.pages.addresses import ROOT
from api.questions import day_in_china
from api.tasks.telling import COMPLETE
from graph.collections import collections

State = Callable[[], Awaitable[str]]

_CONTROL: Final = "public, no-cache"  # keep it, and ask whether it still holds
_PRIVATE: Final = "no-store"
_VARY: Final = ("Accept", "Accept-Language")
_PACKED: Final = "Accept-Encoding"
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
_OWN: Final = ("/pages/files/", "/pages/review")  # tagged by themselves; different for everybody
_PASSING: Final = re.compile(rb"rand|now|uuid|bnode", re.IGNORECASE)  # functions that answer otherwise the next time
_HIDDEN: Final = re.compile(rb"%(?:[46][1-9A-Fa-f]|[57][0-9Aa])")  # letters that are percent-encoded
_HEADERS: Final = frozenset({b"accept", b"accept-language", b"host", b"if-none-match"})


class Caching:
    """Tags the answers of the application within, keeps them, and answers 304 to who has them.

    ``state`` is the graph's; an empty one says that it changes just now, and that nothing lasts.
    """

    def __init__(self, app: ASGIApp, state: State, kept: Kept) -> None:
        self._app = app
        self._state = state
        self._kept = kept
        self._version = version("dutygraph")
        self._lasting = _LASTING | collections().keys()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        asking = await self._asking(scope)
        if answer := self._kept.get(asking.key):
            scope.update(route=answer.route, kept=True)  # those without want to know
            await _give(answer, asking, send, with_body=scope["method"] == "GET")
        elif not asking.state or not self._follows_from_graph(scope):
            await self._ask(scope, receive, _Answering(send, with_body=scope["method"] == "GET"))
        elif asking.tag in asking.known:
            await _not_modified(asking.tag, ", ".join((*_VARY, _PACKED)), send)
        else:
            await self._make(asking, scope, receive, send)

    async def _make(self, asking: "_Asking", scope: Scope, receive: Receive, send: Send) -> None:
        answering = _Tagging(send, asking.tag, self._kept.largest, with_body=scope["method"] == "GET")
        await self._ask(scope, receive, answering)
        if answering.body is not None:
            self._kept.put(asking.key, Answer(asking.tag, answering.headers, answering.body, scope["route"]))

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        within = {**scope, "method": "GET"}
        try:
            await self._app(within, receive, send)
        finally:
            scope["route"] = within.get("route")

    async def _asking(self, scope: Scope) -> "_Asking":
        said = {name: value for name, value in scope["headers"] if name in _HEADERS}
        state, day = await self._state(), day_in_china().isoformat()  # pages tell what is due next
        languages = said.get(b"accept-language", b"")
        is_page = scope["path"] == ROOT or scope["path"].startswith(f"{ROOT}/")
        accepted = (of_header(languages.decode("latin-1")),) if is_page else (said.get(b"accept", b""), languages)
        tagged = state, self._version, scope["raw_path"], scope["query_string"], *accepted, day
        place = () if is_page else (scope["scheme"], said.get(b"host"))
        key = (*tagged, *place, scope.get("root_path"), packs(scope))
        return _Asking(state, tagged, key, said.get(b"if-none-match", b"").decode("latin-1"))

    def _follows_from_graph(self, scope: Scope) -> bool:
        first, *more = scope["path"].split("/")[1:]
        if "sparql" in {first, *more[:1]}:
            return not _PASSING.search(_readable(scope["query_string"]))
        return first in self._lasting and not scope["path"].startswith(_OWN)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked for: ``tagged`` is what its tag is made of; the bytes of an answer depend on the whole ``key``."""

    state: str
    tagged: tuple[str | bytes, ...]
    key: Key
    if_none_match: str

    @property
    def tag(self) -> str:
        told = (part.encode() if isinstance(part, str) else part for part in self.tagged)
        return sha256(b"\0".join(told)).hexdigest()[:20]

    @property
    def known(self) -> set[str]:
        """The tags of the answers that the caller has."""
        return {tag.strip().removeprefix("W/").strip('"') for tag in self.if_none_match.split(",")}


class _Answering:
    """Sends an answer on, without its body where none is wanted."""

    def __init__(self, send: Send, *, with_body: bool) -> None:
        self._send = send
        self._with_body = with_body

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body" and not self._with_body:
            message = {**message, "body": b""}
        await self._send(message)


class _Tagging(_Answering):
    """Sends an answer on, with its tag where it is a success; has its ``body`` where it is whole and not too long."""

    def __init__(self, send: Send, tag: str, most: int, *, with_body: bool) -> None:
        super().__init__(send, with_body=with_body)
        self._tag = tag
        self._most = most
        self._pieces: bytearray | None = None
        self.headers: tuple[tuple[bytes, bytes], ...] = ()
        self.body: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._begin(MutableHeaders(scope=message))
        elif message["type"] == "http.response.body" and self._pieces is not None:
            self._take(message.get("body", b""), is_last=not message.get("more_body"))
        await super().__call__(message)

    def _begin(self, headers: MutableHeaders) -> None:
        if "Set-Cookie" in headers or _PRIVATE in headers.get("Cache-Control", ""):
            return  # it is for this caller alone
        headers["ETag"] = f'W/"{self._tag}"'
        headers["Cache-Control"] = _CONTROL
        headers["Vary"] = _varying(headers.get("Vary", ""))
        if headers.get(COMPLETE) != "false":
            self.headers, self._pieces = tuple(headers.raw), bytearray()

    def _take(self, piece: bytes, *, is_last: bool) -> None:
        assert self._pieces is not None
        self._pieces += piece
        if len(self._pieces) > self._most:
            self._pieces = None
        elif is_last:
            self.body = bytes(self._pieces)


def _readable(query: bytes) -> bytes:
    """The parameters with their letters plain; decoding takes long, and is seldom needed for that."""
    return unquote_to_bytes(query) if _HIDDEN.search(query) else query


def _varying(told: str) -> str:
    names = [name for part in told.split(",") if (name := part.strip()) not in {"", _PACKED}]
    return ", ".join((*(names or _VARY), _PACKED))


async def _give(answer: Answer, asking: _Asking, send: Send, *, with_body: bool) -> None:
    if answer.tag in asking.known:
        vary = next(value for name, value in answer.headers if name == b"vary")
        await _not_modified(answer.tag, vary.decode(), send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers]})
    await send({"type": "http.response.body", "body": answer.body if with_body else b""})


async def _not_modified(tag: str, vary: str, send: Send) -> None:
    headers = {"etag": f'W/"{tag}"', "cache-control": _CONTROL, "vary": vary}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 304, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
