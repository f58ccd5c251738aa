"""A page is a piece of the whole answer, wherever it begins, however it is found."""

from dataclasses import replace

import pytest

from graph import paging, query
from graph.model import Measure
from graph.paging import page
from graph.query import Query, bind
from graph.store import Store
from tests.listening import Listening
from tests.sample_documents import documents, groups

QUERIES = list(query.catalogue().values())
WALKED = ["answerable", "assignments", "citations", "deadlines", "measures", "overdue", "recurrences", "remarks"]


@pytest.mark.parametrize("question", QUERIES, ids=lambda each: each.name)
def test_pages_are_pieces_of_the_answer(question: Query, sample_store: Store) -> None:
    required = {each.name: each.example for each in question.parameters if each.required}
    bound = bind(question, required, sample_store)
    whole = sample_store.select(bound.text).rows

    for first in (0, 1, len(whole) // 2, len(whole) - 1, len(whole)):
        found = page(sample_store, question, bound, 7, max(0, first))
        assert found.variables == question.columns
        assert found.rows == whole[max(0, first) : max(0, first) + 7]


@pytest.mark.parametrize("name", WALKED)
@pytest.mark.parametrize("option", ["role", "due_from", "text", "agency", "division", "relation", "basis"])
def test_pages_of_what_is_narrowed_are_pieces_too(name: str, option: str, sample_store: Store) -> None:
    question = query.query(name)
    values = {each.name: each.example for each in question.parameters if each.required or each.name == option}
    bound = bind(question, values, sample_store)
    whole = sample_store.select(bound.text).rows

    assert page(sample_store, question, bound, 5, 2).rows == whole[2:7]


@pytest.mark.parametrize("name", WALKED)
def test_a_page_asks_of_no_more_documents_than_it_needs(name: str, sample_store: Store) -> None:
    question = query.query(name)
    bound = bind(question, {each.name: each.example for each in question.parameters if each.required}, sample_store)
    listening = Listening(sample_store)
    assert page(listening, question, bound, 1).rows == sample_store.select(bound.text).rows[:1]
    assert sum("LIMIT 1 " in text for text in listening.asked) < len(sample_store.keys())
    assert bound.text not in listening.asked


@pytest.mark.parametrize("option", ["division", "due", "reach", "document"])
def test_where_many_measures_are_found_pages_day_by_day_are_pieces_too(
    option: str, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_MANY", 1)
    question = query.query("division-obligations")
    values = {each.name: each.example for each in question.parameters if each.required or each.name == option}
    bound = bind(question, values, sample_store)
    whole = sample_store.select(bound.text).rows
    listening = Listening(sample_store)

    assert whole
    assert [row for first in range(len(whole)) for row in page(sample_store, question, bound, 1, first).rows] == [
        *whole
    ]
    assert page(listening, question, bound, 50).rows == whole[:50]
    assert (bound.page(50) in listening.asked) == (option in {"reach", "document"})


@pytest.mark.parametrize(
    "name", ["measures-by-agency", "division-obligations", "deadlines", "measures", "agency-duties"]
)
@pytest.mark.parametrize("many", [1, paging._MANY])
def test_pages_put_together_are_the_answer_where_a_day_is_stated_twice(
    name: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_MANY", many)
    store = Store.memory()
    for document in documents():
        store.put(replace(document, measures=tuple(map(_saying_twice, document.measures))), groups())
    question = query.query(name)
    required = {each.name: each.example for each in question.parameters if each.required}
    bound = bind(question, required, store)
    whole = store.select(bound.text).rows
    found = [page(store, question, bound, 3, first).rows for first in range(0, len(whole), 3)]

    assert [row for rows in found for row in rows] == [*whole]


def _saying_twice(measure: Measure) -> Measure:
    """The measure with its deadlines stated in other words too."""
    again = (replace(each, mention=f"{each.mention}前") for each in measure.deadlines)
    return replace(measure, deadlines=(*measure.deadlines, *again))


def test_an_empty_graph_has_empty_pages() -> None:
    question = query.query("measures")

    found = page(Store.memory(), question, query.Bound(question.text), 50)

    assert (found.variables, found.rows) == (question.columns, ())
