"""What a person says of a fact, from the fields of a form: a correction of the document that is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.corrections import plain
from graph.corrections.correction import CHANGEABLE, PARTS, Correction, Selector, Value, bare, checked, selector
from graph.errors import NotFound, ParameterError
from graph.model import (
    Agency,
    Assignment,
    Deadline,
    Document,
    FactKind,
    Measure,
    Precision,
    Target,
    Verdict,
)
from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import looks_like_agency
from loaders.resolve import context, resolve

Form = Mapping[str, str]
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_OF_MEASURES = (FactKind.ASSIGNMENT, FactKind.DEADLINE, FactKind.RECURRENCE, FactKind.TARGET, FactKind.PLACE)
_OF_DOCUMENTS = (FactKind.DEADLINE, FactKind.TARGET, FactKind.CITATION, FactKind.FIGURE)


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
    for kind in _OF_MEASURES if isinstance(holder, Measure) else _OF_DOCUMENTS:
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
    found = accepted.found
    if accepted.kind not in CHANGEABLE or found is None:
        raise ParameterError("verdict", f"a {accepted.kind} is accepted or rejected only")
    told = plain.fact(found) | _fields(document, found, form)
    changed = plain.read_fact(accepted.kind, told, accepted.selector)
    if bare(changed) == bare(found):
        raise ParameterError("verdict", "nothing is changed: the same was read")
    return changed


def _fields(document: Document, found: Value, form: Form) -> dict[str, Any]:
    match found:
        case Assignment():
            return _who(document, form, found.agency) | {"role": form.get("role", "")}
        case Deadline():
            exact = {} if (form.get("earliest"), form.get("latest")) == _days(found) else {"precision": Precision.DAY}
            return {"kind": form.get("kind", ""), **_period(form), **exact}
        case Target():
            given = {name: form.get(name, "").strip() for name in ("comparator", "value", "unit")}
            return given | {"by": form.get("by") or None, "value": _figure(found, given["value"])}
    raise ParameterError("verdict", "nothing of it can be changed")


def _days(found: Deadline) -> tuple[str, str]:
    return found.earliest.isoformat(), found.latest.isoformat()


def _period(form: Form) -> dict[str, Any]:
    latest = form.get("latest", "")
    earliest = form.get("earliest") or latest
    if not latest or earliest > latest:
        raise ParameterError("latest", "is wanted, and not before the first day")
    return {"earliest": earliest, "latest": latest}


def _figure(found: Target, words: str) -> str:
    if isinstance(found.value, Decimal):
        try:
            return format(Decimal(words), "f")
        except InvalidOperation as fault:
            raise ParameterError("value", f"{words!r} is no figure") from fault
    return words


def _who(document: Document, form: Form, found: Agency | None) -> dict[str, Any]:
    """The body that is meant: as it was found, one that this document names, or one by its full name; never a guess."""
    name = form.get("agency", "").strip()
    if not name:
        return {"agency": None}
    named = (each.agency for measure in document.measures for each in measure.assignments if each.agency)
    known = next((each for each in (found, *named) if each and each.name == name), None)
    return {"agency": _told(known or _in_full(document, name))}


def _in_full(document: Document, name: str) -> Agency:
    meant = _meant(document, name)
    if meant is None or meant.name != name:
        perhaps = f"; {meant.name} perhaps" if meant else ""
        raise ParameterError("agency", f"{name!r} is not the full name of a body, with its division{perhaps}")
    return meant


def _meant(document: Document, words: str) -> Agency | None:
    """Whom words mean in this document, where they look like the name of a body."""
    if not looks_like_agency(words):
        return None
    return resolve(words, context(document.jurisdiction, document.issuers, None, gazetteer()), gazetteer())


def _told(agency: Agency) -> dict[str, str]:
    named = {"name": agency.name, "jurisdiction": agency.jurisdiction, "kind": agency.kind.value}
    return {name: value for name, value in named.items() if value is not None}


def _added(document: Document, form: Form) -> Correction:
    measure = next((each for each in document.measures if str(each.ordinal) == form.get("measure")), None)
    if measure is None:
        raise NotFound("there is no such measure in the document as it is read now; look at the page again")
    place = _words(document, measure, form.get("exact", "").strip())
    kind = FactKind.DEADLINE if form.get("kind") else FactKind.ASSIGNMENT
    if kind is FactKind.DEADLINE:
        told = {"kind": form.get("kind", ""), **_period(form), "precision": Precision.DAY}
    else:
        printed = None if form.get("agency", "").strip() else _meant(document, place.exact)
        who = {"agency": _told(printed)} if printed else _who(document, {"agency": place.exact, **form}, None)
        told = who | {"role": form.get("role", "")}
    value = plain.read_fact(kind, {**told, "mention": place.exact}, place)
    return Correction(document.key, kind, measure.number, place, Verdict.ADDED, None, value, "", _BEGINNING)


def _words(document: Document, measure: Measure, words: str) -> Selector:
    """Where in the measure the words stand that were overlooked."""
    times = measure.evidence.quote.count(words) if words else 0
    if times != 1:
        why = "stand there more than once; take some words more" if times else "do not stand in this measure as printed"
        raise ParameterError("exact", f"{words!r}: the words {why}")
    start = measure.evidence.start + measure.evidence.quote.index(words)
    return selector(document.source.text, start, start + len(words))
