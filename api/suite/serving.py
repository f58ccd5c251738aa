"""How the service answers over HTTP to one client, eight and thirty-two: beside a bare FastAPI and beside the store."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from api.suite.asking import values
from api.suite.clients import ask
from api.suite.figures import Figure, late
from graph import query
from graph import vocab as dg
from graph.store import Store

_CLIENTS = (1, 8, 32)
_QUERY = "measures-by-agency"
_POINTS = 100  # nodes that are looked at in turn


def figures(store: Path, lasting: float) -> Iterator[Figure]:
    """Requests a second and the slowest of twenty, for one query whose agency changes, and for the same one again."""
    agencies = values(Store.read_only(store))["agency"]
    within = _within(store, agencies, lasting)
    paths = [f"/queries/{_QUERY}?{urlencode({'agency': name})}" for name in agencies]
    points = _points(store)
    with server("api.http.bare", str(store)) as port:
        bare = {clients: ask(port, ["/"], clients, lasting).rate for clients in _CLIENTS}
        plain = {clients: ask(port, points, clients, lasting).rate for clients in _CLIENTS}
    yield Figure(f"{_QUERY} within the process, two threads", within, "/s")
    with server("api", "serve", "--store", str(store)) as port:
        for clients in _CLIENTS:
            told = ask(port, paths, clients, lasting)
            yield Figure(f"{_QUERY} over HTTP, {clients} clients", told.rate, "/s", told.rate / within)
            yield Figure(f"{_QUERY} over HTTP, {clients} clients, p95", 1000 * late(told.times or [lasting]), "ms")
        for clients in _CLIENTS:
            told = ask(port, points, clients, lasting)
            name = f"what is said of a measure, SPARQL over HTTP, {clients} clients"
            yield Figure(f"{name}, beside a bare FastAPI over the store", told.rate, "/s", told.rate / plain[clients])
            yield Figure(f"{name}, p99", 1000 * late(told.times or [lasting], 0.99), "ms")
        for clients in _CLIENTS:
            told = ask(port, paths[:1], clients, lasting)
            yield Figure(
                f"the same again, {clients} clients, beside a bare FastAPI", told.rate, "/s", told.rate / bare[clients]
            )


def _points(store: Path) -> list[str]:
    """Addresses of queries that look at one node each."""
    nodes = Store.read_only(store).select(f"SELECT ?node {{ ?node a {dg.Measure} }} ORDER BY ?node LIMIT {_POINTS}")
    texts = [f"SELECT ?says ?what {{ <{node}> ?says ?what }}" for node in nodes.column("node")]
    return [f"/sparql?{urlencode({'query': text})}" for text in texts]


def _within(store: Path, agencies: Sequence[str], lasting: float) -> float:
    """How often a second two threads answer the query, in no format at all."""
    graph, question = Store.read_only(store), query.query(_QUERY)
    until = perf_counter() + lasting

    def run(names: Iterator[str]) -> int:
        for done, name in enumerate(names, 1):
            graph.select(query.bind(question, {"agency": name}, graph).text)
            if perf_counter() > until:
                return done
        return 0

    with ThreadPoolExecutor(2) as threads:
        return sum(threads.map(run, (cycle(agencies), cycle(reversed(agencies))))) / lasting


@contextmanager
def server(module: str, *arguments: str) -> Iterator[int]:
    """A server on a free port of this machine, as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.05)
