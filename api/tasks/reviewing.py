"""Tasks for a worker: a document shown for people to check, what they say of a fact, and all of it loaded.

A draft is a file that was sent, or the key of a document that is loaded, with what was said and what was taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import quote

from api.answers import as_json
from api.loading import correct, put
from api.loading.correcting import reread
from api.loading.joining import Joining
from api.pages.rendering import render
from api.pages.reviewing.checking import checking
from api.pages.reviewing.saying import said
from api.tasks.corrections import attributed
from api.tasks.loading import OUTCOME, Sent, alone, outcomes_told, reading_of, require
from api.tasks.people import visited, write
from api.tasks.telling import JSON
from api.workers.output import Output
from graph.corrections import kept, plain
from graph.corrections.correction import Correction
from graph.errors import NotFound
from graph.loaded import loaded
from graph.model import Document
from graph.store import Outcome, Store
from loaders.edition import edition
from loaders.preparing import Prepared


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being checked, as plain values that go between processes."""

    sent: Mapping[str, Any] | None
    key: str | None
    said: Sequence[Mapping[str, Any]]
    withdrawn: Sequence[tuple[str, str]]  # key of the document, id of the correction

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The draft again on the other side."""
        return cls(values["sent"], values["key"], values["said"], values["withdrawn"])

    def corrections(self, store: Store, key: str) -> tuple[Correction, ...]:
        """The corrections of the document of that key: those that are kept, with what is said of them now."""
        before = kept.corrections(store, key)
        given = [plain.read(each) for each in self.said if each["document"] == key]
        gone = [each for document, each in self.withdrawn if document == key]
        return tuple(attributed(kept.merged(before, given, gone), before))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the documents of which something is said."""
        return frozenset(str(each["document"]) for each in self.said) | {key for key, _ in self.withdrawn}


def show(store: Store, output: Output, *, draft: Mapping[str, Any], visit: Mapping[str, Any]) -> None:
    """The page: the document as it was read, and beside each fact what people say of it."""
    told, asked = Draft.of(draft), visited(visit)
    documents = _documents(store, told)
    document = _chosen(documents, asked.value("document"))
    given = told.corrections(store, document.key)
    unsaved = len(told.said) + len(told.withdrawn)
    page = checking(document, given, [*documents], asked, draft=told.sent is not None, said=unsaved)
    write(output, render("reviewing", asked, page))


def say(store: Store, output: Output, *, draft: Mapping[str, Any], form: Mapping[str, str], by: str) -> None:
    """What the form says of a fact, as a correction."""
    documents = _documents(store, Draft.of(draft))
    made = said(_chosen(documents, form.get("document", "")), form, by)
    output.head(JSON)
    output.write(as_json(plain.told(made)))


def load(store: Store, output: Output, *, draft: Mapping[str, Any], place: str) -> None:
    """Loads what was sent and keeps the corrections, or has a loaded document as they have it."""
    told = Draft.of(draft)
    given = {key: told.corrections(store, key) for key in sorted(told.keys)}
    outcomes: Mapping[str, Outcome] = {}
    if told.sent:
        outcomes = _loaded(store, Sent(**told.sent), given, Path(place))
    for key, corrections in given.items():
        if outcomes.get(key, Outcome.UNCHANGED) is Outcome.UNCHANGED:
            correct(key, corrections, store, Path(place))
    keys = [*outcomes] or [str(told.key)]
    output.head(JSON, headers={OUTCOME: outcomes_told(outcomes) or " ".join(f"{quote(key)}=corrected" for key in keys)})
    output.write(as_json(keys))


def _loaded(store: Store, sent: Sent, given: Mapping[str, Sequence[Correction]], place: Path) -> Mapping[str, Outcome]:
    """What became of the documents that were sent: their corrections are there before they are."""
    reading = reading_of(sent)
    for key, corrections in given.items():
        kept.put(store, key, corrections)
    outcomes = put(reading, alone(), store, place)
    require(bool(outcomes), reading, sent)
    return outcomes


def _documents(store: Store, draft: Draft) -> dict[str, Document]:
    """The documents of a draft as they are read, without any corrections."""
    if draft.sent is None:
        return {str(draft.key): reread(store.document(str(draft.key)))}
    sent = Sent(**draft.sent)
    reading = reading_of(sent)
    with TemporaryDirectory() as folder, loaded(Path(folder) / "tried", edition()) as memory:
        groups = list(Joining(store, reading).of(reading.read(alone(), memory, lambda *_: False)))
    found = [each for group in groups for each in group.documents if isinstance(each, Prepared)]
    require(bool(found), reading, sent)
    corrected = frozenset(kept.corrected(store))
    whole = {each.key: each.content.document() for each in found}
    return {key: reread(each) if key in corrected else each for key, each in whole.items()}


def _chosen(documents: Mapping[str, Document], key: str) -> Document:
    if key and key not in documents:
        raise NotFound(f"there is no {key!r} in what was sent; there is {', '.join(documents)}")
    return documents[key] if key else next(iter(documents.values()))
