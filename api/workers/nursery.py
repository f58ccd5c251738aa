"""``python -m api.workers.nursery [STORE | --writing]``: the process that workers are forked from, in milliseconds.

It has everything imported and the queries read, what documents are read with too where workers are to write, holds a
copy of the store in memory where one is named and else none, starts no threads, and does what comes over its standard
input, a socket: spawn a worker with the socket that comes along, reap one that has ended, or say that it is ready. When
that socket closes, it ends, and every worker with it.
"""

import gc
import json
import os
import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from socket import recv_fds, socket
from typing import Any, NoReturn

from api.details import chinese
from api.loading import reading
from api.pages import rendering
from api.sparql.lexer import tokens
from api.workers import worker
from api.workers.sandbox import die_with_parent
from api.workers.worker import WRITING
from graph import collections, jsonld, query, terms
from graph.copying import copied
from graph.findings import audit
from graph.store import Store

_MESSAGE = 64 * 1024
# Modules that are imported before any worker asks for them.
_TASKS = ("api.tasks.queries", "api.tasks.listings", "api.tasks.people")
# Modules that are slow to import: where nobody waits for them.
_SELDOM = ("numpy.random", "graph.exports.agencies", "graph.exports.svg", "api.tasks.exploring")
_WRITING_TASKS = ("api.tasks.loading", "api.tasks.editing", "api.tasks.reviewing", "api.tasks.writes")


def main() -> None:
    """Forks workers until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket(fileno=os.dup(sys.stdin.fileno())) as control:
        held = _warm_up(*sys.argv[1:])
        children = set[int]()
        while message := _message(control):
            control.sendall(json.dumps(_done(*message, children, control, held)).encode() + b"\n")
    for child in children:
        os.kill(child, signal.SIGKILL)


def _warm_up(*named: str) -> Store | None:
    """Imports the tasks, reads the queries, and has the store in memory that is named.

    In a thread of its own: in ours the engine would draw the seed of chance that all workers then share.
    """
    gc.disable()  # nothing of what is made here is let go
    more = _WRITING_TASKS if WRITING in named else _SELDOM if named else ()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, which no fork survives
    for module in (*_TASKS, *more):
        import_module(module)
    with ThreadPoolExecutor(max_workers=1) as reader:
        held = reader.submit(_read, *named).result()
    gc.collect()
    gc.freeze()  # what is shared with the workers is not to be touched by their collectors
    gc.enable()
    return held


def _read(*named: str) -> Store | None:
    """What a worker cannot read for itself: it may open no files."""
    query.catalogue()
    collections.collections()
    audit.rules()
    terms.terms()
    jsonld.context()
    rendering.ready()
    chinese("")  # reads the words of faults and remarks, and compiles what they are told by
    [*tokens("")]  # makes the lexer's patterns, which every fault of a query is told with
    if WRITING in named:
        reading.prepare()
        return None
    return copied(Path(named[0])) if named else None


def _message(control: socket) -> tuple[dict[str, Any], list[int]] | None:
    try:
        text, sockets, _, _ = recv_fds(control, _MESSAGE, 1)
    except ConnectionError:
        return None
    return (json.loads(text), sockets) if text else None


def _done(message: dict[str, Any], sockets: list[int], children: set[int], control: socket, held: Store | None) -> int:
    if "ready" in message:
        return os.getpid()
    if "reap" in message:
        children.discard(message["reap"])
        return os.waitpid(message["reap"], 0)[1]
    child = os.fork()
    if child == 0:
        _work(socket(fileno=sockets[0]), worker.Orders(**message["spawn"]), control, held)
    os.close(sockets[0])
    children.add(child)
    return child


def _work(connection: socket, orders: worker.Orders, control: socket, held: Store | None) -> NoReturn:
    try:
        die_with_parent()
        control.close()
        worker.serve(connection, orders, held)
    except (BrokenPipeError, ConnectionResetError):
        pass  # nobody waits for the answer any more
    except Exception:  # a fork must never go on with what its parent does, whatever happens in it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
