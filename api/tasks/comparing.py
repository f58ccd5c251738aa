"""Tasks for a worker: the targets of one indicator in all documents, held against each other."""

from api.tasks.telling import tabled
from api.workers.output import Output
from graph import query
from graph.findings.comparison import Wording, compared, missing, superiors
from graph.solutions import Solutions
from graph.store import Store
from loaders.general_indicators import area
from loaders.units import base


def targets(store: Store, output: Output, *, indicator: str, written: str) -> None:
    """The targets with what each is held against."""
    answer, remarks = held(store, indicator)
    tabled(output, answer, written, remarks)


def held(store: Store, indicator: str) -> tuple[Solutions, tuple[str, ...]]:
    """The rows, and remarks on the indicator's name."""
    bound = query.bind(query.query("targets-compared"), {"indicator": indicator}, store)
    found = store.select(bound.text)
    homes = dict.fromkeys(str(name) for name in found.column("jurisdiction") if name)
    answer = compared(found, {home: superiors(store.select, home) for home in homes}, Wording(base, area))
    absent = missing(found, {key: _followers(store, key) for key in dict.fromkeys(map(str, found.column("key")))})
    return Solutions(answer.variables, answer.rows + absent.rows), bound.remarks


def _followers(store: Store, key: str) -> Solutions:
    return store.select(query.bind(query.query("cited-by"), {"document": key}, store).text)
