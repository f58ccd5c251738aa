"""Documents into a store and out of it: its graphs, its search index, what is remembered of files, and the release.

The release that is served changes last and in one step, so that whatever is stopped before leaves the old one.
"""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from api.loading.correcting import corrected, reread
from api.loading.joining import Joining
from api.loading.processes import Processes
from api.loading.reading import Found, Reading
from api.loading.writing import Writing
from graph import iri
from graph import vocab as dg
from graph.corrections import kept
from graph.corrections.applying import applied
from graph.corrections.correction import Correction
from graph.known.generals import generals
from graph.loaded import loaded
from graph.releases import publish
from graph.search import Index, Writer
from graph.store import Outcome, Store
from loaders import general_indicators
from loaders.edition import edition
from loaders.preparing import ready
from loaders.reference import agencies, groups, reference, version

_FEW = 50  # documents, whose names are looked up one by one; of more, all names that there are


def put(reading: Reading, processes: Processes, graph: Store, store: Path) -> dict[str, Outcome]:
    """What became of each document that was found; ``store`` is the directory of the graph."""
    with (
        loaded(store, f"{edition()} {reading.limits}") as memory,
        Index.beside(store).writing() as index,
        _following(graph, index) as is_whole,
    ):
        found = corrected(Joining(graph, reading).of(reading.read(processes, memory, graph.holds)), graph, reading)
        outcomes = _written(found, Writing(graph, index, memory), is_whole)
    publish(graph, store)
    return outcomes


def put_away(reading: Reading, processes: Processes, graph: Store) -> dict[str, Outcome]:
    """As ``put``, into a service: there are no search index, no memory of files and no releases beside it."""
    with loaded(None, edition()) as memory:
        found = corrected(Joining(graph, reading).of(reading.read(processes, memory, graph.holds)), graph, reading)
        return _written(found, Writing(graph, None, memory), is_whole=False)


def take_out(key: str, graph: Store, store: Path) -> None:
    """Takes the document of that key out; NotFound where there is none. What people corrected in it is kept."""
    with Index.beside(store).writing() as index, _following(graph, index):
        graph.remove(key)
        index.remove(key)
    publish(graph, store)


def correct(key: str, corrections: Iterable[Correction], graph: Store, store: Path) -> None:
    """Has these in the place of the corrections of the document of that key, and the document as they have it.

    Corrections of a document that is not there wait for it.
    """
    with Index.beside(store).writing() as index, _following(graph, index) as is_whole:
        kept.put(graph, key, corrections)
        if graph.has(key):
            document, _ = applied(reread(graph.document(key)), kept.corrections(graph, key))  # as the store writes it
            prepared = ready(document, ())
            list(graph.put_contents([(key, prepared.content)]))
            index.put_entry(prepared.entry)
            _follow(graph, [key] if is_whole else None)
    publish(graph, store)


@contextmanager
def _following(graph: Store, index: Writer) -> Iterator[bool]:
    """Whether the last loading came to its end: what is written then is all that the index has to be kept up with."""
    is_whole = index.is_as(graph)
    yield is_whole
    if is_whole:
        index.note(graph)
    else:
        index.follow(graph)


def _written(found: Iterable[Found], writing: Writing, is_whole: bool) -> dict[str, Outcome]:
    renewed = writing.graph.renew(groups(), version())
    with ThreadPoolExecutor(max_workers=1) as beside:  # the reference graphs are written while documents are read
        known = beside.submit(writing.graph.load_reference, reference(), version())
        outcomes = writing.write(found)
        is_same = not renewed and all(outcome is Outcome.UNCHANGED for _, outcome in known.result())
    changed = [key for key, outcome in outcomes.items() if outcome is not Outcome.UNCHANGED]
    _follow(writing.graph, changed if is_whole and is_same and len(changed) <= _FEW else None)
    return outcomes


def _follow(graph: Store, keys: Collection[str] | None) -> None:
    """Has what is known of the agencies and indicators that documents name, or these documents."""
    graph.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, version(), keys)
    indicators = generals(general_indicators.general)
    graph.follow(iri.INDICATORS_GRAPH, dg.Indicator, indicators, general_indicators.version(), keys)
