"""What was found in a document, as marks on its source text: where each thing stands and what it was taken for.

Marks are made of the document alone. They may lie inside one another and may cross; ``walk`` reads a text with them
from left to right, so that whatever draws them opens and closes them in order.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain, pairwise

from graph.intervals import in_weeks
from graph.model import (
    Assignment,
    Change,
    Citation,
    Comparator,
    Deadline,
    DeadlineKind,
    Document,
    Evidence,
    Fact,
    Measure,
    Place,
    Recurrence,
    Remark,
    Section,
    Target,
)


class MarkKind(StrEnum):
    """What a mark shows, the wider kinds first."""

    SECTION = "section"
    MEASURE = "measure"
    RULE = "rule"  # a statement for the whole document, such as that the first listed leads
    REMARK = "remark"
    TARGET = "target"
    FACT = "fact"
    RECURRENCE = "recurrence"
    DEADLINE = "deadline"
    AGENCY = "agency"
    PLACE = "place"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source text, what was found there and what it says."""

    start: int
    end: int
    kind: MarkKind
    note: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text between two edges of marks, with the marks that cover it, the outermost first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


Words = Callable[[str], str]
"""The word for a code (``lead``) or for a unit of time (``M``)."""

_SIGNS = {
    Comparator.AT_LEAST: "≥",
    Comparator.AT_MOST: "≤",
    Comparator.BELOW: "<",
    Comparator.ABOVE: ">",
    Comparator.EXACTLY: "=",
}
_ORDER = {kind: place for place, kind in enumerate(MarkKind)}


def marks(document: Document, words: Words = str) -> tuple[Mark, ...]:
    """Everything found in the document, in the order of its text, the wider mark before what lies in it.

    ``words`` puts the codes in the notes into words; without it they stand as codes.
    """
    found = chain(
        (_section(section) for section in document.sections),
        chain.from_iterable(_of_measure(measure, words) for measure in document.measures),
        (_deadline(deadline, words) for deadline in document.deadlines),
        (_target(target, words) for target in document.targets),
        (_citation(citation, words) for citation in document.citations),
        (_fact(fact) for fact in document.facts),
        (_remark(remark, remark.evidence) for remark in document.remarks if remark.evidence),
    )
    return tuple(sorted({mark for mark in found if mark.start < mark.end}, key=_place))


def findings(measure: Measure, words: Words = str) -> tuple[Mark, ...]:
    """What was found for one measure: who answers, until when, how often, how much, where.

    Whom a heading or a rule of the document names is marked there, outside the measure.
    """
    return (
        *(_assignment(assignment, words) for assignment in measure.assignments),
        *(_deadline(deadline, words) for deadline in measure.deadlines),
        *(_recurrence(recurrence, words) for recurrence in measure.recurrences),
        *(_target(target, words) for target in measure.targets),
        *(_place_name(place, words) for place in measure.places),
    )


def walk(found: Sequence[Mark], edges: Sequence[int]) -> Iterator[Stretch]:
    """The text from the first to the last of ``edges``, cut at each of them and at every edge of a mark between.

    >>> [(s.start, s.end, len(s.marks)) for s in walk((Mark(1, 4, MarkKind.PLACE, ""),), (0, 6))]
    [(0, 1, 0), (1, 4, 1), (4, 6, 0)]
    """
    first, last = edges[0], edges[-1]
    inner = {edge for mark in found for edge in (mark.start, mark.end) if first < edge < last}
    coming = deque(sorted(found, key=_place))
    covering: list[Mark] = []
    for left, right in pairwise(sorted({*edges, *inner})):
        while coming and coming[0].start <= left:
            covering.append(coming.popleft())
        covering = [mark for mark in covering if mark.end > left]
        yield Stretch(left, right, tuple(covering))


def _place(mark: Mark) -> tuple[int, int, int, str]:
    return mark.start, -mark.end, _ORDER[mark.kind], mark.note


