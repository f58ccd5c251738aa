"""The days of all deadlines, in whatever document (``dg:anyDay``), and of all targets: on others there is nothing."""

import re
from datetime import date

from graph import iri
from graph import vocab as dg
from graph.keeping import Kept
from graph.solutions import Graph

_DAYS = f"SELECT ?due {{{{ {iri.CALENDAR} {dg.anyDay} ?due {{only}} }}}} ORDER BY ?due"
_TARGET_DAYS = f"SELECT DISTINCT ?by {{{{ ?target {dg.by} ?by {{only}} }}}} ORDER BY ?by"
_KEPT = Kept[tuple[date, ...]](4)
_OF_DAYS = re.compile(r"^ *# OF DAYS: (.+)$", re.MULTILINE)


def only(question: str) -> str:
    """What a question says of its days (``# OF DAYS``), as SPARQL; empty where it is about all."""
    return " ".join(_OF_DAYS.findall(question))


def days(graph: Graph, only: str = "") -> tuple[date, ...]:
    """The days, the first one first; with ``only`` those of which this SPARQL holds, there called ``?due``."""
    return _asked(graph, _DAYS.format(only=only))


def target_days(graph: Graph, only: str = "") -> tuple[date, ...]:
    """The days by which any target is to be reached, the first one first; in ``only`` they are called ``?by``."""
    return _asked(graph, _TARGET_DAYS.format(only=only))


def _asked(graph: Graph, asked: str) -> tuple[date, ...]:
    return _KEPT.get(graph, (graph.state(), asked), lambda: _found(graph, asked))


def _found(graph: Graph, asked: str) -> tuple[date, ...]:
    return tuple(day for row in graph.select(asked).rows for day in row if isinstance(day, date))
