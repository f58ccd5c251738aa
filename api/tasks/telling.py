"""What tasks share when they tell rows: remarks as a header, and a table as JSON or as CSV."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from api.answers import as_csv, as_json, rows
from api.workers.output import Output
from graph import formats
from graph.formats import Kind
from graph.solutions import Solutions

JSON = "application/json"
REMARKS = "Dutygraph-Remarks"
COMPLETE = "X-Result-Complete"
_TOLD = 5  # remarks in a header, which has no room for many


def remarked(remarks: Sequence[str]) -> dict[str, str]:
    """The first remarks as a header, percent-encoded; none where there are none."""
    more = len(remarks) - _TOLD
    shown = [*remarks[:_TOLD], *([f"… {more} more"] if more > 0 else [])]
    return {REMARKS: quote("; ".join(shown), safe=" ;:,.()'")} if shown else {}


def tabled(output: Output, answer: Solutions, written: str, remarks: Sequence[str] | None = None) -> None:
    """The rows as CSV, or as JSON with their number and, where there can be any, the remarks."""
    headers = remarked(remarks or ())
    if written == "csv":
        output.head(formats.by_name("csv", Kind.RESULTS).content_type, headers=headers)
        output.write(as_csv(answer))
    else:
        told: Mapping[str, object] = {} if remarks is None else {"remarks": remarks}
        output.head(JSON, headers=headers)
        output.write(as_json({"count": len(answer.rows), "items": rows(answer), **told}))
    output.rows = len(answer.rows)
