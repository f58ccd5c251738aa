"""The ledger (台账) of a document: its measures, with who, where, by when and how much, as plain values for export.

The shape is that of a gold standard a careful reader would write; beside each fact stand its place in the source
(``start``, ``end``, in characters) and its ``quote``. What is inferred says so in its ``basis``.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from graph.anchors import place_at
from graph.derive import Inherited, inherited
from graph.intervals import in_weeks
from graph.model import (
    Assignment,
    Basis,
    Change,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Evidence,
    Fact,
    Measure,
    Place,
    Recurrence,
    Remark,
    SourceFile,
    Target,
)

_STARTS = 20  # so many characters of a measure's text tell it apart


class Row(NamedTuple):
    """A measure under one of its assignments, for a table; several values in a cell are parted by ``; ``."""

    source: str
    document: str
    number: str
    heading: str
    text: str
    modality: str
    role: str
    agency: str
    mention: str
    basis: str
    due: str
    due_basis: str
    recurrences: str
    targets: str
    places: str
    start: int
    end: int
    place: str  # in the file: page, cell


def entry(document: Document) -> dict[str, Any]:
    """The document and all its facts, ready for JSON: names, codes, ISO dates and numbers.

    Where the source is more than text, each fact has its ``place`` in the file beside its offsets (page, cell).
    """
    told = _told(document)
    return _placed(told, document.source) if document.source.anchors else told


def _told(document: Document) -> dict[str, Any]:
    return {
        "source": document.source.name,
        "document": _head(document),
        "measures": [_measure(*each) for each in _with_inherited(document)],
        "deadlines": [_deadline(deadline) for deadline in document.deadlines],
        "targets": [_target(target) for target in document.targets],
        "citations": [_citation(citation) for citation in document.citations],
        "facts": [_fact(fact) for fact in document.facts],
        "remarks": [_remark(remark) for remark in document.remarks],
    }


def rows(document: Document) -> Iterator[Row]:
    """One row for each measure and assignment; a measure that nobody answers for has one row too."""
    for measure, taken_over in _with_inherited(document):
        for assignment in measure.assignments or (None,):
            yield _row(document, measure, assignment, taken_over)


def _with_inherited(document: Document) -> Iterator[tuple[Measure, Inherited | None]]:
    return zip(document.measures, inherited(document), strict=True)


def _head(document: Document) -> dict[str, Any]:
    return {
        "key": document.key,
        "title": document.title,
        "kind": document.kind.value,
        "issuers": list(document.issuers),
        "jurisdiction": document.jurisdiction,
        "document_number": document.document_number,
        "issued": _day(document.issued),
        "published": _day(document.published),
        "addressees": list(document.addressees),
        "carries": document.carries,
    }


def _measure(measure: Measure, taken_over: Inherited | None) -> dict[str, Any]:
    derived = [_deadline(taken_over.deadline) | {"basis": "inherited", "rule": taken_over.rule}] if taken_over else []
    return {
        "number": measure.number,
        "heading": measure.heading,
        "starts": measure.text[:_STARTS],
        "text": measure.text,
        "modality": measure.modality.value,
        "assignments": [_assignment(assignment) for assignment in measure.assignments],
        "deadlines": [_deadline(deadline) for deadline in measure.deadlines] + derived,
        "recurrences": [_recurrence(recurrence) for recurrence in measure.recurrences],
        "targets": [_target(target) for target in measure.targets],
        "places": [_place(place) for place in measure.places],
        "start": measure.evidence.start,
        "end": measure.evidence.end,
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        "role": assignment.role.value,
        "mention": assignment.mention,
        "agency": _agency(assignment),
        "resolved": assignment.agency is not None,
        "basis": assignment.basis.value,
        "rule": assignment.rule.quote if assignment.rule else None,
        **_corrected(assignment),
        **_place_in_text(assignment.evidence),
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "mention": deadline.mention,
        "date": deadline.date.isoformat(),
        "kind": deadline.kind.value,
        "precision": deadline.precision.value,
        "earliest": deadline.earliest.isoformat(),
        "latest": deadline.latest.isoformat(),
        "actor": deadline.actor,
        "basis": deadline.basis.value,
        **_corrected(deadline),
        **_place_in_text(deadline.evidence),
    }


def _recurrence(recurrence: Recurrence) -> dict[str, Any]:
    return {
        "mention": recurrence.mention,
        "every": in_weeks(recurrence.every),
        "at_least": recurrence.at_least,
        "actor": recurrence.actor,
        "first_day": recurrence.first_day,
        "last_day": recurrence.last_day,
        **_corrected(recurrence),
        **_place_in_text(recurrence.evidence),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "mention": target.mention,
        "indicator": target.indicator,
        "comparator": target.comparator.value,
        "value": _figure(target.value),
        "unit": target.unit,
        "change": target.change.value,
        "baseline": target.baseline,
        "by": _day(target.by),
        "scope": target.scope,
        **_corrected(target),
        **_place_in_text(target.evidence),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "mention": place.mention,
        "name": place.name,
        "type": place.type.value,
        **_corrected(place),
        **_place_in_text(place.evidence),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "title": citation.title,
        "number": citation.number,
        "relation": citation.relation.value,
        **_corrected(citation),
        **_place_in_text(citation.evidence),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "mention": fact.mention,
        "subject": fact.subject,
        "value": _figure(fact.value),
        "unit": fact.unit,
        "as_of": _day(fact.as_of),
        **_corrected(fact),
        **_place_in_text(fact.evidence),
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "message": remark.message,
        **(_place_in_text(remark.evidence) if remark.evidence else {}),
    }


def _corrected(fact: Assignment | Deadline | Recurrence | Target | Place | Citation | Fact) -> dict[str, Any]:
    return {"correction": fact.correction} if fact.correction else {}


def _place_in_text(evidence: Evidence) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _placed(value: Any, source: SourceFile) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """``value`` with the place in the file beside every offset."""
    if isinstance(value, list):
        return [_placed(each, source) for each in value]
    if not isinstance(value, dict):
        return value
    placed = {key: _placed(each, source) for key, each in value.items()}
    return placed | {"place": place_at(source, value["start"])} if "start" in value else placed


def _agency(assignment: Assignment) -> str:
    return assignment.agency.name if assignment.agency else assignment.mention


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _figure(value: Decimal | str) -> int | float | str:
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _row(document: Document, measure: Measure, assignment: Assignment | None, taken_over: Inherited | None) -> Row:
    deadlines = measure.deadlines or ((taken_over.deadline,) if taken_over else ())
    return Row(
        source=document.source.name,
        document=document.title or "",
        number=measure.number,
        heading=measure.heading,
        text=measure.text,
        modality=measure.modality.value,
        role=assignment.role.value if assignment else "",
        agency=_agency(assignment) if assignment else "",
        mention=assignment.mention if assignment else "",
        basis=assignment.basis.value if assignment else "",
        due=_cell(_period(deadline) for deadline in deadlines),
        due_basis=_due_basis(deadlines, taken_over),
        recurrences=_cell(recurrence.mention for recurrence in measure.recurrences),
        targets=_cell(_in_words(target) for target in measure.targets),
        places=_cell(place.name for place in measure.places),
        start=measure.evidence.start,
        end=measure.evidence.end,
        place=place_at(document.source, measure.evidence.start) or "",
    )


def _due_basis(deadlines: tuple[Deadline, ...], taken_over: Inherited | None) -> str:
    if not deadlines:
        return ""
    return (Basis.INHERITED if taken_over else max(deadlines, key=lambda deadline: deadline.date).basis).value


def _period(deadline: Deadline) -> str:
    match deadline.kind:
        case DeadlineKind.BY:
            return deadline.latest.isoformat()
        case DeadlineKind.FROM:
            return f"from {deadline.earliest}"
        case DeadlineKind.DURING:
            return f"{deadline.earliest}/{deadline.latest}"


def _in_words(target: Target) -> str:
    change = "" if target.change is Change.LEVEL else f" {target.change.value}"
    return f"{target.indicator}{change} {target.comparator.value} {_figure(target.value)} {target.unit}"


def _cell(values: Iterator[str]) -> str:
    return "; ".join(values)
