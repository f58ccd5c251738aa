"""``dutygraph load``: files, folders and addresses into the graph, one faulty document never stopping the others."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
_SHOWN = 30  # lines of the table; of more, those that failed, then those with remarks


@dataclass(frozen=True, slots=True)
class _Line:
    """What became of a file's document, how much is in it, or of which document it is a copy."""

    name: str
    status: str
    document: str = ""
    counts: tuple[int, ...] = ()

    @property
    def is_notable(self) -> bool:
        """Whether there is something to look at: it could not be read, or there are remarks."""
        return self.status == "failed" or (bool(self.counts) and self.counts[-1] > 0)


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
    @click.option("--all", "everything", is_flag=True, help=say.load_all)
    def run(paths: tuple[Path | str, ...], store: Place, everything: bool) -> None:
        failures: dict[str, Failure] = {}
        given = list(_received(paths, chosen.limits, failures))
        sources = find(given, chosen.limits)
        reading = Reading(sources, chosen.limits, failures, partial(_progress, say.reading))
        if not reading.sources and not failures:
            raise NotFound(say.no_documents.format(paths=" ".join(map(str, paths))))
        outcomes = _put(reading, store)
        _report(say, reading, outcomes, store.query if isinstance(store, Remote) else store, everything)
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


def _report(say: Messages, reading: Reading, outcomes: dict[str, Outcome], store: Path | str, everything: bool) -> None:
    headings = (say.document, say.status, say.measures, say.assignments, say.deadlines, say.targets, say.remarks)
    lines = list(_lines(reading, outcomes))
    shown = lines if everything or len(lines) <= _SHOWN else _notable(lines)[:_SHOWN]
    if shown or not lines:
        out().print(table(headings, [_cells(say, line, len(headings) - 2) for line in shown]))
    if left := len(lines) - len(shown):
        out().print(say.not_shown.format(count=left))
        told = Counter(line.status for line in lines)
        out().print(say.separator.join(f"{say.totals[status]} {count:,}" for status, count in told.items()))
    measures = sum(counts[0] for counts in reading.counts.values())
    out().print(say.loaded.format(documents=len(outcomes), measures=measures, store=store))
    for name, failed in reading.failures.items():
        said = failed.said.of(say.language)
        fault = say.fault.format(fault=said) if failed.ours else said
        notices().print(say.failed.format(name=readable(name), fault=fault), style="red", markup=False)


def _notable(lines: Iterable[_Line]) -> list[_Line]:
    return sorted((line for line in lines if line.is_notable), key=lambda line: line.status != "failed")


def _cells(say: Messages, line: _Line, columns: int) -> tuple[str | int | None, ...]:
    status = say.statuses[line.status].format(document=line.document)
    return line.name, status, *(line.counts or (None,) * columns)


def _lines(reading: Reading, outcomes: dict[str, Outcome]) -> Iterator[_Line]:
    shown: set[str] = set()
    for key, _ in reading.sources:
        document = reading.documents.get(key)
        if document is None:
            yield _Line(key, "failed")
        elif document in shown or document in reading.joined:
            yield _Line(key, "copy", document)
        else:
            shown.add(document)
            yield _Line(document, outcomes.get(document, "failed"), document, reading.counts.get(document, ()))
