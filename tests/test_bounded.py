"""Questions whose answer is bounded take no longer where the graph has ten times as many documents.

What counts or lists everything takes ten times as long, and no longer: nothing looks at everything for everything.
"""

from collections.abc import Callable, Iterable
from functools import partial
from time import thread_time

import pytest

from graph import query
from graph.collections import collections, tell
from graph.heads import Query
from graph.paging import page
from graph.parameters import Parameter
from graph.query import bind, folder
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode

pytestmark = pytest.mark.alone

FEW, MANY = 20, 200
PAGE = 50
GROWTH, SLACK = 3.0, 0.002  # times and seconds: a look at all documents would take ten times as long
LINEAR = 2.0 * MANY / FEW
RAREST = """SELECT ?found {{ {{ SELECT ?found (COUNT(DISTINCT ?by) AS ?times) {{ {pattern} }} GROUP BY ?found }} }}
ORDER BY ?times ?found"""
DG = "https://w3id.org/dutygraph/ontology#"
FOUND_BY = {
    "agency": f"?by <{DG}anyAgency> ?found",
    "indicator": f"?by <{DG}indicator> ?found",
    "document": f"?by <{DG}inDocument> ?found",
    "division": f"?spot <{DG}place> ?found . ?by <{DG}hasPlace> ?spot",
}
FOUND_BY["place"] = FOUND_BY["division"]
COUNTING = {  # everything is looked at, once
    "agencies": "every agency is sorted by its name, for the first page once",
    "assignments-per-agency": "counts",
    "cascade": "every title is searched, for a page those of a few jurisdictions",
    "deadlines-by-year": "counts",
    "group-members": "made plans have no groups, so that all documents are looked at",
    "indicators": "counts",
}
PAGED = {"agencies", "cascade"}  # whose first page needs no look at everything
QUESTIONS = [each for each in query.catalogue().values() if each.name not in COUNTING.keys() - PAGED]
OF_ONE = [(each.name, "document") for each in QUESTIONS if "document" in {one.name for one in each.parameters}]
BY_ONE = [  # of what is rarest in few documents and in many
    ("agency-duties", "agency"),
    ("agency-history", "agency"),
    ("joint-responsibility", "agency"),
    ("measures-by-agency", "agency"),
    ("targets-by-indicator", "indicator"),
    ("unresolved-agencies", "document"),
]
AUDITS = list(folder("audits").values())


@pytest.fixture(scope="module")
def stores() -> tuple[Store, Store]:
    """A graph of few documents, and one of ten times as many with these among them."""
    documents = [load(decode(f"{seed}.txt", plan(seed, 4).text.encode()), f"plan-{seed:03}") for seed in range(MANY)]
    small, large = Store.memory(), Store.memory()
    dict(small.put_all(documents[:FEW]))
    dict(large.put_all(documents))
    return small, large


def rarest(small: Store, kind: str, large: Store) -> str:
    """What the few documents have least of, as the many do."""
    rows = [store.select(RAREST.format(pattern=FOUND_BY[kind])) for store in (small, large)]
    few, many = ([str(value) for value in row.column("found")] for row in rows)
    return min(few, key=many.index)


def value(parameter: Parameter, stores: tuple[Store, Store]) -> str:
    small, large = stores
    return rarest(small, parameter.type, large) if parameter.type in FOUND_BY else parameter.example


def least(*asks: Callable[[], object]) -> tuple[float, ...]:
    """Seconds of the processor for the quickest run of each; in turns, so that what disturbs one disturbs all."""
    rounds = [tuple(map(_seconds, asks)) for _ in range(7)]
    return tuple(map(min, zip(*rounds, strict=True)))


def _seconds(ask: Callable[[], object]) -> float:
    began = thread_time()
    ask()
    return thread_time() - began


def whole(texts: Iterable[str], stores: tuple[Store, Store]) -> tuple[float, ...]:
    return least(*(partial(store.select, text) for store, text in zip(stores, texts, strict=True)))


def first_page(question: Query, values: query.Values, stores: tuple[Store, Store]) -> tuple[float, ...]:
    return least(*(partial(page, store, question, bind(question, values, store), PAGE) for store in stores))


def more_found(question: Query, values: query.Values, stores: tuple[Store, Store]) -> float:
    """How many times as much the many documents say: of what was asked about, else on the first page."""
    found = [len(store.select(bind(question, values, store).text).rows) for store in stores]
    few, many = found if values else (min(PAGE, rows) for rows in found)
    return max(1.0, many / max(few, 1))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_ten_times_the_documents_cost_a_first_page_no_more(question: Query, stores: tuple[Store, Store]) -> None:
    values = {each.name: value(each, stores) for each in question.parameters if each.required}
    more = more_found(question, values, stores)
    few, many = first_page(question, values, stores)

    assert many <= GROWTH * more * few + SLACK


@pytest.mark.parametrize(("name", "kind"), [*OF_ONE, *BY_ONE])
def test_ten_times_the_documents_cost_what_is_asked_of_one_no_more(
    name: str, kind: str, stores: tuple[Store, Store]
) -> None:
    question = query.query(name)
    values = {each.name: value(each, stores) for each in question.parameters if each.required or each.name == kind}
    few, many = first_page(question, values, stores)

    assert many <= GROWTH * few + SLACK


@pytest.mark.parametrize("name", COUNTING)
def test_what_looks_at_everything_looks_once(name: str, stores: tuple[Store, Store]) -> None:
    question = query.query(name)
    values = {each.name: each.example for each in question.parameters if each.required}
    few, many = whole((bind(question, values, store).text for store in stores), stores)

    assert many <= LINEAR * few + SLACK


@pytest.mark.parametrize("question", AUDITS, ids=lambda each: each.name)
def test_an_audit_looks_at_everything_once(question: Query, stores: tuple[Store, Store]) -> None:
    """As often more as it finds more, where it holds documents against each other."""
    text = bind(question, {}, stores[0]).text
    rows = [len(store.select(text).rows) for store in stores]
    few, many = whole((text, text), stores)

    assert many <= LINEAR * max(1.0, rows[1] * FEW / (rows[0] + 1) / MANY) * few + SLACK


@pytest.mark.parametrize("name", collections())
def test_a_list_costs_what_it_tells_and_finds_its_entries_at_a_look(name: str, stores: tuple[Store, Store]) -> None:
    wanted, question = collections()[name], collections()[name].question
    texts = [bind(question, {}, store).text for store in stores]
    some = [str(node) for node in stores[0].select(texts[0]).column("node")[:PAGE]]
    few, many = whole(texts, stores)
    told = least(*(partial(tell, wanted, some, store) for store in stores))

    assert many <= LINEAR * few + SLACK
    assert told[1] <= GROWTH * told[0] + SLACK


def test_a_question_that_looks_at_everything_would_be_noticed(stores: tuple[Store, Store]) -> None:
    text = query.bind(query.query("assignments-per-agency"), {}, stores[0]).text
    few, many = whole((text, text), stores)

    assert many > GROWTH * few + SLACK
