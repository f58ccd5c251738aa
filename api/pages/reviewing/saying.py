"""What a person says of a fact, from the fields of a form: a correction of the document that is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.pages.reviewing.fields import Filled, Form, told
from graph.corrections import plain
from graph.corrections.correction import PARTS, Correction, Selector, Value, bare, checked, selector
from graph.errors import NotFound, ParameterError
from graph.model import Document, FactKind, Measure, Precision, Verdict

OF_MEASURES = (FactKind.ASSIGNMENT, FactKind.DEADLINE, FactKind.RECURRENCE, FactKind.TARGET, FactKind.PLACE)
OF_DOCUMENTS = (FactKind.DEADLINE, FactKind.TARGET, FactKind.CITATION, FactKind.FIGURE)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 500  # characters of the words that a fact rests on


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that was read, with the number of its measure (None: of the document) and the id of what is said of it."""

    kind: FactKind
    measure: str | None
    value: Value
    id: str


def facts(document: Document, holder: Document | Measure) -> Iterator[Found]:
    """The facts of a measure of the document, or of the document as a whole, as they were read."""
    number = holder.number if isinstance(holder, Measure) else None
    for kind in OF_MEASURES if isinstance(holder, Measure) else OF_DOCUMENTS:
        for value in getattr(holder, PARTS[kind]):
            yield Found(kind, number, value, _accepted(document, kind, number, value).id)


def said(document: Document, form: Form, by: str) -> Correction:
    """What the form says of a fact of the document as it was read; ParameterError names the field that is amiss."""
    try:
        verdict = Verdict(form.get("verdict", ""))
    except ValueError as fault:
        raise ParameterError("verdict", f"is none of {', '.join(Verdict)}") from fault
    made = _added(document, form) if verdict is Verdict.ADDED else _judged(document, form, verdict)
    why = form.get("why", "").strip() or None
    return checked(replace(made, by=by, at=datetime.now(UTC).replace(microsecond=0), why=why))


def _accepted(document: Document, kind: FactKind, number: str | None, value: Value) -> Correction:
    place = selector(document.source.text, value.evidence.start, value.evidence.end)
    known = plain.read_fact(kind, plain.fact(value), place)
    return Correction(document.key, kind, number, place, Verdict.ACCEPTED, known, None, "", _BEGINNING)


def _judged(document: Document, form: Form, verdict: Verdict) -> Correction:
    found = next((each for each in _all(document) if each.id == form.get("fact")), None)
    if found is None:
        raise NotFound("this fact is not in the document as it is read now; look at the page again")
    accepted = _accepted(document, found.kind, found.measure, found.value)
    value = _changed(document, accepted, form) if verdict is Verdict.CHANGED else None
    return replace(accepted, verdict=verdict, value=value)


def _all(document: Document) -> Iterator[Found]:
    yield from facts(document, document)
    for measure in document.measures:
        yield from facts(document, measure)


def _changed(document: Document, accepted: Correction, form: Form) -> Value:
    found, place = accepted.found, accepted.selector
    assert found is not None  # what is accepted was read
    given = plain.fact(found) | told(accepted.kind, Filled(document, form, place.exact, found))
    changed = plain.read_fact(accepted.kind, given, place)
    if bare(changed) == bare(found):
        raise ParameterError("verdict", "nothing is changed: the same was read")
    return changed


# --- what was overlooked --------------------------------------------------------------------------------------


def _added(document: Document, form: Form) -> Correction:
    holder = _holder(document, form.get("measure", ""))
    kind = _kind(holder, form.get("sort", FactKind.ASSIGNMENT))
    place = _pinned(document, holder, form)
    exact = {"precision": Precision.DAY} if kind is FactKind.DEADLINE else {}
    given = {**exact, **told(kind, Filled(document, form, place.exact, None)), "mention": place.exact}
    value = plain.read_fact(kind, given, place)
    number = holder.number if isinstance(holder, Measure) else None
    return Correction(document.key, kind, number, place, Verdict.ADDED, None, value, "", _BEGINNING)


def _holder(document: Document, ordinal: str) -> Document | Measure:
    """The measure of that ordinal; without one, the document as a whole."""
    if not ordinal:
        return document
    measure = next((each for each in document.measures if str(each.ordinal) == ordinal), None)
    if measure is None:
        raise NotFound("there is no such measure in the document as it is read now; look at the page again")
    return measure


def _kind(holder: Document | Measure, name: str) -> FactKind:
    kinds = OF_MEASURES if isinstance(holder, Measure) else OF_DOCUMENTS
    kind = next((each for each in kinds if each == name), None)
    if kind is None:
        raise ParameterError("sort", f"is none of {', '.join(kinds)}")
    return kind


def within(document: Document, holder: Document | Measure) -> tuple[int, int]:
    """The start and end of the text in which what was overlooked of the holder is to stand."""
    if isinstance(holder, Measure):
        return holder.evidence.start, holder.evidence.end
    return 0, len(document.source.text)


def _pinned(document: Document, holder: Document | Measure, form: Form) -> Selector:
    """Where the words stand that were overlooked: between two offsets, or where alone they are printed."""
    start, end = within(document, holder)
    words = form.get("exact", "").strip()
    if form.get("start") or form.get("end"):
        return _between(document, (start, end), form, words)
    times = document.source.text.count(words, start, end) if words else 0
    if not times:
        raise ParameterError("exact", f"{words!r} does not stand there as printed")
    if times > 1:
        raise ParameterError("exact", f"{words!r} stands there more than once; take some words more")
    place = document.source.text.index(words, start, end)
    return selector(document.source.text, place, place + len(words))


def _between(document: Document, bounds: tuple[int, int], form: Form, words: str) -> Selector:
    text, (start, end) = document.source.text, (_offset(form, name) for name in ("start", "end"))
    if not bounds[0] <= start < end <= bounds[1]:
        raise ParameterError("start", f"{start}–{end} lies outside {bounds[0]}–{bounds[1]}")
    printed = text[start:end]
    if words and _bare(words) != _bare(printed):
        raise ParameterError("exact", f"{words!r} is not what stands at {start}–{end}; leave one of them empty")
    start, end = start + len(printed) - len(printed.lstrip()), end - len(printed) + len(printed.rstrip())
    if not 0 < end - start <= _LONGEST:
        raise ParameterError("end", f"{start}–{end} has no words, or more than {_LONGEST} characters")
    return selector(text, start, end)


def _offset(form: Form, name: str) -> int:
    given = form.get(name, "").strip()
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise ParameterError(name, f"{given!r} is no whole number")
    return int(given)


def _bare(words: str) -> str:
    return "".join(words.split())
