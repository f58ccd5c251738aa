"""The query editor: as a plain form it answers whole; in a browser it completes from the data and really cancels."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from api.failures import BadQuery, Crashed, TimeLimit
from api.http.app import create_app
from api.pages import assets
from api.pages.rendering import words
from api.pages.sparql import faults
from api.pages.sparql.plots import plot
from api.pages.sparql.results import grid
from api.pages.sparql.terms import completions
from api.settings import Settings
from graph.solutions import Solutions
from graph.store import Store
from tests.browsing import complaints, in_browser, visiting, wait_until
from tests.sample_documents import documents
from tests.serving import CROSS, KEY_DIGEST, Served, serving

AGENCY = next(duty.agency.name for each in documents() for m in each.measures for duty in m.assignments if duty.agency)
PREFIX = "PREFIX dg: <https://w3id.org/dutygraph/ontology#>\n"
COUNTED = (
    f"{PREFIX}SELECT ?agency (COUNT(*) AS ?duties) {{ ?m dg:anyAgency ?agency }} "
    "GROUP BY ?agency ORDER BY DESC(?duties) ?agency"
)
DRAWN = f"{PREFIX}CONSTRUCT {{ ?m dg:anyAgency ?a }} WHERE {{ ?m dg:anyAgency ?a }}"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"


def page(client: TestClient, **asked: str) -> str:
    return client.get(f"/pages/sparql?{urlencode({'lang': 'zh', **asked})}").text


def test_a_query_in_the_address_is_answered_as_a_table_whose_things_lead_to_their_pages(
    client: TestClient, sample_store: Store
) -> None:
    text = page(client, query=COUNTED)

    assert text.count("<tr>") - 1 == len(sample_store.select(COUNTED).rows)
    assert f'<a href="/pages/agency/{quote(AGENCY)}?lang=zh">{AGENCY}</a>' in text


@pytest.mark.parametrize(
    ("query", "view", "shown", "hidden"),
    [
        (COUNTED, "", ["table"], ["chart"]),
        (COUNTED, "chart", ["chart"], ["table"]),
        (DRAWN, "", ["graph"], ["table"]),
        (DRAWN, "chart", ["graph"], ["table"]),
        ("SELECT * { ?s a <urn:none> }", "", ["table"], []),
        ("ASK {}", "table", [], []),
    ],
)
def test_an_answer_has_the_views_that_fit_and_shows_the_one_asked_for(
    client: TestClient, query: str, view: str, shown: list[str], hidden: list[str]
) -> None:
    text = page(client, query=query, view=view)
    views = [name for name in ("table", "chart", "graph") if f'id="view-{name}"' in text]

    assert sorted(views) == sorted([*shown, *hidden])
    assert [name for name in views if f'id="view-{name}" hidden' in text] == hidden


@pytest.mark.parametrize(
    ("query", "status", "place"),
    [
        ("SELECT * {\n  ?s ?p ?o", 400, "第1行第10列"),
        ("SELECT * {\n  ?s dg:text ?o }", 400, "第2行第6列"),
        ("SELECT * {\n  ?s ?p }", 400, "第2行第10列"),
        ("SELECT * {\n SERVICE <http://example.org/> { ?s ?p ?o } }", 403, "第2行第2列"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", 400, "这不是一个查询"),
        ("SELECT * FROM <urn:none> { ?s ?p ?o }", 403, ""),
    ],
)
def test_a_fault_is_told_with_its_place_beside_the_query(
    client: TestClient, query: str, status: int, place: str
) -> None:
    answer = client.get("/pages/sparql", params={"query": query, "lang": "zh"})

    assert (answer.status_code, place in answer.text) == (status, True)
    assert query.splitlines()[0].replace("<", "&lt;").replace(">", "&gt;") in answer.text


def test_what_a_form_is_answered_with_is_a_page_even_where_it_tells_of_a_fault(client: TestClient) -> None:
    answer = client.post("/pages/sparql", data={"query": "SELECT", "lang": "en"})

    assert (answer.status_code, "The query cannot be read" in answer.text) == (200, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_failure_of_a_query_has_words_and_a_remedy(language: str) -> None:
    errors = [BadQuery("x", 1, 2), TimeLimit("x"), Crashed("x")]

    assert [(fault.what != "", fault.remedy != "") for fault in (faults.told(e, language) for e in errors)] == [
        (True, True)
    ] * 3


def test_the_failures_have_words_in_both_languages() -> None:
    told = faults.words()

    assert told["zh"]["kinds"].keys() == told["en"]["kinds"].keys()


def test_a_text_of_the_query_never_becomes_part_of_the_page(client: TestClient) -> None:
    hostile = "SELECT ('<script>alert(1)</script>' AS ?x) {} # </textarea><script>alert(2)</script>"

    assert "<script>alert" not in page(client, query=hostile)


def test_a_saved_question_opens_with_its_values_and_runs(client: TestClient) -> None:
    text = page(client, question="measures-by-agency", agency=AGENCY)

    assert f"/id/agency/{AGENCY}&gt; }}" in text
    assert "id=&#34;answer&#34;" not in text
    assert "view-table" not in text


def test_a_saved_question_without_a_value_that_it_wants_opens_all_the_same(client: TestClient) -> None:
    text = page(client, question="measures-by-agency")

    assert "VALUES ?_agency { UNDEF }" in text


def test_the_form_of_a_saved_question_leads_to_the_editor(client: TestClient) -> None:
    text = client.get("/pages/queries/measures-by-agency", params={"agency": AGENCY}).text

    assert f"/pages/sparql?question=measures-by-agency&amp;{urlencode({'agency': AGENCY})}" in text


def test_a_workbook_holds_the_rows_and_no_formula(client: TestClient, sample_store: Store) -> None:
    query = f"{PREFIX}SELECT ('=1+1' AS ?text) (2.5 AS ?figure) (?s AS ?thing) {{ ?s a dg:Measure }}"
    answer = client.get("/pages/sparql/rows.xlsx", params={"query": query})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows[0] == ["text", "figure", "thing"]
    assert rows[1:] == [["=1+1", 2.5, str(row[2])] for row in sample_store.select(query).rows]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("words", [AGENCY[-3:], AGENCY[-3:-1], AGENCY])
def test_names_are_found_by_two_characters_within_them(client: TestClient, words: str) -> None:
    found = client.get("/pages/sparql/names", params={"q": words}).json()

    assert AGENCY in [each["name"] for each in found]
    assert all(words in each["name"] for each in found)
    assert len(found) <= 20


@pytest.mark.alone
def test_names_are_found_at_once_when_they_have_been_read(client: TestClient) -> None:
    client.get("/pages/sparql/names", params={"q": "省"})
    began = time.process_time()
    for text in ("水利", "生态", "云岭", "政府", "市"):
        client.get("/pages/sparql/names", params={"q": text})

    assert (time.process_time() - began) / 5 < 0.05


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_terms_of_the_ontology_are_completed_with_labels_and_what_they_mean(language: str) -> None:
    found = {each.written: each for each in completions(language)}

    assert found["dg:Measure"].labels == ("措施", "measure")
    assert [each.written for each in found.values() if len(each.labels) < 2] == []
    assert [each.written for each in found.values() if not each.meaning and each.kind != "scheme"] == []


YEARS = Solutions(("year", "n"), ((2020, 3), (2018, 1), (2019, 2)))
TWICE = Solutions(("year", "n"), ((2020, 3), (2020, 1)))
NAMES = Solutions(("name", "n", "m"), (("甲", 3, 9), ("乙", None, 1)))
TEXTS = Solutions(("name", "other"), (("甲", "乙"),))


@pytest.mark.parametrize(
    ("found", "asked", "expected"),
    [
        (YEARS, ("", ""), ("line", "year", "n", ["2018", "2019", "2020"], True)),
        (TWICE, ("", ""), ("line", "year", "n", ["2020", "2020"], False)),
        (NAMES, ("", ""), ("bar", "name", "n", ["甲"], False)),
        (NAMES, ("", "m"), ("bar", "name", "m", ["甲", "乙"], False)),
        (NAMES, ("no", "such"), ("bar", "name", "n", ["甲"], False)),
        (TEXTS, ("", ""), None),
        (Solutions(("n",), ((1,),)), ("", ""), None),
        (Solutions(("name", "n"), ()), ("", ""), None),
    ],
)
def test_a_chart_is_made_of_the_columns_that_fit(
    found: Solutions, asked: tuple[str, str], expected: tuple[str, str, str, list[str], bool] | None
) -> None:
    made = plot(found, grid(found, words("zh")), *asked)

    told = made and (made.kind, made.x, made.y, [mark.label for mark in made.marks], bool(made.path))
    assert told == expected


@pytest.mark.alone
def test_the_first_view_is_quick_and_light(client: TestClient) -> None:
    client.get("/pages/sparql")  # the templates are compiled
    began = time.process_time()
    client.get("/pages/sparql?lang=zh")
    spent = time.process_time() - began

    assert spent < 0.1


def test_an_answer_that_depends_on_the_moment_is_not_kept(sample_store: Store) -> None:
    with TestClient(create_app(sample_store)) as client:
        told = [client.get("/pages/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}"}) for call in ("NOW()", "1")]

    assert ["etag" in answer.headers for answer in told] == [False, True]


needs_editor = pytest.mark.skipif(not assets.address("yasqe.min.js"), reason="no editor here: make assets")


@pytest.fixture(scope="module")
def served(sample_folder: Path) -> Iterator[Served]:
    with serving(Settings(store=sample_folder, admin_key=KEY_DIGEST, journal="")) as served:
        yield served


@contextmanager
def editing(browser: Browser, served: Served, locale: str = "zh-CN", path: str = "", **options: bool) -> Iterator[Page]:
    """The editor in a browser that complains of nothing and asks nobody else."""
    with visiting(browser, served, locale=locale, **options) as visit:
        visit.go(f"/pages/sparql{path}")
        yield visit.page


def type_anew(page: Page, text: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def written(page: Page) -> str:
    text: str = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    return text


@in_browser
@needs_editor
def test_a_class_a_property_and_a_body_are_completed_and_the_query_is_answered(
    browser: Browser, served: Served
) -> None:
    with editing(browser, served) as page:
        type_anew(page, "SELECT * {\n?m a 措")
        page.locator(".CodeMirror-hint", has_text="dg:Measure").first.wait_for()
        assert complaints(page) == []
        page.keyboard.press("Enter")
        page.keyboard.type(f" ; dg:anyAgency {AGENCY[-3:-1]}")
        page.locator(".CodeMirror-hint", has_text=AGENCY).first.click()
        wait_until(page, "document.activeElement.closest('.CodeMirror')")
        page.keyboard.type(" }")
        assert written(page).startswith("PREFIX dg: <https://w3id.org/dutygraph/ontology#>")
        assert written(page).endswith(
            f"?m a dg:Measure ; dg:anyAgency <https://w3id.org/dutygraph/id/agency/{AGENCY}> }}"
        )
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer tbody tr")

        assert (
            served.query(written(page), Accept="text/csv").body.count(b"\r\n") - 1 == page.locator("tbody tr").count()
        )
        assert complaints(page) == []


@in_browser
@needs_editor
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_address_keeps_query_and_view_and_shows_them_again(browser: Browser, served: Served, locale: str) -> None:
    with editing(browser, served, locale, f"?{urlencode({'query': COUNTED})}") as page:
        page.locator("[data-view=chart]").click()
        address, drawn = page.url, page.locator("#view-chart svg").inner_html()
        assert complaints(page) == []
        page.goto(address)

        assert page.locator("#view-chart").is_visible()
        assert not page.locator("#view-table").is_visible()
        assert page.locator("#view-chart svg").inner_html() == drawn
        assert written(page) == COUNTED


@in_browser
@needs_editor
def test_columns_are_sorted_as_figures_or_as_names(browser: Browser, served: Served) -> None:
    with editing(browser, served, path=f"?{urlencode({'query': COUNTED})}") as page:
        page.locator("th", has_text="duties").locator("button").click()
        figures = [int(each) for each in page.locator("tbody td:nth-child(2)").all_inner_texts()]

        assert figures == sorted(figures)
        assert page.locator("th", has_text="duties").get_attribute("aria-sort") == "ascending"


@in_browser
@needs_editor
def test_a_long_query_is_stopped_in_the_service_when_it_is_cancelled(browser: Browser, served: Served) -> None:
    def running() -> list[str]:
        return [each["text"] for each in served.admin("GET", "/queries").json()]  # type: ignore[index]

    def becomes(expected: list[str]) -> None:
        until = time.monotonic() + 10
        while running() != expected and time.monotonic() < until:
            time.sleep(0.05)
        assert running() == expected

    with editing(browser, served) as page:
        type_anew(page, ENDLESS)
        page.keyboard.press("Control+Enter")
        page.locator("#cancel").wait_for()
        becomes([ENDLESS])
        page.locator("#cancel").click()
        becomes([])

        assert page.get_by_text("已取消").is_visible()


@in_browser
@needs_editor
def test_a_fault_is_told_while_typing_and_marked_where_the_service_finds_it(browser: Browser, served: Served) -> None:
    with editing(browser, served) as page:
        type_anew(page, "SELECT * {\n?s ?p ?o ?q }")
        page.locator("#syntax", has_text="第2行第12列").wait_for()
        page.keyboard.press("Control+Enter")
        page.locator(".fault", has_text="第2行第").wait_for()

        assert page.locator(".at-fault .CodeMirror-line").inner_text().strip() == "?s ?p ?o ?q }"
        assert complaints(page) == []


@in_browser
@needs_editor
def test_triples_are_drawn_and_lead_to_their_pages(browser: Browser, served: Served) -> None:
    with editing(browser, served, path=f"?{urlencode({'query': DRAWN})}") as page:
        assert complaints(page) == []
        page.locator(f'#view-graph a[href="/pages/agency/{quote(AGENCY)}"]').first.click()
        page.wait_for_url("**/pages/agency/**")

        assert page.locator("h1").inner_text() == AGENCY


@in_browser
@needs_editor
def test_without_script_the_form_answers(browser: Browser, served: Served) -> None:
    with editing(browser, served, scripts=False) as page:
        page.locator("textarea").fill(COUNTED)
        page.locator("#run").click()
        page.wait_for_selector("#answer tbody tr")
        page.locator("[data-view=chart]").click()

        assert page.locator("#view-chart rect").count() > 0


@in_browser
@needs_editor
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window_and_a_visit_is_light(browser: Browser, served: Served, width: int) -> None:
    with editing(browser, served, path=f"?{urlencode({'query': COUNTED, 'view': 'chart'})}") as page:
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        sizes = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)"

        assert beyond <= 0
        assert 0 < page.evaluate(sizes) < 300_000
