"""Corrections as plain values, for JSON: written and read back; of what cannot be read a ParameterError says where.

Of facts the attributes of ``graph.model`` are told, as codes, ISO dates and numbers in words; what is None is left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from graph.corrections.correction import CLASSES, Correction, Selector, Value, checked
from graph.errors import ParameterError
from graph.model import (
    Agency,
    AgencyKind,
    Basis,
    Change,
    CitationRelation,
    Comparator,
    DeadlineKind,
    Evidence,
    FactKind,
    PlaceType,
    Precision,
    Role,
    Verdict,
)

_APART = ("evidence", "rank", "rule", "correction")  # of the place, not of the fact
_DIGITS = 30  # of a figure, before or behind the point
_INTERVAL = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?", re.ASCII)  # an xsd:duration as the shapes want it


def _figure(text: str) -> Decimal | str:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return text
    if not figure.is_finite() or abs(figure.adjusted()) > _DIGITS:
        raise ValueError(text)
    return figure


def _interval(text: str) -> str:
    if not _INTERVAL.fullmatch(text):
        raise ValueError(text)
    return text


def _counted(most: int) -> Callable[[Any], int]:
    def read(value: object) -> int:
        if not 1 <= (number := int(str(value))) <= most:
            raise ValueError(value)
        return number

    return read


def _agency(values: Mapping[str, Any]) -> Agency:
    return Agency(str(values["name"]), values.get("jurisdiction"), AgencyKind(values.get("kind", AgencyKind.AGENCY)))


_READ: Mapping[str, Callable[[Any], object]] = {
    "agency": _agency,
    "role": Role,
    "basis": Basis,
    "kind": DeadlineKind,
    "precision": Precision,
    "comparator": Comparator,
    "change": Change,
    "type": PlaceType,
    "relation": CitationRelation,
    "value": lambda value: _figure(str(value)),
    **dict.fromkeys(("earliest", "latest", "by", "as_of"), date.fromisoformat),
    "every": _interval,
    "at_least": _counted(1_000),
    **dict.fromkeys(("first_day", "last_day"), _counted(31)),
}
_DEFAULTS: Mapping[str, object] = {"basis": Basis.EXPLICIT, "rank": 0}


def told(correction: Correction) -> dict[str, Any]:
    """The correction as plain values, with its id."""
    place = correction.selector
    values = {
        "document": correction.document,
        "id": correction.id,
        "kind": correction.kind.value,
        "measure": correction.measure,
        "verdict": correction.verdict.value,
        "selector": {"exact": place.exact, "prefix": place.prefix, "suffix": place.suffix, "start": place.start},
        "found": fact(correction.found) if correction.found else None,
        "value": fact(correction.value) if correction.value else None,
        "by": correction.by,
        "at": correction.at.isoformat(),
        "why": correction.why,
    }
    return {name: value for name, value in values.items() if value is not None}


def fact(value: Value) -> dict[str, Any]:
    """A fact as plain values, without its place."""
    given = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _APART}
    return {name: _plain(each) for name, each in given.items() if each is not None}


def read(values: Mapping[str, Any], document: str | None = None) -> Correction:
    """The correction that ``told`` made plain values of, of that document; ParameterError where it is none."""
    try:
        kind, exact = FactKind(values["kind"]), values["selector"]
        words, before, after = (str(exact.get(name) or "") for name in ("exact", "prefix", "suffix"))
        place = Selector(words, before, after, int(exact["start"]))
        made = Correction(
            document if document is not None else str(values["document"]),
            kind,
            values.get("measure"),
            place,
            Verdict(values["verdict"]),
            _fact(kind, values.get("found"), place, "found"),
            _fact(kind, values.get("value"), place, "value"),
            str(values["by"]),
            _moment(str(values["at"])),
            values.get("why") or None,
        )
    except KeyError as fault:
        raise ParameterError(str(fault.args[0]), "is missing from a correction") from fault
    except ParameterError:
        raise
    except (ValueError, TypeError, AttributeError) as fault:
        raise ParameterError("correction", str(fault)) from fault
    return checked(made)


def read_fact(kind: FactKind, values: Mapping[str, Any], place: Selector) -> Value:
    """The fact of that kind at that place; ParameterError where a value is missing or cannot be one."""
    made = _fact(kind, values, place, "value")
    assert made is not None
    return made


def _fact(kind: FactKind, values: Mapping[str, Any] | None, place: Selector, what: str) -> Value | None:
    if values is None:
        return None
    evidence = Evidence(place.start, place.start + len(place.exact), place.exact)
    given: dict[str, Any] = {"evidence": evidence}
    for field in fields(CLASSES[kind]):
        if values.get(field.name) is not None:
            given[field.name] = _value(field.name, values[field.name], what)
        elif field.name in _DEFAULTS:
            given[field.name] = _DEFAULTS[field.name]
        elif field.name == "mention":
            given["mention"] = place.exact
        elif field.name != "evidence" and field.default is MISSING:
            given[field.name] = None
    _require(kind, given, what)
    if kind is FactKind.FIGURE and isinstance(given["value"], str):
        raise ParameterError(f"{what}.value", f"{given['value']!r} cannot be read")
    made: Value = CLASSES[kind](**given)
    return made


def _value(name: str, value: object, what: str) -> object:
    try:
        return _READ.get(name, str)(value)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ParameterError(f"{what}.{name}", f"{value!r} cannot be read") from fault


def _require(kind: FactKind, given: Mapping[str, Any], what: str) -> None:
    optional = {"agency", "rule", "actor", "baseline", "by", "scope", "at_least", "number", "as_of", "correction"}
    optional |= {"first_day", "last_day"}
    missing = [name for name, value in given.items() if value is None and name not in optional]
    if missing:
        raise ParameterError(f"{what}.{missing[0]}", f"is missing; a {kind} has one")


def _plain(value: object) -> object:
    match value:
        case StrEnum():
            return value.value
        case Agency():
            named = {"name": value.name, "jurisdiction": value.jurisdiction, "kind": value.kind.value}
            return {name: each for name, each in named.items() if each is not None}
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
