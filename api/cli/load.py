"""``dutygraph load``: files, folders and addresses into the graph, one faulty document never stopping the others."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import click

from api.cli.console import notices, out, store_option
from api.cli.messages import Messages
from api.cli.tables import table
from api.joining import Joining
from api.reading import Found, Reading
from api.settings import Settings
from api.writing import Writing
from graph.errors import NotFound, Unreadable
from graph.loaded import Loaded, loaded
from graph.releases import publish
from graph.search import Index
from graph.store import Outcome, Store
from loaders.edition import edition
from loaders.limits import Limits
from loaders.read import find
from loaders.received import Received, from_stream
from loaders.reference import agencies, reference, version

_INPUT = "-"
_SCHEMES = ("http://", "https://")


class _Given(click.Path):
    """A path that exists, an address, or ``-`` for standard input."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        if value == _INPUT or str(value).lower().startswith(_SCHEMES):
            return str(value)
        return super().convert(value, param, ctx)


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``load``."""

    @click.command("load", help=say.load)
    @click.argument("paths", nargs=-1, required=True, type=_Given(exists=True, path_type=Path))
    @store_option(say, chosen)
    def run(paths: tuple[Path | str, ...], store: Path) -> None:
        failures: dict[str, str] = {}
        given = list(_received(say, paths, chosen.limits, failures))
        reading = Reading(say, find(given, chosen.limits), chosen.limits, failures)
        if not reading.sources and not failures:
            raise NotFound(say.no_documents.format(paths=" ".join(map(str, paths))))
        outcomes = _put(reading, store)
        _report(say, reading, outcomes, store)
        if reading.failures:
            raise click.exceptions.Exit(1)

    return run


def _received(
    say: Messages, paths: Sequence[Path | str], limits: Limits, failures: dict[str, str]
) -> Iterator[Path | Received]:
    """The paths, and what was received for each other word; what cannot be had goes to ``failures``."""
    for path in dict.fromkeys(paths):
        if isinstance(path, Path):
            yield path
        elif path == _INPUT:
            yield from_stream(sys.stdin.buffer, limits)
        else:
            from loaders.fetch import fetched  # noqa: PLC0415 (few loads need the libraries of the net)

            try:
                yield fetched(path, limits)
            except Unreadable as fault:
                failures[path] = fault.said(say.language)


def _put(reading: Reading, store: Path) -> dict[str, Outcome]:
    with reading.processes() as processes:
        graph = Store.open(store)
        with _memory(reading, store) as memory, Index.beside(store).writing() as index:
            found = Joining(graph, reading).of(reading.read(processes, memory, graph.holds))
            outcomes = _written(found, Writing(graph, index, memory))
            index.follow(graph)
    publish(graph, store)
    return outcomes


def _memory(reading: Reading, store: Path) -> AbstractContextManager[Loaded]:
    return loaded(store, f"{edition()} {reading.limits}")


def _written(found: Iterable[Found], writing: Writing) -> dict[str, Outcome]:
    with ThreadPoolExecutor(max_workers=1) as beside:  # the reference graphs are written while documents are read
        known = beside.submit(writing.graph.load_reference, reference(), version())
        outcomes = writing.write(found)
        known.result()
    writing.graph.follow_agencies(agencies().quads, version())
    return outcomes


def _report(say: Messages, reading: Reading, outcomes: dict[str, Outcome], store: Path) -> None:
    headings = (say.document, say.status, say.measures, say.assignments, say.deadlines, say.targets, say.remarks)
    out().print(table(headings, list(_lines(say, reading, outcomes, len(headings) - 2))))
    measures = sum(counts[0] for counts in reading.counts.values())
    out().print(say.loaded.format(documents=len(outcomes), measures=measures, store=store))
    for name, fault in reading.failures.items():
        notices().print(say.failed.format(name=_shown(name), fault=fault), style="red", markup=False)


def _shown(name: str) -> str:
    """A file's name as a terminal can show it; bytes in it that are no UTF-8 are taken for GB 18030."""
    return os.fsencode(name).decode("gb18030", "replace") if not name.isprintable() else name


def _lines(
    say: Messages, reading: Reading, outcomes: dict[str, Outcome], columns: int
) -> Iterator[tuple[str | int | None, ...]]:
    """A line a file: what became of its document, or of which one it is a copy."""
    blank = (None,) * columns
    shown: set[str] = set()
    for key, _ in reading.sources:
        document = reading.documents.get(key)
        if document is None:
            yield key, say.statuses["failed"], *blank
        elif document in shown or document in reading.joined:
            yield key, say.statuses["copy"].format(document=document), *blank
        else:
            shown.add(document)
            yield document, say.statuses[outcomes.get(document, "failed")], *reading.counts.get(document, blank)
