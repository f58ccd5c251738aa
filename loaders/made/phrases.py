"""The phrases of made plans as values: ``topics.toml`` and ``styles.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from graph.model import Change, Comparator, DeadlineKind, DocumentKind, Precision


@dataclass(frozen=True, slots=True)
class Topic:
    """What a plan speaks of: its departments, headings and sentences."""

    name: str
    departments: tuple[str, ...]
    sections: tuple[str, ...]
    headings: tuple[str, ...]
    plain: tuple[str, ...]
    works: tuple[str, ...]
    lasting: tuple[str, ...]
    campaigns: tuple[str, ...]
    activities: tuple[str, ...]
    ratios: tuple[str, ...]
    ceilings: tuple[str, ...]
    counted: tuple[tuple[str, str, str], ...]
    places: tuple[str, ...]
    prohibitions: tuple[str, ...]
    encouragements: tuple[str, ...]
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClausePattern:
    """A responsibility clause and where it stands: in a bracket, as a sentence, on lines of its own."""

    where: str
    pattern: str


@dataclass(frozen=True, slots=True)
class DatePattern:
    """A date as printed; ``own`` is one without its year, which is the document's."""

    pattern: str
    kind: DeadlineKind
    precision: Precision
    own: bool


@dataclass(frozen=True, slots=True)
class RecurrencePattern:
    """A recurrence as printed; ``count`` is how often, where the pattern itself tells that."""

    pattern: str
    every: str
    count: int | None


@dataclass(frozen=True, slots=True)
class TargetPattern:
    """A target as printed, and of which things it is told."""

    of: str
    pattern: str
    comparator: Comparator
    change: Change
    unit: str


@dataclass(frozen=True, slots=True)
class TitlePattern:
    """A title, the kind of document it tells and the issuers named in it."""

    pattern: str
    kind: DocumentKind
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Styles:
    """How plans are put."""

    departments: Mapping[str, str]
    bodies: Mapping[str, str]
    supervisors: Mapping[str, str]
    schemes: tuple[tuple[str, ...], ...]
    clauses: tuple[ClausePattern, ...]
    deadlines: tuple[DatePattern, ...]
    due_in_clause: tuple[DatePattern, ...]
    recurrences: tuple[RecurrencePattern, ...]
    targets: tuple[TargetPattern, ...]
    titles: tuple[TitlePattern, ...]
    words: Mapping[str, tuple[str, ...]]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the file's order."""
    return tuple(Topic(**{each.name: _frozen(entry[each.name]) for each in fields(Topic)}) for entry in _topics())


@cache
def styles() -> Styles:
    """All styles."""
    table = _table("styles")
    return Styles(
        departments=table["departments"],
        bodies=table["bodies"],
        supervisors=table["supervisors"],
        schemes=tuple(tuple(scheme["levels"]) for scheme in table["scheme"]),
        clauses=tuple(ClausePattern(each["where"], one) for each in table["clause"] for one in each["patterns"]),
        deadlines=tuple(_date(each) for each in table["deadline"]),
        due_in_clause=tuple(_date(each) for each in table["due_in_clause"]),
        recurrences=tuple(
            RecurrencePattern(each["pattern"], each["every"], each.get("count")) for each in table["recurrence"]
        ),
        targets=tuple(_target(each, one) for each in table["target"] for one in each["patterns"]),
        titles=tuple(_title(each) for each in table["title"]),
        words={f"{part}.{name}": tuple(words) for part in _WORDS for name, words in table[part].items()},
    )


_WORDS = ("standing", "whole", "acting", "objectives", "preamble", "furniture")


def _date(entry: dict[str, Any]) -> DatePattern:
    kind, precision = DeadlineKind(entry["kind"]), Precision(entry["precision"])
    own = not any(year in entry["pattern"] for year in ("{y}", "{plan}"))
    return DatePattern(entry["pattern"], kind, precision, own)


def _target(entry: dict[str, Any], pattern: str) -> TargetPattern:
    change = Change(entry.get("change", Change.LEVEL))
    return TargetPattern(entry["of"], pattern, Comparator(entry["comparator"]), change, entry.get("unit", "%"))


def _title(entry: dict[str, Any]) -> TitlePattern:
    issuers = tuple(entry["issuer"].split(";")) if "issuer" in entry else ()
    return TitlePattern(entry["pattern"], DocumentKind(entry["kind"]), issuers)


def _topics() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _table("topics")["topic"]
    return found


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("loaders") / "made" / f"{name}.toml").read_text(encoding="utf-8"))


def _frozen(value: Any) -> Any:  # noqa: ANN401 (whatever the file holds)
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
