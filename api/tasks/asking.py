"""The answer to a question that has been understood: its SPARQL, and rows with their evidence.

Nothing here knows how questions are read, so that a worker needs none of it.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from api.answers import as_json, rows
from api.workers.output import Output
from graph import query
from graph.paging import page
from graph.solutions import Solutions
from graph.store import Store

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


def ask(store: Store, output: Output, *, asking: dict[str, Any], limit: int) -> None:
    """How the question was understood, and so many rows of its answer."""
    found = answer(asking, store, limit)
    output.head("application/json", headers={"Vary": "Accept, Accept-Language"})
    output.write(as_json(told(asking, found)))
    output.rows = len(found.solutions.rows)


def answer(asking: dict[str, Any], store: Store, limit: int) -> Answer:
    """So many rows of the answer to what ``api.questions.asked`` told."""
    if asking["query"] is None:
        return Answer(None, Solutions((), ()), None, complete=True)
    question = query.query(asking["query"])
    bound = query.bind(question, asking["values"], store)
    found = store.select(bound.text) if asking["counts"] else page(store, question, bound, limit + 1)
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


def _count(found: Solutions) -> dict[str, int]:
    counted = {"rows": len(found.rows)}
    return counted | ({"measures": len({*found.column(_MEASURE)})} if _MEASURE in found.variables else {})
