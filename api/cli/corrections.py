"""``dutygraph corrections``: what people corrected in documents, listed, handed on to another store, taken away."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from api.answers import as_json
from api.cli.console import format_option, notices, out, store_option, write
from api.cli.messages import Messages
from api.cli.tables import table
from api.loading import correct
from api.settings import Settings
from graph.corrections import kept, plain
from graph.corrections.correction import Correction
from graph.errors import NotFound, ParameterError
from graph.store import Store

_COLUMNS = {
    "document": "document",
    "number": "measure",
    "kind": "kind",
    "verdict": "verdict",
    "mention": "mention",
    "recorded_by": "by",
    "recorded_at": "at",
    "note": "why",
    "id": "id",
}


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``corrections`` with ``list``, ``export``, ``import`` and ``remove``."""
    group = click.Group("corrections", help=say.corrections)
    group.add_command(_list(say, chosen))
    group.add_command(_export(say, chosen))
    group.add_command(_import(say, chosen))
    group.add_command(_remove(say, chosen))
    return group


def _list(say: Messages, chosen: Settings) -> click.Command:
    @click.command("list", help=say.corrections_list)
    @click.argument("document", required=False)
    @format_option(say, ("table", "json"))
    @store_option(say, chosen)
    def run(document: str | None, written: str, store: Path) -> None:
        found = [*_found(Store.read_only(store), document)]
        if written == "json":
            write(as_json([plain.told(each) for each in found]))
        else:
            lines = [tuple(_shown(each, column) for column in _COLUMNS.values()) for each in found]
            out().print(table([say.columns.get(name, name) for name in _COLUMNS], lines))

    return run


def _export(say: Messages, chosen: Settings) -> click.Command:
    @click.command("export", help=say.corrections_export)
    @click.argument("document", required=False)
    @store_option(say, chosen)
    def run(document: str | None, store: Path) -> None:
        for each in _found(Store.read_only(store), document):
            write(json.dumps(plain.told(each), ensure_ascii=False).encode() + b"\n")

    return run


def _import(say: Messages, chosen: Settings) -> click.Command:
    @click.command("import", help=say.corrections_import)
    @click.argument("file", type=click.File(encoding="utf-8"))
    @store_option(say, chosen)
    def run(file: IO[str], store: Path) -> None:
        given = _read(file)
        graph = Store.open(store)
        for key in sorted({each.document for each in given}):
            own = [each for each in given if each.document == key]
            correct(key, kept.merged(kept.corrections(graph, key), own), graph, store)
        notices().print(say.corrections_imported.format(count=len(given)), markup=False)

    return run


def _remove(say: Messages, chosen: Settings) -> click.Command:
    @click.command("remove", help=say.corrections_remove)
    @click.argument("document")
    @click.argument("ids", nargs=-1, metavar="[ID]…")
    @store_option(say, chosen)
    def run(document: str, ids: tuple[str, ...], store: Path) -> None:
        graph = Store.open(store)
        before = kept.corrections(graph, document)
        gone = {*ids} if ids else {each.id for each in before}
        if not before or gone - {each.id for each in before}:
            raise NotFound(say.corrections_none.format(document=document))
        correct(document, kept.merged(before, (), gone), graph, store)
        notices().print(say.corrections_removed.format(count=len(gone)), markup=False)

    return run


def _found(graph: Store, document: str | None) -> Iterator[Correction]:
    for key in (document,) if document else kept.corrected(graph):
        yield from kept.corrections(graph, key)


def _read(file: IO[str]) -> list[Correction]:
    given = []
    for number, line in enumerate(file, 1):
        if line.strip():
            given.append(_correction(line, f"{file.name}:{number}"))
    return given


def _correction(line: str, place: str) -> Correction:
    try:
        return plain.read(json.loads(line))
    except (ValueError, TypeError) as fault:  # of JSON, ParameterError among them
        raise ParameterError(place, str(fault)) from fault


def _shown(each: Correction, column: str) -> object:
    return each.selector.exact if column == "mention" else plain.told(each).get(column, "")
