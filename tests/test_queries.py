"""The query files as data: each says what it answers, its examples have answers, and the rows are those written down.

``python -m tests.test_queries`` writes ``answers/`` anew after a change; review them in the diff.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from graph import catalogue_page, formats, iri, query
from graph import vocab as dg
from graph.formats import Kind
from graph.heads import SLOT
from graph.parameters import Type
from graph.query import Query, bind
from graph.solutions import Solutions
from graph.store import Store
from tests.sample_documents import documents, groups, reference

ANSWERS = Path(__file__).parent / "answers"
QUERIES = list(query.catalogue().values())
CHECKS = list(query.checks().values())
WIDENING = {"reach"}  # more is counted than without it
DATED = {"at"}  # other rows than without it: see the tests of a day
OPTIONS = [
    (question, each.name)
    for question in QUERIES
    for each in question.parameters
    if not each.required and each.name not in DATED
]

NAMED = {Type.AGENCY, Type.DOCUMENT, Type.INDICATOR, Type.PLACE, Type.DIVISION, Type.TERRITORY}
NAMES = [(question, each.name) for question in QUERIES for each in question.parameters if each.type in NAMED]


def sample() -> Store:
    store = Store.memory()
    store.load_reference(reference())
    for document in documents():
        store.put(document, groups())
    return store


@pytest.fixture(scope="module")
def backwards(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same as the sample store, on disk and put in from the end."""
    store = Store.open(tmp_path_factory.mktemp("backwards"))
    for document in reversed(documents()):
        store.put(document, groups())
    store.load_reference(reference())
    return store


@pytest.fixture(scope="module")
def another_engine(sample_store: Store) -> rdflib.Graph:
    return rdflib.Graph().parse(data=sample_store.dump(formats.by_name("ntriples", Kind.GRAPH)), format="nt")


def required(question: Query) -> dict[str, object]:
    """The examples of those parameters without which the query cannot be asked."""
    return {each.name: each.example for each in question.parameters if each.required}


def ask(question: Query, store: Store, **values: object) -> Solutions:
    bound = bind(question, required(question) | values, store)
    assert bound.remarks == ()
    return store.select(bound.text)


def written(answer: Solutions) -> str:
    """The rows as CSV; the IRIs of this graph without their common beginning."""
    output = io.StringIO()
    rows = csv.writer(output, lineterminator="\n")
    rows.writerow(answer.variables)
    rows.writerows([_short(value) for value in row] for row in answer.rows)
    return output.getvalue()


def _short(value: object) -> str:
    return "" if value is None else str(value).replace(f"{iri.BASE}id/", "")


@pytest.mark.parametrize("question", QUERIES, ids=lambda each: each.name)
def test_the_answer_is_what_is_written_down(question: Query, sample_store: Store) -> None:
    answer = ask(question, sample_store)

    assert written(answer) == (ANSWERS / f"{question.name}.csv").read_text(encoding="utf-8")
    assert answer.variables == question.columns
    assert answer.rows


def test_every_answer_belongs_to_a_query() -> None:
    assert {path.stem for path in ANSWERS.iterdir()} == set(query.catalogue())


@pytest.mark.parametrize(("question", "option"), OPTIONS, ids=lambda each: getattr(each, "name", each))
def test_every_example_narrows_the_answer_to_some_of_its_rows(
    question: Query, option: str, sample_store: Store
) -> None:
    narrowed = ask(question, sample_store, **{option: question.parameter(option).example})
    if option in WIDENING:
        assert not Counter(ask(question, sample_store).rows) - Counter(narrowed.rows)
        return
    counted = {"statistics"} & set(question.tags)  # figures change where less is counted

    assert narrowed.rows
    assert counted or not Counter(narrowed.rows) - Counter(ask(question, sample_store).rows)


@pytest.mark.parametrize(("question", "option"), NAMES, ids=lambda each: getattr(each, "name", each))
def test_a_name_that_nothing_bears_leaves_no_row_and_no_slot_empty(
    question: Query, option: str, sample_store: Store
) -> None:
    bound = bind(question, {**required(question), option: "无此名称"}, sample_store)

    assert bound.remarks
    assert f"VALUES ?_{option} {{ {iri.NOTHING} }}" in bound.text  # an empty one has engines look at all they hold
    assert sample_store.select(bound.text).rows == ()


@pytest.mark.parametrize("question", QUERIES + CHECKS, ids=lambda each: each.name)
def test_another_engine_answers_the_same(question: Query, sample_store: Store, another_engine: rdflib.Graph) -> None:
    bound = bind(question, required(question), sample_store)
    theirs = [[_plain(value) for value in row] for row in another_engine.query(bound.text)]  # type: ignore[union-attr]

    assert theirs == [[_plain(value) for value in row] for row in sample_store.select(bound.text).rows]


def _plain(value: object) -> str | None:
    return None if value is None else str(value.toPython() if isinstance(value, rdflib.Literal) else value)


@pytest.mark.parametrize("question", QUERIES + CHECKS, ids=lambda each: each.name)
def test_the_order_of_the_rows_does_not_depend_on_how_they_came_in(
    question: Query, sample_store: Store, backwards: Store
) -> None:
    assert ask(question, backwards).rows == ask(question, sample_store).rows


