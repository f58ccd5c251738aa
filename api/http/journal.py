"""What happened, a line of JSON for each request and for each query: for operators, and for those who audit them.

A query is told by its digest, which is the same for the same query, not by its text.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from api.http.metrics import Metrics
from api.workers.runs import Run

_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Journal:
    """Writes what happened, to that file, to standard error (``-``) or nowhere, and counts it."""

    def __init__(self, place: str, metrics: Metrics) -> None:
        self.metrics = metrics
        self._output: TextIO | None = sys.stderr if place == "-" else None
        if place not in {"", "-"}:
            self._output = Path(place).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 (closed by ``close``)

    def close(self) -> None:
        """Closes the file."""
        if self._output and self._output is not sys.stderr:
            self._output.close()

    def query(self, run: Run) -> None:
        """Tells of a query that is over."""
        outcome = type(run.error).__name__ if run.error else "Truncated" if run.truncated else "Complete"
        task = run.job.task.rpartition(":")[2]
        waited = (run.began or run.over or run.asked) - run.asked
        self.metrics.count("queries", task=task, outcome=outcome)
        self.metrics.count("rows", run.rows or 0, task=task)
        self.metrics.count("answer_bytes", run.spool.size, task=task)
        self.metrics.time("query_seconds", run.age, task=task)
        self.metrics.time("wait_seconds", waited, task=task)
        self._write(
            "query",
            request=run.request,
            client=run.client,
            task=task,
            digest=run.job.digest,
            outcome=outcome,
            rows=run.rows,
            bytes=run.spool.size,
            ms=round(run.age * 1000, 1),
            waited_ms=round(waited * 1000, 1),
        )

    def request(self, *, method: str, route: str, status: int, seconds: float, **told: Any) -> None:  # noqa: ANN401
        """Tells of a request that is answered; a status of 0 is none at all."""
        self.metrics.count("requests", method=method, route=route, status=str(status))
        self.metrics.time("request_seconds", seconds, route=route)
        self._write("request", method=method, status=status, ms=round(seconds * 1000, 1), **told)

    def audit(self, **told: Any) -> None:  # noqa: ANN401 (whatever JSON can hold)
        """Tells who changed the documents, or tried to: with which key, from where, what came of it."""
        _, _, outcome = str(told["outcome"]).rpartition("=")  # without the document's key
        self.metrics.count("writes", action=str(told["action"]), outcome=outcome)
        self._write("audit", **told)

    def _write(self, event: str, **told: Any) -> None:  # noqa: ANN401 (whatever JSON can hold)
        if self._output:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            self._output.write(_encoded({"time": moment, "event": event, **told}) + "\n")
