"""``dutygraph sparql``: a query of one's own, as text or from a file, on the store at hand."""

from pathlib import Path
from typing import BinaryIO

import click

from api.cli.console import format_option, out, store_option, write
from api.cli.messages import Messages
from api.cli.query import show
from api.settings import Settings
from api.sparql.gate import Form, admit
from graph import formats
from graph.formats import Kind
from graph.store import Store
from graph.stores import opened

_GRAPHS = {Form.CONSTRUCT, Form.DESCRIBE}


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``sparql``."""
    names = ("table", *dict.fromkeys(row.name for kind in (Kind.RESULTS, Kind.GRAPH) for row in formats.formats(kind)))

    @click.command("sparql", help=say.sparql)
    @click.argument("text", required=False)
    @click.option("--file", "file", type=click.File("rb"), help=say.file)
    @format_option(say, names)
    @store_option(say, chosen, remote=True)
    def run(text: str | None, file: BinaryIO | None, written: str, store: Path) -> None:
        if (text is None) == (file is None):
            raise click.UsageError(say.one_of_text_and_file)
        query = text if file is None else file.read().decode()
        _answer(say, opened(store), query or "", written)

    return run


def _answer(say: Messages, graph: Store, query: str, written: str) -> None:
    form = admit(query).form
    if form is Form.SELECT and written == "table":
        show(say, graph.select(query))
        return
    if form is Form.ASK and written == "table":
        out().print(say.truth[str(graph.ask(query)).lower()])
        return
    kind = Kind.GRAPH if form in _GRAPHS else Kind.RESULTS
    wanted = formats.formats(kind)[0] if written == "table" else formats.by_name(written, kind)
    write(graph.results(query, wanted))