@pytest.mark.parametrize("question", QUERIES, ids=lambda each: each.name)
def test_pages_put_together_are_the_answer(question: Query, sample_store: Store) -> None:
    bound = bind(question, required(question), sample_store)
    whole = sample_store.select(bound.text).rows

    assert sum((sample_store.select(bound.page(1, place)).rows for place in range(len(whole))), ()) == whole
    assert sample_store.select(bound.page(10, len(whole))).rows == ()


@pytest.mark.parametrize("question", QUERIES + CHECKS, ids=lambda each: each.name)
def test_every_query_is_described_in_both_languages(question: Query) -> None:
    texts = [(question.summary, question.summary_en)] + [
        (each.summary, each.summary_en) for each in question.parameters
    ]

    assert all(re.search(r"[\u4e00-\u9fff]", zh) and not re.search(r"[\u4e00-\u9fff]", en) for zh, en in texts)
    assert question.tags
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)


@pytest.mark.parametrize("question", QUERIES, ids=lambda each: each.name)
def test_a_query_runs_unrestricted_as_it_stands(question: Query) -> None:
    assert Store.memory().select(question.text).variables == question.columns
    assert not set(SLOT.findall(question.text)) ^ {each.name for each in question.parameters}


@pytest.mark.parametrize("question", QUERIES + CHECKS, ids=lambda each: each.name)
def test_existence_is_asked_by_a_single_pattern(question: Query) -> None:
    """Oxigraph evaluates two patterns inside EXISTS from scratch for every row."""
    inside = re.findall(r"\bEXISTS \{([^{}]*)\}", question.text)

    assert [patterns for patterns in inside if re.search(r"[;.] |\.\n", patterns.strip() + " ")] == []


def test_the_page_of_the_catalogue_is_fresh() -> None:
    page = Path(__file__).parent.parent / "queries" / "README.md"

    assert page.read_text(encoding="utf-8") == catalogue_page.catalogue_page()


@pytest.mark.parametrize("name", ["measures-by-agency", "measures", "assignments-by-document", "division-obligations"])
def test_every_row_quotes_its_source(name: str, sample_store: Store) -> None:
    texts = {document.key: document.source.text for document in documents()}
    answer = ask(query.query(name), sample_store)
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]

    for row in rows:
        text = texts[str(row["key"])]
        assert text[_number(row["start"]) : _number(row["end"])] == row["quote"]
        assert row.get("mention_start") is None or (
            text[_number(row["mention_start"]) : _number(row["mention_end"])] == row["mention"]
        )


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


DUE: Mapping[tuple[str, str], list[tuple[str, str, str | None, str | None]]] = {
    ("云岭省环境保护厅", ""): [
        ("一/(一)", "lead", "2018-06-30", "explicit"),
        ("一/(一)", "lead", "2019-12-31", "explicit"),
    ],
    ("云岭省环境保护厅", "2019"): [("一/(一)", "lead", "2019-12-31", "explicit")],
    ("云岭省财政厅", ""): [("1", "responsible", "2020-12-31", "inherited"), ("2", "responsible", None, None)],
    ("云岭省财政厅", "2020"): [("1", "responsible", "2020-12-31", "inherited")],
    ("云岭省人民政府督查室", ""): [("二/(一)", "supervisor", "2020-12-31", "inherited")],
}


@pytest.mark.parametrize(("agency", "due"), DUE)
def test_an_agencys_measures_tell_each_day_due_and_what_it_rests_on(agency: str, due: str, sample_store: Store) -> None:
    bound = bind(query.query("measures-by-agency"), {"agency": agency, "due": due or None}, sample_store)
    answer = sample_store.select(bound.text)
    columns = [answer.column(name) for name in ("number", "role", "due", "due_basis")]

    assert list(zip(columns[0], columns[1], map(_plain, columns[2]), columns[3], strict=True)) == DUE[agency, due]


def reached(store: Store, query_name: str, **values: str) -> list[tuple[object, ...]]:
    bound = bind(query.query(query_name), values, store)
    answer = store.select(bound.text)
    columns = [answer.column(name) for name in ("number", "through", "certain", "agency")]
    return list(dict.fromkeys(zip(*columns, strict=True)))


OLD, NEW = "云岭省环境保护厅", "云岭省生态环境厅"
REACHED: Mapping[tuple[str, str | None, str | None], list[tuple[object, ...]]] = {
    (NEW, None, None): [("1", "named", None, NEW)],
    (NEW, "printed", None): [("1", "named", None, NEW)],
    (NEW, "line", None): [("一/(一)", "predecessor", None, OLD), ("1", "named", None, NEW)],
    (OLD, "line", None): [("一/(一)", "named", None, OLD), ("1", "successor", None, NEW)],
    (NEW, None, "2019-06-01"): [("一/(一)", "predecessor", True, OLD), ("1", "named", True, NEW)],
    (NEW, None, "2018-10-01"): [("一/(一)", "predecessor", False, OLD), ("1", "named", False, NEW)],
    (NEW, None, "2018-08-31"): [],
    (OLD, None, "2018-08-31"): [("一/(一)", "named", True, OLD)],
    (OLD, None, "2018-10-01"): [("一/(一)", "named", False, OLD)],
    (OLD, None, "2018-02-28"): [],  # the plan was not there yet
    (OLD, None, "2019-06-01"): [],
    ("清川市人民政府", None, None): [("一/(一)", "named", None, "清川市人民政府")],
    ("清川市人民政府", "line", None): [("一/(一)", "named", None, "清川市人民政府")],
    ("清川市人民政府", "groups", None): [
        ("一/(一)", "named", None, "清川市人民政府"),
        ("1", "group", None, "云岭省各市(州)人民政府"),
    ],
}


