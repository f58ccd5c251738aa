"""A year drawn along its days: a line for each measure, a bar for each span, a dot for each day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from graph.findings.due import RECURRING, Entry

WIDTH = 366  # of the drawing, a unit a day
_MOST = 80  # lines


@dataclass(frozen=True, slots=True)
class Stroke:
    """An entry in the drawing: from where to where, in days from the first of the year."""

    start: int
    end: int
    is_recurring: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What is due of one measure, or of a document as a whole."""

    entry: Entry
    strokes: tuple[Stroke, ...]


def lines(due: Iterable[Entry], first: date) -> tuple[Line, ...]:
    """The lines of the year that begins with that day, in the order of what is due first in each; so many at most."""
    of_one = sorted(due, key=lambda entry: entry.item.measure or entry.item.key)
    groups = [tuple(some) for _, some in groupby(of_one, key=lambda entry: entry.item.measure or entry.item.key)]
    drawn = (Line(some[0], tuple(_stroke(each, first) for each in some)) for some in groups)
    return tuple(sorted(drawn, key=lambda line: (line.strokes[0].end, line.entry.item.key, line.entry.item.number)))[
        :_MOST
    ]


def _stroke(entry: Entry, first: date) -> Stroke:
    """Of a deadline the day, of a period or a recurring duty all its days."""
    begin = entry.earliest if entry.kind in {RECURRING, "during"} else entry.due
    start, end = ((day - first).days for day in (begin, entry.due))
    return Stroke(max(0, start), min(WIDTH, max(0, end) + 1), entry.kind == RECURRING, entry)
