"""How long each saved query takes within a process, on the store as it is on disk: its first page, cold and warm."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from api.suite.figures import Figure, late, middle, seconds
from graph import query
from graph.heads import Query
from graph.paging import page
from graph.store import Store

_PAGE = 50  # rows
_RUNS, _ENOUGH = 15, 2.0  # runs of a query, seconds after which no further run begins
_FEWEST = 3
_SLOW = 5.0  # seconds after which a query is not asked again
_VALUES = {
    "agency": "?found ^<https://w3id.org/dutygraph/ontology#anyAgency> ?by",
    "indicator": "?found ^<https://w3id.org/dutygraph/ontology#indicator> ?by",
    "document": "?found ^<https://w3id.org/dutygraph/ontology#inDocument> ?by",
    "division": "?found ^<https://w3id.org/dutygraph/ontology#jurisdiction> ?by",
}
_MOST = (
    "SELECT ?found {{ SELECT ?found (COUNT(?by) AS ?times) {{ {pattern} }} GROUP BY ?found }} "
    "ORDER BY DESC(?times) ?found LIMIT 20"
)


def figures(store: Path) -> Iterator[Figure]:
    """Each query's median when warm, with the first time and the late ones; what is slow is asked once."""
    known = values(Store.read_only(store))
    for name, question in query.catalogue().items():
        first, *warm = [1000 * time for time in _times(Store.read_only(store), question, known)]
        yield Figure(name, middle(warm or [first]), "ms", first=first, late=late(warm or [first]))


def values(graph: Store) -> Mapping[str, Sequence[str]]:
    """For each type of parameter what the graph has most of."""
    questions = {kind: _MOST.format(pattern=pattern) for kind, pattern in _VALUES.items()}
    found = {kind: [str(value) for value in graph.select(text).column("found")] for kind, text in questions.items()}
    return found | {"territory": found["division"], "place": found["division"]}


def _times(graph: Store, question: Query, known: Mapping[str, Sequence[str]]) -> list[float]:
    """Seconds of each run, with other values each time where the query wants some."""
    wanted = [entry for entry in question.parameters if entry.required]
    runs = (
        zip(*(cycle(known.get(entry.type) or [entry.example]) for entry in wanted), strict=False)
        if wanted
        else cycle([()])
    )
    times: list[float] = []
    until = perf_counter() + _ENOUGH
    for given in islice(runs, _RUNS):
        if len(times) > _FEWEST and perf_counter() > until:
            break
        bound = dict(zip((entry.name for entry in wanted), given, strict=True))
        times.append(seconds(partial(_ask, graph, question, bound)))
        if times[-1] > _SLOW:
            break
    return times


def _ask(graph: Store, question: Query, bound: query.Values) -> None:
    page(graph, question, query.bind(question, bound, graph), _PAGE)
