"""When divisions began and ended, and what they went on as: the table of codes with the days of which more is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from graph.known.rows import Division, DivisionChange

OUTSIDE = frozenset({"台湾省", "香港特别行政区", "澳门特别行政区"})  # with agencies of their own kind
FIRST_YEAR = 1981  # of the table: what it has from then on may be older
_BY_YEARS = "GB/T 2260, years as of 31 December"


class Span(NamedTuple):
    """The days between which a change came about, both included; ``change`` is the decision, where that is known."""

    not_before: date
    not_after: date
    change: DivisionChange | None = None


@dataclass(frozen=True, slots=True)
class Renaming:
    """A division that went on under another name, whole: 水富县, 水富市."""

    before: str
    after: str
    span: Span
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class DivisionDays:
    """The holders of codes through time; all methods are pure."""

    ends: Mapping[tuple[str, int], DivisionChange]
    beginnings: Mapping[tuple[str, int], DivisionChange]
    by_name: Mapping[str, Sequence[Division]]
    by_code: Mapping[str, Sequence[Division]]
    called: Mapping[Division, str]  # what each is called in its IRI

    def began(self, row: Division) -> Span | None:
        """When the division began, None if before the table does."""
        if row.valid_from is None or row.valid_from <= FIRST_YEAR:
            return None
        return _span(self.beginnings.get((row.code or "", row.valid_from)), row.valid_from)

    def ended(self, row: Division) -> Span | None:
        """When the division ended, None if it lives."""
        if row.valid_until is None:
            return None
        return _span(self.ends.get((row.code or "", row.valid_until)), row.valid_until)

    def existed(self, row: Division, day: date) -> bool | None:
        """Whether the division existed on the day; None while it began or ended nobody knows on which day."""
        began, ended = self.began(row), self.ended(row)
        if (began and day < began.not_before) or (ended and day >= ended.not_after):
            return False
        doubtful = (began and day < began.not_after) or (ended and day >= ended.not_before)
        return None if doubtful else True

    def renamed(self, name: str) -> Renaming | None:
        """What the division of that name went on as, if its whole territory did; None where several bear the name."""
        rows = self.by_name.get(name, ())
        last = max(rows, key=lambda row: row.valid_until or 9999, default=None)
        ended = self.ended(last) if last else None
        if last is None or ended is None or len(last.successors) != 1 or any(self.called[row] != name for row in rows):
            return None
        heir = next((row for row in self.by_code[last.successors[0]] if row.valid_from == last.valid_until), None)
        if heir is None or self.called[heir] != heir.name:
            return None
        return Renaming(name, heir.name, ended, ended.change.decision if ended.change else _BY_YEARS)


def division_days(
    divisions: Sequence[Division], called: Mapping[Division, str], changes: Iterable[DivisionChange] = ()
) -> DivisionDays:
    """The days of these divisions: a change is the end of one and the beginning of its successors of that year."""
    ends = {(change.code, change.year): change for change in changes}
    by_name: dict[str, list[Division]] = defaultdict(list)
    by_code: dict[str, list[Division]] = defaultdict(list)
    for row in divisions:
        by_name[row.name].append(row)
        by_code[row.code or ""].append(row)
    ended = [
        (row, change) for change in ends.values() for row in by_code[change.code] if row.valid_until == change.year
    ]
    beginnings = {(code, change.year): change for row, change in ended for code in row.successors}
    return DivisionDays(ends, beginnings, dict(by_name), dict(by_code), called)


def _span(change: DivisionChange | None, year: int) -> Span:
    if change is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    return Span(change.not_before, change.not_after, change)
