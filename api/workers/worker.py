"""A worker: a process that holds the store and answers one job after the other, within limits it cannot lift.

It is forked from the nursery (``api.workers.nursery``). It cannot open a socket, which stops SERVICE and LOAD. Its
memory is what it has with the store open and an allowance on top; each job has its own allowance of processor time. A
job that goes beyond ends the process, and with it nothing else.
"""

import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from socket import socket
from typing import Any

from api.failures import Internal, MemoryLimit, told
from api.workers.frames import Kind, frame, receive
from api.workers.output import Output
from api.workers.sandbox import close_sockets
from graph.errors import DutyError
from graph.store import Store

WRITING = "--writing"  # what a nursery is told that is to make workers which write
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STACK = 64 * 1024 * 1024  # bytes: the engine's parser recurses


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is for: a store, to be written or not, so many bytes of memory more, so many bytes an answer."""

    store: str
    writing: bool
    memory: int
    answer: int


def serve(connection: socket, orders: Orders, held: Store | None = None) -> None:
    """Answers jobs, over the store that is ``held`` in memory if any, until the other side closes the connection."""
    try:
        store = _store(orders, held)
    except DutyError as fault:
        connection.sendall(_error(fault))
        return
    connection.sendall(frame(Kind.READY, b""))
    while job := receive(connection):
        work = json.loads(job[1])
        _limit_time(work["seconds"])
        connection.sendall(_answered(connection, store, work, orders))


def _store(orders: Orders, held: Store | None) -> Store:
    path = Path(orders.store)
    if not close_sockets():
        print("dutygraph: on this system the gate alone keeps queries from other servers", file=sys.stderr)  # noqa: T201
    store = held or (Store.open(path) if orders.writing else Store.read_only(path))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_STACK, _STACK)
    _limit(resource.RLIMIT_AS, _size() + orders.memory)
    return store


def task(name: str) -> Callable[..., None]:
    """The function of ours that is named «module:function»: it takes the store, an output and arguments by name."""
    module, _, function = name.partition(":")
    if not module.startswith("api.tasks."):
        raise ValueError(f"{name} is none of our tasks")
    found: Callable[..., None] = getattr(import_module(module), function)
    return found


def _answered(connection: socket, store: Store, work: Any, orders: Orders) -> bytes:  # noqa: ANN401 (decoded JSON)
    output = Output(connection.sendall, orders.answer)
    try:
        task(work["task"])(store, output, **work["arguments"])
    except DutyError as fault:
        return _error(fault)
    except MemoryError:
        return _error(MemoryLimit(f"the answer takes more than {orders.memory} bytes of memory"))
    except Exception:  # a fault of ours in one answer must not cost the next its worker
        traceback.print_exc()
        return _error(Internal("see the service's log"))
    end = {"rows": output.rows, "truncated": output.truncated}
    return output.finish() + frame(Kind.COMPLETE, json.dumps(end).encode())


def _error(fault: DutyError) -> bytes:
    return frame(Kind.ERROR, json.dumps(told(fault)).encode())


def _limit_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _size() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
