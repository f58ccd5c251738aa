"""Two versions of a plan, measure by measure: what was added, dropped, renumbered, reworded, and given to others.

A measure of one version is that of the other whose words are most like its own, its number telling apart those that
are equally like. What is compared are the facts of both; a body that only changed its name is the same body.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from rapidfuzz import fuzz, process

from graph.derive import inherited
from graph.model import Assignment, Deadline, Document, Evidence, Measure, Role, Target
from graph.solutions import Solutions

_ALIKE: Final = 55.0  # of 100: how alike two texts must be to be one measure in two versions
_SAME_NUMBER: Final = 10.0  # what the same number adds to that
_SIDES: Final = ("before", "after")
_COLUMNS: Final = (
    *("change", "number_before", "number_after", "before", "after"),
    *(f"{name}_{side}" for side in _SIDES for name in ("key", "start", "end", "quote")),
)


class Kind(StrEnum):
    """变化: what became of a measure, or of a fact of it."""

    ADDED = "added"
    DROPPED = "dropped"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    MODALITY = "modality"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    PARTICIPANT = "participant"
    SUPERVISOR = "supervisor"
    DEADLINE = "deadline"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the measure in each version (None where it is not in it), what it was and what it is."""

    kind: Kind
    earlier: Measure | None
    later: Measure | None
    before: str
    after: str
    evidence_before: Evidence | None
    evidence_after: Evidence | None


Same = Callable[[str, str], bool]
"""Whether two full names are of one body, under its earlier and its later name."""


def diff(earlier: Document, later: Document, same: Same = str.__eq__) -> tuple[Change, ...]:
    """All differences in the order of the later version, then what it dropped."""
    pairs = dict(_pairs(earlier.measures, later.measures))
    due = [dict(zip(each.measures, _due(each), strict=True)) for each in (earlier, later)]
    changes: list[Change] = []
    for measure in later.measures:
        before = pairs.get(measure)
        if before is None:
            changes.append(Change(Kind.ADDED, None, measure, "", measure.text, None, measure.evidence))
        else:
            changes += _changes(before, measure, same)
            changes += _moved(before, measure, due[0][before], due[1][measure])
    kept = {*pairs.values()}
    dropped = [measure for measure in earlier.measures if measure not in kept]
    return (*changes, *(Change(Kind.DROPPED, each, None, each.text, "", each.evidence, None) for each in dropped))


def table(changes: Iterable[Change], earlier: Document, later: Document) -> Solutions:
    """A row a change, with the words of both versions and where they stand."""
    return Solutions(_COLUMNS, tuple(_row(each, earlier, later) for each in changes))


def _pairs(earlier: Sequence[Measure], later: Sequence[Measure]) -> Iterator[tuple[Measure, Measure]]:
    """Each measure of the later version with that of the earlier one that it is, the most alike first."""
    if not earlier or not later:
        return
    words = [[f"{each.heading}{each.text}" for each in measures] for measures in (earlier, later)]
    scores = process.cdist(words[1], words[0], scorer=fuzz.ratio, score_cutoff=_ALIKE)
    alike = [
        (score + _SAME_NUMBER * (later[row].number == earlier[column].number), row, column)
        for row, line in enumerate(scores.tolist())
        for column, score in enumerate(line)
        if score
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, row, column in sorted(alike, key=lambda each: (-each[0], each[1], each[2])):
        if row not in taken[0] and column not in taken[1]:
            taken[0].add(row)
            taken[1].add(column)
            yield later[row], earlier[column]


def _changes(before: Measure, after: Measure, same: Same) -> Iterator[Change]:
    facts = (
        (Kind.RENUMBERED, before.number, after.number),
        (Kind.REWORDED, f"{before.heading} {before.text}".strip(), f"{after.heading} {after.text}".strip()),
        (Kind.MODALITY, before.modality.value, after.modality.value),
    )
    for kind, old, new in facts:
        if old != new:
            yield Change(kind, before, after, old, new, before.evidence, after.evidence)
    for role in Role:
        yield from _reassigned(before, after, role, same)
    yield from _retargeted(before, after)


def _reassigned(before: Measure, after: Measure, role: Role, same: Same) -> Iterator[Change]:
    old, new = ([each for each in measure.assignments if each.role is role] for measure in (before, after))
    gone = [each for each in old if not any(_is_same(each, other, same) for other in new)]
    come = [each for each in new if not any(_is_same(other, each, same) for other in old)]
    if gone or come:
        found = (_place(gone or old), _place(come or new))
        yield Change(Kind(role.value), before, after, _named(old), _named(new), *found)


def _is_same(earlier: Assignment, later: Assignment, same: Same) -> bool:
    if earlier.agency is None or later.agency is None:
        return earlier.mention == later.mention
    return earlier.agency.name == later.agency.name or same(earlier.agency.name, later.agency.name)


def _named(assignments: Iterable[Assignment]) -> str:
    return "、".join(each.agency.name if each.agency else each.mention for each in assignments)


def _due(document: Document) -> Iterator[tuple[Deadline, ...]]:
    for measure, entry in zip(document.measures, inherited(document), strict=True):
        yield measure.deadlines or ((entry.deadline,) if entry else ())


def _moved(before: Measure, after: Measure, old: Sequence[Deadline], new: Sequence[Deadline]) -> Iterator[Change]:
    """The days of a measure, its own or those of its plan, where they are others than before."""
    if {each.date for each in old} != {each.date for each in new}:
        yield Change(Kind.DEADLINE, before, after, _days(old), _days(new), _place(old), _place(new))


def _days(deadlines: Sequence[Deadline]) -> str:
    return "、".join(each.date.isoformat() for each in deadlines)


def _retargeted(before: Measure, after: Measure) -> Iterator[Change]:
    old, new = ({_figure(each): each for each in measure.targets} for measure in (before, after))
    for indicator in dict.fromkeys(each.indicator for each in (*old.values(), *new.values())):
        gone = [each for figure, each in old.items() if each.indicator == indicator and figure not in new]
        come = [each for figure, each in new.items() if each.indicator == indicator and figure not in old]
        if gone or come:
            yield Change(Kind.TARGET, before, after, _printed(gone), _printed(come), _place(gone), _place(come))


def _printed(targets: Sequence[Target]) -> str:
    return "、".join(each.mention for each in targets)


def _figure(target: Target) -> tuple[str, str, str, str, str, str]:
    by = target.by.isoformat() if target.by else ""
    return (target.indicator, target.comparator, str(target.value), target.unit, target.change, by)


def _place(facts: Sequence[Assignment | Deadline | Target]) -> Evidence | None:
    return facts[0].evidence if facts else None


def _row(change: Change, earlier: Document, later: Document) -> tuple[str | int | None, ...]:
    numbers = (each.number if each else None for each in (change.earlier, change.later))
    places = ((change.evidence_before, earlier), (change.evidence_after, later))
    told = chain.from_iterable(_told(evidence, document) for evidence, document in places)
    return (change.kind.value, *numbers, change.before or None, change.after or None, *told)


def _told(evidence: Evidence | None, document: Document) -> tuple[str | int | None, ...]:
    if evidence is None:
        return (document.key, None, None, None)
    return (document.key, evidence.start, evidence.end, evidence.quote)
