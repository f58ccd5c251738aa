"""``dutygraph export``: the ledger of duties, the graph as RDF, or as a network, on standard output."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from api.cli.console import format_option, remark, store_option, write
from api.cli.messages import Messages
from api.cli.query import option
from api.settings import Settings
from graph import formats, ledger, query
from graph.exports import EXPORTS, selection
from graph.exports.spreadsheets import harmless
from graph.formats import Kind
from graph.model import Document
from graph.store import Store
from graph.stores import opened

_GRAPH_FORMATS = ("nq", "trig", "ttl", "jsonld")


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``export`` with what can be exported as commands of its own."""
    group = click.Group("export", help=say.export)

    @group.command("ledger", help=say.export_ledger)
    @format_option(say, tuple(_LEDGERS))
    @store_option(say, chosen, remote=True)
    def _ledger(written: str, store: Path) -> None:
        graph = opened(store)
        for piece in _LEDGERS[written](map(graph.document, graph.keys())):
            write(piece)

    @group.command("graph", help=say.export_graph)
    @format_option(say, _GRAPH_FORMATS)
    @store_option(say, chosen, remote=True)
    def _graph(written: str, store: Path) -> None:
        kind = Kind.GRAPH if written == "ttl" else Kind.DATASET
        opened(store).write(sys.stdout.buffer, formats.by_name(written, kind))

    group.add_command(_network(say, chosen))
    return group


def _network(say: Messages, chosen: Settings) -> click.Command:
    question = query.query("measures")

    @click.command("network", help=say.export_network)
    @click.option("--around", multiple=True, metavar=say.name, help=say.export_around)
    @click.option("--depth", type=click.IntRange(1, 5), default=1, show_default=True, help=say.export_depth)
    @click.option("--most", type=click.IntRange(1), default=selection.MOST, show_default=True, help=say.export_most)
    @format_option(say, tuple(EXPORTS))
    @store_option(say, chosen)
    def run(around: tuple[str, ...], depth: int, most: int, written: str, store: Path, **filters: object) -> None:
        wanted = selection.Wanted(around, depth, most, filters)
        network, remarks = selection.selected(Store.read_only(store), wanted)
        remark(say, (*remarks, *([say.export_truncated.format(most=most)] if network.truncated else [])))
        write(EXPORTS[written].write(network))

    run.params[:0] = [option(parameter, say) for parameter in question.parameters]
    return run


def _as_json(documents: Iterator[Document]) -> Iterator[bytes]:
    yield b"["
    for place, document in enumerate(documents):
        yield b",\n" if place else b"\n"
        yield json.dumps(ledger.entry(document), ensure_ascii=False, indent=2).encode()
    yield b"\n]\n"


def _as_lines(documents: Iterator[Document]) -> Iterator[bytes]:
    return (f"{json.dumps(ledger.entry(document), ensure_ascii=False)}\n".encode() for document in documents)


def _as_workbook(documents: Iterator[Document]) -> Iterator[bytes]:
    from graph.exports.workbook import workbook  # noqa: PLC0415 (other exports need no library for it)

    yield workbook(documents)


def _as_csv(documents: Iterator[Document]) -> Iterator[bytes]:
    yield _csv_line(ledger.Row._fields)
    for document in documents:
        yield from (_csv_line(row) for row in ledger.rows(document))


def _csv_line(row: tuple[object, ...]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(harmless, row))
    return line.getvalue().encode()


_LEDGERS: Mapping[str, Callable[[Iterator[Document]], Iterator[bytes]]] = {
    "json": _as_json,
    "jsonl": _as_lines,
    "csv": _as_csv,
    "xlsx": _as_workbook,
}
