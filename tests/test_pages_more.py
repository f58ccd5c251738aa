"""Pages of findings, and lists as files: what they tell is what the graph and the other ways to it tell."""

import csv
import io
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.pages import agency, audit, gallery, network, worked
from api.pages.rendering import words
from graph.corrections.applying import LOST, UNFIT
from graph.findings.audit import rules
from graph.store import Store
from tests.sample_documents import documents

DOCUMENT, OTHER = documents()[0], documents()[-1]


def told(client: TestClient, path: str) -> str:
    answer = client.get(f"/pages{path}", headers={"Accept-Language": "zh"})
    assert answer.status_code == 200
    return answer.text


def found(page: str) -> list[str]:
    """What rules found, and networks drawn."""
    return re.findall(r'<section class="rule .*?</section>|<figure class="net">.*?</figure>', page, re.DOTALL)


def rows(text: str) -> int:
    return text.count("<tr>") - 1


def test_two_versions_are_told_apart_as_the_service_tells_them(client: TestClient) -> None:
    pair = {"earlier": DOCUMENT.key, "later": OTHER.key}
    page = client.get("/pages/diff", params=pair).text

    assert rows(page) == client.get("/diff", params=pair).json()["count"] > 0
    assert f"/pages/document/{quote(OTHER.key)}#char=" in page


def test_a_version_that_is_not_there_is_told_on_the_page(client: TestClient) -> None:
    assert 'role="alert"' in told(client, f"/diff?earlier={DOCUMENT.key}&later=nowhere")


def test_a_document_does_not_differ_from_itself(client: TestClient) -> None:
    assert "两份文件没有差别" in told(client, f"/diff?earlier={DOCUMENT.key}&later={DOCUMENT.key}")


def test_a_theme_has_all_documents_that_its_question_finds(client: TestClient) -> None:
    keys = [row["key"] for row in client.get("/queries/cascade", params={"text": "方案"}).json()]
    page = told(client, "/cascade?text=方案")

    assert keys
    assert all(f'href="/pages/document/{quote(key)}"' in page for key in keys)


def test_the_load_of_agencies_is_that_of_the_calendar(client: TestClient) -> None:
    span = {"due_from": "2018-01-01", "due_until": "2018-12-31"}
    loads = client.get("/calendars/workload", params=span).json()["items"]
    page = told(client, "/workload?year=2018")

    assert loads
    assert rows(page) == len({row["iri"] for row in loads})


def test_progress_is_that_of_the_service(client: TestClient) -> None:
    page = told(client, f"/progress?document={quote(DOCUMENT.key)}")

    assert rows(page) == client.get("/progress", params={"document": DOCUMENT.key}).json()["count"] > 0


def test_the_network_draws_an_agency_a_dot(client: TestClient) -> None:
    agencies = client.get("/network").json()["count"]["agencies"]
    page = told(client, "/network")

    assert len(re.findall(r'<circle class="c\d" cx="\d\d', page)) == min(40, agencies) > 1


def test_targets_are_compared_as_the_service_compares_them(client: TestClient) -> None:
    indicator = client.get("/indicators").json()["items"][0]["name"]
    page = told(client, f"/comparison?indicator={quote(indicator)}")

    assert rows(page) == client.get("/comparison", params={"indicator": indicator}).json()["count"] > 0


def test_a_line_is_drawn_for_each_measure_that_is_due(client: TestClient) -> None:
    page = told(client, "/calendar?year=2018&view=timeline")
    due = client.get("/calendars/due", params={"due_from": "2018-01-01", "due_until": "2018-12-31"}).json()["items"]

    assert rows(page) == len({row["measure"] or row["key"] for row in due}) > 0


