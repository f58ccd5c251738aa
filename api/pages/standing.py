"""Where measures stand (进展、验收、销号): what was recorded of each last, when it is due, who verifies it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from graph.errors import ParameterError
from graph.findings.progress_list import PARAMETERS, standings
from graph.model import ProgressState, Role
from graph.solutions import Solutions
from graph.store import Store

_SHOWN = (
    *("number", "measure", "text", "state", "date", "due", "verifier", "verified_by", "note", "recorded_by"),
    *("document", "key", "start", "end"),
)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows: measures by state, those without an entry under none, and the ledger.

    ``is_recorded`` where only measures that anything was recorded of are asked for.
    """

    values: Mapping[str, list[str]]
    states: tuple[str, ...]
    roles: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    ledger: Table
    is_recorded: bool
    remarks: tuple[str, ...]
    download: str


def standing(store: Store, asked: Asked) -> Standing:
    """The ledger of the measures that fit; of all that have an entry where nothing is chosen."""
    values = asked.values(*PARAMETERS)
    states = tuple(_state(each) for each in asked.values("state").get("state", ()))
    chosen = {name: some if name == "role" else some[0] for name, some in values.items()}
    found, remarks = standings(store, chosen, states)
    pairs = [(name, value) for name, some in values.items() for value in some]
    asked_for = [*pairs, *(("state", each.value) for each in states), ("format", "csv")]
    return Standing(
        values,
        tuple(each.value for each in ProgressState),
        tuple(each.value for each in Role),
        _counts(found),
        table(_chosen(found), words(asked.language), _MOST),
        not values,
        remarks,
        f"/progress?{urlencode(asked_for)}",
    )


def _state(said: str) -> ProgressState:
    try:
        return ProgressState(said)
    except ValueError:
        raise ParameterError("state", f"{said!r} is none of {', '.join(ProgressState)}") from None


def _counts(found: Solutions) -> tuple[tuple[str, int], ...]:
    counts = Counter(str(state) if state else "" for state in found.column("state"))
    return tuple((state, counts[state]) for state in (*ProgressState, "") if counts[state])


def _chosen(found: Solutions) -> Solutions:
    places = [found.variables.index(name) for name in _SHOWN]
    return Solutions(_SHOWN, tuple(tuple(row[place] for place in places) for row in found.rows))
