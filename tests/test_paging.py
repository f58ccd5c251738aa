"""A page is a piece of the whole answer, wherever it begins, however it is found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle

import pytest
from pyoxigraph import Literal, Quad

from graph import iri, query, soonest
from graph import vocab as dg
from graph.model import Document, Measure, Target
from graph.paging import page
from graph.query import Query, bind
from graph.store import Store
from loaders import load
from loaders.made import plan
from loaders.read import decode
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


# How measures are found: as it is, all by the calendar, in the smallest steps, not named but by their days.
STEPS: dict[str, dict[str, int]] = {
    "usual": {},
    "calendar": {"_MANY": 1},
    "calendar, a day at a time": {"_MANY": 1, "_FIRST_DAYS": 1, "_MORE_DAYS": 1},
    "measures one by one": {"_SPARE": 0, "_MORE": 2},
    "days named": {"_NAMED": 0},
}


@pytest.fixture(params=STEPS)
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in STEPS[request.param].items():
        monkeypatch.setattr(soonest, name, number)


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("name", "option"),
    [
        *(("division-obligations", option) for option in ("division", "due", "reach", "document")),
        *(("measures-by-agency", option) for option in ("agency", "role", "due", "due_from", "due_until", "basis")),
        *(("measures-by-agency", option) for option in ("document", "text", "reach", "at")),
    ],
)
def test_pages_of_what_is_soonest_due_are_pieces_too(name: str, option: str, sample_store: Store) -> None:
    question = query.query(name)
    values = {each.name: each.example for each in question.parameters if each.required or each.name == option}
    bound = bind(question, values, sample_store)
    whole = sample_store.select(bound.text).rows
    listening = Listening(sample_store)

    assert whole
    assert [row for first in range(len(whole)) for row in page(sample_store, question, bound, 1, first).rows] == [
        *whole
    ]
    assert page(listening, question, bound, 1).rows == whole[:1]
    assert (bound.page(1) in listening.asked) == (option in {"reach", "document", "text", "at"})
    assert page(sample_store, question, bound, 50).rows == whole[:50]


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    "name", ["measures-by-agency", "division-obligations", "deadlines", "measures", "agency-duties"]
)
def test_pages_put_together_are_the_answer_where_a_day_is_stated_twice(name: str) -> None:
    store = Store.memory()
    for document in documents():
        store.put(replace(document, measures=tuple(map(_saying_twice, document.measures))), groups())
    question = query.query(name)
    required = {each.name: each.example for each in question.parameters if each.required}
    bound = bind(question, required, store)
    whole = store.select(bound.text).rows
    found = [page(store, question, bound, 3, first).rows for first in range(0, len(whole), 3)]

    assert [row for rows in found for row in rows] == [*whole]


@pytest.mark.usefixtures("steps")
def test_a_body_is_of_a_division_where_its_own_document_says_so() -> None:
    store = Store.memory()
    for document in documents():
        store.put(document, groups())
        store.put(replace(document, key=f"{document.key}-2", measures=tuple(map(_placing_nobody, document.measures))))
    question = query.query("division-obligations")
    bound = bind(question, {each.name: each.example for each in question.parameters if each.required}, store)
    whole = store.select(bound.text).rows
    told = {(row[question.columns.index("via")], str(row[question.columns.index("key")])[-2:] == "-2") for row in whole}

    assert told == {("agency", False), ("place", False), ("place", True)}
    assert [row for first in range(0, len(whole), 2) for row in page(store, question, bound, 2, first).rows] == [*whole]


def _placing_nobody(measure: Measure) -> Measure:
    """The measure, as of bodies of which nobody knows the division."""
    agencies = (each.agency and replace(each.agency, jurisdiction=None) for each in measure.assignments)
    pairs = zip(measure.assignments, agencies, strict=True)
    return replace(measure, assignments=tuple(replace(each, agency=agency) for each, agency in pairs))


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("kind", ["agency", "division"])
def test_the_soonest_due_of_made_plans_are_those_of_the_whole_answer(kind: str, made_store: Store) -> None:
    question = query.query({"agency": "measures-by-agency", "division": "division-obligations"}[kind])
    things = made_store.select(
        f"SELECT ?thing (COUNT(?measure) AS ?times) {{ ?measure <{dg.ONTOLOGY}any{kind.title()}> ?thing }} "
        "GROUP BY ?thing ORDER BY DESC(?times) ?thing LIMIT 2"
    ).column("thing")
    for thing in things:
        _is_made_of_pages(question, {kind: str(thing)}, made_store)


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("by", [None, "2020"])
def test_the_soonest_targets_of_made_plans_are_those_of_the_whole_answer(by: str | None) -> None:
    store, question = Store.memory(), query.query("targets-by-indicator")
    dict(store.put_all(_of_one_indicator(document) for document in made()))
    values = {"indicator": INDICATOR, "by": by}
    listening = Listening(store)

    _is_made_of_pages(question, values, store)
    assert page(listening, question, bind(question, values, store), 2).rows
    assert bind(question, values, store).page(2) not in listening.asked


INDICATOR = "绿化率"


def _of_one_indicator(document: Document) -> Document:
    """The document, as if all its figures were of one indicator."""
    measures = (replace(each, targets=_of_one(each.targets)) for each in document.measures)
    return replace(document, targets=_of_one(document.targets), measures=tuple(measures))


def _of_one(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(replace(each, indicator=INDICATOR) for each in targets)


def _is_made_of_pages(question: Query, values: query.Values, store: Store) -> None:
    bound = bind(question, values, store)
    whole = store.select(bound.text).rows

    assert len(whole) > 5
    for first, most in ((0, 3), (0, 12), (len(whole) - 5, 3), (0, len(whole) + 1)):
        assert page(store, question, bound, most, first).rows == whole[first : first + most]


@pytest.fixture(scope="module")
def made_store() -> Store:
    store = Store.memory()
    dict(store.put_all(made()))
    return store


def made() -> Iterator[Document]:
    return (load(decode(f"{seed}.txt", plan(seed, 6).text.encode()), f"plan-{seed:03}") for seed in range(30))


def _saying_twice(measure: Measure) -> Measure:
    """The measure with its deadlines stated in other words too."""
    again = (replace(each, mention=f"{each.mention}前") for each in measure.deadlines)
    return replace(measure, deadlines=(*measure.deadlines, *again))


LEVELS = {"溪源县": "county", "云岭省": "province", "清川市": "prefecture", "临江省": "province", "云外镇": None}


def test_how_high_a_jurisdiction_is_all_questions_tell_alike() -> None:
    told = {each.name: re.findall(r"BIND\(IF\(\?level = .+ AS \?depth\)", each.text) for each in QUERIES}

    assert {name: len(found) for name, found in told.items() if found} == {"cascade": 1, "targets-compared": 1}
    assert len({found[0] for found in told.values() if found}) == 1


@pytest.mark.parametrize("text", ["整改", "方案", "水", "没有这个词"])
@pytest.mark.parametrize("are_all_placed", [True, False])
def test_pages_of_a_theme_jurisdiction_by_jurisdiction_are_pieces_too(text: str, *, are_all_placed: bool) -> None:
    store = Store.memory()
    levels = [(iri.division(name), Literal(level)) for name, level in LEVELS.items() if level]
    store.load_reference([(iri.DIVISIONS_GRAPH, [Quad(home, dg.level, level) for home, level in levels])])
    places = cycle(LEVELS if are_all_placed else [*LEVELS, None])
    for number, (document, place) in enumerate(zip(documents() * 4, places, strict=False)):
        store.put(replace(document, key=f"{document.key}-{number}", jurisdiction=place))
    question = query.query("cascade")
    bound = bind(question, {"text": text}, store)
    whole = store.select(bound.text).rows
    listening = Listening(store)

    assert [row for first in range(len(whole)) for row in page(store, question, bound, 1, first).rows] == [*whole]
    assert page(listening, question, bound, 1).rows == whole[:1]
    assert (bound.page(1) in listening.asked) == (not whole and are_all_placed)


@pytest.mark.parametrize("option", ["agency_kind", "text", "division"])
def test_pages_of_agencies_by_name_are_pieces_too(option: str, sample_store: Store) -> None:
    question = query.query("agencies")
    for values in ({}, {each.name: each.example for each in question.parameters if each.name == option}):
        bound = bind(question, values, sample_store)
        whole = sample_store.select(bound.text).rows

        assert [
            row for first in range(0, len(whole), 3) for row in page(sample_store, question, bound, 3, first).rows
        ] == [*whole]


def test_an_empty_graph_has_empty_pages() -> None:
    question = query.query("measures")

    found = page(Store.memory(), question, query.Bound(question.text), 50)

    assert (found.variables, found.rows) == (question.columns, ())
