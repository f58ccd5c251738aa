"""``dutygraph check``: the graph against its shapes and the queries that must find nothing.

What is amiss in the plans themselves, though the graph says rightly what they say, is ``dutygraph audit``'s to tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import click
from pyoxigraph import Quad, parse
from rich.progress import track

from api.cli.console import notices, out, store_option
from api.cli.messages import Messages
from api.cli.tables import table
from api.settings import Settings
from graph import formats, iri, query
from graph.formats import Kind
from graph.solutions import Value
from graph.store import Store
from graph.validate import validate

_TRIPLES = formats.by_name("nt", Kind.GRAPH)


@dataclass(frozen=True, slots=True)
class _Finding:
    place: str
    rule: str
    message: str


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``check``."""

    @click.command("check", help=say.check)
    @store_option(say, chosen)
    def run(store: Path) -> None:
        rows = [(each.place, each.rule, each.message) for each in _findings(say, Store.read_only(store))]
        if rows:
            out().print(f"{say.our_faults} ({len(rows)})", table((say.place, say.rule, say.message), rows))
            raise click.exceptions.Exit(1)
        out().print(say.conforms)

    return run


def _findings(say: Messages, store: Store) -> list[_Finding]:
    console = notices()
    keys = track(store.keys(), say.checking, console=console, transient=True, disable=not console.is_terminal)
    broken = [finding for key in keys for finding in _broken_shapes(_quads(store, key))]
    return [*dict.fromkeys(broken), *_found_rows(say, store)]


def _quads(store: Store, key: str) -> Iterator[Quad]:
    graphs = (iri.document_graph(key), iri.derived_graph(key))
    return chain.from_iterable(parse(store.dump(_TRIPLES, name.value), format=_TRIPLES.rdf()) for name in graphs)


def _broken_shapes(quads: Iterator[Quad]) -> Iterator[_Finding]:
    for result in validate(quads).results:
        rule = result.shape.rpartition("#")[2]
        yield _Finding(_short(result.focus), rule, result.message)


def _found_rows(say: Messages, store: Store) -> Iterator[_Finding]:
    for name, check in query.checks().items():
        summary = check.summary_en if say.is_english else check.summary
        for place, *more in store.select(check.text).rows:
            words = [_short(value) for value in more if value is not None]
            yield _Finding(_short(place), name, "; ".join([summary, *words]))


def _short(value: Value | None) -> str:
    return unquote(str(value).removeprefix(f"{iri.BASE}id/"))
