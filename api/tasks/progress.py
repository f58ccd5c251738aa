"""Tasks for a worker: what the ledger of progress says, and a further entry in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from api.answers import as_json
from api.tasks.links import local
from api.tasks.telling import JSON, tabled
from api.workers.output import Output
from graph.findings.progress import Entry, Progress, history, measure, record
from graph.findings.progress_list import standings
from graph.model import ProgressState
from graph.releases import publish
from graph.store import Store


def listed(store: Store, output: Output, *, values: Mapping[str, object], states: Sequence[str], written: str) -> None:
    """Where the measures that fit the values stand."""
    answer, remarks = standings(store, values, map(ProgressState, states))
    tabled(output, answer, written, remarks)


def of_measure(store: Store, output: Output, *, name: str) -> None:
    """All that was recorded of a measure."""
    node = measure(store, name)
    output.head(JSON)
    output.write(
        as_json({"measure": node, "href": local(node), "entries": [told(each) for each in history(store, node)]})
    )


def append(store: Store, output: Output, *, name: str, entry: Mapping[str, Any], place: str) -> None:
    """Records an entry, and has the new release served."""
    made = kept(store, name, entry, Path(place))
    output.head(JSON, status=HTTPStatus.CREATED, headers={"Location": local(made.iri)})
    output.write(as_json(told(made)))


def kept(store: Store, name: str, entry: Mapping[str, Any], place: Path) -> Entry:
    """The entry recorded of that measure in the store at that place; ``entry`` holds plain values by name."""
    made = record(store, measure(store, name), _progress(entry))
    publish(store, place)
    return made


def told(entry: Entry) -> dict[str, object]:
    """The entry as plain values."""
    progress = entry.progress
    return {
        "iri": entry.iri,
        "measure": entry.measure,
        "state": progress.state.value,
        "date": progress.day.isoformat(),
        "recorded_by": progress.by,
        "recorded_at": entry.at.isoformat(),
        "note": progress.note,
        "proof": list(progress.proof),
        "verified_by": progress.verified_by,
    }


def _progress(entry: Mapping[str, Any]) -> Progress:
    return Progress(
        ProgressState(entry["state"]),
        date.fromisoformat(entry["date"]),
        entry["by"],
        entry.get("note"),
        tuple(entry.get("proof") or ()),
        entry.get("verified_by"),
    )
