"""Questions whose answer is bounded take no longer where the graph has ten times as many documents."""

from collections.abc import Iterator
from functools import partial
from time import thread_time

import pytest

from graph import query
from graph.solutions import Solutions
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode

FEW, MANY = 20, 200
PAGE = 50
GROWTH, SLACK = 3.0, 0.002  # times and seconds: a look at all documents would take ten times as long
RAREST = """SELECT ?found {{ {{ SELECT ?found (COUNT(DISTINCT ?by) AS ?times) {{ {pattern} }} GROUP BY ?found }} }}
ORDER BY ?times ?found LIMIT 1"""
FOUND_BY = {
    "agency": "?by <https://w3id.org/dutygraph/ontology#anyAgency> ?found",
    "indicator": "?by <https://w3id.org/dutygraph/ontology#indicator> ?found",
    "document": "?by <https://w3id.org/dutygraph/ontology#inDocument> ?found",
}
QUESTIONS = [
    ("agency-duties", "agency"),
    ("agency-history", "agency"),
    ("assignments-by-document", "document"),
    ("citations", "document"),
    ("deadlines", "document"),
    ("joint-responsibility", "agency"),
    ("measures", "document"),
    ("measures-by-agency", "agency"),
    ("measures-without-deadline", "document"),
    ("measures-without-lead", "document"),
    ("recurrences", "document"),
    ("remarks", "document"),
    ("targets-by-indicator", "indicator"),
    ("unresolved-agencies", "document"),
]


@pytest.fixture(scope="module")
def stores() -> tuple[Store, Store]:
    """A graph of few documents, and one of ten times as many with these among them."""
    documents = [load(decode(f"{seed}.txt", plan(seed, 4).text.encode()), f"plan-{seed}") for seed in range(MANY)]
    small, large = Store.memory(), Store.memory()
    dict(small.put_all(documents[:FEW]))
    dict(large.put_all(documents))
    return small, large


def rarest(small: Store, kind: str, large: Store) -> str:
    """What the few documents have least of, as the many do."""
    rows = [store.select(RAREST.format(pattern=FOUND_BY[kind]).replace("LIMIT 1", "")) for store in (small, large)]
    few, many = ([str(value) for value in row.column("found")] for row in rows)
    return min(few, key=many.index)


def timed(store: Store, text: str) -> tuple[float, Solutions]:
    return min(_runs(partial(store.select, text)), key=lambda run: run[0])


def _runs(ask: partial[Solutions]) -> Iterator[tuple[float, Solutions]]:
    for _ in range(5):
        began = thread_time()
        answer = ask()
        yield thread_time() - began, answer


@pytest.mark.parametrize(("name", "kind"), QUESTIONS)
def test_ten_times_the_documents_cost_a_bounded_answer_no_more(
    name: str, kind: str, stores: tuple[Store, Store]
) -> None:
    small, large = stores
    values = {kind: rarest(small, kind, large)}
    few, _ = timed(small, query.bind(query.query(name), values, small).page(PAGE))
    many, _ = timed(large, query.bind(query.query(name), values, large).page(PAGE))

    assert many <= GROWTH * few + SLACK


def test_a_question_that_looks_at_everything_would_be_noticed(stores: tuple[Store, Store]) -> None:
    text = query.bind(query.query("assignments-per-agency"), {}, stores[0]).text
    few, many = (timed(store, text)[0] for store in stores)

    assert many > GROWTH * few + SLACK
