"""``dutygraph ask``: a question in Chinese, how it is understood, and its answer."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from api.answers import as_json
from api.cli.console import format_option, notices, out, remark, store_option, write
from api.cli.messages import Messages
from api.cli.tables import drawn, table
from api.questions import asked
from api.settings import Settings
from api.tasks.asking import Answer, answer, told
from graph.store import Store

_OPEN = "…"
_PLAIN = {"wanted", "noun", "due", "refused"}  # what these say, the word itself says


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``ask``."""

    @click.command("ask", help=say.ask)
    @click.argument("words", nargs=-1, required=True)
    @click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=say.today)
    @click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help=say.most)
    @click.option("--sparql", is_flag=True, help=say.with_sparql)
    @format_option(say, ("table", "json"))
    @store_option(say, chosen)
    def run(
        words: tuple[str, ...], today: datetime | None, limit: int, sparql: bool, written: str, store: Path
    ) -> None:
        asking = asked(" ".join(words), today.date() if today else None, say.language)
        found = answer(asking, Store.read_only(store), limit)
        if written == "json":
            write(as_json(told(asking, found)))
        else:
            _show(say, told(asking, found), found, sparql=sparql)
        if asking["query"] is None:
            raise click.exceptions.Exit(1)

    return run


def _show(say: Messages, asking: dict[str, Any], found: Answer, *, sparql: bool) -> None:
    spans = [(span["text"], say.meanings[span["meaning"]], _values(span)) for span in asking["understood"]]
    if spans:
        out().print(table((say.word, say.meaning, say.value), spans))
    remark(say, asking["remarks"])
    if asking["query"] is None:
        return
    out().print(asking["command"], asking["href"], sep="\n", markup=False, soft_wrap=True)
    if sparql:
        out().print(found.sparql, markup=False, soft_wrap=True)
    if found.solutions.rows:
        out().print(drawn(found.solutions, say.columns))
    notices().print(_counted(say, found), markup=False)


def _values(span: dict[str, Any]) -> str:
    if span["meaning"] in _PLAIN:
        return ""
    if span["meaning"] == "date":
        return " – ".join(value or _OPEN for value in span["values"])
    return "、".join(value for value in span["values"] if value)


def _counted(say: Messages, found: Answer) -> str:
    if found.count is None:
        return say.more_rows.format(rows=len(found.solutions.rows))
    if not found.count["rows"]:
        return say.none
    return (say.rows_of_measures if "measures" in found.count else say.rows).format(**found.count)
