"""How the service answers over HTTP to one client, eight and thirty-two: beside a bare FastAPI and beside the store."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from api.suite import rdflib_endpoint
from api.suite.asking import values
from api.suite.clients import ask, quickest
from api.suite.figures import Figure, late
from api.suite.running import server, service
from graph import query
from graph import vocab as dg
from graph.store import Store

_CLIENTS = (1, 8, 32)
_BESIDE = 8  # clients that rdflib-endpoint is asked by
_NOTHING_KEPT = {"DUTYGRAPH_SERVICE_CACHE": "1"}  # byte: no answer is kept
_QUERY = "measures-by-agency"
_POINTS = 100  # nodes that are looked at in turn


def figures(store: Path, lasting: float) -> Iterator[Figure]:
    """Requests a second and the slowest of twenty: of a query whose agency changes, of look-ups, of the same again."""
    agencies, points = values(Store.read_only(store))["agency"], _points(store)
    paths = [f"/queries/{_QUERY}?{urlencode({'agency': name})}" for name in agencies]
    within = _within(store, agencies, lasting)
    yield Figure(f"{_QUERY} within the process, two threads", within, "/s")
    theirs = _endpoint(store, points, lasting)
    with _beside(store, _NOTHING_KEPT) as ports:
        yield from _asked(ports[0], paths, within, lasting)
        yield from _looked_up(ports, points, "made anew", theirs, lasting)
    with _beside(store, None) as ports:
        yield from _looked_up(ports, points, "kept", theirs, lasting)
        yield from _again(ports, paths[:1], lasting)


@contextmanager
def _beside(store: Path, settings: Mapping[str, str] | None) -> Iterator[tuple[int, int]]:
    """The ports of our service and of a bare FastAPI over the store."""
    with server("api.http.bare", str(store)) as yard, service(store, settings) as port:
        yield port, yard


def _asked(port: int, paths: Sequence[str], within: float, lasting: float) -> Iterator[Figure]:
    """A saved query, each time made anew, beside the same query within a process."""
    ask(port, paths, 1, lasting)  # as within the process, what is looked at for the first time does not count
    for clients in _CLIENTS:
        told = ask(port, paths, clients, lasting)
        yield Figure(f"{_QUERY} over HTTP, {clients} clients", told.rate, "/s", told.rate / within)
        yield Figure(f"{_QUERY} over HTTP, {clients} clients, p95", 1000 * late(told.times or [lasting]), "ms")


def _endpoint(store: Path, points: Sequence[str], lasting: float) -> float | None:
    """How often a second rdflib-endpoint looks something up, where it is installed."""
    with rdflib_endpoint.beside(store) as other:
        return ask(other, rdflib_endpoint.paths(points), _BESIDE, lasting).rate if other else None


def _looked_up(
    ports: tuple[int, int], points: Sequence[str], how: str, theirs: float | None, lasting: float
) -> Iterator[Figure]:
    """What is said of a measure, by SPARQL: beside a bare FastAPI and rdflib-endpoint."""
    ask(ports[0], points, 1, lasting)
    for clients in _CLIENTS:
        told, bare = quickest(ports, (points, points), clients, lasting)
        name = f"a measure looked up by SPARQL, {how}, {clients} clients"
        yield Figure(f"{name}, beside a bare FastAPI over the store", told.rate, "/s", told.rate / bare.rate)
        yield Figure(f"{name}, p99", 1000 * late(told.times or [lasting], 0.99), "ms")
        if theirs and clients == _BESIDE:
            yield Figure(f"{name}, beside rdflib-endpoint", told.rate, "/s", told.rate / theirs)


def _again(ports: tuple[int, int], paths: Sequence[str], lasting: float) -> Iterator[Figure]:
    """One saved query again and again, beside a bare FastAPI that answers with nothing."""
    for clients in _CLIENTS:
        told, bare = quickest(ports, (paths, ["/"]), clients, lasting)
        name = f"the same again, {clients} clients, beside a bare FastAPI"
        yield Figure(name, told.rate, "/s", told.rate / bare.rate)


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
