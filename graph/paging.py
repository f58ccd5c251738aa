"""One page of a saved query's answer, found without a look at all documents.

An answer in the order of keys is made of one document's rows after another's, and so are others of one day's or one
agency's. So a page is asked of the first few documents, days or agencies, then of the next, until it is full: how many
there are beyond makes no difference. Where few documents have what is asked for, only these are walked through
(``# HAVING dg:hasRemark``). What finds its rows by itself, an agency or a place, is asked at once; but what tells of
measures in the order of their days is asked of those that fill the page only (``graph.soonest``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from pyoxigraph import NamedNode

from graph import calendar, codecs, homes, soonest
from graph import vocab as dg
from graph.keeping import Kept
from graph.parameters import Type
from graph.query import Bound, Query
from graph.solutions import Graph, Solutions, Value

Row = tuple[Value | None, ...]

_FIRST, _MORE = 8, 4  # documents or days that are asked about first, and times as many each further time
_AHEAD = 40  # documents that are put in order at once: those of the first two groups, which most pages need
_FINDING = {Type.AGENCY, Type.DOCUMENT, Type.INDICATOR, Type.PLACE}


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where steps are put into a query, as which variable, and the query that finds them all in order, None for days.

    Those that have to be ``gathered`` from everything are found at once, since some of them cost as much.
    """

    slot: str
    variable: str
    steps: str | None
    gathered: bool = False
    only: str = ""  # what holds of the days


_BY_KEY = f"SELECT ?step {{ ?step {dg.key} ?key }} ORDER BY ?key"
_HAVING = re.compile(r"# HAVING (.+)$", re.MULTILINE)
_BY_KEY_HAVING = f"""PREFIX dg: <{dg.ONTOLOGY}>
SELECT ?step {{{{ {{{{ SELECT DISTINCT ?step {{{{ {{having}} }}}} }}}} ?step dg:key ?key }}}} ORDER BY ?key"""
_BY_LABEL = f"""SELECT ?step {{ {{ SELECT DISTINCT ?step ?label {{
  {{ ?step {dg.namedBy} {dg.anyAgency} }} UNION {{ ?step {dg.namedBy} {dg.issuer} }} ?step {dg.prefLabel} ?label
}} }} }} ORDER BY ?label"""
_WALKS: Mapping[str, tuple[_Walk, ...]] = {
    "key": (
        _Walk("# DOCUMENTS", "plan", _BY_KEY),
        _Walk("VALUES ?_document { UNDEF }", "_document", _BY_KEY),
        _Walk("# NODES", "node", _BY_KEY),
    ),
    "body_label": (_Walk("# BODIES", "body", _BY_LABEL, gathered=True),),
    "due": (_Walk("# DAYS", "due", None),),
}
_ORDER = re.compile(r"^ORDER BY \?(\w+)\b[^{}]*\Z", re.MULTILINE)
_KEPT = Kept[tuple[str, ...]](12)  # groups of documents, and all agencies


def page(graph: Graph, question: Query, bound: Bound, limit: int, offset: int = 0) -> Solutions:
    """So many rows of the answer from the ``offset`` th on: those that ``Bound.page`` asks for."""
    wanted = offset + limit
    several = soonest.parts(graph, bound, wanted) or homes.parts(graph, bound, wanted)
    walk = None if several else _walk(question, bound)
    rows = _walked(graph, walk, bound, wanted) if walk else _rows(graph, several or (bound,), wanted)
    return Solutions(question.columns, tuple(rows[offset:wanted]))  # one found may be several that are shown


def parts(graph: Graph, question: Query, bound: Bound) -> Iterator[Bound] | None:
    """The question about a few documents or days at a time: the answers, one after the other, are the whole answer.

    None where something else finds the rows, or they are in another order.
    """
    walk = _walk(question, bound)
    return _parts(graph, walk, bound) if walk else None


def _rows(graph: Graph, several: Iterable[Bound], wanted: int) -> Sequence[Row]:
    """So many rows at least, unless there are fewer."""
    rows: list[Row] = []
    for part in several:
        rows += graph.select(part.page(wanted - len(rows))).rows
        if len(rows) >= wanted:
            break
    return rows


def _walked(graph: Graph, walk: _Walk, bound: Bound, wanted: int) -> Sequence[Row]:
    """As many, of no more steps at a time than fill the page if they have as many rows as those before."""
    rows: list[Row] = []
    steps, seen, size = chain.from_iterable(_groups(graph, walk)), 0, _FIRST
    while len(rows) < wanted and (some := tuple(islice(steps, size))):
        rows += graph.select(_part(walk, bound, some).page(wanted - len(rows))).rows
        seen += len(some)
        missing = (wanted - len(rows)) * seen // len(rows) + _FIRST if rows else size * _MORE
        size = min(size * _MORE, missing)
    return rows


def _parts(graph: Graph, walk: _Walk, bound: Bound) -> Iterator[Bound]:
    return (_part(walk, bound, some) for some in _groups(graph, walk))


def _part(walk: _Walk, bound: Bound, steps: Sequence[str]) -> Bound:
    return replace(bound, text=bound.text.replace(walk.slot, f"VALUES ?{walk.variable} {{ {' '.join(steps)} }}"))


def _walk(question: Query, bound: Bound) -> _Walk | None:
    """How the answer is walked through; None where something else finds its rows, or it is in another order."""
    order = _ORDER.search(question.text)
    walks = _WALKS.get(order[1], ()) if order else ()
    is_found = any(re.search(rf"VALUES \?_{each} \{{ (?!UNDEF)", bound.text) for each in _finding(question))
    walk = None if is_found else next((walk for walk in walks if walk.slot in bound.text), None)
    if walk and walk.steps is None:
        return replace(walk, only=calendar.only(bound.text))
    having = " ".join(_HAVING.findall(bound.text))
    return replace(walk, steps=_BY_KEY_HAVING.format(having=having), gathered=True) if walk and having else walk


def _finding(question: Query) -> Iterator[str]:
    return (each.name for each in question.parameters if each.type in _FINDING)


def _groups(graph: Graph, walk: _Walk) -> Iterator[Sequence[str]]:
    """Steps as terms, in order."""
    first, size = 0, _FIRST
    while some := _steps(graph, walk, first, size):
        yield some
        first, size = first + size, size * _MORE


def _steps(graph: Graph, walk: _Walk, first: int, size: int) -> Sequence[str]:
    if walk.steps is None:
        return tuple(str(codecs.DAY.write(day)) for day in calendar.days(graph, walk.only)[first : first + size])
    if walk.gathered:
        return _asked(graph, walk.steps)[first : first + size]
    if first + size <= _AHEAD:
        return _asked(graph, f"{walk.steps} LIMIT {_AHEAD}")[first : first + size]
    return _asked(graph, f"{walk.steps} LIMIT {size} OFFSET {first}")


def _asked(graph: Graph, steps: str) -> tuple[str, ...]:
    return _KEPT.get(graph, f"{steps} {graph.state()}", lambda: _terms(graph.select(steps).column("step")))


def _terms(nodes: Iterable[Value | None]) -> tuple[str, ...]:
    return tuple(str(NamedNode(str(node))) for node in nodes)