@pytest.mark.parametrize(
    "name", ["measures", "documents", "agencies", "divisions", "indicators", "targets", "citations"]
)
def test_a_list_as_a_file_has_every_entry_and_where_it_is_printed(client: TestClient, name: str) -> None:
    everything = client.get(f"/{name}").json()["count"]
    table = list(csv.reader(io.StringIO(client.get(f"/pages/{name}.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(f"/pages/{name}.xlsx").content)).active

    assert sheet is not None
    assert len(table) - 1 == everything == sheet.max_row - 1
    assert [str(cell.value) for cell in sheet[1]] == table[0]
    assert all(all(row[-4:]) for row in table[1:]) or name not in {"measures", "targets", "citations", "indicators"}


def test_a_file_holds_what_the_page_shows(client: TestClient) -> None:
    asked = "column=number&column=deadlines&order=-due&role=lead"
    page = told(client, f"/measures?{asked}")
    table = list(
        csv.reader(io.StringIO(client.get(f"/pages/measures.csv?{asked}&lang=zh").content.decode("utf-8-sig")))
    )
    numbers = re.findall(r'<td class="number"[^>]*>\s*<a [^>]*>([^<]*)</a>', page)

    assert table[0][:2] == ["编号", "时限"]
    assert [row[0] for row in table[1 : 1 + len(numbers)]] == numbers
    assert f"/pages/measures.xlsx?{asked}".replace("&", "&amp;") in page


def test_of_many_documents_a_part_at_a_time_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    due = {"due_from": "2018-12-01", "due_until": "2018-12-31"}
    december = [row for row in client.get("/calendars/due", params=due).json()["items"] if row["kind"] != "recurring"]
    monkeypatch.setattr(worked, "MANY", 0)
    overview, calendar = told(client, "/audit"), told(client, "/calendar?year=2018&month=12")
    measures = {row["measure"] for row in december if row["measure"] and row["due"] >= "2018-12-01"}

    assert all(rule.summary in overview for rule in rules().values())
    assert all(quote(iri.rpartition("/")[2], safe="()/") in calendar for iri in measures)
    assert "请先选定" in told(client, "/network")
    assert "请先选定" in told(client, "/workload")


def test_of_some_documents_all_is_gone_through_only_when_asked_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(client, "/audit?whole=") + told(client, "/network?whole=")
    monkeypatch.setattr(audit, "_SOME", 0)
    monkeypatch.setattr(network, "_SOME", 0)
    open_ = told(client, "/audit"), told(client, "/network")
    after = told(client, "/audit?whole=yes") + told(client, "/network?whole=yes")

    assert all(rule.summary in open_[0] for rule in rules().values())
    assert all("?whole=yes" in page and not found(page) for page in open_)
    assert len(found(after)) > 2
    assert found(after) == found(before)


def test_of_many_documents_the_network_of_the_busiest_agencies_is_drawn(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    agencies = client.get("/network").json()["count"]["agencies"]
    monkeypatch.setattr(worked, "MANY", 0)
    page = told(client, "/network?busiest=yes")

    assert "/pages/network?busiest=yes" in told(client, "/network")
    assert len(re.findall(r'<circle class="c\d" cx="\d\d', page)) == min(40, agencies) > 1
    assert f"只有措施最多的{min(40, agencies)}个机构" in page
    assert client.get("/pages/explorer/graph?view=together&most=40&format=gexf").text.count("<node ") == min(
        40, agencies
    )


def test_of_an_agency_with_many_duties_in_many_documents_all_are_counted_when_that_is_asked_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    busiest = client.get("/queries/assignments-per-agency").json()[0]
    path = f"/agency/{quote(busiest['agency'])}"
    whole = told(client, path)
    monkeypatch.setattr(worked, "MANY", 0)
    unasked = told(client, path)
    monkeypatch.setattr(agency, "_MOST", busiest["measures"] - 1)
    first = told(client, path)
    (counting,) = re.findall(r'href="/pages([^"]*[?]count=1)"', first)

    assert figures(told(client, counting)) == figures(unasked) == figures(whole) != []
    assert figures(first) == []
    assert all(("共同承担最多的机构" in page) is (page != first) for page in (whole, unasked, first))


def figures(page: str) -> list[tuple[str, str]]:
    """How many duties there are by role and year, and with whom they are shared."""
    return re.findall(r'<td class="figure">(?:<a [^>]*>)?(\d+)|</meter> <b>(\d+)', page)


def test_what_was_worked_out_is_kept_until_the_graph_changes(empty_store: Store) -> None:
    made: list[int] = []
    for _ in range(2):
        worked.worked(empty_store, "sum", lambda: made.append(1))
    empty_store.put(documents()[0])
    worked.worked(empty_store, "sum", lambda: made.append(2))

    assert made == [1, 2]


def test_a_question_in_a_graph_of_many_documents_is_answered_as_far_as_it_is_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(client, "/queries/assignments?ask=1")
    monkeypatch.setattr(worked, "MANY", 0)
    monkeypatch.setattr(gallery, "_ROWS", 3)
    first = told(client, "/queries/assignments?ask=2")

    assert "显示前 3 行,后面还有" in first
    assert "后面还有" not in whole
    assert rows(first) == 3 < rows(whole)


def test_what_was_doubtful_is_said_in_english_too() -> None:
    say = words("en")

    assert [code for code in doubts() if say.doubt(code, "") == ""] == []
    assert words("zh").doubt("number-gap", "编号2之前缺第1项") == "编号2之前缺第1项"


def doubts() -> set[str]:
    """The codes of all that is remarked of a text, by its readers and by those who apply corrections."""
    coded = re.compile(r'(?:Doubt\([^"]*?|Remark\(|(?=["]deadline-))"([a-z]+(?:-[a-z]+)+)"')
    readers = (path.read_text(encoding="utf-8") for path in Path(str(files("loaders"))).rglob("*.py"))
    found = {code for text in readers for code in coded.findall(text)} | {LOST, UNFIT}
    assert len(found) > 12
    return found


@pytest.mark.parametrize(
    ("path", "status", "heading", "said"),
    [
        ("/agency/nobody", 404, "没有找到", "没有机构"),
        ("/measures?due=soon", 422, "无法回答", "到期日: &#39;soon&#39; 不是 2020 这样的年份"),
    ],
)
def test_a_failure_says_in_a_word_what_it_is_and_names_the_field(
    client: TestClient, path: str, status: int, heading: str, said: str
) -> None:
    answer = client.get(f"/pages{path}", headers={"Accept-Language": "zh"})

    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert said in answer.text
