"""The HTTP server: uvicorn, with clients that never finish their requests sent away."""

import asyncio
import math
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.limits import Limits

_CONNECTIONS = 1_000  # at once
_KEPT = 15  # seconds that a connection without a request is kept
_FAREWELL = 2  # seconds in which those who are stopped at the end are told so
_HEAD = 256 * 1024  # bytes of a request line and its headers: a query of 64 KB, percent-encoded, and some more
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def server(
    app: ASGIApp,
    limits: Limits,
    end: Callable[[], None] = lambda: None,
    **more: Any,  # noqa: ANN401 (settings of uvicorn)
) -> uvicorn.Server:
    """A server of the application; when it is to stop, ``end`` is called once those who are served had their grace."""

    class Patient(_Patient):
        seconds = limits.arrival

    config = uvicorn.Config(
        app,
        http=Patient,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEPT,
        timeout_graceful_shutdown=math.ceil(limits.grace) + _FAREWELL,
        **more,
    )
    return _Gracious(config, limits.grace, end)


class _Gracious(uvicorn.Server):
    """Tells the application when the time of grace is over, so that it can say so itself to those it still serves."""

    def __init__(self, config: uvicorn.Config, grace: float, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._grace = grace
        self._end = end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Waits for those who are served, and stops."""
        ending = asyncio.get_running_loop().call_later(self._grace, self._end)
        await super().shutdown(sockets)
        ending.cancel()


class _Patient(HttpToolsProtocol):
    """Closes a connection whose request's head has not come whole in time, or is too long."""

    seconds = 10.0
    _deadline: asyncio.TimerHandle | None = None
    _in_head = False
    _come = 0  # bytes of a head that is not whole

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Starts the clock with the connection, on which nothing small waits for more to be sent with it."""
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._start_clock()

    def data_received(self, data: bytes) -> None:
        """Starts the clock with the first byte of a further request, and stops it when one is handed on."""
        if self._deadline is None and not self._is_serving():
            self._start_clock()
        super().data_received(data)
        if self._is_serving():
            self._stop_clock()
        if self._in_head:
            self._count(len(data))

    def on_message_begin(self) -> None:
        """Begins to count the bytes of a head."""
        self._in_head, self._come = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def _is_serving(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _start_clock(self) -> None:
        self._deadline = asyncio.get_running_loop().call_later(self.seconds, self._give_up)

    def _stop_clock(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _count(self, number: int) -> None:
        self._come += number
        if self._come > _HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LONG)
            self.transport.close()

    def _give_up(self) -> None:
        if not self._is_serving():
            self.transport.abort()
