"""``dutygraph compare``: the targets of one indicator in all documents, held against each other."""

from pathlib import Path

import click

from api import answers
from api.cli.console import format_option, notices, out, remark, store_option, write
from api.cli.messages import Messages
from api.cli.tables import drawn
from api.settings import Settings
from api.tasks.comparing import held
from graph.solutions import Solutions
from graph.store import Store

_SHOWN = (
    *("indicator", "comparator", "value", "unit", "by", "jurisdiction", "issued", "source", "start", "end"),
    *("against", "against_value", "verdict", "time"),
)


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``compare``."""

    @click.command("compare", help=say.compare)
    @click.argument("indicator")
    @format_option(say, ("table", "json", "csv"))
    @store_option(say, chosen)
    def run(indicator: str, written: str, store: Path) -> None:
        answer, remarks = held(Store.read_only(store), indicator)
        remark(say, remarks)
        if written == "table":
            _show(say, answer)
        else:
            write(answers.written(answer, written))

    return run


def _show(say: Messages, answer: Solutions) -> None:
    if answer.rows:
        columns = [answer.column(name) for name in _SHOWN]
        told = [[say.verdicts.get(str(value), value) if value else None for value in column] for column in columns[-2:]]
        out().print(drawn(Solutions(_SHOWN, tuple(zip(*columns[:-2], *told, strict=True))), say.columns))
    notices().print(say.rows.format(rows=len(answer.rows)) if answer.rows else say.none)
