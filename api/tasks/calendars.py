"""Tasks for a worker: calendar feeds, what is due in a span of days, and how much that is for each agency."""

from collections.abc import Mapping
from datetime import date

from api.tasks.links import local
from api.tasks.telling import remarked, tabled
from api.workers.output import Output
from graph.findings.agenda import agenda
from graph.findings.calendars import CONTENT_TYPE, Feed, calendar
from graph.findings.due import entries, table, workload
from graph.store import Store

Values = Mapping[str, object]


def title(name: str) -> str:
    """What the feed of an agency, a division or a document is called."""
    return f"{name} · 责任日历"


def feed(store: Store, output: Output, *, values: Values, name: str, root: str, todos: bool) -> None:
    """The feed of the measures that fit the values, named after what it is of; its URLs begin with ``root``."""
    found = agenda(store, values)
    body = calendar(found, Feed(title(name), lambda iri: root + local(iri), todos))
    output.head(CONTENT_TYPE, headers={"Content-Disposition": "inline", **remarked(found.remarks)})
    output.write(body)


def due(store: Store, output: Output, *, values: Values, first: str | None, last: str | None, written: str) -> None:
    """All that is due between the two days (ISO 8601), the soonest first."""
    found = agenda(store, values)
    answer = table(found, entries(found, _day(first), _day(last)))
    tabled(output, answer, written, found.remarks)


def load(store: Store, output: Output, *, values: Values, first: str | None, last: str | None, written: str) -> None:
    """How much of that each agency has in each quarter."""
    found = agenda(store, values)
    answer = workload(found, entries(found, _day(first), _day(last)))
    tabled(output, answer, written, found.remarks)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
