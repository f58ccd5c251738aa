"""``dutygraph calendar``: a feed for calendar programs, what is due in a span of days, the load of agencies."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from api import answers
from api.cli.console import format_option, remark, store_option, write
from api.cli.messages import Messages
from api.cli.query import option, show
from api.settings import Settings
from api.tasks.calendars import title
from api.tasks.links import local
from graph.findings.agenda import PARAMETERS, REACH, SPAN, Agenda, agenda, choices
from graph.findings.calendars import Feed, calendar
from graph.findings.due import Entry, entries, table, workload
from graph.iri import BASE
from graph.solutions import Solutions
from graph.store import Store

Telling = Callable[[Agenda, tuple[Entry, ...]], Solutions]


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``calendar`` with ``feed``, ``due`` and ``workload``."""
    group = click.Group("calendar", help=say.calendar)
    group.add_command(_feed(say, chosen))
    due = _listing("due", say.calendar_due, table, say, chosen)
    group.add_command(_with_options(due, (*PARAMETERS, REACH, *SPAN), say))
    load = _listing("workload", say.calendar_workload, workload, say, chosen)
    group.add_command(_with_options(load, (*PARAMETERS, *SPAN), say))
    return group


def _feed(say: Messages, chosen: Settings) -> click.Command:
    @click.command("feed", help=say.calendar_feed)
    @click.option("--events", is_flag=True, help=say.calendar_events)
    @click.option("--url", default=BASE[:-1], help=say.calendar_url)
    @store_option(say, chosen)
    def run(store: Path, url: str, *, events: bool, **values: Any) -> None:  # noqa: ANN401 (as click hands them over)
        name = " ".join(str(values[each]) for each in ("agency", "division", "document") if values[each])
        made = Feed(title(name or "dutygraph"), lambda iri: url.rstrip("/") + local(iri), not events)
        found = agenda(Store.read_only(store), values)
        remark(say, found.remarks)
        write(calendar(found, made))

    return _with_options(run, (*PARAMETERS, REACH), say)


def _listing(name: str, about: str, tell: Telling, say: Messages, chosen: Settings) -> click.Command:
    @click.command(name, help=about)
    @format_option(say, ("table", "json", "csv"))
    @store_option(say, chosen)
    def run(store: Path, written: str, due_from: str | None, due_until: str | None, **values: object) -> None:
        found = agenda(Store.read_only(store), values)
        remark(say, found.remarks)
        answer = tell(found, entries(found, _day(due_from), _day(due_until)))
        if written == "table":
            show(say, answer)
        else:
            write(answers.written(answer, written))

    return run


def _with_options(made: click.Command, names: tuple[str, ...], say: Messages) -> click.Command:
    made.params[:0] = [option(parameter, say) for parameter in choices(*names)]
    return made


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise click.UsageError(f"{text!r} is no date such as 2020-12-31") from fault
