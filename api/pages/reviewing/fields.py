"""The fields of a form about one fact, as the plain values of a fact of its kind; never a guess."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from graph.corrections import plain
from graph.corrections.correction import Value
from graph.errors import ParameterError
from graph.model import Agency, Change, CitationRelation, Deadline, Document, FactKind, Place, PlaceType, Precision
from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import looks_like_agency
from loaders.resolve import context, resolve

Form = Mapping[str, str]
_INTERVAL = re.compile(r"P(\d+)([YMD])", re.ASCII)
_MOST = 10**15  # of a figure, either way


@dataclass(frozen=True, slots=True)
class Filled:
    """A form about words of the document; ``found`` is the fact as it was read, None where it was overlooked."""

    document: Document
    form: Form
    exact: str
    found: Value | None

    def text(self, name: str) -> str:
        """What was entered, on one line and without what is no character."""
        given = " ".join(self.form.get(name, "").split())
        return "".join(each for each in given if each.isprintable())

    def wanted(self, name: str) -> str:
        """What was entered; ParameterError where nothing was."""
        given = self.text(name)
        if not given:
            raise ParameterError(name, "is empty")
        return given


def told(kind: FactKind, filled: Filled) -> dict[str, Any]:
    """The plain values of the fact as the form has it; ParameterError names the field that is amiss."""
    return _TOLD[kind](filled)


def fields(kind: FactKind, value: Value | None) -> dict[str, Any]:
    """What fills the form of a fact of that kind: the fact's own values, or what is usual where there is none yet."""
    given = plain.fact(value) if value else dict(_USUAL[kind])
    if kind is FactKind.RECURRENCE and (interval := _INTERVAL.fullmatch(str(given["every"]))):
        count, period = int(interval[1]), interval[2]
        weeks = period == "D" and count % 7 == 0
        given |= {"every": str(count // 7 if weeks else count), "period": "W" if weeks else period}
    return given


_USUAL: Mapping[FactKind, Mapping[str, Any]] = {
    FactKind.ASSIGNMENT: {"role": "responsible"},
    FactKind.DEADLINE: {"kind": "by"},
    FactKind.RECURRENCE: {"every": "P1M"},
    FactKind.TARGET: {"comparator": ">=", "change": Change.LEVEL.value},
    FactKind.PLACE: {"type": PlaceType.DIVISION.value},
    FactKind.CITATION: {"relation": CitationRelation.MENTIONS.value},
    FactKind.FIGURE: {},
}


# --- who ------------------------------------------------------------------------------------------------------


def _assignment(filled: Filled) -> dict[str, Any]:
    return {"agency": _who(filled), "role": filled.text("role")}


def _who(filled: Filled) -> dict[str, str] | None:
    """The body that is meant: as it was found, one that this document names, or one by its full name."""
    document, name, found = filled.document, filled.text("agency"), getattr(filled.found, "agency", None)
    if not name:
        printed = None if filled.found else _meant(document, filled.exact)
        return _of_agency(printed) if printed else None
    named = (each.agency for measure in document.measures for each in measure.assignments if each.agency)
    known = next((each for each in (found, *named) if each and each.name == name), None)
    return _of_agency(known or _in_full(document, name))


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


def _of_agency(agency: Agency) -> dict[str, str]:
    named = {"name": agency.name, "jurisdiction": agency.jurisdiction, "kind": agency.kind.value}
    return {name: value for name, value in named.items() if value is not None}


# --- when and how often ---------------------------------------------------------------------------------------


def _deadline(filled: Filled) -> dict[str, Any]:
    latest = filled.text("latest")
    earliest = filled.text("earliest") or latest
    if not latest or earliest > latest:
        raise ParameterError("latest", "is wanted, and not before the first day")
    found = filled.found
    same = isinstance(found, Deadline) and (found.earliest.isoformat(), found.latest.isoformat()) == (earliest, latest)
    exact = {} if same else {"precision": Precision.DAY}
    return {"kind": filled.text("kind"), "earliest": earliest, "latest": latest, **exact}


def _recurrence(filled: Filled) -> dict[str, Any]:
    days = {name: filled.text(name) or None for name in ("first_day", "last_day")}
    if days["first_day"] and not days["last_day"]:
        raise ParameterError("last_day", "is wanted where a first day is said")
    if days["first_day"] and int(_whole(filled, "first_day")) > int(_whole(filled, "last_day")):
        raise ParameterError("last_day", "lies before the first day")
    return {"every": _every(filled), "at_least": filled.text("at_least") or None, **days}


def _every(filled: Filled) -> str:
    """The interval as an ISO 8601 duration in years, months or days: the graph's knows no weeks."""
    count, period = int(_whole(filled, "every")), filled.text("period")
    if period not in ("D", "W", "M", "Y"):
        raise ParameterError("period", f"{period!r} is none of D, W, M, Y")
    return f"P{count * 7}D" if period == "W" else f"P{count}{period}"


def _whole(filled: Filled, name: str) -> str:
    given = filled.wanted(name)
    if not (given.isascii() and given.isdecimal() and 0 < int(given) < 1_000):
        raise ParameterError(name, f"{given!r} is no whole number from 1 to 999")
    return given


# --- how much -------------------------------------------------------------------------------------------------


def _target(filled: Filled) -> dict[str, Any]:
    return {
        **{name: filled.wanted(name) for name in ("indicator", "comparator", "change")},
        "value": _class(filled) or _figure(filled),
        "unit": filled.text("unit"),
        "baseline": filled.text("baseline") or None,
        "by": _day(filled, "by"),
        "scope": filled.text("scope") or None,
    }


def _class(filled: Filled) -> str:
    """A class such as Ⅲ, where the unit says that it is one."""
    return filled.text("value") if filled.text("unit").endswith("类") else ""


def _figure(filled: Filled) -> str:
    words = filled.wanted("value")
    try:
        figure = Decimal(words)
    except InvalidOperation as fault:
        raise ParameterError("value", f"{words!r} is no figure") from fault
    if not (figure.is_finite() and abs(figure) < _MOST and abs(figure.adjusted()) < 20):
        raise ParameterError("value", f"{words!r} is no figure")
    return format(figure, "f")


def _progress(filled: Filled) -> dict[str, Any]:
    named = {"subject": filled.wanted("subject"), "unit": filled.text("unit"), "as_of": _day(filled, "as_of")}
    return named | {"value": _figure(filled)}


def _day(filled: Filled, name: str) -> str | None:
    given = filled.text(name)
    try:
        return date.fromisoformat(given).isoformat() if given else None
    except ValueError as fault:
        raise ParameterError(name, f"{given!r} is no date such as 2020-12-31") from fault


# --- where, and what is named ---------------------------------------------------------------------------------


def _place(filled: Filled) -> dict[str, Any]:
    name, kind = filled.wanted("name"), filled.text("type")
    if kind == PlaceType.DIVISION and name not in _divisions(filled):
        full = gazetteer().full_name(name, filled.document.jurisdiction)
        if full != name:
            perhaps = f"; {full} perhaps" if full else ""
            raise ParameterError("name", f"{name!r} is not the full name of a division{perhaps}")
    return {"name": name, "type": kind}


def _divisions(filled: Filled) -> Iterator[str]:
    """The divisions that the document is known to name."""
    if isinstance(filled.found, Place) and filled.found.type is PlaceType.DIVISION:
        yield filled.found.name
    for measure in filled.document.measures:
        yield from (each.name for each in measure.places if each.type is PlaceType.DIVISION)


def _citation(filled: Filled) -> dict[str, Any]:
    title = filled.wanted("title").removeprefix("《").removesuffix("》")
    return {"title": title, "number": filled.text("number") or None, "relation": filled.text("relation")}


_TOLD: Mapping[FactKind, Callable[[Filled], dict[str, Any]]] = {
    FactKind.ASSIGNMENT: _assignment,
    FactKind.DEADLINE: _deadline,
    FactKind.RECURRENCE: _recurrence,
    FactKind.TARGET: _target,
    FactKind.PLACE: _place,
    FactKind.CITATION: _citation,
    FactKind.FIGURE: _progress,
}
