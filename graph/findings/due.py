"""What is due in a span of days: deadlines, recurring duties unrolled, and the load that both are for each agency.

A recurring duty begins with its document (成文日期, else the day it was published) and ends with its plan. Both are
derived, as is each of its occurrences: their basis is ``unrolled``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph import iri
from graph.errors import ParameterError
from graph.findings.agenda import Agenda, Dated, Item, Recurring, deadlines, recurrences
from graph.model import DeadlineKind, Role
from graph.solutions import Iri, Solutions, Value
from graph.store import Store

RECURRING = "recurring"  # the kind of an occurrence, beside those of deadlines
UNROLLED = "unrolled"  # its basis
LONGEST = 30  # years of a span
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something due in a span: a deadline, or one occurrence of a recurring duty."""

    earliest: date
    due: date
    kind: str
    basis: str
    at_least: int | None
    item: Item


def entries(found: Agenda, first: date | None = None, last: date | None = None) -> tuple[Entry, ...]:
    """All that falls between the two days, the soonest due first; recurring duties unrolled.

    Without a first day from the beginning, without a last one to the end: there, of a duty whose plan does not end, one
    year is told. A period counts with any of its days. ParameterError where no such span can be told.
    """
    _check(found, first, last)
    dates = (_entry(each) for each in found.dated if _falls(each, first or date.min, last or date.max))
    times = (entry for each in found.recurring for entry in _times(each, first, last))
    return tuple(sorted((*dates, *times), key=lambda entry: (entry.due, entry.item.key, entry.item.iri)))


def told(store: Store, shown: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same entries of an outline, with all that the text says of each."""
    some = tuple(shown)
    dated = dict.fromkeys(_node(each.item) for each in some if each.kind != RECURRING)
    recurring = dict.fromkeys(_node(each.item) for each in some if each.kind == RECURRING)
    items = {each.item.iri: each.item for each in deadlines(store, dated)}
    items |= {each.item.iri: each.item for each in recurrences(store, recurring)[0]}
    return tuple(replace(entry, item=items[entry.item.iri]) for entry in some)


def table(found: Agenda, entries: Iterable[Entry]) -> Solutions:
    """The entries as rows, each with who answers and its evidence."""
    return Solutions(_COLUMNS, tuple(_row(found, entry) for entry in entries))


def workload(found: Agenda, entries: Iterable[Entry]) -> Solutions:
    """How much each agency has due in each quarter: in how much it leads, deadlines, occurrences, both, measures.

    What is to be done from a day on is not due on it; what binds another actor by name is not counted. An agency with
    several roles in a measure counts once.
    """
    load: dict[tuple[str, str, str], list[tuple[Entry, set[str]]]] = defaultdict(list)
    for entry in entries:
        if entry.kind != DeadlineKind.FROM:
            for (name, iri), roles in _roles(found, entry).items():
                load[name, iri, _quarter(entry.due)].append((entry, roles))
    rows = (_loaded(name, iri, quarter, load[name, iri, quarter]) for name, iri, quarter in sorted(load))
    return Solutions(("agency", "iri", "quarter", "led", "deadlines", "occurrences", "due", "measures"), tuple(rows))


_COLUMNS = (
    "due",
    "earliest",
    "kind",
    "basis",
    "mention",
    "actor",
    "at_least",
    "agencies",
    "iri",
    "measure",
    "number",
    "text",
    "document",
    "key",
    "source",
    "start",
    "end",
    "quote",
)


def _row(found: Agenda, entry: Entry) -> tuple[Value | None, ...]:
    item = entry.item
    about = (entry.due, entry.earliest, entry.kind, entry.basis, item.mention, item.actor, entry.at_least)
    names = "、".join(dict.fromkeys(each.name for each in found.answering.get(item.measure or "", ())))
    measure = Iri(item.measure) if item.measure else None
    place = (item.document, item.key, item.source, item.start, item.end, item.quote)
    return (*about, names or None, Iri(item.iri), measure, item.number or None, item.text or None, *place)


def _roles(found: Agenda, entry: Entry) -> dict[tuple[str, str], set[str]]:
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in found.answering.get(entry.item.measure or "", ()):
        if each.iri and each.bound_by(entry.item) and (not found.bodies or each.iri in found.bodies):
            roles[each.name, each.iri].add(each.role)
    return roles


def _loaded(name: str, iri: str, quarter: str, due: list[tuple[Entry, set[str]]]) -> tuple[Value | None, ...]:
    led = sum(Role.LEAD in roles for _, roles in due)
    occurrences = sum(entry.kind == RECURRING for entry, _ in due)
    measures = len({entry.item.measure for entry, _ in due})
    return name, Iri(iri), quarter, led, len(due) - occurrences, occurrences, len(due), measures


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _node(item: Item) -> str:
    return item.measure or iri.document(item.key).value


def _entry(each: Dated) -> Entry:
    return Entry(each.earliest, each.due, each.kind.value, each.basis, None, each.item)


def _falls(each: Dated, first: date, last: date) -> bool:
    if each.kind is DeadlineKind.DURING:
        return each.earliest <= last and first <= each.latest
    return first <= each.due <= last


def _times(each: Recurring, first: date | None, last: date | None) -> Iterator[Entry]:
    end = min(filter(None, (each.ends, last)), default=max(each.begin, first or each.begin) + _YEAR)
    for time in each.cycle.occurrences(each.begin, end, first):
        yield Entry(time.first, time.last, RECURRING, UNROLLED, each.at_least, each.item)


def _check(found: Agenda, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ParameterError("due_until", f"{last} lies before {first}")
    begin = min((max(each.begin, first or each.begin) for each in found.recurring), default=None)
    if begin and last and last.year - begin.year > LONGEST:
        raise ParameterError("due_until", f"is more than {LONGEST} years after {begin}; ask for a shorter span")
    if first and first.year > date.max.year - LONGEST:
        raise ParameterError("due_from", f"{first} lies beyond all plans")
