"""What a made plan says, in the shape of a gold standard: known because it was decided before it was written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from graph.model import Basis, Change, Comparator, DeadlineKind, DocumentKind, Modality, PlaceType, Precision, Role

STARTS = 20
"""So many characters of a measure's own text tell it apart."""


@dataclass(frozen=True, slots=True)
class Answering:
    """An agency that answers for a measure: as printed after distributing a coordination, and its full name."""

    role: Role
    mention: str
    agency: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the day that counts, how it binds and how exactly it is printed."""

    date: date
    kind: DeadlineKind
    precision: Precision


@dataclass(frozen=True, slots=True)
class Repeated:
    """A recurrence."""

    every: str
    at_least: int | None


@dataclass(frozen=True, slots=True)
class Aim:
    """A target."""

    indicator: str
    comparator: Comparator
    value: Decimal | str
    unit: str
    change: Change = Change.LEVEL
    baseline: str | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A place by its full name."""

    name: str
    type: PlaceType


@dataclass(frozen=True, slots=True)
class Facts:
    """What a passage says beside who answers for it."""

    deadlines: tuple[Due, ...] = ()
    recurrences: tuple[Repeated, ...] = ()
    targets: tuple[Aim, ...] = ()
    places: tuple[Named, ...] = ()

    def __add__(self, other: "Facts") -> "Facts":
        return Facts(
            self.deadlines + other.deadlines,
            self.recurrences + other.recurrences,
            self.targets + other.targets,
            self.places + other.places,
        )


@dataclass(frozen=True, slots=True)
class ExpectedMeasure:
    """A measure: its number path, the first characters of its own text, and all it says."""

    number: str
    starts: str
    modality: Modality
    assignments: tuple[Answering, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Expected:
    """A whole plan: its head, its measures in printed order, what it states for itself as a whole, whom it cites."""

    title: str
    kind: DocumentKind
    issuers: tuple[str, ...]
    jurisdiction: str
    document_number: str | None
    issued: date | None
    measures: tuple[ExpectedMeasure, ...] = ()
    facts: Facts = field(default_factory=Facts)
    citations: tuple[tuple[str, str | None], ...] = ()

    def gold(self, source: str) -> dict[str, Any]:
        """The plan as an entry of a gold standard, for the source of that name; ready for JSON."""
        head = ("title", "kind", "issuers", "jurisdiction", "document_number", "issued")
        return {
            "source": source,
            "document": {name: _plain(getattr(self, name)) for name in head},
            "measures": [_measure(measure) for measure in self.measures],
            "deadlines": _items(self.facts.deadlines),
            "targets": _items(self.facts.targets),
            "citations": [{"title": title, "number": number} for title, number in self.citations],
            "facts": [],
        }


def _measure(measure: ExpectedMeasure) -> dict[str, Any]:
    return {
        "number": measure.number,
        "starts": measure.starts,
        "modality": measure.modality.value,
        "assignments": _items(measure.assignments),
        **{kind.name: _items(getattr(measure.facts, kind.name)) for kind in fields(Facts)},
    }


def _items(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [{part.name: _plain(getattr(value, part.name)) for part in fields(value)} for value in values]


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a field holds)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
