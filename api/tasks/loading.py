"""Tasks that put documents in that came with a request, try them, or take them out."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from api.answers import as_json
from api.failures import BadDocument, Internal
from api.loading import put, take_out
from api.reading import Found
from api.workers.output import Output
from graph.ledger import entry
from graph.store import Outcome, Store
from loaders.gathering import Failure, Gathered, Group, gathered, grouped, sighting
from loaders.limits import Limits
from loaders.preparing import Prepared, counts, prepared, ready
from loaders.read import find
from loaders.received import Received

OUTCOME = "Dutygraph-Outcome"
_JSON = "application/json"
T = TypeVar("T", Prepared, Gathered)
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


@dataclass(frozen=True, slots=True)
class _Looked:
    """The groups of files in what was sent, and which of them cannot be read."""

    groups: list[Group]
    failures: list[Failure]
    limits: Limits


def load(store: Store, output: Output, *, place: str, **values: Any) -> None:  # noqa: ANN401 (what a Sent takes)
    """Puts in the documents of what was sent, as ``dutygraph load`` does, and has the new release served."""
    sent = Sent(**values)
    looked = _look(sent)
    found = list(_found(looked))
    documents = [each for group in found for each in group.documents if isinstance(each, Prepared)]
    _require(documents, looked, sent)
    outcomes = put(lambda _, __: found, store, Path(place), looked.limits)
    added = [key for key, outcome in outcomes.items() if outcome is Outcome.ADDED]
    headers = {OUTCOME: _outcomes(outcomes)}
    if len(outcomes) == 1 and added:
        headers["Location"] = _href(added[0])
    output.head(_JSON, status=HTTPStatus.CREATED if added else HTTPStatus.OK, headers=headers)
    told = [_told(each.key, outcomes[each.key].value, each.counts) for each in documents]
    output.write(_answer(sent, told, looked))


def attempt(store: Store, output: Output, **values: Any) -> None:  # noqa: ANN401 (what a Sent takes)
    """Tells what would be found in what was sent, and what would become of it; nothing is kept."""
    sent = Sent(**values)
    looked = _look(sent)
    documents = [each for group in looked.groups for each in _parted(gathered(group, looked.limits), looked)]
    _require(documents, looked, sent)
    outcomes = {each.document.key: _would(each, store) for each in documents}
    told = [
        _told(each.document.key, outcomes[each.document.key].value, counts(each.document))
        | {"ledger": entry(each.document)}
        for each in documents
    ]
    output.head(_JSON, headers={OUTCOME: _outcomes(outcomes)})
    output.write(_answer(sent, told, looked))


def remove(store: Store, output: Output, *, place: str, key: str) -> None:
    """Takes the document out, and has the release without it served."""
    take_out(key, store, Path(place))
    output.head(_JSON, status=HTTPStatus.NO_CONTENT, headers={OUTCOME: f"{quote(key, safe='')}=removed"})


def _look(sent: Sent) -> _Looked:
    limits = Limits(**sent.limits)
    sources = find([Received(sent.name, b64decode(sent.data))], limits)
    looks = [sighting(source, limits) for source in sources]
    failures = [look for look in looks if isinstance(look, Failure)]
    return _Looked(grouped([look for look in looks if not isinstance(look, Failure)]), failures, limits)


def _found(looked: _Looked) -> Iterator[Found]:
    for group in looked.groups:
        documents = tuple(_parted(prepared(group, looked.limits), looked))
        if documents:
            yield Found(group.signature, documents)


def _parted(results: Iterable[T | Failure], looked: _Looked) -> Iterator[T]:
    """The documents; what could not be read goes to the failures."""
    for each in results:
        if isinstance(each, Failure):
            looked.failures.append(each)
        else:
            yield each


def _require(documents: list[Any], looked: _Looked, sent: Sent) -> None:
    if any(each.ours for each in looked.failures):
        raise Internal("; ".join(each.said.en for each in looked.failures))
    if not documents:
        raise BadDocument("; ".join(each.said.of(sent.language) for each in looked.failures) or f"{sent.name}: empty")


def _would(found: Gathered, store: Store) -> Outcome:
    key = found.document.key
    if store.holds(key, ready(found.document, found.files).content.run.value):
        return Outcome.UNCHANGED
    return Outcome.REPLACED if key in {*store.keys()} else Outcome.ADDED


def _told(key: str, status: str, counted: tuple[int, ...]) -> dict[str, Any]:
    return {"key": key, "status": status, "href": _href(key), **dict(zip(_COUNTED, counted, strict=True))}


def _answer(sent: Sent, documents: list[dict[str, Any]], looked: _Looked) -> bytes:
    failures = [{"file": each.place, "detail": each.said.of(sent.language)} for each in looked.failures]
    return as_json({"sha256": sent.digest, "documents": documents, "failures": failures})


def _href(key: str) -> str:
    return f"/documents/{quote(key)}"


def _outcomes(outcomes: Mapping[str, Outcome]) -> str:
    return " ".join(f"{quote(key, safe='')}={outcome.value}" for key, outcome in outcomes.items())
