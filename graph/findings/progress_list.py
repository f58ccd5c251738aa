"""Where measures stand: what the ledger says of each last, beside when it is due and who is to verify it."""

from collections.abc import Iterable, Sequence

from graph.collections import Entry as Told
from graph.collections import collections, select, tell
from graph.findings.progress import Entry, histories
from graph.model import DeadlineKind, ProgressState, Role
from graph.query import Values
from graph.solutions import Iri, Solutions, Value
from graph.store import Store

PARAMETERS = ("agency", "role", "division", "document")
_COLUMNS = ("state", "date", "verified_by", "verifier", "due", "note", "recorded_by", "recorded_at", "entries")
_OF_MEASURE = ("number", "text", "document", "key", "source", "start", "end", "quote")


def standings(store: Store, values: Values, states: Iterable[ProgressState] = ()) -> tuple[Solutions, tuple[str, ...]]:
    """A row for each measure that fits the values, and remarks; for each that has an entry where none are given.

    With ``states``, only those that stand so. ``verifier`` are the bodies that the plan names for it (督导、验收).
    """
    given = {name: value for name, value in values.items() if value}
    selection = select(store, collections()["measures"], given) if given else None
    known = histories(store, selection.nodes if selection else None)
    wanted = {*states}
    nodes = [node for node in (selection.nodes if selection else sorted(known)) if _fits(known.get(node), wanted)]
    rows = tuple(_row(told, known.get(told.iri, ())) for told in tell(collections()["measures"], nodes, store))
    return Solutions(("measure", *_COLUMNS, *_OF_MEASURE), rows), selection.remarks if selection else ()


def _fits(entries: Sequence[Entry] | None, wanted: set[ProgressState]) -> bool:
    return not wanted or (entries is not None and entries[-1].progress.state in wanted)


def _row(told: Told, entries: Sequence[Entry]) -> tuple[Value | None, ...]:
    fields, lists = dict(told.fields), dict(told.lists)
    names = [str(dict(each)["agency"]) for each in lists["assignments"] if dict(each)["role"] == Role.SUPERVISOR]
    days = [str(dict(each)["due"]) for each in lists["deadlines"] if dict(each)["kind"] != DeadlineKind.FROM]
    planned = ("、".join(dict.fromkeys(names)) or None, max(days, default=None))
    measure = tuple(fields.get(name) for name in _OF_MEASURE)
    if not entries:
        return (Iri(told.iri), None, None, None, *planned, None, None, None, 0, *measure)
    last, progress = entries[-1], entries[-1].progress
    stands = (progress.state.value, progress.day, _verified_by(entries))
    recorded = (progress.note, progress.by, last.at.isoformat(), last.ordinal)
    return (Iri(told.iri), *stands, *planned, *recorded, *measure)


def _verified_by(entries: Sequence[Entry]) -> str | None:
    """Who verified what stands as verified or closed."""
    if entries[-1].progress.state not in {ProgressState.VERIFIED, ProgressState.CLOSED}:
        return None
    return next((entry.progress.verified_by for entry in reversed(entries) if entry.progress.verified_by), None)
