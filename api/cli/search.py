"""``dutygraph search``: measures by their words, the best first, with the words marked."""

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from api.answers import as_json, plain
from api.cli.console import format_option, notices, out, store_option, write
from api.cli.messages import Messages
from api.http.collections import plain_words
from api.settings import Settings
from api.tasks.listings import FOUND
from graph.collections import Entry, collections, tell
from graph.search import Index, places, snippet
from graph.store import Store

_COLUMNS = ("document", "number", "text")


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``search``."""

    @click.command("search", help=say.search)
    @click.argument("words", nargs=-1, required=True)
    @click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help=say.most)
    @format_option(say, ("table", "json"))
    @store_option(say, chosen)
    def run(words: tuple[str, ...], limit: int, written: str, store: Path) -> None:
        graph = Store.read_only(store)
        wanted = plain_words(" ".join(words))
        hits = Index.beside(store).search(wanted)
        entries = tell(collections()[FOUND], [hit.iri for hit in hits[:limit]], graph)
        if written == "json":
            write(as_json([_plain(entry) for entry in entries]))
        else:
            if entries:
                out().print(_table(say, wanted, entries))
            notices().print(say.hits.format(hits=len(hits)) if hits else say.none)

    return run


def _plain(entry: Entry) -> dict[str, object]:
    return {"iri": entry.iri} | {name: plain(value) for name, value in entry.fields}


def _table(say: Messages, words: str, entries: tuple[Entry, ...]) -> Table:
    made = Table()
    for name in _COLUMNS:
        made.add_column(say.columns.get(name, name), overflow="fold")
    for entry in entries:
        fields = dict(entry.fields)
        made.add_row(*(Text(str(fields[name])) for name in _COLUMNS[:-1]), _shown(words, str(fields["text"])))
    return made


def _shown(words: str, text: str) -> Text:
    spots = places(words, text)
    start, end = snippet(text, spots)
    shown = Text(text)
    for spot in spots:
        shown.stylize("bold", *spot)
    return shown[start:end]
