"""``dutygraph export``: the ledger of duties, or the whole graph, on standard output."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from api.cli.console import format_option, store_option, write
from api.cli.messages import Messages
from api.settings import Settings
from graph import formats, ledger
from graph.formats import Kind
from graph.model import Document
from graph.store import Store

_GRAPH_FORMATS = ("nq", "trig", "ttl", "jsonld")


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``export`` with what can be exported as commands of its own."""
    group = click.Group("export", help=say.export)

    @group.command("ledger", help=say.export_ledger)
    @format_option(say, tuple(_LEDGERS))
    @store_option(say, chosen)
    def _ledger(written: str, store: Path) -> None:
        graph = Store.read_only(store)
        for piece in _LEDGERS[written](map(graph.document, graph.keys())):
            write(piece.encode())

    @group.command("graph", help=say.export_graph)
    @format_option(say, _GRAPH_FORMATS)
    @store_option(say, chosen)
    def _graph(written: str, store: Path) -> None:
        kind = Kind.GRAPH if written == "ttl" else Kind.DATASET
        Store.read_only(store).write(sys.stdout.buffer, formats.by_name(written, kind))

    return group


def _as_json(documents: Iterator[Document]) -> Iterator[str]:
    yield "["
    for place, document in enumerate(documents):
        yield ",\n" if place else "\n"
        yield json.dumps(ledger.entry(document), ensure_ascii=False, indent=2)
    yield "\n]\n"


def _as_lines(documents: Iterator[Document]) -> Iterator[str]:
    return (json.dumps(ledger.entry(document), ensure_ascii=False) + "\n" for document in documents)


def _as_csv(documents: Iterator[Document]) -> Iterator[str]:
    yield _csv_line(ledger.Row._fields)
    for document in documents:
        yield from (_csv_line(row) for row in ledger.rows(document))


def _csv_line(row: tuple[object, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(row)
    return line.getvalue()


_LEDGERS: Mapping[str, Callable[[Iterator[Document]], Iterator[str]]] = {
    "json": _as_json,
    "jsonl": _as_lines,
    "csv": _as_csv,
}
