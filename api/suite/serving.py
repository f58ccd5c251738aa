"""How the service answers over HTTP to one client, eight and thirty-two: beside a bare FastAPI and beside the store."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    agencies = values(Store.read_only(store))["agency"]
    paths = [f"/queries/{_QUERY}?{urlencode({'agency': name})}" for name in agencies]
    yield from _asked(store, agencies, paths, lasting)
    yield from _looked_up(store, lasting)
    yield from _again(store, paths[:1], lasting)


def _asked(store: Path, agencies: Sequence[str], paths: Sequence[str], lasting: float) -> Iterator[Figure]:
    """A saved query, each time made anew, beside the same query within a process."""
    within = _within(store, agencies, lasting)
    yield Figure(f"{_QUERY} within the process, two threads", within, "/s")
    with service(store, _NOTHING_KEPT) as port:
        for clients in _CLIENTS:
            told = ask(port, paths, clients, lasting)
            yield Figure(f"{_QUERY} over HTTP, {clients} clients", told.rate, "/s", told.rate / within)
            yield Figure(f"{_QUERY} over HTTP, {clients} clients, p95", 1000 * late(told.times or [lasting]), "ms")


def _looked_up(store: Path, lasting: float) -> Iterator[Figure]:
    """What is said of a measure, by SPARQL: made anew and kept, beside a bare FastAPI and rdflib-endpoint."""
    points = _points(store)
    with rdflib_endpoint.beside(store) as other:
        theirs = ask(other, rdflib_endpoint.paths(points), _BESIDE, lasting).rate if other else None
    for how, settings in (("made anew", _NOTHING_KEPT), ("kept", None)):
        with (
            server("api.http.bare", str(store)) as yard,
            service(store, settings) as port,
        ):
            ask(port, points, 1, lasting)
            for clients in _CLIENTS:
                told, bare = quickest((port, yard), (points, points), clients, lasting)
                name = f"a measure looked up by SPARQL, {how}, {clients} clients"
                yield Figure(f"{name}, beside a bare FastAPI over the store", told.rate, "/s", told.rate / bare.rate)
                yield Figure(f"{name}, p99", 1000 * late(told.times or [lasting], 0.99), "ms")
                if theirs and clients == _BESIDE:
                    yield Figure(f"{name}, beside rdflib-endpoint", told.rate, "/s", told.rate / theirs)


def _again(store: Path, paths: Sequence[str], lasting: float) -> Iterator[Figure]:
    """One saved query again and again, beside a bare FastAPI that answers with nothing."""
    with server("api.http.bare", str(store)) as yard, service(store) as port:
        for clients in _CLIENTS:
            told, bare = quickest((port, yard), (paths, ["/"]), clients, lasting)
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
