"""A document beside what was read in it, and beside each fact what people said of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pages import documents
from api.pages.rendering import Asked
from api.pages.reviewing.fields import fields
from api.pages.reviewing.saying import OF_DOCUMENTS, OF_MEASURES, Found, facts, within
from api.pages.reviewing.words import ReviewingWords, words
from api.review import words as review_words
from graph.corrections.applying import applied
from graph.corrections.correction import PARTS, Correction, Value
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
class Adding:
    """The form for what was overlooked: of which kind, of which measure (empty: the document as a whole), and where.

    ``bounds`` are the offsets between which it may stand; ``start``, ``end`` and ``exact`` are empty until it is known.
    """

    kind: FactKind
    measure: str
    bounds: tuple[int, int]
    start: str
    end: str
    exact: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Checking:
    """What the page shows: the text with its marks, the facts of each measure by its ordinal, those of the whole.

    ``adding`` is the form for what was overlooked, where one was asked for. ``unfit`` are the corrections that belong
    to nothing here, ``remarks`` say why.
    """

    reading: documents.Page
    say: ReviewingWords
    of_measures: Mapping[int, tuple[Judged, ...]]
    of_document: tuple[Judged, ...]
    unfit: tuple[Correction, ...]
    remarks: tuple[Remark, ...]
    keys: tuple[str, ...]
    agencies: tuple[str, ...]
    adding: Adding | None
    draft: bool
    said: int

    @property
    def kinds_of_measures(self) -> tuple[FactKind, ...]:
        """The kinds of facts that a measure may have."""
        return OF_MEASURES

    @property
    def kinds_of_document(self) -> tuple[FactKind, ...]:
        """The kinds of facts that a document as a whole may have."""
        return OF_DOCUMENTS


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
        _adding(found, asked),
        draft,
        said,
    )


def _judged(
    document: Document, holder: Document | Measure, known: Mapping[str, Correction], language: str
) -> Iterator[Judged]:
    for found in facts(document, holder):
        yield _fact(found, known.get(found.id), language)
    for each in _added(document, holder, known.values()):
        assert each.value is not None
        yield _fact(Found(each.kind, each.measure, each.value, each.id), each, language)


def _added(document: Document, holder: Document | Measure, known: Iterable[Correction]) -> Iterator[Correction]:
    start, end = within(document, holder)
    number = holder.number if isinstance(holder, Measure) else None
    for each in known:
        place = each.selector.place(document.source.text) if each.verdict is Verdict.ADDED else None
        if place is not None and start <= place < end and each.measure == number:
            yield each


def _adding(document: Document, asked: Asked) -> Adding | None:
    """The form that the address asks for; none where it asks for what there is not."""
    ordinal = asked.value("measure")
    measure = next((each for each in document.measures if str(each.ordinal) == ordinal), None)
    holder = measure or document
    kind = next((each for each in (OF_MEASURES if measure else OF_DOCUMENTS) if each == asked.value("add")), None)
    if kind is None or (ordinal and not measure):
        return None
    bounds = within(document, holder)
    start, end = (_offset(asked.value(name)) for name in ("start", "end"))
    exact = document.source.text[int(start) : int(end)] if start and end else ""
    return Adding(kind, ordinal, bounds, start, end, exact.strip(), fields(kind, None))


def _offset(given: str) -> str:
    return given if given.isdecimal() and len(given) < 10 else ""


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
        fields(found.kind, changed or found.value),
        not (correction and correction.verdict is Verdict.ADDED),
    )


def as_said(value: Value) -> Value:
    """The value with the basis that it has once it is said."""
    return replace(value, basis=Basis.CORRECTED) if isinstance(value, Assignment) else value


def note(kind: FactKind, value: Value, language: str) -> str:
    """The fact in words."""
    if isinstance(value, Citation):
        return f"《{value.title}》{value.number or ''} ({_WORDS[language].of_code(value.relation)})"
    if isinstance(value, Figure):
        return f"{value.subject} {value.value:f} {value.unit}"
    part: dict[str, Any] = {PARTS[kind]: (value,)}
    (mark,) = findings(replace(_SHELL, **part), _WORDS[language].of_code)
    return mark.note
