"""The documents of a theme, from the state down to the counties, a few jurisdictions at a time.

An answer in the order of jurisdictions is made of the rows of one after those of another (``# HOMES`` is where they are
put in). So a page is asked of the highest that have as many documents as it has rows: how many there are below makes no
difference. ``# IN EACH`` tells which documents are found; how high a jurisdiction is, the question's own ``BIND``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from graph import vocab as dg
from graph.keeping import Kept
from graph.query import Bound
from graph.solutions import Graph, Value

_SLOT = "# HOMES"
_IN_EACH = re.compile(r"^ *# IN EACH: (.+)$", re.MULTILINE)
_FIRST, _MORE = 2, 2  # jurisdictions that are looked through first, and times as many each further time
_DEPTH = re.compile(r"^ *(BIND\(.+ AS \?(?:jurisdiction|level|depth)\))$", re.MULTILINE)
_PREFIX = f"PREFIX dg: <{dg.ONTOLOGY}>"
_HOMES = f"""{_PREFIX} SELECT ?home ?depth ?jurisdiction {{{{
  ?home dg:namedBy dg:jurisdiction
  OPTIONAL {{{{ ?home {dg.prefLabel} ?home_label }}}}
  OPTIONAL {{{{ ?home dg:level ?level_name }}}}
  {{depth}}
}}}} ORDER BY ?depth ?jurisdiction"""
_NOWHERE = f"{_PREFIX} SELECT ?plan {{ ?plan dg:key ?key MINUS {{ ?plan dg:jurisdiction ?home }} }} LIMIT 1"
_COUNT = f"{_PREFIX} SELECT (COUNT(DISTINCT ?plan) AS ?some) {{{{ {{homes}} {{found}} }}}}"
_Homes = tuple[Value | None, ...]
_KEPT = Kept[_Homes](1)


def parts(graph: Graph, bound: Bound, rows: int) -> Iterator[Bound] | None:
    """The question about a few jurisdictions at a time: the answers, one after the other, are the whole answer.

    None where its rows are in another order, or two jurisdictions could not be told apart by theirs.
    """
    found = _IN_EACH.search(bound.text)
    if not found:
        return None
    order = _HOMES.format(depth=" ".join(_DEPTH.findall(bound.text)))
    homes = _KEPT.get(graph, (graph.state(), order), lambda: _found(graph, order))
    return _parts(graph, bound, found[1], homes, rows) if homes else None


def _parts(graph: Graph, bound: Bound, found: str, homes: _Homes, rows: int) -> Iterator[Bound]:
    coming: _Homes = ()
    some = 0
    for portion in _portions(homes):
        coming += portion
        some += int(str(graph.select(_COUNT.format(homes=_of(portion), found=found)).rows[0][0]))
        if some >= rows or portion[-1] in {None, homes[-1]}:
            yield bound if coming == homes else replace(bound, text=bound.text.replace(_SLOT, _of(coming)))
            coming, some = (), 0


def _found(graph: Graph, order: str) -> _Homes:
    """The jurisdictions in the order in which the question has them, None for what has none.

    Nothing where their order is open.
    """
    nowhere = ((None, None, None),) if graph.select(_NOWHERE).rows else ()
    rows = (*nowhere, *graph.select(order).rows)
    homes, places = [row[0] for row in rows], {row[1:] for row in rows}
    return tuple(homes) if len(homes) == len(set(homes)) == len(places) else ()


def _portions(homes: _Homes) -> Iterator[_Homes]:
    """What has no jurisdiction, which comes first, then a few jurisdictions at a time."""
    first, size = (1 if homes[:1] == (None,) else 0), _FIRST
    if first:
        yield homes[:first]
    while some := homes[first : first + size]:
        yield some
        first, size = first + size, size * _MORE


def _of(homes: _Homes) -> str:
    if homes == (None,):
        return "FILTER NOT EXISTS { ?plan dg:jurisdiction ?anywhere }"
    return f"VALUES ?home {{ {' '.join(str(NamedNode(str(home))) for home in homes)} }} ?plan dg:jurisdiction ?home ."
