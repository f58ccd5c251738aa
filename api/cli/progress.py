"""``dutygraph progress``: where measures stand, and the ledger that an agency keeps of them."""

from pathlib import Path

import click

from api import answers
from api.answers import as_json
from api.cli.console import format_option, out, remark, store_option, write
from api.cli.messages import Messages
from api.cli.query import option, show
from api.cli.tables import table
from api.settings import Settings
from api.tasks.progress import kept, told
from graph.findings.agenda import choices
from graph.findings.progress import history, measure
from graph.findings.progress_list import PARAMETERS, standings
from graph.model import ProgressState
from graph.store import Store

_STATES = [str(state) for state in ProgressState]
_HISTORY = ("date", "state", "verified_by", "note", "proof", "recorded_by", "recorded_at")


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``progress`` with ``set``, ``list`` and ``history``."""
    group = click.Group("progress", help=say.progress)
    group.add_command(_set(say, chosen))
    group.add_command(_list(say, chosen))
    group.add_command(_history(say, chosen))
    return group


def _set(say: Messages, chosen: Settings) -> click.Command:
    @click.command("set", help=say.progress_set)
    @click.argument("name", metavar="MEASURE")
    @click.option("--state", required=True, type=click.Choice(_STATES), help=say.progress_state)
    @click.option("--date", required=True, type=click.DateTime(["%Y-%m-%d"]), help=say.progress_date)
    @click.option("--by", required=True, help=say.progress_by)
    @click.option("--note", help=say.progress_note)
    @click.option("--proof", multiple=True, help=say.progress_proof)
    @click.option("--verified-by", help=say.progress_verified_by)
    @store_option(say, chosen)
    def run(name: str, store: Path, **entry: object) -> None:
        day = entry["date"]
        made = kept(Store.open(store), name, {**entry, "date": f"{day:%Y-%m-%d}"}, store)
        out().print(say.recorded.format(number=made.ordinal, state=made.progress.state), markup=False)

    return run


def _list(say: Messages, chosen: Settings) -> click.Command:
    @click.command("list", help=say.progress_list)
    @click.option("--state", multiple=True, type=click.Choice(_STATES), help=say.progress_state)
    @format_option(say, ("table", "json", "csv"))
    @store_option(say, chosen)
    def run(store: Path, written: str, state: tuple[str, ...], **values: object) -> None:
        answer, remarks = standings(Store.read_only(store), values, map(ProgressState, state))
        remark(say, remarks)
        if written == "table":
            show(say, answer)
        else:
            write(answers.written(answer, written))

    run.params[:0] = [option(parameter, say) for parameter in choices(*PARAMETERS)]
    return run


def _history(say: Messages, chosen: Settings) -> click.Command:
    @click.command("history", help=say.progress_history)
    @click.argument("name", metavar="MEASURE")
    @format_option(say, ("table", "json"))
    @store_option(say, chosen)
    def run(name: str, written: str, store: Path) -> None:
        graph = Store.read_only(store)
        entries = [told(each) for each in history(graph, measure(graph, name))]
        if written == "json":
            write(as_json(entries))
        else:
            lines = [tuple(_shown(entry[column]) for column in _HISTORY) for entry in entries]
            out().print(table([say.columns.get(name, name) for name in _HISTORY], lines))

    return run


def _shown(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value
