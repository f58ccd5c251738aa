"""The agenda (日程) of some measures: their deadlines, their recurring duties, and who answers for them.

Measures are chosen as ``/measures`` chooses them: by agency, role, division and document; their facts come from
``queries/calendar/``. What they come to in a span of days is ``graph.findings.due``'s.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from graph import iri, parameters, query, slots
from graph.collections import collections, select
from graph.errors import NotFound, ParameterError
from graph.findings import progress as recording
from graph.findings.occurrences import Cycle
from graph.model import DeadlineKind
from graph.parameters import Parameter
from graph.query import Values
from graph.solutions import Value
from graph.store import Store

PARAMETERS = ("agency", "role", "division", "document")
REACH = "reach"  # of an agency: what counts beside the measures that name it
SPAN = ("due_from", "due_until")
_REACHING = "measures-by-agency"
_NAMED = ("agency", "division", "document")
_SPAN = ("FIRST", "LAST")
_Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Item:
    """What a deadline or a recurrence says and where; ``measure`` is None where it binds the plan as a whole.

    One of an outline has what it is counted and put in order by, the rest empty.
    """

    iri: str
    measure: str | None
    number: str
    heading: str
    text: str
    mention: str
    actor: str | None
    document: str
    key: str
    source: str
    start: int | None
    end: int | None
    quote: str
    issued: date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline."""

    item: Item
    kind: DeadlineKind
    earliest: date
    latest: date
    basis: str

    @property
    def due(self) -> date:
        """The day that counts: the first of a ``from`` date, the last of any other."""
        return self.earliest if self.kind is DeadlineKind.FROM else self.latest


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring duty from ``begin``, the day of its document, to ``ends``, the last day of its plan.

    ``at_least`` is how often it is to be done each time.
    """

    item: Item
    begin: date
    cycle: Cycle
    every: str
    at_least: int | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Answering:
    """An agency that answers for a measure, ``mention`` as printed; ``iri`` is None where that is not resolved."""

    role: str
    name: str
    iri: str | None
    mention: str

    def bound_by(self, item: Item) -> bool:
        """Whether it is bound by that: not where the sentence names another actor."""
        return item.actor is None or self.mention in item.actor or item.actor in self.mention


@dataclass(frozen=True, slots=True)
class Choice:
    """The measures and documents that were asked for, by IRI, None for all; ``bodies`` as an agenda has them."""

    nodes: tuple[str, ...] | None
    bodies: frozenset[str]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """All that is due; ``bodies`` are the IRIs of the agencies that were asked for, empty where none was.

    ``recorded`` is the latest entry of the ledger of progress for each measure that has any.
    """

    dated: tuple[Dated, ...]
    recurring: tuple[Recurring, ...]
    answering: Mapping[str, tuple[Answering, ...]]
    bodies: frozenset[str]
    remarks: tuple[str, ...]
    recorded: Mapping[str, recording.Entry] = field(default_factory=dict)


def choices(*names: str) -> tuple[Parameter, ...]:
    """The parameters of those names, by which an agenda or its span is chosen."""
    question, reaching = collections()["measures"].question, query.query(_REACHING)
    return tuple((reaching if name == REACH else question).parameter(name) for name in names)


def agenda(store: Store, values: Values, *, with_agencies: bool = True) -> Agenda:
    """The agenda of the measures that fit the values; NotFound where a name is none that the graph knows.

    Who answers is looked up unless ``with_agencies`` is false: ``answering`` tells it of some measures.
    """
    choice = chosen(store, values)
    found = of_nodes(store, choice.nodes, with_agencies=with_agencies)
    return replace(found, bodies=choice.bodies, remarks=(*choice.remarks, *found.remarks))


def chosen(store: Store, values: Values) -> Choice:
    """What an agenda of these values is of; NotFound where a name is none that the graph knows."""
    given = {name: value for name, value in values.items() if value}
    known = {name: _known(name, given[name], store) for name in _NAMED if name in given}
    measures, remarks = _measures(given, store)
    nodes = None if measures is None else (*measures, *known.get("document", ()))
    return Choice(nodes, frozenset(known.get("agency", ())), remarks)


def outline(store: Store, choice: Choice, first: date, last: date) -> Agenda:
    """The agenda of these days as far as it is counted, with all recurring duties.

    ``deadlines``, ``recurrences`` and ``answering`` tell the rest of what is shown.
    """
    rows = _rows("dates", choice.nodes, store, (first, last))
    recurring, strange = _recurring(_rows("times", choice.nodes, store))
    return Agenda(tuple(map(_dated, rows)), recurring, {}, choice.bodies, (*choice.remarks, *sorted(strange)))


def counted(store: Store, choice: Choice) -> Counter[date]:
    """How many deadlines there are on each day that counts."""
    rows = _rows("days", choice.nodes, store)
    return Counter({day: int(str(row["deadlines"])) for row in rows if (day := _day(row["due"]))})


def of_nodes(store: Store, nodes: Iterable[str] | None, *, with_agencies: bool = True) -> Agenda:
    """The agenda of the measures and documents of these IRIs, of all where there is no choice."""
    dated = deadlines(store, nodes)
    recurring, strange = recurrences(store, nodes)
    recorded = {node: entries[-1] for node, entries in recording.histories(store, nodes).items()}
    who = answering(nodes, store) if with_agencies else {}
    return Agenda(dated, recurring, who, frozenset(), strange, recorded)


def _measures(given: Values, store: Store) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The IRIs of the measures that fit the values, None for all, and remarks on the values."""
    if not given:
        return None, ()
    if REACH not in given:
        selection = select(store, collections()["measures"], given)
        return selection.nodes, selection.remarks
    if "agency" not in given or "division" in given:
        raise ParameterError(REACH, "goes with an agency, and with no division")
    bound = query.bind(query.query(_REACHING), given, store)
    return tuple(dict.fromkeys(map(str, store.select(bound.text).column("measure")))), bound.remarks


