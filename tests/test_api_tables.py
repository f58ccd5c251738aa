"""Rows as tables for people."""

import io
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from rich.console import Console

from api.answers import as_csv
from api.cli.tables import Sheet, drawn, sheet, table
from api.headings import headings
from api.http.app import create_app
from graph import query
from graph.solutions import Iri, Solutions
from graph.store import Store
from tests.sample_documents import rectification

ROWS = Solutions(
    ("measure", "number", "text", "agency", "document", "key", "source", "start", "end", "quote", "mention_start"),
    (
        (Iri("http://a"), "一", "封堵", "云岭省水利厅", "整改方案", "a", "a.txt", 3, 9, "一、封堵", 4),
        (Iri("http://b"), "二", "清淤", "云岭省水利厅", "实施方案", "b", "b.txt", 0, 5, "二、清淤", 1),
    ),
)


def printed(thing: object) -> str:
    output = io.StringIO()
    Console(file=output, width=80).print(thing)
    return output.getvalue()


def test_a_sheet_has_what_differs_in_columns_and_says_once_what_does_not() -> None:
    assert sheet(ROWS) == Sheet(
        common=(("agency", "云岭省水利厅"),),
        columns=("number", "text", "source"),
        rows=(("一", "封堵", "a.txt 3–9"), ("二", "清淤", "b.txt 0–5")),
    )


def test_a_single_row_is_shown_whole() -> None:
    page = sheet(Solutions(ROWS.variables, ROWS.rows[:1]))

    assert page.common == ()
    assert dict(zip(page.columns, page.rows[0], strict=True)) == {
        "number": "一",
        "text": "封堵",
        "agency": "云岭省水利厅",
        "document": "整改方案",
        "source": "a.txt 3–9",
    }


def test_columns_without_any_value_are_left_out() -> None:
    assert sheet(Solutions(("number", "due"), (("一", None), ("二", None)))).columns == ("number",)


def test_nothing_in_a_value_is_read_as_markup() -> None:
    assert "[bold]《条例》[/bold]" in printed(table(("title",), [("[bold]《条例》[/bold]",)]))


def test_a_drawn_sheet_heads_its_columns_in_the_users_language() -> None:
    shown = printed(drawn(ROWS, headings("zh")))

    assert "机构: 云岭省水利厅" in shown
    assert "编号" in shown
    assert "a.txt 3–9" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_of_every_query_has_a_heading(language: str) -> None:
    hidden = {"measure", "start", "end", "mention_start", "mention_end"}
    columns = {column for question in query.catalogue().values() for column in question.columns}

    assert columns - hidden - headings(language).keys() == set()


def test_headings_are_the_same_in_both_languages_and_begin_as_headings_do() -> None:
    assert headings("zh").keys() == headings("en").keys()
    assert [told for told in headings("en").values() if not told[0].isupper()] == []


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_none_in_tables_for_people() -> None:
    answer = Solutions(("text", "value"), (('=HYPERLINK("http://a")', -5), ("@甲局", None)))

    assert as_csv(answer).decode() == 'text,value\r\n"\'=HYPERLINK(""http://a"")",-5\r\n\'@甲局,\r\n'


def test_no_list_over_http_has_a_formula_either() -> None:
    store = Store.memory()
    first = rectification()
    store.put(replace(first, measures=(replace(first.measures[0], text="=1+1"), *first.measures[1:])))
    lines = TestClient(create_app(store)).get("/measures?format=csv").text

    assert "'=1+1" in lines
    assert ",=1+1" not in lines


def test_a_question_as_a_spreadsheet_has_no_formula_and_the_standards_csv_stays_as_it_is() -> None:
    store = Store.memory()
    store.put(replace(rectification(), title="=HYPERLINK(1)"))
    client = TestClient(create_app(store))
    standard, opened = (client.get(f"/queries/documents?format={name}") for name in ("csv", "spreadsheet"))

    assert ",=HYPERLINK(1)," in standard.text
    assert opened.text == "\ufeff" + standard.text.replace("=HYPERLINK(1)", "'=HYPERLINK(1)")
    assert opened.headers["content-type"] == "text/csv; charset=utf-8"
    assert opened.headers["content-disposition"] == 'attachment; filename="documents.csv"'
