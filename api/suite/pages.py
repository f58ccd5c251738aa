"""How long the service takes to make each page that is first looked at, and how large the pages are as they are sent.

Nothing is made before it is asked for; then once more, with what the service makes by itself after it has started.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep
from urllib.parse import quote

from api.suite.asking import values
from api.suite.figures import Figure, late, middle
from api.suite.running import metrics, service
from graph import iri
from graph import vocab as dg
from graph.collections import collections
from graph.store import Store

_MOST = 20  # things of a kind
_SLOW = 5.0  # seconds after which no further one of the kind is looked at
_ALONE = (
    *("", "/calendar", "/progress", "/queries", "/cascade", "/workload", "/audit", "/network", "/explorer"),
    *("/comparison", "/diff"),
)
_SIFTED = ("/measures?role=lead", "/measures?due=2020", "/measures?order=due")
_BEFOREHAND = {"DUTYGRAPH_SERVICE_WARM": "600"}
_PATIENCE = 600.0  # seconds until the service has made what it makes beforehand
_BROWSER = {"Accept": "text/html", "Accept-Language": "zh", "Accept-Encoding": "gzip"}
_KINDS = {"document": "document", "agency": "agency", "division": "division", "indicator": "indicator"}


def figures(store: Path) -> Iterator[Figure]:
    """For each kind of page the median time, the first and the late ones; then the largest page."""
    kinds = _places(Store.read_only(store))
    with _line(store) as line:
        _seen(line, ["/pages/queries"])  # the service has begun its work
        largest = 0
        for name, places in kinds.items():
            times, size = _seen(line, places)
            largest = max(largest, size)
            yield Figure(f"page {name}", middle(times), "ms", first=times[0], late=late(times))
        yield Figure("page, the largest, as sent", largest / 1e3, "kB")
    with _line(store, _BEFOREHAND) as line:
        _wait(line)
        times = [_seen(line, [f"/pages{place}"])[0][0] for place in (*_ALONE, *(f"/{name}" for name in collections()))]
        yield Figure("pages made beforehand", middle(times), "ms", first=times[0], late=late(times))


@contextmanager
def _line(store: Path, settings: Mapping[str, str] | None = None) -> Iterator[HTTPConnection]:
    with (
        service(store, settings) as port,
        closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line,
    ):
        yield line


def _wait(line: HTTPConnection) -> None:
    """Until all is made that the service makes beforehand."""
    until = monotonic() + _PATIENCE
    while not (told := metrics(line.port))["warmed"] or told["warming"]:
        if monotonic() > until:
            raise RuntimeError("the service still makes pages beforehand")
        sleep(0.2)


def _places(graph: Store) -> Mapping[str, Sequence[str]]:
    """Addresses of pages, by kind."""
    known = values(graph)
    measures = graph.select(f"SELECT ?node {{ ?node a {dg.Measure} }} ORDER BY ?node LIMIT {_MOST}").column("node")
    things = {"measure": tuple(map(str, measures))} | {kind: known[name] for kind, name in _KINDS.items()}
    alone = {place or "/": [f"/pages{place}"] for place in (*_ALONE, *(f"/{name}" for name in collections()), *_SIFTED)}
    return alone | {
        kind: [quote(node.replace(f"{iri.BASE}id/", "/pages/", 1), safe="/%()") for node in nodes]
        for kind, nodes in things.items()
        if nodes
    }


def _seen(line: HTTPConnection, places: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of each page when first looked at, and the bytes of the largest; RuntimeError where one fails."""
    times, size = list[float](), 0
    for place in places:
        began = perf_counter()
        line.request("GET", place, headers=_BROWSER)
        answer = line.getresponse()
        size = max(size, len(answer.read()))
        times.append(1000 * (perf_counter() - began))
        if answer.status != 200:
            raise RuntimeError(f"{place}: {answer.status}")
        if times[-1] > 1000 * _SLOW:
            break
    return times, size
