"""Tasks for a worker: the targets of one indicator in all documents, held against each other."""

from collections import defaultdict
from collections.abc import Iterable

from api.tasks.telling import tabled
from api.workers.output import Output
from graph import iri, query
from graph.findings.comparison import Wording, compared, missing, superiors
from graph.solutions import Solutions, Value
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
    absent = missing(found, _followers(store, dict.fromkeys(map(str, found.column("key")))))
    return Solutions(answer.variables, answer.rows + absent.rows), bound.remarks


def _followers(store: Store, keys: Iterable[str]) -> dict[str, Solutions]:
    """The rows of ``cited-by`` by the key of the document that they are of."""
    documents = [iri.document(key).value for key in keys]
    if not documents:
        return {}
    found = store.select(query.bind(query.query("cited-by"), {"document": documents}, store).text)
    rows: dict[str, list[tuple[Value | None, ...]]] = defaultdict(list)
    for cited, row in zip(found.column("cited"), found.rows, strict=True):
        rows[str(cited)].append(row)
    return {key: Solutions(found.variables, tuple(some)) for key, some in rows.items()}
