"""Tasks that put documents in that came with a request, try them, or take them out."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from api.answers import as_json
from api.failures import BadDocument, Internal
from api.loading import put, take_out
from api.loading.correcting import corrected
from api.loading.joining import Joining
from api.loading.processes import Processes
from api.loading.reading import Reading
from api.workers.output import Output
from graph.errors import Unreadable
from graph.ledger import entry
from graph.loaded import loaded
from graph.store import Outcome, Store
from loaders.edition import edition
from loaders.limits import Limits
from loaders.preparing import Prepared
from loaders.read import find
from loaders.received import Received

OUTCOME = "Dutygraph-Outcome"
_JSON = "application/json"
_COUNTED = ("measures", "assignments", "deadlines", "targets", "remarks")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came with a request: its data in base 64, how much it may hold, the language of what is said of it.

    ``text`` and ``digest`` are what lists of what runs tell of it: its name, and the SHA-256 of its data.
    """

    text: str
    digest: str
    name: str
    data: str
    limits: Mapping[str, int]
    language: str

    def arguments(self) -> dict[str, Any]:
        """What the tasks take."""
        return {name: getattr(self, name) for name in self.__slots__}


def load(store: Store, output: Output, *, place: str, **values: Any) -> None:  # noqa: ANN401 (what a Sent takes)
    """Puts in the documents of what was sent, as ``dutygraph load`` does, and has the new release served."""
    sent = Sent(**values)
    reading = reading_of(sent)
    outcomes = put(reading, alone(), store, Path(place))
    require(bool(outcomes), reading, sent)
    added = [key for key, outcome in outcomes.items() if outcome is Outcome.ADDED]
    headers = {OUTCOME: outcomes_told(outcomes)}
    if len(outcomes) == 1 and added:
        headers["Location"] = _href(added[0])
    output.head(_JSON, status=HTTPStatus.CREATED if added else HTTPStatus.OK, headers=headers)
    told = [_told(key, outcome, reading.counts[key]) for key, outcome in outcomes.items()]
    output.write(_answer(sent, told, reading))


def attempt(store: Store, output: Output, **values: Any) -> None:  # noqa: ANN401 (what a Sent takes)
    """Tells what would be found in what was sent, and what would become of it; nothing is kept."""
    sent = Sent(**values)
    reading = reading_of(sent)
    with TemporaryDirectory() as folder, loaded(Path(folder) / "tried", edition()) as memory:
        found = list(corrected(Joining(store, reading).of(reading.read(alone(), memory, store.holds)), store, reading))
    documents = [each for group in found for each in group.documents if isinstance(each, Prepared)]
    require(bool(documents), reading, sent)
    outcomes = {each.key: _would(each, store) for each in documents}
    told = [_told(each.key, outcomes[each.key], each.counts) | _ledger(each) for each in documents]
    output.head(_JSON, headers={OUTCOME: outcomes_told(outcomes)})
    output.write(_answer(sent, told, reading))


def remove(store: Store, output: Output, *, place: str, key: str) -> None:
    """Takes the document out, and has the release without it served."""
    take_out(key, store, Path(place))
    output.head(_JSON, status=HTTPStatus.NO_CONTENT, headers={OUTCOME: f"{quote(key, safe='')}=removed"})


def reading_of(sent: Sent) -> Reading:
    """The reading of what was sent; BadDocument where it is nothing that can be read."""
    limits = Limits(**sent.limits)
    try:
        return Reading(find([Received(sent.name, b64decode(sent.data))], limits), limits)
    except Unreadable as fault:
        raise BadDocument(fault.said(sent.language)) from fault


def alone() -> Processes:
    """No process but the worker itself: its limits hold for all that is read."""
    return Processes(0, lambda: None)


def require(found: bool, reading: Reading, sent: Sent) -> None:
    """BadDocument or Internal, with all that went wrong, where nothing was found."""
    failures = reading.failures.values()
    if not found and any(each.ours for each in failures):
        raise Internal("; ".join(each.said.en for each in failures))
    if not found:
        raise BadDocument("; ".join(each.said.of(sent.language) for each in failures) or f"{sent.name}: is empty")


def _would(document: Prepared, store: Store) -> Outcome:
    if store.holds(document.key, document.content.run.value):
        return Outcome.UNCHANGED
    return Outcome.REPLACED if store.has(document.key) else Outcome.ADDED


def _ledger(document: Prepared) -> dict[str, Any]:
    return {"ledger": entry(document.content.document())}


def _told(key: str, outcome: Outcome, counted: tuple[int, ...]) -> dict[str, Any]:
    return {"key": key, "status": outcome.value, "href": _href(key), **dict(zip(_COUNTED, counted, strict=True))}


def _answer(sent: Sent, documents: list[dict[str, Any]], reading: Reading) -> bytes:
    failures = [{"file": each.place, "detail": each.said.of(sent.language)} for each in reading.failures.values()]
    return as_json({"sha256": sent.digest, "documents": documents, "failures": failures})


def _href(key: str) -> str:
    return f"/documents/{quote(key)}"


def outcomes_told(outcomes: Mapping[str, Outcome]) -> str:
    """What became of each document, for a header."""
    return " ".join(f"{quote(key, safe='')}={outcome.value}" for key, outcome in outcomes.items())
