"""What every request passes first: it gets a number, its caller is noted, its end is written down."""

import re
from collections.abc import Iterable
from secrets import token_hex
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.asking import CALLER, Caller
from api.http.journal import Journal

REQUEST: Final = "X-Request-Id"
_REQUEST: Final = REQUEST.lower().encode()
_NUMBER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "QUERY", "OPTIONS", "PATCH"})
_PLAIN: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
_OURS: Final = (
    *("default-src 'self'", "style-src 'self' 'unsafe-inline'", "script-src 'self' 'unsafe-inline'"),
    *("img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"),
)
_SAFE: Final = (*_PLAIN, (b"content-security-policy", "; ".join(_OURS).encode()))
_FOREIGN: Final = frozenset({"/docs", "/redoc"})  # pages of the framework, whose parts come from elsewhere


class Front:
    """Numbers and notes the requests of the application within."""

    def __init__(self, app: ASGIApp, journal: Journal) -> None:
        self._app = app
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        sending = _Sending(send, _number(scope), _SAFE if scope["path"] not in _FOREIGN else _PLAIN)
        client = scope["client"][0] if scope.get("client") else ""
        CALLER.set(Caller(client, sending.number, receive, streams=scope["http_version"] != "1.0"))
        try:
            await self._app(scope, receive, sending)
        finally:
            self._note(scope, sending, client, perf_counter() - began)

    def _note(self, scope: Scope, sending: "_Sending", client: str, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", "none")
        told = {"request": sending.number, "client": client, "path": scope["path"], "kept": scope.get("kept", False)}
        self._journal.request(method=method, route=route, status=sending.status, seconds=seconds, **told)


class _Sending:
    """Sends an answer on, with the request's number and what keeps browsers from misreading it."""

    def __init__(self, send: Send, number: str, safe: Iterable[tuple[bytes, bytes]]) -> None:
        self.number = number
        self._safe = safe
        self.status = 0
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = message.get("headers", ())
            names = {name for name, _ in told}
            safe = (header for header in self._safe if header[0] not in names)
            message = {**message, "headers": [*told, (_REQUEST, self.number.encode()), *safe]}
        await self._send(message)


def _number(scope: Scope) -> str:
    """The number that a proxy gave the request, where it is harmless, else one of its own."""
    given = next((value for name, value in scope["headers"] if name == _REQUEST), b"").decode("latin-1")
    return given if _NUMBER.fullmatch(given) else token_hex(8)
