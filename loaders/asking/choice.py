"""Which saved query answers what was understood: the one that takes most of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph import query
from loaders.asking.understanding import CONDITIONS, Meaning, Span
from loaders.rulebook import Rule, rulebook

Values = Mapping[str, tuple[str, ...]]
# The parameters that can take a meaning, the best first. Dates have ways of their own.
_TAKES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.DOCUMENT: ("document",),
    Meaning.AGENCY: ("agency",),
    Meaning.ROLE: ("role",),
    Meaning.DIVISION: ("division", "place"),
    Meaning.FEATURE: ("place", "text"),
    Meaning.INDICATOR: ("indicator", "text"),
    Meaning.KIND: ("kind",),
    Meaning.MODALITY: ("modality",),
    Meaning.TOPIC: ("text",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A query with its values, and what of the question it cannot take."""

    query: str
    values: Values
    unused: tuple[Span, ...]


def choose(spans: Iterable[Span]) -> Choice | None:
    """The query that takes most, the first of those that take as much; None where nothing says what is asked for."""
    given = tuple(spans)
    conditions = sorted(
        (span for span in given if span.meaning in CONDITIONS), key=lambda one: CONDITIONS.index(one.meaning)
    )
    wanted = [span for span in given if span.meaning is Meaning.WANTED]
    if not _asks(given):
        return None
    choices = [
        choice for name in _candidates(given) if (choice := _filled(query.query(name), conditions, wanted)) is not None
    ]
    return min(choices, key=_missed, default=None)


def _missed(choice: Choice) -> int:
    """How much of the question is left out; what is wanted counts twice."""
    return sum(2 if span.meaning is Meaning.WANTED else 1 for span in choice.unused)


def _asks(spans: tuple[Span, ...]) -> bool:
    """Whether it is duties that are asked for: bare words and days may be about anything."""
    meanings = {span.meaning for span in spans}
    if meanings & {*CONDITIONS, Meaning.NOUN} - {Meaning.TOPIC, Meaning.DATE}:
        return True
    if Meaning.DATE in meanings and (Meaning.DUE in meanings or Meaning.TOPIC not in meanings):
        return True
    return any((_queries(span) or span.rule == "when") and span.rule != "who" for span in spans)


def _candidates(spans: tuple[Span, ...]) -> dict[str, None]:
    """The names of queries that may answer, each once, in the order of preference."""
    named = [name for rule in rulebook("ask").rules for name in _named(rule, spans)]
    meanings = {span.meaning for span in spans}
    if Meaning.ROLE in meanings and Meaning.AGENCY not in meanings:
        named.append("assignments")  # a role and nobody named: who has it?
    if Meaning.KIND in meanings and not meanings & {Meaning.NOUN, Meaning.AGENCY, Meaning.ROLE}:
        named.append("documents")
    return dict.fromkeys((*named, *rulebook("ask").words["usual_queries"]))


def _named(rule: Rule, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The queries that a rule names, if any of the spans is its."""
    return tuple(rule.fields.get("queries", ())) if any(span.rule == rule.name for span in spans) else ()


def _queries(span: Span) -> tuple[str, ...]:
    return tuple(name for rule in rulebook("ask").rules for name in _named(rule, (span,)))


def _filled(question: query.Query, conditions: list[Span], wanted: list[Span]) -> Choice | None:
    """The query with what it can take; None where it needs more."""
    names = {parameter.name: parameter.many for parameter in question.parameters}
    values: dict[str, tuple[str, ...]] = {}
    unused = [span for span in wanted if _queries(span) and question.name not in _queries(span)]
    for span in conditions:
        added = _days(span, names, values) if span.meaning is Meaning.DATE else _name(span, names, values)
        values |= added or {}
        unused += [span] if added is None else []
    needs = {parameter.name for parameter in question.parameters if parameter.required}
    return Choice(question.name, values, tuple(unused)) if needs <= values.keys() else None


def _name(span: Span, names: Mapping[str, bool], values: Values) -> Values | None:
    for name in _TAKES[span.meaning]:
        if name in names and (names[name] or name not in values):
            return {name: tuple(dict.fromkeys((*values.get(name, ()), *span.values)))}
        if values.get(name) == span.values:
            return {}
    return None


def _days(span: Span, names: Mapping[str, bool], values: Values) -> Values | None:
    """The parameters for a span of time: a year by itself, else its ends, None where the query takes no such."""
    first, last = span.values
    whole = last.endswith("-12-31") and first in ("", f"{last[:4]}-01-01")
    if values.keys() & {"due", "by", "due_from", "due_until"}:
        return _ends(span, names, values) if "due" not in values and "by" not in values else None
    if whole and first and "due" in names:
        return {"due": (last[:4],)}
    return {"by": (last[:4],)} if whole and "by" in names else _ends(span, names, values)


def _ends(span: Span, names: Mapping[str, bool], values: Values) -> Values | None:
    told = {name: (day,) for name, day in zip(("due_from", "due_until"), span.values, strict=True) if day}
    fits = told.keys() <= names.keys() and not told.keys() & values.keys()
    return told if fits and _in_order({**values, **told}) else None


def _in_order(values: Values) -> bool:
    ends = [date.fromisoformat(values[name][0]) for name in ("due_from", "due_until") if name in values]
    return ends == sorted(ends)
