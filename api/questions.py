"""A question in Chinese and its answer as plain values, the same over HTTP and on the command line.

How it was understood comes first: each word with its meaning, the saved query with its values, the SPARQL, what was not
understood. Then come the rows, each with its evidence.
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from api.answers import rows
from graph import query
from graph.solutions import Solutions
from graph.store import Store
from loaders.asking.understand import understand
from loaders.asking.understanding import Meaning, Span, Understanding
from loaders.gazetteer import gazetteer

_SILENT = (Meaning.FILLER, Meaning.UNREAD)
_MEASURE = "measure"
_HEAD = re.compile("(?:#\\+.*\n)+")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that a question is answered with.

    ``count`` tells how many rows there are in all, and how many different measures: None where there are more than are
    given and the question was not how many.
    """

    sparql: str | None
    solutions: Solutions
    count: dict[str, int] | None
    complete: bool
    remarks: tuple[str, ...] = ()


def asked(question: str, today: date) -> dict[str, Any]:
    """How the question is understood on that day, and how to ask the same without it."""
    found = understand(question, today, gazetteer())
    return {
        "question": question,
        "today": today.isoformat(),
        "understood": [_span(span) for span in found.spans if span.meaning not in _SILENT],
        "not_understood": [span.text for span in found.unread],
        "not_used": [span.text for span in found.unused],
        "remarks": list(found.remarks),
        "counts": found.counts,
        "query": found.query,
        "values": {name: list(values) for name, values in found.values},
        "command": command(found),
        "href": href(found),
    }


def answer(asking: dict[str, Any], store: Store, limit: int) -> Answer:
    """So many rows of the answer to what ``asked`` told."""
    if asking["query"] is None:
        return Answer(None, Solutions((), ()), None, complete=True)
    bound = query.bind(query.query(asking["query"]), asking["values"], store)
    found = store.select(bound.text if asking["counts"] else bound.page(limit + 1))
    complete = len(found.rows) <= limit
    count = _count(found) if complete or asking["counts"] else None
    return Answer(_HEAD.sub("", bound.text), replace(found, rows=found.rows[:limit]), count, complete, bound.remarks)


def told(asking: dict[str, Any], found: Answer) -> dict[str, Any]:
    """How the question is understood with its answer."""
    return asking | {
        "remarks": [*asking["remarks"], *found.remarks],
        "sparql": found.sparql,
        "count": found.count,
        "complete": found.complete,
        "rows": rows(found.solutions),
    }


def command(found: Understanding) -> str | None:
    """The command that asks the same query.

    >>> command(Understanding("", (), "deadlines", (("due_until", ("2020-12-31",)),)))
    'dutygraph query deadlines --due-until 2020-12-31'
    """
    if found.query is None:
        return None
    options = (f"--{name.replace('_', '-')} {_quoted(value)}" for name, value in _pairs(found))
    return " ".join(("dutygraph query", found.query, *options))


def href(found: Understanding) -> str | None:
    """The address, within the service, that asks the same query."""
    if found.query is None:
        return None
    return f"/queries/{found.query}" + (f"?{urlencode(pairs)}" if (pairs := list(_pairs(found))) else "")


def _pairs(found: Understanding) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in found.values for value in values)


def _quoted(value: str) -> str:
    return value if value.replace("-", "").isalnum() else shlex.quote(value)


def _span(span: Span) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "meaning": span.meaning.value,
        "values": [value or None for value in span.values],
    }
    return shown | ({"note": span.note} if span.note else {})


def _count(found: Solutions) -> dict[str, int]:
    counted = {"rows": len(found.rows)}
    return counted | ({"measures": len({*found.column(_MEASURE)})} if _MEASURE in found.variables else {})
