"""Servers of this machine that are measured, each a process of its own on a free port."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from api.limits import Limits
from graph.copying import fits
from graph.releases import current

_UNASKED = {"DUTYGRAPH_SERVICE_WARM": "0"}  # does nothing but what it is asked
_AT_ONCE = {"DUTYGRAPH_SERVICE_CALM": "0.1"}  # the graph is copied into memory
_PATIENCE = 300.0  # seconds until a server that reads its triples first answers
_FIGURE = re.compile(r"^dutygraph_(\w+) (\d+)$", re.MULTILINE)


@contextmanager
def server(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of one of ours, by its module; ``settings`` are of its environment."""
    with running([sys.executable, "-m", module, *arguments], settings) as port:
        yield port


@contextmanager
def service(store: Path, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of our service over the store, once it has the graph in memory where that fits."""
    with server("api", "serve", "--store", str(store), settings={**_AT_ONCE, **(settings or {})}) as port:
        until = monotonic() + _PATIENCE
        while fits(current(store), Limits().graph) and not metrics(port)["in_memory"]:
            if monotonic() > until:
                raise RuntimeError("the service has not got the graph into memory")
            sleep(0.1)
        yield port


def metrics(port: int) -> Mapping[str, int]:
    """What the service tells of itself at this moment, by name."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as line:
        line.request("GET", "/metrics")
        told = line.getresponse().read().decode()
    return {name: int(value) for name, value in _FIGURE.findall(told)}


@contextmanager
def running(command: Sequence[str], settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a server by its command, to which ``--port`` and a free port are added."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    whole, environment = [*command, "--port", str(port)], os.environ | _UNASKED | dict(settings or {})
    with subprocess.Popen(whole, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(process, port)
            yield port
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if monotonic() > until or process.poll() is not None:
                raise
            sleep(0.05)
