"""A document beside what was read in it, and beside each fact what people said of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pages import documents
from api.pages.rendering import Asked
from api.pages.reviewing.saying import Found, facts
from api.pages.reviewing.words import ReviewingWords, words
from api.review import words as review_words
from graph.corrections import plain
from graph.corrections.applying import applied
from graph.corrections.correction import CHANGEABLE, PARTS, Correction, Value
from graph.marks import findings
from graph.model import Assignment, Basis, Citation, Document, Evidence, FactKind, Measure, Modality, Remark, Verdict
from graph.model import Fact as Figure

_WORDS = {"zh": review_words.CHINESE, "en": review_words.ENGLISH}
_SHELL = Measure(0, "", "", "", Modality.OBLIGATION, Evidence(0, 0, ""))
_MARKS = {FactKind.ASSIGNMENT: "agency", FactKind.FIGURE: "fact"}  # the others are called as their marks are


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact with what was said of it: what was read and what is so, in words; ``fields`` fill the form."""

    id: str
    mark: str
    kind: FactKind
    note: str
    instead: str
    evidence: Evidence
    correction: Correction | None
    fields: Mapping[str, object]
    changeable: bool


@dataclass(frozen=True, slots=True)
class Checking:
    """What the page shows: the text with its marks, the facts of each measure by its ordinal, those of the whole.

    ``unfit`` are the corrections that belong to nothing here, ``remarks`` say why.
    """

    reading: documents.Page
    say: ReviewingWords
    of_measures: Mapping[int, tuple[Judged, ...]]
    of_document: tuple[Judged, ...]
    unfit: tuple[Correction, ...]
    remarks: tuple[Remark, ...]
    keys: tuple[str, ...]
    agencies: tuple[str, ...]
    draft: bool
    said: int


def checking(
    found: Document, corrections: Sequence[Correction], keys: Sequence[str], asked: Asked, *, draft: bool, said: int
) -> Checking:
    """The page of a document as it was read, with the corrections."""
    known = {each.id: each for each in corrections}
    language = asked.language
    _, remarks = applied(found, corrections)
    of_measures = {each.ordinal: tuple(_judged(found, each, known, language)) for each in found.measures}
    of_document = tuple(_judged(found, found, known, language))
    shown = {each.id for each in of_document} | {each.id for some in of_measures.values() for each in some}
    named = {each.agency.name for measure in found.measures for each in measure.assignments if each.agency}
    return Checking(
        documents.drawn(found, asked),
        words(language),
        of_measures,
        of_document,
        tuple(each for each in corrections if each.id not in shown),
        remarks,
        tuple(keys),
        tuple(sorted(named)),
        draft,
        said,
    )


def _judged(
    document: Document, holder: Document | Measure, known: Mapping[str, Correction], language: str
) -> Iterator[Judged]:
    for found in facts(document, holder):
        yield _fact(found, known.get(found.id), language)
    if isinstance(holder, Measure):
        for each in _added(document, holder, known.values()):
            assert each.value is not None
            yield _fact(Found(each.kind, each.measure, each.value, each.id), each, language)


def _added(document: Document, measure: Measure, known: Iterable[Correction]) -> Iterator[Correction]:
    for each in known:
        place = each.selector.place(document.source.text) if each.verdict is Verdict.ADDED else None
        inside = place is not None and measure.evidence.start <= place < measure.evidence.end
        if inside and each.measure == measure.number:
            yield each


def _fact(found: Found, correction: Correction | None, language: str) -> Judged:
    changed = correction.value if correction and correction.verdict is Verdict.CHANGED else None
    return Judged(
        found.id,
        _MARKS.get(found.kind, found.kind.value),
        found.kind,
        note(found.kind, found.value, language),
        note(found.kind, as_said(changed), language) if changed else "",
        found.value.evidence,
        correction,
        plain.fact(changed or found.value),
        found.kind in CHANGEABLE and not (correction and correction.verdict is Verdict.ADDED),
    )


def as_said(value: Value) -> Value:
    """The value with the basis that it has once it is said."""
    return replace(value, basis=Basis.CORRECTED) if isinstance(value, Assignment) else value


def note(kind: FactKind, value: Value, language: str) -> str:
    """The fact in words."""
    if isinstance(value, Citation):
        return f"《{value.title}》"
    if isinstance(value, Figure):
        return f"{value.subject} {value.value:f} {value.unit}"
    part: dict[str, Any] = {PARTS[kind]: (value,)}
    (mark,) = findings(replace(_SHELL, **part), _WORDS[language].of_code)
    return mark.note
