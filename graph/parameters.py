"""Parameters of queries: what types there are, and how a caller's words become terms of the graph.

Names are looked up in the graph itself, so that «省生态环境厅», a full name, a former name or an IRI all do.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from graph import vocab as dg
from graph.errors import ParameterError
from graph.solutions import Solutions

Term = NamedNode | Literal
SCHEMES: Mapping[str, type[StrEnum]] = {scheme: codes for codes, scheme in dg.SCHEMES.items()}
LONGEST = 500  # characters of a value: no name, title or IRI of ours comes near
_FOLD = str.maketrans("（）　", "() ")


class Type(StrEnum):
    """What a parameter's value is."""

    AGENCY = "agency"
    DIVISION = "division"
    TERRITORY = "territory"  # a division and all within it
    PLACE = "place"
    INDICATOR = "indicator"
    DOCUMENT = "document"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A slot of a query that a caller may fill; ``choices`` are the codes of a parameter of type code."""

    name: str
    type: Type
    summary: str
    summary_en: str
    example: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms that a value stands for, none where the graph knows no such name, and what there is to say of it."""

    terms: tuple[Term, ...]
    remarks: tuple[str, ...] = ()


class Lookup(Protocol):
    """Where names are looked up: a store."""

    def select(self, query: str) -> Solutions:
        """The answer of a SELECT query."""


def read(parameter: Parameter, value: object, lookup: Lookup) -> Reading:
    """What the value stands for; ParameterError where it is not of the parameter's type."""
    text = str(value).strip()
    if not text:
        raise ParameterError(parameter.name, "is empty; leave it out to ask without it")
    if len(text) > LONGEST:
        raise ParameterError(parameter.name, f"is longer than {LONGEST} characters")
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise ParameterError(parameter.name, f"holds what is no character, at {fault.start}") from fault
    return _READERS[parameter.type](parameter, text, lookup)


def _code(parameter: Parameter, text: str, _: Lookup) -> Reading:
    if text not in parameter.choices:
        raise ParameterError(parameter.name, f"{text!r} is none of {', '.join(parameter.choices)}")
    return Reading((dg.concept(SCHEMES[parameter.scheme or ""](text)),))


def _text(_: Parameter, text: str, __: Lookup) -> Reading:
    return Reading((Literal(text),))


def _date(parameter: Parameter, text: str, _: Lookup) -> Reading:
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise ParameterError(parameter.name, f"{text!r} is no date such as 2020-12-31") from fault
    return Reading((Literal(day.isoformat(), datatype=dg.xsdDate),))


def _year(parameter: Parameter, text: str, _: Lookup) -> Reading:
    if not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise ParameterError(parameter.name, f"{text!r} is no year such as 2020")
    return Reading((Literal(text, datatype=dg.xsdInteger),))


def _integer(parameter: Parameter, text: str, _: Lookup) -> Reading:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise ParameterError(parameter.name, f"{text!r} is no whole number")
    return Reading((Literal(str(int(text)), datatype=dg.xsdInteger),))


@dataclass(frozen=True, slots=True)
class _Names:
    """How nodes of one sort are found by name: the paths that name them, their classes, what succeeds them.

    Those that took over from what is named are meant too (``united``) or only told of.
    """

    noun: str
    paths: tuple[str, ...]
    classes: tuple[NamedNode, ...]
    succession: str | None = None
    united: bool = True

    def __call__(self, parameter: Parameter, text: str, lookup: Lookup) -> Reading:
        if re.match(r"https?://", text):
            return Reading((_node(parameter, text),))
        found = self.named(text, lookup)
        if not found:
            return Reading((), (self.unknown(parameter, text, lookup),))
        heirs = tuple(node for node in self.heirs(found, lookup) if node not in found)
        return Reading(found + (heirs if self.united else ()), self.became(parameter, text, heirs, lookup))

    def named(self, text: str, lookup: Lookup) -> tuple[NamedNode, ...]:
        return self.find(text, lookup, self.paths)

    def find(self, text: str, lookup: Lookup, paths: Iterable[str]) -> tuple[NamedNode, ...]:
        forms = " ".join(f"{Literal(name)} {Literal(name, language='zh')}" for name in {text: 0, folded(text): 0})
        named = " UNION ".join(f"{{ VALUES ?name {{ {forms} }} ?node {path} ?name }}" for path in paths)
        kinds = " || ".join(f"EXISTS {{ ?node a {kind} }}" for kind in self.classes)
        return _nodes(f"{named} FILTER({kinds})", lookup)

    def heirs(self, nodes: tuple[NamedNode, ...], lookup: Lookup) -> tuple[NamedNode, ...]:
        if not self.succession or not nodes:
            return ()
        each = (self.succession.replace("?former", str(node)) for node in nodes)  # for some engines no VALUES will do
        return _nodes(" UNION ".join(f"{{ {pattern} }}" for pattern in each), lookup)

    def unknown(self, parameter: Parameter, text: str, lookup: Lookup) -> str:
        rows = lookup.select(f"SELECT DISTINCT ?name WHERE {{ {self._named()} }}").rows
        near = _similar(folded(text), {str(name) for (name,) in rows})
        hint = f"; similar: {'、'.join(near)}" if near else ""
        return f"{parameter.name}: the graph knows no {self.noun} called {text}{hint}"

    def became(self, parameter: Parameter, text: str, heirs: tuple[NamedNode, ...], lookup: Lookup) -> tuple[str, ...]:
        if not heirs:
            return ()
        rows = lookup.select(
            f"SELECT ?name WHERE {{ VALUES ?node {{ {_list(heirs)} }} ?node {dg.prefLabel} ?name }} ORDER BY ?name"
        ).rows
        said = f"{parameter.name}: {text} has become {'、'.join(str(name) for (name,) in rows)}"
        return (
            f"{said}, listed too" if self.united else f"{said}, which is not listed: ask for it, or with reach=line",
        )

    def _named(self) -> str:
        return " UNION ".join(f"{{ ?node a {kind} ; {path} ?name }}" for kind in self.classes for path in self.paths)


