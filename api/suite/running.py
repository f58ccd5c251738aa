"""Servers of this machine that are measured, each a process of its own on a free port."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic, sleep

_UNASKED = {"DUTYGRAPH_SERVICE_WARM": "0"}  # does nothing but what it is asked
_PATIENCE = 300.0  # seconds until a server that reads its triples first answers


@contextmanager
def server(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of one of ours, by its module; ``settings`` are of its environment."""
    with running([sys.executable, "-m", module, *arguments], settings) as port:
        yield port


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
