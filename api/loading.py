"""Documents into a store and out of it: its graphs, its search index, what is remembered of files, and the release.

The release that is served changes last and in one step, so that whatever is stopped before leaves the old one.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.reading import Found
from api.writing import Writing
from graph import iri
from graph import vocab as dg
from graph.loaded import Loaded, loaded
from graph.releases import publish
from graph.search import Index
from graph.store import Outcome, Store
from loaders import general_indicators
from loaders.edition import edition
from loaders.limits import Limits
from loaders.reference import agencies, groups, reference, version

Holds = Callable[[str, str], bool]
Read = Callable[[Loaded, Holds], Iterable[Found]]
"""Finds documents, given what is remembered and what the store holds."""


def put(read: Read, graph: Store, store: Path, limits: Limits) -> dict[str, Outcome]:
    """What became of each document that was found; ``store`` is the directory of the graph."""
    with loaded(store, f"{edition()} {limits}") as memory, Index.beside(store).writing() as index:
        outcomes = _written(read(memory, graph.holds), Writing(graph, index, memory))
        index.follow(graph)
    publish(graph, store)
    return outcomes


def take_out(key: str, graph: Store, store: Path) -> None:
    """Takes the document of that key out; NotFound where there is none."""
    graph.remove(key)
    with Index.beside(store).writing() as index:
        index.follow(graph)
    publish(graph, store)


def _written(found: Iterable[Found], writing: Writing) -> dict[str, Outcome]:
    writing.graph.renew(groups(), version())
    with ThreadPoolExecutor(max_workers=1) as beside:  # the reference graphs are written while documents are read
        known = beside.submit(writing.graph.load_reference, reference(), version())
        outcomes = writing.write(found)
        known.result()
    writing.graph.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, version())
    writing.graph.follow(iri.INDICATORS_GRAPH, dg.Indicator, general_indicators.quads, general_indicators.version())
    return outcomes
