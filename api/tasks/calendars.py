"""Tasks for a worker: calendar feeds, what is due in a span of days, and how much that is for each agency."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from api.answers import as_csv, as_json, rows
from api.tasks.links import local
from api.workers.output import Output
from graph import formats
from graph.findings.agenda import Agenda, agenda
from graph.findings.calendars import CONTENT_TYPE, Feed, calendar
from graph.findings.due import entries, table, workload
from graph.formats import Kind
from graph.solutions import Solutions
from graph.store import Store

REMARKS = "Dutygraph-Remarks"
_REMARKED = 5  # remarks in a header
Values = Mapping[str, object]


def title(name: str) -> str:
    """What the feed of an agency, a division or a document is called."""
    return f"{name} · 责任日历"


def feed(store: Store, output: Output, *, values: Values, name: str, root: str, todos: bool) -> None:
    """The feed of the measures that fit the values, named after what it is of; its URLs begin with ``root``."""
    found = agenda(store, values)
    body = calendar(found, Feed(title(name), lambda iri: root + local(iri), todos))
    output.head(CONTENT_TYPE, headers={"Content-Disposition": "inline", **_told(found)})
    output.write(body)


def due(store: Store, output: Output, *, values: Values, first: str | None, last: str | None, written: str) -> None:
    """All that is due between the two days (ISO 8601), the soonest first."""
    found = agenda(store, values)
    answer = table(found, entries(found, _day(first), _day(last)))
    _write(output, answer, found, written)


def load(store: Store, output: Output, *, values: Values, first: str | None, last: str | None, written: str) -> None:
    """How much of that each agency has in each quarter."""
    found = agenda(store, values)
    answer = workload(found, entries(found, _day(first), _day(last)))
    _write(output, answer, found, written)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(output: Output, answer: Solutions, found: Agenda, written: str) -> None:
    told = _told(found)
    if written == "csv":
        output.head(formats.by_name("csv", Kind.RESULTS).content_type, headers=told)
        output.write(as_csv(answer))
    else:
        output.head("application/json", headers=told)
        output.write(as_json({"count": len(answer.rows), "items": rows(answer), "remarks": found.remarks}))
    output.rows = len(answer.rows)


def _told(found: Agenda) -> dict[str, str]:
    """The first remarks as a header, which has no room for many."""
    more = len(found.remarks) - _REMARKED
    shown = [*found.remarks[:_REMARKED], *([f"… {more} more"] if more > 0 else [])]
    return {REMARKS: quote("; ".join(shown), safe=" ;:,.()'")} if shown else {}
