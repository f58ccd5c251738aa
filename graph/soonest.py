"""The rows of a question about a body's or a division's measures, the soonest due first, a few days at a time.

Such a question tells in its text which measures it finds (``# BY DAY``, ``# OF DAYS`` for what their days must be).
They are asked for alone first, with their days and nothing else; then all else of those that fill the page. Where many
are found, the days of the calendar are gone through until there are enough: what is due on some days is held against
all that is found, since looking up the days of each takes longer. Measures without any day come last. So it is with the
targets of an indicator and the days by which they are to be reached.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from pyoxigraph import NamedNode

from graph import calendar, codecs
from graph import vocab as dg
from graph.query import Bound
from graph.solutions import Graph, Solutions, Value

_FOUND = re.compile(r"^ *# BY DAY: (.+)$", re.MULTILINE)
_ORDER = re.compile(r"^ORDER BY DESC\(BOUND\(\?(\w+)\)\)", re.MULTILINE)
_AT_ONCE, _EACH_DAY = re.compile(r"^.* # AT ONCE\n", re.MULTILINE), re.compile(r"# EACH DAY: ")
_DAYS, _NO_DAY = "# DAYS", "# NO DAY"
_DATELESS = "FILTER(!BOUND(?{day}))"

_MANY = 500  # measures found: of more only those of some days are looked for
_SPARE, _MORE = 50, 8  # measures beyond those wanted, and times as many each further time
_FIRST_DAYS, _MORE_DAYS = 64, 4  # of the calendar, and times as many each further time
_NAMED = 1_000  # measures that a query names: of more it names the day

_PREFIX = f"PREFIX dg: <{dg.ONTOLOGY}>"
_SOME = f"{_PREFIX} SELECT (COUNT(?m) AS ?some) {{{{ SELECT (?{{node}} AS ?m) {{{{ {{found}} }}}} LIMIT {_MANY} }}}}"
_SOONEST = f"""{_PREFIX} SELECT DISTINCT ?{{node}} ?{{day}} {{{{
{{found}} OPTIONAL {{{{ ?{{node}} {{told}} ?{{day}} }}}} {{only}}
}}}} ORDER BY DESC(BOUND(?{{day}})) ?{{day}} LIMIT {{limit}}"""
_ON_DAYS = f"""{_PREFIX} SELECT DISTINCT ?{{node}} ?{{day}} {{{{
{{{{ SELECT ?{{node}} ?{{day}} {{{{ VALUES ?{{day}} {{{{ {{days}} }}}} ?{{node}} {{alone}} ?{{day}} }}}} }}}}
{{{{ SELECT ?{{node}} {{{{ {{found}} }}}} }}}}
}}}} ORDER BY ?{{day}}"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What has days: its variable, that of its day, the property from it to them, and one that nothing else has."""

    node: str
    day: str
    told: NamedNode
    alone: NamedNode
    days: Callable[[Graph, str], Sequence[date]]


_KINDS = {
    "due": _Kind("measure", "due", dg.due, dg.dueDay, calendar.days),
    "by": _Kind("target", "by", dg.by, dg.by, calendar.target_days),
}


@dataclass(frozen=True, slots=True)
class _Day:
    """The nodes found that have a day; None stands for all that have none."""

    day: date | None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a question says of what it finds: of which ``kind``, how ``found``, and what holds of their days.

    With such an ``only`` none is without a day.
    """

    kind: _Kind
    found: str
    only: str

    def asked(self, question: str, **told: object) -> str:
        """The question in the words of its kind."""
        kind = {"node": self.kind.node, "day": self.kind.day, "told": self.kind.told, "alone": self.kind.alone}
        return question.format(found=self.found, only=self.only, **kind, **told)


def parts(graph: Graph, bound: Bound, rows: int) -> Iterator[Bound] | None:
    """The question about some measures at a time, so many at first: the answers one after the other are the whole.

    None where the question does not tell which it finds, or its rows are first in another order.
    """
    found, order = _FOUND.search(bound.text), _ORDER.search(bound.text)
    if not found or not order:
        return None
    only = calendar.only(bound.text)
    return _parts(graph, bound, _Finding(_KINDS[order[1]], found[1], only), max(rows, 1))


def _parts(graph: Graph, bound: Bound, finding: _Finding, rows: int) -> Iterator[Bound]:
    some = int(str(graph.select(finding.asked(_SOME)).rows[0][0]))
    if some <= rows:
        yield bound
        return
    for days in _portions(_soonest(graph, finding, rows) if some < _MANY else _by_calendar(graph, finding), rows):
        yield replace(bound, text=_about(days, bound.text, finding.kind))


def _soonest(graph: Graph, finding: _Finding, rows: int) -> Iterator[_Day]:
    """The days of all that is found, with the first few first."""
    told, limit = 0, rows + _SPARE
    while True:
        found = graph.select(finding.asked(_SOONEST, limit=limit))
        days = _days(found)
        is_whole = len(found.rows) < limit or days[-1].day is None
        yield from days[told:] if is_whole else days[told:-1]
        if is_whole:
            return
        told, limit = max(told, len(days) - 1), limit * _MORE


def _by_calendar(graph: Graph, finding: _Finding) -> Iterator[_Day]:
    """The days that any of the kind has and on which something is found, and none."""
    first, size = 0, _FIRST_DAYS
    while some := finding.kind.days(graph, finding.only)[first : first + size]:
        yield from _days(graph.select(finding.asked(_ON_DAYS, days=" ".join(map(_written, some)))))
        first, size = first + size, size * _MORE_DAYS
    if not finding.only:
        yield _Day(None)


def _days(found: Solutions) -> tuple[_Day, ...]:
    rows = ((_day(day), str(node)) for node, day in found.rows)
    return tuple(_Day(day, tuple(node for _, node in some)) for day, some in groupby(rows, key=lambda row: row[0]))


def _portions(days: Iterator[_Day], rows: int) -> Iterator[tuple[_Day, ...]]:
    """Days with so many nodes together, then with more; what has no day stands alone."""
    some: list[_Day] = []
    for day in days:
        if some and day.day is None:
            yield tuple(some)
            some = []
        some.append(day)
        if sum(len(each.nodes) for each in some) >= rows:
            yield tuple(some)
            some, rows = [], rows * _MORE
    if some:
        yield tuple(some)


def _about(days: Sequence[_Day], text: str, kind: _Kind) -> str:
    """The question about what is due on these days."""
    if days[0].day is None:
        return text.replace(_NO_DAY, _DATELESS.format(day=kind.day))
    return _EACH_DAY.sub("", _AT_ONCE.sub("", text)).replace(_DAYS, _named(days, kind))


def _named(days: Sequence[_Day], kind: _Kind) -> str:
    if sum(len(each.nodes) for each in days) > _NAMED:
        named = " ".join(_written(each.day) for each in days)
        return f"VALUES ?{kind.day} {{ {named} }} ?{kind.node} {kind.told} ?{kind.day} ."
    pairs = (f"({NamedNode(node)} {_written(each.day)})" for each in days for node in each.nodes)
    return f"VALUES (?{kind.node} ?{kind.day}) {{ {' '.join(pairs)} }}"


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def _written(day: date | None) -> str:
    return str(codecs.DAY.write(day)) if day else "UNDEF"