def _known(name: str, value: object, store: Store) -> tuple[str, ...]:
    """The IRIs that the value of a parameter stands for."""
    reading = parameters.read(collections()["measures"].question.parameter(name), value, store)
    if not reading.terms:
        raise NotFound("; ".join(reading.remarks))
    return tuple(term.value for term in reading.terms)


def _rows(
    name: str, nodes: Iterable[str] | None, store: Store, span: tuple[date, date] | None = None
) -> Iterator[_Row]:
    """The answers of a query of ``queries/calendar/`` about these nodes, about all where there is no choice."""
    text = _text(name)
    for slot, day in zip(_SPAN, span or (), strict=False):
        text = text.replace(slot, day.isoformat())
    if nodes is not None:
        text = slots.filled(text, "node", nodes)
    found = store.select(text)
    return (dict(zip(found.variables, row, strict=True)) for row in found.rows)


@cache
def _text(name: str) -> str:
    return (files("queries") / "calendar" / f"{name}.rq").read_text(encoding="utf-8")


def deadlines(store: Store, nodes: Iterable[str] | None) -> tuple[Dated, ...]:
    """The deadlines of the measures and documents of these IRIs, of all where there is no choice."""
    return tuple(map(_dated, _rows("deadlines", nodes, store)))


def recurrences(store: Store, nodes: Iterable[str] | None) -> tuple[tuple[Recurring, ...], tuple[str, ...]]:
    """The recurring duties of the measures of these IRIs, of all for None, and remarks on those without days."""
    return _recurring(_rows("recurrences", nodes, store))


def answering(nodes: Iterable[str] | None, store: Store) -> dict[str, tuple[Answering, ...]]:
    """Who answers for each of the measures of these IRIs, of all where there is no choice, in the order of print."""
    found: dict[str, list[tuple[int, Answering]]] = defaultdict(list)
    for row in _rows("agencies", nodes, store):
        body, mention = str(row["iri"] or "") or None, str(row["mention"])
        name = iri.name(NamedNode(body)) if body else mention
        found[str(row["node"])].append((int(str(row["rank"])), Answering(str(row["role"]), name, body, mention)))
    return {node: tuple(each for _, each in sorted(found[node], key=_in_print)) for node in sorted(found)}


def _in_print(told: tuple[int, Answering]) -> tuple[int, str, str]:
    rank, agency = told
    return rank, agency.role, agency.name


def _dated(row: _Row) -> Dated:
    earliest, latest = _day(row["earliest"]), _day(row["latest"])
    assert earliest
    assert latest
    return Dated(_item(row), DeadlineKind(str(row["kind"])), earliest, latest, str(row["basis"]))


def _recurring(rows: Iterable[_Row]) -> tuple[tuple[Recurring, ...], tuple[str, ...]]:
    """The recurring duties, and remarks on those whose days cannot be told."""
    found, remarks = list[Recurring](), list[str]()
    for row in rows:
        item, every = _item(row), str(row["every"])
        cycle = Cycle.of(every, _number(row["first_day"]), _number(row["last_day"]))
        if not cycle:
            remarks.append(
                f"{item.key}: “{item.mention}” recurs every {every}, no whole days, months or years: "
                "not told one by one"
            )
        elif row["seasonal"]:
            remarks.append(f"{item.key}: “{item.mention}” holds for a part of the time: not told one by one")
        elif not item.issued:
            remarks.append(f"{item.key}: the document has no date: “{item.mention}” is not told one by one")
        else:
            found.append(Recurring(item, item.issued, cycle, every, _number(row["at_least"]), _day(row["ends"])))
    return tuple(found), tuple(remarks)


def _item(row: _Row) -> Item:
    return Item(
        iri=str(row["iri"]),
        measure=str(row["node"]) if row["number"] is not None else None,
        number=_words(row["number"]),
        heading=_words(row.get("heading")),
        text=_words(row.get("text")),
        mention=_words(row.get("mention")),
        actor=_words(row["actor"]) or None,
        document=_words(row.get("document")),
        key=_words(row["key"]),
        source=_words(row.get("source")),
        start=_number(row.get("start")),
        end=_number(row.get("end")),
        quote=_words(row.get("quote")),
        issued=_day(row.get("issued")),
    )


def _words(value: Value | None) -> str:
    return "" if value is None else str(value)


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def _number(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None