class _Divisions(_Names):
    """Divisions: of several with one name those that live, where any does."""

    def named(self, text: str, lookup: Lookup) -> tuple[NamedNode, ...]:
        found = self.find(text, lookup, self.paths)
        gone = _nodes(f"VALUES ?node {{ {_list(found)} }} ?node {dg.validUntil} ?end", lookup) if found else ()
        return tuple(node for node in found if node not in gone) or found


class _Agencies(_Names):
    """Agencies: by names relative to their division too, by former ones where nobody bears them, in all short forms."""

    def named(self, text: str, lookup: Lookup) -> tuple[NamedNode, ...]:
        found = self.find(text, lookup, self.paths) or self.relatives(text, lookup)
        found = found or self.find(text, lookup, (str(dg.formerName),))
        return self.same(found, lookup)

    def same(self, found: tuple[NamedNode, ...], lookup: Lookup) -> tuple[NamedNode, ...]:
        """These and the other forms of their names, step by step: not every engine follows a path both ways."""
        known, fresh = found, found
        while fresh:
            step = f"VALUES ?form {{ {_list(fresh)} }} ?form {dg.abbreviates}|^{dg.abbreviates} ?node"
            fresh = tuple(node for node in _nodes(step, lookup) if node not in known)
            known = (*known, *fresh)
        return known

    def relatives(self, text: str, lookup: Lookup) -> tuple[NamedNode, ...]:
        """Those whose full name is the text after their division's name: 省水利厅, 水利厅 and 云岭省水利厅."""
        short = Literal(folded(text))
        pattern = f"""{self._named()} ?node {dg.jurisdiction} ?home . ?home {dg.prefLabel} ?division
            FILTER(STRENDS(STR(?name), {short}) && STRSTARTS(STR(?name), STR(?division)))
            FILTER(STRLEN(STR(?name)) - STRLEN({short}) <= STRLEN(STR(?division)))"""
        return _nodes(pattern, lookup)


def _similar(text: str, names: Iterable[str]) -> list[str]:
    pairs = {text[place : place + 2] for place in range(len(text) - 1)}
    return get_close_matches(text, [name for name in names if any(pair in name for pair in pairs)], cutoff=0.5)


def _territory(parameter: Parameter, text: str, lookup: Lookup) -> Reading:
    named = _DIVISIONS(parameter, text, lookup)
    parts = _nodes(f"VALUES ?whole {{ {_list(named.terms)} }} ?node {dg.partOf}+ ?whole", lookup)
    return Reading((*named.terms, *(part for part in parts if part not in named.terms)), named.remarks)


def _indicators(parameter: Parameter, text: str, lookup: Lookup) -> Reading:
    """Every indicator whose name holds the words: 污水处理率 also finds 城市污水处理率."""
    if re.match(r"https?://", text):
        return Reading((_node(parameter, text),))
    holds = f"FILTER(CONTAINS(STR(?name), {Literal(folded(text))}))"
    found = _nodes(f"?node a {dg.Indicator} ; {dg.prefLabel} ?name {holds}", lookup)
    return Reading(found, () if found else (f"{parameter.name}: no indicator has {text} in its name",))


def _nodes(pattern: str, lookup: Lookup) -> tuple[NamedNode, ...]:
    rows = lookup.select(f"SELECT DISTINCT ?node WHERE {{ {pattern} }} ORDER BY ?node").rows
    return tuple(NamedNode(str(node)) for (node,) in rows)


def _list(nodes: Iterable[Term]) -> str:
    return " ".join(map(str, nodes))


def _node(parameter: Parameter, text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError as fault:
        raise ParameterError(parameter.name, f"{text!r} is no IRI ({fault})") from fault


def folded(name: str) -> str:
    """The name as the graph spells it: brackets and blanks of the narrow form, no blanks around.

    >>> folded("云岭省各市（州）人民政府 ")
    '云岭省各市(州)人民政府'
    """
    return name.translate(_FOLD).strip()


_NAMED = (str(dg.prefLabel), str(dg.name))
_CODED = (*_NAMED, str(dg.code))
_TAKEN_OVER = f"?node {dg.successorOf}+ ?former"
_DISSOLVED = f"?former {dg.validUntil} ?end ; {dg.successor}+ ?node"  # not what one bearer of a living name became
_DOCUMENT_NAMES = (dg.key, dg.title, f"{dg.carries}/{dg.title}", f"{dg.hasText}/{dg.derivedFrom}/{dg.fileName}")
_DIVISIONS = _Divisions("division", _CODED, (dg.Division,), _DISSOLVED)
_READERS: Mapping[Type, Callable[[Parameter, str, Lookup], Reading]] = {
    Type.AGENCY: _Agencies("agency", (*_NAMED, str(dg.relativeName)), (dg.Agency,), _TAKEN_OVER, united=False),
    Type.DIVISION: _DIVISIONS,
    Type.TERRITORY: _territory,
    Type.PLACE: _Divisions("place", _CODED, (dg.Division, dg.Feature), _DISSOLVED),
    Type.DOCUMENT: _Names("document", tuple(map(str, _DOCUMENT_NAMES)), (dg.Document,)),
    Type.INDICATOR: _indicators,
    Type.CODE: _code,
    Type.TEXT: _text,
    Type.DATE: _date,
    Type.YEAR: _year,
    Type.INTEGER: _integer,
}
