"""The task that answers a question which has been understood."""

from typing import Any

from api.answers import as_json
from api.questions import answer, told
from api.workers.output import Output
from graph.store import Store


def ask(store: Store, output: Output, *, asking: dict[str, Any], limit: int) -> None:
    """How the question was understood, and so many rows of its answer."""
    found = answer(asking, store, limit)
    output.head("application/json")
    output.write(as_json(told(asking, found)))
    output.rows = len(found.solutions.rows)
