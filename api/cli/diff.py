"""``dutygraph diff``: what a later version of a plan changed, measure by measure."""

from pathlib import Path

import click

from api import answers
from api.cli.console import format_option, notices, out, store_option, write
from api.cli.messages import Messages
from api.cli.tables import drawn
from api.settings import Settings
from api.tasks.versions import compared
from graph.solutions import Solutions
from graph.store import Store

_SHOWN = 5  # columns that people need: what changed, where, from what, to what


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``diff``."""

    @click.command("diff", help=say.diff)
    @click.argument("earlier")
    @click.argument("later")
    @format_option(say, ("table", "json", "csv"))
    @store_option(say, chosen)
    def run(earlier: str, later: str, written: str, store: Path) -> None:
        answer = compared(Store.read_only(store), earlier, later)
        if written == "table":
            _show(say, answer)
        else:
            write(answers.written(answer, written))

    return run


def _show(say: Messages, answer: Solutions) -> None:
    if answer.rows:
        told = tuple((say.changes[str(row[0])], *row[1:_SHOWN]) for row in answer.rows)
        out().print(drawn(Solutions(answer.variables[:_SHOWN], told), say.columns))
    notices().print(say.rows.format(rows=len(answer.rows)) if answer.rows else say.none)
