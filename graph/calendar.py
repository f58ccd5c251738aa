"""The days of all deadlines, in whatever document (``dg:anyDay``): on others there is nothing to look for."""

from datetime import date

from graph import iri
from graph import vocab as dg
from graph.keeping import Kept
from graph.solutions import Graph

_DAYS = f"SELECT ?due {{{{ {iri.CALENDAR} {dg.anyDay} ?due {{only}} }}}} ORDER BY ?due"
_KEPT = Kept[tuple[date, ...]](4)


def days(graph: Graph, only: str = "") -> tuple[date, ...]:
    """The days, the first one first; with ``only`` those of which this SPARQL holds, there called ``?due``."""
    asked = _DAYS.format(only=only)
    return _KEPT.get(graph, (graph.state(), asked), lambda: _found(graph, asked))


def _found(graph: Graph, asked: str) -> tuple[date, ...]:
    return tuple(day for day in graph.select(asked).column("due") if isinstance(day, date))
