"""``dutygraph load``: files and folders into the graph, one faulty document never stopping the others."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from api.console import notices, out, store_option
from api.messages import Messages
from api.reading import Reading
from api.settings import Settings
from api.tables import table
from graph.errors import NotFound
from graph.model import Document
from graph.releases import publish
from graph.search import Index, Writer
from graph.store import Outcome, Store
from loaders.read import find
from loaders.reference import reference, version


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``load``."""

    @click.command("load", help=say.load)
    @click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
    @store_option(say, chosen)
    def run(paths: tuple[Path, ...], store: Path) -> None:
        reading = Reading(say, find(paths, chosen.limits), chosen.limits)
        if not reading.sources:
            raise NotFound(say.no_documents.format(paths=" ".join(map(str, paths))))
        outcomes = _put(reading, store)
        _report(say, reading, outcomes, store)
        if reading.failures:
            raise click.exceptions.Exit(1)

    return run


def _put(reading: Reading, store: Path) -> dict[str, Outcome]:
    graph = Store.open(store)
    with Index.beside(store).writing() as index:
        outcomes = _written(reading, graph, index)
        index.follow(graph)
    publish(graph, store)
    return outcomes


def _written(reading: Reading, graph: Store, index: Writer) -> dict[str, Outcome]:
    with ThreadPoolExecutor(max_workers=1) as beside:  # the reference graphs are written while documents are read
        known = beside.submit(graph.load_reference, reference(), version())
        outcomes = dict(graph.put_all(_indexed(reading, index)))
        known.result()
    return outcomes


def _indexed(documents: Iterable[Document], index: Writer) -> Iterator[Document]:
    for document in documents:
        index.put(document)
        yield document


def _report(say: Messages, reading: Reading, outcomes: dict[str, Outcome], store: Path) -> None:
    headings = (say.document, say.status, say.measures, say.assignments, say.deadlines, say.targets, say.remarks)
    blank = (None,) * (len(headings) - 2)
    lines = []
    for key, _ in reading.sources:
        status = say.statuses[outcomes.get(key, "failed")]
        lines.append((key, status, *reading.counts.get(key, blank)))
    out().print(table(headings, lines))
    measures = sum(counts[0] for counts in reading.counts.values())
    out().print(say.loaded.format(documents=len(outcomes), measures=measures, store=store))
    for key, fault in reading.failures.items():
        notices().print(say.failed.format(name=key, fault=fault), style="red", markup=False)