def _of_measure(measure: Measure, words: Words) -> Iterator[Mark]:
    note = " · ".join(filter(None, (measure.number, measure.heading, words(measure.modality))))
    yield _mark(measure.evidence, MarkKind.MEASURE, note)
    yield from findings(measure, words)
    for rule in {assignment.rule for assignment in measure.assignments if assignment.rule}:
        yield _mark(rule, MarkKind.RULE, words("rule"))


# --- what the notes say --------------------------------------------------------------------------------------


def _mark(evidence: Evidence, kind: MarkKind, note: str) -> Mark:
    return Mark(evidence.start, evidence.end, kind, note)


def _section(section: Section) -> Mark:
    return _mark(section.evidence, MarkKind.SECTION, f"{section.number} {section.heading}".strip())


def _assignment(assignment: Assignment, words: Words) -> Mark:
    agency = assignment.agency.name if assignment.agency else f"{assignment.mention} → {words('unresolved')}"
    note = f"{words(assignment.role)} {agency} ({words(assignment.basis)})"
    return _mark(assignment.evidence, MarkKind.AGENCY, note)


def _deadline(deadline: Deadline, words: Words) -> Mark:
    note = f"{words(deadline.kind)} {_period(deadline)} ({words(deadline.precision)})"
    return _mark(deadline.evidence, MarkKind.DEADLINE, _told_of(note, deadline.actor))


def _period(deadline: Deadline) -> str:
    if deadline.kind is DeadlineKind.DURING:
        return f"{deadline.earliest} – {deadline.latest}"
    return str(deadline.date)


def _recurrence(recurrence: Recurrence, words: Words) -> Mark:
    note = words("every") + "".join(_duration(in_weeks(recurrence.every).removeprefix("P"), words))
    if recurrence.at_least is not None:
        note += f" ≥ {recurrence.at_least} {words('times')}"
    if recurrence.last_day is not None:
        days = "–".join(str(day) for day in (recurrence.first_day, recurrence.last_day) if day is not None)
        note += f" ({words('day')} {'' if recurrence.first_day else '≤ '}{days})"
    return _mark(recurrence.evidence, MarkKind.RECURRENCE, _told_of(note, recurrence.actor))


def _duration(letters: str, words: Words) -> Iterator[str]:
    """The parts of an ISO 8601 duration in words: 1Y6M → 1, years, 6, months."""
    return (words(letter) if letter.isalpha() else letter for letter in letters)


def _told_of(note: str, actor: str | None) -> str:
    return f"{note} · {actor}" if actor else note


def _target(target: Target, words: Words) -> Mark:
    change = "" if target.change is Change.LEVEL else f" {words(target.change)}"
    note = f"{target.indicator}{change} {_SIGNS[target.comparator]} {_figure(target.value)} {target.unit}"
    more = (("baseline", target.baseline), ("by", target.by), ("scope", target.scope))
    parts = [f"{words(name)} {value}" for name, value in more if value]
    return _mark(target.evidence, MarkKind.TARGET, " · ".join([note.strip(), *parts]))


def _figure(value: Decimal | str) -> str:
    return value if isinstance(value, str) else f"{value:f}"


def _place_name(place: Place, words: Words) -> Mark:
    return _mark(place.evidence, MarkKind.PLACE, f"{place.name} ({words(place.type)})")


def _citation(citation: Citation, words: Words) -> Mark:
    number = f" {citation.number}" if citation.number else ""
    return _mark(citation.evidence, MarkKind.CITATION, f"{words(citation.relation)} 《{citation.title}》{number}")


def _fact(fact: Fact) -> Mark:
    figure = f"{fact.subject} {_figure(fact.value)} {fact.unit}"
    return _mark(fact.evidence, MarkKind.FACT, f"{figure} · {fact.as_of}" if fact.as_of else figure)


def _remark(remark: Remark, evidence: Evidence) -> Mark:
    return _mark(evidence, MarkKind.REMARK, f"{remark.message} [{remark.code}]")
