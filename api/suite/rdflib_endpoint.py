"""rdflib-endpoint as a yardstick, where an interpreter that has it is named: the same triples, the same look-ups.

It is no dependency of ours: ``DUTYGRAPH_RDFLIB_ENDPOINT=/path/to/python dutygraph bench …`` names the Python of a
virtual environment of its own (``pip install rdflib-endpoint[web]``).
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.suite.running import running
from graph.formats import Kind, by_name
from graph.store import Store

_VARIABLE = "DUTYGRAPH_RDFLIB_ENDPOINT"
_MOST = 1_000_000  # triples: it holds them in Python's own memory, at some kilobytes each
_SERVICE = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[3]), log_level="warning")
"""


@contextmanager
def beside(store: Path) -> Iterator[int | None]:
    """The port at which it answers over what the store holds; None where it is not there or the store too large."""
    interpreter, graph = os.environ.get(_VARIABLE), Store.read_only(store)
    if not interpreter or len(graph) > _MOST:
        yield None
        return
    with TemporaryDirectory() as folder:
        triples = Path(folder) / "graph.nt"
        with triples.open("wb") as output:
            graph.write(output, by_name("ntriples", Kind.GRAPH))
        with running([interpreter, "-c", _SERVICE, str(triples)]) as port:
            yield port


def paths(points: Sequence[str]) -> list[str]:
    """Addresses of ours as it has them: it answers at its root."""
    return [point.removeprefix("/sparql").join(("/", "")) for point in points]
