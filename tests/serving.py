"""The service on a free port of this machine, over a store on disk, for tests that need the real thing."""

import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urlencode

from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.server import server
from api.http.service import create_service
from api.settings import Settings

KEY = "yunling-key"
KEY_DIGEST = sha256(KEY.encode()).hexdigest()
POINT = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
SELECT ?key { <https://w3id.org/dutygraph/id/document/yunling-2018> dg:key ?key }"""
_PATIENCE = 30.0  # seconds for a service to start
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"  # more solutions than anybody can wait for


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found

    @property
    def kind(self) -> str:
        """The last part of a problem's type."""
        return str(self.json()["type"]).rpartition("/")[2]


@dataclass(frozen=True)
class Served:
    port: int

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        wait: float = 20,
        address: str = "127.0.0.1",
    ) -> Reply:
        """The answer to a client at that address of this machine."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, wait, source_address=(address, 0))
        began = time.perf_counter()
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            read = answer.read()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, told, read, time.perf_counter() - began)
        finally:
            connection.close()

    def query(self, text: str, **headers: str) -> Reply:
        return self.ask("GET", f"/sparql?{urlencode({'query': text})}", headers=_named(headers))

    def post(self, text: str, address: str = "127.0.0.1") -> Reply:
        return self.ask("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query"}, address=address)

    def admin(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        return self.ask(method, f"/admin{path}", body, {"Authorization": f"Bearer {KEY}", **_named(headers)})

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class WithKey:
    """The application to callers that cannot send a key: they all have it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], (b"authorization", f"Bearer {KEY}".encode())]}
        await self.app(scope, receive, send)


@contextmanager
def serving(settings: Settings, *, with_key: bool = False, ready: int = 200, warm: float = 0) -> Iterator[Served]:
    """The service while the block runs; ``with_key`` makes administrators of all callers.

    ``ready`` is the status that the service tells of itself. It makes no page before anybody asks, unless ``warm``.
    """
    app = create_service(replace(settings, service=replace(settings.service, warm=warm)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = server(WithKey(app) if with_key else app, settings.service, app.state.end)
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        while not running.started:
            time.sleep(0.01)
        served = Served(listener.getsockname()[1])
        try:
            _wait(served, ready)
            yield served
        finally:
            running.should_exit = True
            thread.join()


def _wait(served: Served, ready: int) -> None:
    """Until it tells that status, as whoever runs it waits: its processes start beside those of other tests."""
    until = time.monotonic() + _PATIENCE
    while (status := served.ask("GET", "/health/ready").status) != ready:
        assert time.monotonic() < until, status
        time.sleep(0.05)


def crowded() -> float:
    """How many programs share a processor with us at the moment."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
