"""Files from an address, against a server on this machine, and from standard input."""

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest

from graph.errors import Unreadable
from loaders.fetch import fetched
from loaders.limits import Limits
from loaders.received import Received, from_stream

PLAN = "云岭省治水方案".encode()
MOMENT = datetime(2021, 3, 6, 9, 0, 0, 999, UTC)
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/plan.txt": (200, {}, PLAN),
    "/%E6%96%B9%E6%A1%88.html?a=%E6%B0%B4": (200, {}, PLAN),
    "/": (200, {}, PLAN),
    "/download?id=3": (200, {"Content-Disposition": "attachment; filename*=UTF-8''%E6%96%B9%E6%A1%88.docx"}, PLAN),
    "/old": (200, {"Content-Disposition": 'attachment; filename="../../方案.doc"'}, PLAN),
    "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(PLAN)),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(10**6))),
    "/torn": (200, {"Content-Encoding": "gzip"}, gzip.compress(PLAN)[:-9]),
    "/short": (200, {"Content-Length": "99"}, PLAN),
    "/large": (200, {}, bytes(2_000)),
    "/gone": (404, {}, b""),
    "/moved": (302, {"Location": "/plan.txt"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/ftp": (302, {"Location": "ftp://localhost/a"}, b""),
}


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with suppress(BrokenPipeError):
                for _ in range(30):
                    self.wfile.write("治".encode())
                    time.sleep(0.1)
            return
        status, headers, data = ANSWERS[self.path]
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value.encode().decode("latin-1"))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server with the answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        running.daemon_threads = True
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize(
    ("path", "name", "stored"),
    [
        ("/plan.txt", "plan.txt", "/plan.txt"),
        ("/plan.txt#part-2", "plan.txt", "/plan.txt"),
        ("/方案.html?a=水", "方案.html", "/%E6%96%B9%E6%A1%88.html?a=%E6%B0%B4"),
        ("", "127-0-0-1", "/"),
        ("/download?id=3", "方案.docx", "/download?id=3"),
        ("/old", "方案.doc", "/old"),
        ("/packed", "packed", "/packed"),
        ("/moved", "plan.txt", "/plan.txt"),
    ],
)
def test_a_file_is_fetched_with_its_name_address_and_time(server: str, path: str, name: str, stored: str) -> None:
    moment = MOMENT.replace(microsecond=0)

    assert fetched(server + path, Limits(), lambda: MOMENT) == Received(name, PLAN, server + stored, moment)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/gone", "the server answers 404"),
        ("/loop", "the server answers 302"),
        ("/file", "file:///etc/hostname' is not allowed"),
        ("/ftp", "it leads on to ftp://localhost/a"),
        ("/large", "more than 1,000 bytes"),
        ("/bomb", "more than 1,000 bytes"),
        ("/torn", "the answer is cut off"),
        ("/short", "the answer is cut off"),
        ("/slow", "takes more than 1 seconds"),
    ],
)
def test_what_cannot_be_fetched_names_its_address_and_a_remedy(server: str, path: str, part: str) -> None:
    with pytest.raises(Unreadable) as fault:
        fetched(server + path, Limits(size=1_000, seconds=1))

    assert str(fault.value).startswith(f"{server}{path}: ")
    assert part in str(fault.value)
    assert str(fault.value).partition("; ")[2]


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("http://", "names no server"),
        ("http://[::1", "is no address"),
        ("http://a:b:c/", "is no address"),
        ("http://user:secret@127.0.0.1/a", "has a name or password in it"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(address: str, part: str) -> None:
    with pytest.raises(Unreadable, match=part) as fault:
        fetched(address, Limits())

    assert "secret" not in str(fault.value)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreadable, match=r"cannot be fetched: .*refused"):
        fetched(f"http://127.0.0.1:{port}/", Limits())


def test_standard_input_is_read_up_to_the_limit() -> None:
    assert from_stream(BytesIO(PLAN), Limits()) == Received("stdin", PLAN)
    assert len(from_stream(BytesIO(bytes(50)), Limits(size=9)).data) == 10