@pytest.mark.parametrize(("agency", "reach", "at"), REACHED)
def test_an_agencys_duties_are_those_printed_of_its_line_of_its_groups_or_of_a_day(
    agency: str, reach: str | None, at: str | None, sample_store: Store
) -> None:
    values = {name: value for name, value in (("agency", agency), ("reach", reach), ("at", at)) if value}

    assert reached(sample_store, "measures-by-agency", **values) == REACHED[agency, reach, at]


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2018-08-31", [(OLD, "named", True)]),
        ("2018-10-01", [(OLD, "named", False), (NEW, "successor", False)]),
        ("2018-12-31", [(NEW, "successor", True)]),
        ("2021-06-01", [(NEW, "successor", True)]),
    ],
)
def test_who_answers_for_a_duty_is_its_body_until_another_took_over(
    day: str, answer: list[tuple[str, str, bool]], sample_store: Store
) -> None:
    bound = bind(query.query("answerable"), {"at": day, "agency": OLD}, sample_store)
    rows = sample_store.select(bound.text)

    assert list(zip(*map(rows.column, ("answerable", "through", "certain")), strict=True)) == answer


def test_where_nobody_took_over_nobody_is_said_to_answer() -> None:
    store, gone = Store.memory(), iri.agency("云岭省环境保护厅")
    store.put(documents()[0])
    store.update(f"""INSERT DATA {{ {gone} {dg.endNotAfter} "2018-06-30"^^{dg.xsdDate} }}""")
    rows = store.select(bind(query.query("answerable"), {"at": "2021-06-01", "agency": OLD}, store).text)

    assert (rows.column("agency"), rows.column("answerable"), rows.column("through")) == ((OLD,), (None,), (None,))


@pytest.mark.parametrize(
    ("reach", "more"), [(None, set()), ("line", set()), ("groups", {("group", "1")}), ("all", {("group", "1")})]
)
def test_a_divisions_duties_are_told_with_and_without_those_through_groups(
    reach: str | None, more: set[tuple[str, str]], sample_store: Store
) -> None:
    bound = bind(query.query("division-obligations"), {"division": "清川市", "reach": reach}, sample_store)
    rows = sample_store.select(bound.text)

    assert set(zip(rows.column("via"), rows.column("number"), strict=True)) == {
        *(("agency", "一/(一)"), ("agency", "二"), ("place", "2")),
        *more,
    }


PLANTED = {
    "assignment-without-evidence": "<a> a dg:Assignment .",
    "evidence-outside-measure": """<m> dg:evidence <e> ; dg:hasAssignment <a> . <e> dg:start 5 ; dg:end 9 .
        <a> dg:basis <https://w3id.org/dutygraph/code/basis/explicit> ; dg:mention "甲" ; dg:evidence <f> .
        <f> dg:start 9 ; dg:end 10 .""",
    "evidence-without-text": "<e> a dg:Evidence ; dg:inText <t> ; dg:start 0 ; dg:end 1 .",
    "inherited-beside-own": "<m> dg:hasDeadline <l> , <k> . <l> dg:inheritedFrom <p> .",
    "measure-without-document": "<m> a dg:Measure . <d> dg:hasMeasure <m> .",
    "part-of-nothing": "<t> a dg:Target .",
    "period-reversed": """<l> dg:earliest "2020-02-01"^^xsd:date ; dg:latest "2020-01-31"^^xsd:date .""",
    "quote-not-in-text": """<e> a dg:Evidence ; dg:inText <t> ; dg:start 1 ; dg:end 3 ; dg:quote "甲乙" .
        <t> dg:text "甲乙丙" .""",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.name)
def test_a_check_finds_what_it_is_there_to_find(check: Query) -> None:
    prefixes = "@prefix dg: <https://w3id.org/dutygraph/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    planted = parse(prefixes + PLANTED[check.name], format=RdfFormat.TURTLE, base_iri="https://example.org/")
    store = Store.memory()
    store.load_reference([(NamedNode("https://example.org/graph"), planted)])

    assert len(store.select(check.text).rows) == 1


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.name)
def test_a_sound_graph_passes_every_check(check: Query, sample_store: Store) -> None:
    assert sample_store.select(check.text).rows == ()


if __name__ == "__main__":
    ANSWERS.mkdir(exist_ok=True)
    for each in QUERIES:
        (ANSWERS / f"{each.name}.csv").write_text(written(ask(each, sample())), encoding="utf-8")
