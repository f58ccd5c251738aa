"""The page of the query editor: a query's text, its answer in all views that fit, or what went wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from time import perf_counter
from urllib.parse import urlencode

import pyoxigraph as ox

from api.pages import assets
from api.pages.rendering import Asked, words
from api.pages.sparql import faults
from api.pages.sparql.drawing import Picture, picture
from api.pages.sparql.faults import Fault
from api.pages.sparql.plots import Plot, plot
from api.pages.sparql.results import MOST, Grid, grid, triples
from graph import query
from graph.errors import DutyError, ParameterError
from graph.formats import PREFIXES
from graph.query import Bound, Query
from graph.solutions import Answer, solutions
from graph.store import Store

PATH = "/pages/sparql"
TABLE, CHART, GRAPH = "table", "chart", "graph"
_HEAD = re.compile("(?:#\\+.*\n)+")
_ROWS = ("csv", "xlsx", "json", "xml")
_TRIPLES = ("turtle", "jsonld", "ntriples", "rdfxml")
_FIRST = f"""PREFIX dg: <{PREFIXES["dg"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?agency ?name (COUNT(DISTINCT ?measure) AS ?measures)
WHERE {{
  ?measure dg:hasAssignment/dg:agency ?agency .
  ?agency skos:prefLabel ?name .
}}
GROUP BY ?agency ?name
ORDER BY DESC(?measures) ?name
LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a query may take: rows of a download, rows of a table, seconds."""

    rows: int
    seconds: float
    shown: int = MOST


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of a query: a truth, or a table with a chart or a picture where it fits; made in ``milliseconds``."""

    milliseconds: int
    truth: bool | None = None
    grid: Grid | None = None
    plot: Plot | None = None
    picture: Picture | None = None
    is_graph: bool = False

    @property
    def views(self) -> tuple[str, ...]:
        """Those there are, the one first that is shown where none is asked for."""
        there = {GRAPH: self.picture, TABLE: self.grid, CHART: self.plot}
        return tuple(name for name, view in there.items() if view is not None)


@dataclass(frozen=True, slots=True)
class Editor:
    """What the page shows: no ``answered`` where nothing was asked or a ``fault`` tells why there is none."""

    text: str
    bounds: Bounds
    questions: tuple[Query, ...]
    prefixes: Mapping[str, str]
    question: Query | None = None
    remarks: tuple[str, ...] = ()
    answered: Answered | None = None
    fault: Fault | None = None
    view: str = ""
    downloads: tuple[tuple[str, str], ...] = ()

    @property
    def library(self) -> tuple[str, str] | None:
        """Where the editor's script and style sheet are; None where they were not fetched."""
        script, style = assets.address("yasqe.min.js"), assets.address("yasqe.min.css")
        return (script, style) if script and style else None


def opened(asked: Asked, bounds: Bounds) -> Editor:
    """The editor with a query to begin with."""
    return _editor(asked.value("query", _FIRST), bounds)


def saved(store: Store, asked: Asked, bounds: Bounds) -> Editor:
    """The editor with a saved question in it, with the values given for it; NotFound where there is none."""
    wanted = query.query(asked.value("question"))
    given = asked.values(*(parameter.name for parameter in wanted.parameters))
    try:
        bound = query.bind(wanted, given, store)
    except ParameterError as missing:
        bound = Bound(wanted.text, (str(missing),))
    return replace(_editor(_HEAD.sub("", bound.text), bounds), question=wanted, remarks=bound.remarks)


def refused(asked: Asked, error: DutyError, bounds: Bounds) -> Editor:
    """The editor with a query that had no answer."""
    return replace(_editor(text(asked), bounds), fault=faults.told(error, asked.language))


def answered(asked: Asked, answer: Answered, bounds: Bounds) -> Editor:
    """The editor with a query and its answer."""
    page = _editor(text(asked), bounds)
    downloads = tuple((name, _download(name, page.text)) for name in _offered(answer))
    return replace(page, answered=answer, view=_view(asked, answer), downloads=downloads)


def text(asked: Asked) -> str:
    """The query as it was typed, lines ended as everywhere."""
    return asked.value("query").replace("\r\n", "\n")


def run(store: Store, asked: Asked, cut: str) -> Answered:
    """The answer of a query that was ``cut`` to as many rows as are shown and one more."""
    began = perf_counter()
    answer = store.answer(cut)
    return _told(answer, asked, began)


def _told(answer: Answer, asked: Asked, began: float) -> Answered:
    say = words(asked.language)
    if isinstance(answer, ox.QueryBoolean):
        return Answered(_since(began), truth=bool(answer))
    if isinstance(answer, ox.QueryTriples):
        found = tuple(islice(answer, MOST + 1))
        return Answered(_since(began), grid=triples(found, say), picture=picture(found), is_graph=True)
    rows = solutions(answer)
    spent, shown = _since(began), grid(rows, say)
    return Answered(spent, grid=shown, plot=plot(rows, shown, asked.value("x"), asked.value("y")))


def _since(began: float) -> int:
    return round((perf_counter() - began) * 1_000)


def _editor(written: str, bounds: Bounds) -> Editor:
    return Editor(written, bounds, tuple(query.catalogue().values()), PREFIXES)


def _view(asked: Asked, answered: Answered) -> str:
    wanted = asked.value("view")
    return wanted if wanted in answered.views else next(iter(answered.views), "")


def _offered(answered: Answered) -> tuple[str, ...]:
    if answered.truth is not None:
        return ()
    return _TRIPLES if answered.is_graph else _ROWS


def _download(name: str, written: str) -> str:
    path, told = (f"{PATH}/rows.xlsx", ()) if name == "xlsx" else ("/sparql", (("format", name),))
    return f"{path}?{urlencode([('query', written), *told])}"
