"""``dutygraph load``: files, folders and addresses into the graph, one faulty document never stopping the others."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.cli.console import notices, out, store_option
from api.cli.messages import Messages
from api.cli.tables import table
from api.loading import put, put_away
from api.loading.reading import Advance, Reading
from api.settings import Settings
from graph.errors import NotFound, Unreadable
from graph.place import Place, Remote
from graph.store import Outcome
from graph.stores import writable
from loaders.encoding import readable
from loaders.gathering import Failure, failure
from loaders.limits import Limits
from loaders.read import find
from loaders.received import Received, from_stream

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
    @store_option(say, chosen, remote=True)
    def run(paths: tuple[Path | str, ...], store: Place) -> None:
        failures: dict[str, Failure] = {}
        given = list(_received(paths, chosen.limits, failures))
        sources = find(given, chosen.limits)
        reading = Reading(sources, chosen.limits, failures, partial(_progress, say.reading))
        if not reading.sources and not failures:
            raise NotFound(say.no_documents.format(paths=" ".join(map(str, paths))))
        outcomes = _put(reading, store)
        _report(say, reading, outcomes, store.query if isinstance(store, Remote) else store)
        if reading.failures:
            raise click.exceptions.Exit(1)

    return run


def _received(paths: Sequence[Path | str], limits: Limits, failures: dict[str, Failure]) -> Iterator[Path | Received]:
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
                failures[path] = failure(path, fault)


def _put(reading: Reading, store: Place) -> dict[str, Outcome]:
    with reading.processes() as processes:
        graph = writable(store)
        return (
            put_away(reading, processes, graph) if isinstance(store, Remote) else put(reading, processes, graph, store)
        )


@contextmanager
def _progress(label: str, total: int) -> Iterator[Advance]:
    console = notices()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=total)
        yield lambda count: progress.advance(task, count)


def _report(say: Messages, reading: Reading, outcomes: dict[str, Outcome], store: Path | str) -> None:
    headings = (say.document, say.status, say.measures, say.assignments, say.deadlines, say.targets, say.remarks)
    out().print(table(headings, list(_lines(say, reading, outcomes, len(headings) - 2))))
    measures = sum(counts[0] for counts in reading.counts.values())
    out().print(say.loaded.format(documents=len(outcomes), measures=measures, store=store))
    for name, failed in reading.failures.items():
        said = failed.said.of(say.language)
        fault = say.fault.format(fault=said) if failed.ours else said
        notices().print(say.failed.format(name=readable(name), fault=fault), style="red", markup=False)


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
