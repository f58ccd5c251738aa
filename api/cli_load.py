"""``dutygraph load``: files and folders into the graph, one faulty document never stopping the others."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.console import notices, out, store_option
from api.messages import Messages
from api.settings import Settings
from api.tables import table
from graph.errors import DutyError, NotFound
from graph.model import Document
from graph.search import Index, Writer
from graph.store import Outcome, Store
from loaders import load
from loaders.limits import Limits
from loaders.read import Place, find, read
from loaders.reference import reference, version


@dataclass(slots=True)
class _Reading:
    """Reads sources in turn; what cannot be read is passed over and kept in ``failures``, by key."""

    say: Messages
    sources: Sequence[tuple[str, Place]]
    limits: Limits
    counts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Document]:
        with _progress(self.say.reading, len(self.sources)) as progress:
            for key, place in self.sources:
                document = self._document(key, place)
                progress.advance(progress.task_ids[0])
                if document:
                    self.counts[key] = _counts(document)
                    yield document

    def _document(self, key: str, place: Place) -> Document | None:
        try:
            return load(read(place, self.limits), key)
        except DutyError as fault:
            self.failures[key] = str(fault)
        except Exception as fault:  # a fault of ours in one document must not stop the others
            self.failures[key] = self.say.fault.format(fault=repr(fault))
        return None


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``load``."""

    @click.command("load", help=say.load)
    @click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
    @store_option(say, chosen)
    def run(paths: tuple[Path, ...], store: Path) -> None:
        reading = _Reading(say, find(paths, chosen.limits), chosen.limits)
        if not reading.sources:
            raise NotFound(say.no_documents.format(paths=" ".join(map(str, paths))))
        outcomes = _put(reading, store)
        _report(say, reading, outcomes, store)
        if reading.failures:
            raise click.exceptions.Exit(1)

    return run


def _put(reading: _Reading, store: Path) -> dict[str, Outcome]:
    graph = Store.open(store)
    with Index.beside(store).writing() as index:
        outcomes = _written(reading, graph, index)
        index.follow(graph)
    return outcomes


def _written(reading: _Reading, graph: Store, index: Writer) -> dict[str, Outcome]:
    with ThreadPoolExecutor(max_workers=1) as beside:  # the reference graphs are written while documents are read
        known = beside.submit(graph.load_reference, reference(), version())
        outcomes = dict(graph.put_all(_indexed(reading, index)))
        known.result()
    return outcomes


def _indexed(documents: Iterable[Document], index: Writer) -> Iterator[Document]:
    for document in documents:
        index.put(document)
        yield document


def _counts(document: Document) -> tuple[int, ...]:
    measures = document.measures
    return (
        len(measures),
        sum(len(measure.assignments) for measure in measures),
        sum(len(measure.deadlines) for measure in measures) + len(document.deadlines),
        sum(len(measure.targets) for measure in measures) + len(document.targets),
        len(document.remarks),
    )


@contextmanager
def _progress(label: str, total: int) -> Iterator[Progress]:
    console = notices()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task(label, total=total)
        yield progress


def _report(say: Messages, reading: _Reading, outcomes: dict[str, Outcome], store: Path) -> None:
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
