"""A correction (更正): what a person says of one fact of a document, and where in print.

The place is told as W3C Web Annotation tells it, by the words with those around them and by their position, so that it
is found again in a text that has shifted. https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from graph.errors import ParameterError
from graph.model import (
    Assignment,
    Basis,
    Citation,
    Deadline,
    Evidence,
    FactKind,
    Place,
    Recurrence,
    Target,
    Verdict,
)
from graph.model import Fact as Figure

_CONTEXT = 32  # characters on each side, as most annotation tools keep
_LONGEST = 2_000  # characters of a reason, and of a name
_NOWHERE = Evidence(0, 0, "")

Value = Assignment | Deadline | Recurrence | Target | Place | Citation | Figure
CLASSES: Mapping[FactKind, type[Any]] = {
    FactKind.ASSIGNMENT: Assignment,
    FactKind.DEADLINE: Deadline,
    FactKind.RECURRENCE: Recurrence,
    FactKind.TARGET: Target,
    FactKind.PLACE: Place,
    FactKind.CITATION: Citation,
    FactKind.FIGURE: Figure,
}
PARTS: Mapping[FactKind, str] = {
    FactKind.ASSIGNMENT: "assignments",
    FactKind.DEADLINE: "deadlines",
    FactKind.RECURRENCE: "recurrences",
    FactKind.TARGET: "targets",
    FactKind.PLACE: "places",
    FactKind.CITATION: "citations",
    FactKind.FIGURE: "facts",
}
"""The attribute of a measure or document that holds the facts of a kind."""

_JUDGED: Mapping[type[Any], tuple[str, ...]] = {
    Assignment: ("role", "mention", "agency"),
    Deadline: ("mention", "kind", "earliest", "latest", "precision", "actor"),
    Recurrence: ("mention", "every", "at_least", "actor", "first_day", "last_day"),
    Target: ("mention", "indicator", "comparator", "value", "unit", "change", "baseline", "by", "scope"),
    Place: ("mention", "name", "type"),
    Citation: ("title", "number", "relation"),
    Figure: ("mention", "subject", "value", "unit", "as_of"),
}
"""What makes a fact the one that is judged."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Words of a text with those before and after them; ``start`` is where they stood."""

    exact: str
    prefix: str
    suffix: str
    start: int

    def place(self, text: str) -> int | None:
        """Where the words stand in a text; None where they do not, or where nothing tells which of several is meant.

        >>> Selector("乙局", "甲局、", "负责", 3).place("由甲局、乙局负责;乙局验收")
        4
        """
        places = _places(self.exact, text)
        alike = [place for place in places if self._agrees(text, place)]
        if len(alike) > 1:
            return self.start if self.start in alike else None
        return alike[0] if alike else places[0] if len(places) == 1 else None

    def _agrees(self, text: str, place: int) -> bool:
        return text[:place].endswith(self.prefix) and text.startswith(self.suffix, place + len(self.exact))


@dataclass(frozen=True, slots=True)
class Correction:
    """What ``by`` said ``at`` a moment of a fact of the document of that key, and ``why``.

    ``found`` is the fact as it was read (None where it was overlooked), ``value`` what is so instead (None unless it is
    changed or added); their evidence is that of the selector. ``measure`` is the number of the measure as printed, None
    for facts of the document as a whole.
    """

    document: str
    kind: FactKind
    measure: str | None
    selector: Selector
    verdict: Verdict
    found: Value | None
    value: Value | None
    by: str
    at: datetime
    why: str | None = None

    @property
    def id(self) -> str:
        """Names what is judged: a later verdict on the same fact takes the place of an earlier one."""
        judged = self.found if self.found is not None else self.value
        place = (self.selector.exact, self.selector.prefix, self.selector.suffix)
        told = [self.document, self.kind, self.measure, *place, self.found is None, _spelt(judged)]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def checked(correction: Correction) -> Correction:
    """The correction, where it can be one; ParameterError says what is amiss."""
    verdict = correction.verdict
    has_value = correction.value is not None
    if (correction.found is None) is not (verdict is Verdict.ADDED):
        raise ParameterError("found", "is what was read, and goes with every verdict but added")
    if has_value is not (verdict in (Verdict.CHANGED, Verdict.ADDED)):
        raise ParameterError("value", "is what is so instead, and goes with the verdicts changed and added alone")
    if not correction.selector.exact:
        raise ParameterError("selector", "has no words: exact is what is printed")
    _check_words(correction)
    return correction


def selector(text: str, start: int, end: int) -> Selector:
    """The selector of a span of the text."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return Selector(text[start:end], before, after, start)


def bare(value: Value | None) -> Value | None:
    """The value without where it stands and what it rests on: what two readings of one fact have in common."""
    if value is None:
        return None
    apart = {"evidence": _NOWHERE, "rank": 0, "basis": Basis.EXPLICIT, "rule": None, "correction": None}
    made: Any = value
    own = {field.name for field in fields(value)}
    return cast("Value", replace(made, **{name: each for name, each in apart.items() if name in own}))


def _spelt(value: Value | None) -> list[str]:
    """The value in words that do not depend on how a store writes its figures."""
    known: Any = bare(value)
    told = [getattr(known, field.name) for field in fields(known) if field.name in _JUDGED[type(known)]]
    return [format(each.normalize(), "f") if isinstance(each, Decimal) else str(each) for each in told]


def _check_words(correction: Correction) -> None:
    for name, words in (("by", correction.by), ("why", correction.why)):
        if words is not None and not words.strip():
            raise ParameterError(name, "is empty")
        if words and len(words) > _LONGEST:
            raise ParameterError(name, f"is longer than {_LONGEST} characters")


def _places(words: str, text: str) -> list[int]:
    places, start = [], text.find(words)
    while start >= 0:
        places.append(start)
        start = text.find(words, start + 1)
    return places
