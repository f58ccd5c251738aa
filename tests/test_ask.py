"""Questions in Chinese: what each is understood as, that nothing breaks the reader, and what the answer shows."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.cli import command
from api.questions import asked
from api.tasks.asking import answer
from graph import query
from graph.store import Store
from loaders.asking.notes import Note, wordings
from loaders.asking.understand import LONGEST, understand
from loaders.asking.understanding import CONDITIONS, Meaning, Understanding
from loaders.gazetteer import gazetteer
from loaders.rulebook import rulebook

TODAY = date(2020, 5, 20)
QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["question"]
PIECES = (
    "省水利厅",
    "2020年底前",
    "牵头",
    "的",
    "任务",
    "谁",
    "《",
    "》",
    "(",
    "清川市",
    "13月",
    "不",
    "和",
    "、",
    " ",
    "\n",
    "?",
    "9",
    "年",
)


def said(found: Understanding, language: str) -> str:
    """All remarks in that language."""
    return "".join(note.said(language) for note in found.remarks)


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry["text"])
def test_a_question_is_understood_as_a_careful_reader_does(entry: dict[str, Any]) -> None:
    found = understand(entry["text"], TODAY, gazetteer())
    values = {name: list(kept) if len(kept) > 1 else kept[0] for name, kept in found.values}

    assert (found.query, values) == (entry.get("query"), entry.get("values", {}))
    assert [span.text for span in found.unused] == entry.get("unused", [])
    assert entry.get("remark", "") in said(found, "zh")
    assert found.counts == entry.get("counts", False)
    if found.query:
        assert [span.text for span in found.unread] == entry.get("unread", [])


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry["text"])
def test_whatever_is_left_out_of_the_query_is_said(entry: dict[str, Any]) -> None:
    found = understand(entry["text"], TODAY, gazetteer())
    conditions = [span for span in found.spans if span.meaning in CONDITIONS]
    in_both = [said(found, language) for language in ("zh", "en")]

    assert found.remarks or (found.query and not found.unread and not found.unused)
    for span in found.unused:
        assert all(span.text in told or span.values[0] in told for told in in_both)
    if found.query:
        used = {value for _, values in found.values for value in values}
        for span in conditions:
            assert span in found.unused or span.meaning is Meaning.DATE or used & {*span.values}


def test_the_table_has_questions_enough_and_each_once() -> None:
    texts = [entry["text"] for entry in QUESTIONS]

    assert len({*texts}) == len(texts) >= 60


def test_every_query_that_a_wording_names_is_in_the_catalogue() -> None:
    book = rulebook("ask")
    named = {name for rule in book.rules for name in rule.fields.get("queries", ())}

    assert named | {*book.words["usual_queries"]} <= query.catalogue().keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_wording_has_a_meaning_and_every_refusal_a_reason(language: str) -> None:
    refused = {
        f"refused-{rule.name}" for rule in rulebook("ask").rules if Meaning(rule.fields["meaning"]) is Meaning.REFUSED
    }

    assert {key for key in wordings()[language] if key.startswith("refused-")} == refused


def test_what_is_said_of_a_question_names_the_same_in_both_languages() -> None:
    chinese, english = (wordings()[language] for language in ("zh", "en"))

    assert chinese.keys() == english.keys()
    assert [key for key in chinese if slots(chinese[key]) != slots(english[key])] == []
    assert {said for entry in QUESTIONS for said in keys(understand(entry["text"], TODAY, gazetteer()).remarks)} | {
        "long"
    } == chinese.keys()


def slots(wording: str) -> list[str]:
    return sorted(re.findall(r"\{\d\}", wording))


def keys(notes: Iterable[object]) -> Iterator[str]:
    """The keys of these notes and of those that they name."""
    for note in notes:
        if isinstance(note, Note):
            yield note.key
            yield from keys(note.values)


def test_over_http_and_on_pages_it_is_said_in_the_language_of_who_asks(client: TestClient) -> None:
    english = {"Accept-Language": "en"}
    told = client.get("/ask", params={"q": "为什么要清淤"}, headers=english)
    page = client.get("/pages/ask", params={"q": "为什么要清淤"}, headers=english).text

    assert told.json()["remarks"] == ["“为什么”: the graph has who is to do what by when, not why or how"]
    assert "Accept-Language" in told.headers["vary"]
    assert told.json()["remarks"][0] in page
    assert client.get("/ask", params={"q": "为什么要清淤"}).json()["remarks"] == [
        "“为什么”:图谱只记载谁、何时之前、做什么,不回答原因和做法"
    ]


def test_on_chinese_pages_what_the_graph_says_of_a_name_is_chinese(client: TestClient) -> None:
    page = client.get("/pages/ask", params={"q": "省火箭厅牵头的任务"}, headers={"Accept-Language": "zh"}).text

    assert "图谱中没有名为“省火箭厅”的条目" in page


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), st.dates())
def test_any_text_is_read_without_a_fault_and_its_spans_quote_it(sample_store: Store, text: str, day: date) -> None:
    found = understand(text, day, gazetteer())

    assert all(text[span.start : span.end] == span.text for span in found.spans)
    if found.query:
        query.bind(query.query(found.query), dict(found.values), sample_store)


def test_a_text_too_long_to_be_a_question_is_not_read() -> None:
    found = understand("省水利厅牵头的任务" * LONGEST, TODAY, gazetteer())

    assert (found.query, found.spans) == (None, ())
    assert str(LONGEST) in said(found, "zh")


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 1, 1), date(2024, 2, 29)])
@pytest.mark.parametrize(
    "text", ["今年到期的任务", "下个月到期的任务", "未来三个月到期的任务", "逾期的任务", "明年底前到期的任务"]
)
def test_days_are_relative_to_the_day_of_asking(day: date, text: str) -> None:
    found = understand(text, day, gazetteer())

    assert dict(found.values).keys() <= {"due", "due_from", "due_until"}


def test_today_is_the_day_in_china() -> None:
    days = [datetime.now(UTC) + timedelta(hours=8)]
    told = asked("今天到期的任务")["today"]
    days.append(datetime.now(UTC) + timedelta(hours=8))

    assert told in {day.date().isoformat() for day in days}


def test_a_month_later_is_a_month_later() -> None:
    found = understand("未来一个月到期的任务", date(2024, 1, 31), gazetteer())

    assert dict(found.values) == {"due_from": ("2024-01-31",), "due_until": ("2024-02-29",)}


def test_the_answer_is_that_of_the_saved_query_with_its_evidence(sample_store: Store) -> None:
    asking = asked("环境保护厅牵头、2019年底前到期的任务", TODAY)
    found = answer(asking, sample_store, 100)
    bound = query.bind(
        query.query("measures-by-agency"),
        {"agency": "环境保护厅", "role": "lead", "due_until": "2019-12-31"},
        sample_store,
    )

    assert found.solutions == sample_store.select(bound.text)
    assert found.solutions.rows
    assert {"source", "start", "end", "quote"} <= {*found.solutions.variables}
    assert found.count == {"rows": len(found.solutions.rows), "measures": len({*found.solutions.column("measure")})}


def test_a_limit_is_kept_and_told_and_a_number_is_of_all(sample_store: Store) -> None:
    cut = answer(asked("所有任务", TODAY), sample_store, 1)
    counted = answer(asked("有多少项任务", TODAY), sample_store, 1)

    assert (len(cut.solutions.rows), cut.complete, cut.count) == (1, False, None)
    assert counted.count
    assert (len(counted.solutions.rows), counted.complete) == (1, False)
    assert counted.count["measures"] > 1


def test_over_http_the_understanding_the_query_and_the_rows_are_one_answer(client: TestClient) -> None:
    told = client.get("/ask", params={"q": "环境保护厅牵头的任务", "today": "2020-05-20"}).json()

    assert [span["text"] for span in told["understood"]] == ["环境保护厅", "牵头", "任务"]
    assert client.get(told["href"]).json() == told["rows"]
    assert told["rows"]
    assert told["command"] == "dutygraph query measures-by-agency --agency 环境保护厅 --role lead"
    assert client.get("/sparql", params={"query": told["sparql"]}).status_code == 200


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"q": " "}, 422),
        ({}, 422),
        ({"q": "你好"}, 200),
        ({"q": "任务", "limt": 5}, 422),
        ({"q": "任务", "limit": 0}, 422),
    ],
)
def test_over_http_what_cannot_be_read_is_said(client: TestClient, params: dict[str, str | int], status: int) -> None:
    reply = client.get("/ask", params=params)

    assert reply.status_code == status
    if status == 200:
        assert (reply.json()["query"], reply.json()["rows"]) == (None, [])
        assert reply.json()["remarks"]


def test_an_agency_that_the_graph_does_not_know_is_said(client: TestClient) -> None:
    told = client.get("/ask", params={"q": "省火箭厅牵头的任务"}).json()

    assert told["rows"] == []
    assert any("省火箭厅" in remark for remark in told["remarks"])


def test_on_the_command_line_the_understanding_stands_before_the_rows(sample_folder: Path) -> None:
    shown = CliRunner().invoke(
        command({"LANG": "zh_CN.UTF-8"}), ["ask", "环境保护厅牵头的任务", "--sparql", "--store", str(sample_folder)]
    )

    assert shown.exit_code == 0, shown.output
    places = [
        shown.output.index(word) for word in ("词语", "dutygraph query", "/queries/", "SELECT", "yunling-2018.txt")
    ]
    assert places == sorted(places)


def test_on_the_command_line_a_question_that_cannot_be_read_ends_with_one(sample_folder: Path) -> None:
    shown = CliRunner().invoke(command({"LANG": "zh_CN.UTF-8"}), ["ask", "天气怎么样", "--store", str(sample_folder)])

    assert shown.exit_code == 1
    assert "不回答" in shown.output


@pytest.mark.parametrize(
    ("locale", "remark"),
    [
        ("zh_CN.UTF-8", "agency: 图谱中没有名为“省火箭厅”的条目"),
        ("en_GB.UTF-8", "the graph knows no agency called 省火箭厅"),
    ],
)
def test_on_the_command_line_a_name_that_nobody_bears_is_told_in_the_users_language(
    sample_folder: Path, locale: str, remark: str
) -> None:
    shown = CliRunner().invoke(command({"LANG": locale}), ["ask", "省火箭厅牵头的任务", "--store", str(sample_folder)])

    assert remark in shown.output
