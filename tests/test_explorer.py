"""The graph explorer: what it draws is what SPARQL counts; a table without scripts; walked through in a browser."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import fromstring

import networkx as nx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from api.http.app import create_app
from api.pages import assets, worked
from graph import iri
from graph.store import Store
from tests.browsing import CHROMIUM, complaints, visiting, wait_until
from tests.sample_documents import documents, groups, reference
from tests.serving import Served
from tests.test_pages import HOSTILE, hostile, read

DOCUMENT = documents()[0]
AGENCY = next(duty.agency.name for each in DOCUMENT.measures for duty in each.assignments if duty.agency)
NODE = iri.agency(AGENCY).value
PLAN = iri.document(DOCUMENT.key).value
DG = "PREFIX dg: <https://w3id.org/dutygraph/ontology#>\n"
VIEWS = ("", f"?node={quote(NODE)}", f"?view=duties&node={quote(PLAN)}", "?view=together", f"?node={quote(HOSTILE)}")
walked = pytest.mark.skipif(
    not CHROMIUM or not assets.address("sigma.min.js"),
    reason="no Chromium (apt-get install chromium) or no libraries of the browser (make assets)",
)


def graph(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/pages/explorer/graph?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def types(found: dict[str, Any]) -> list[str]:
    return sorted(node["attributes"]["nodeType"] for node in found["nodes"])


def count(store: Store, pattern: str) -> int:
    ((number,),) = store.select(f"{DG}SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {pattern} }} }}").rows
    return int(str(number))


def test_around_an_agency_are_its_measures_its_home_and_its_successors(client: TestClient, sample_store: Store) -> None:
    found = graph(client, f"node={quote(NODE)}")
    measures = count(sample_store, f"?m dg:hasAssignment/dg:agency <{NODE}>")
    others = count(sample_store, f"{{ <{NODE}> dg:jurisdiction ?x }} UNION {{ ?x dg:successorOf <{NODE}> }}")

    assert types(found).count("measure") == measures > 0
    assert len(found["nodes"]) == measures + others + 1
    assert found["attributes"] == {"left_out": 0}


def test_a_document_s_duties_are_all_its_measures_and_all_they_name(client: TestClient, sample_store: Store) -> None:
    found = graph(client, f"view=duties&node={quote(DOCUMENT.key)}")
    of = f"<{PLAN}> dg:hasMeasure ?m . ?m"
    named = [f"{of} dg:hasAssignment ?e . ?e dg:agency ?x", f"{of} dg:hasTarget ?e . ?e dg:indicator ?x"]
    edges = [*named, f"{of} dg:hasPlace ?e . ?e dg:place ?x", f"<{PLAN}> dg:hasMeasure ?x"]

    assert types(found).count("measure") == len(DOCUMENT.measures)
    assert len(found["edges"]) == sum(count(sample_store, edge) for edge in edges)
    assert all(node["attributes"]["href"].startswith("/pages/") for node in found["nodes"])


def test_agencies_that_share_measures_are_tied_and_grouped(client: TestClient, sample_store: Store) -> None:
    found = graph(client, "view=together")
    pairs = """SELECT DISTINCT ?a ?b { ?m dg:hasAssignment/dg:agency ?a ; dg:hasAssignment/dg:agency ?b .
               FILTER(STR(?a) < STR(?b)) }"""
    tied = {tuple(sorted((edge["source"], edge["target"]))) for edge in found["edges"]}

    assert tied == {(str(one), str(other)) for one, other in sample_store.select(DG + pairs).rows}
    assert len(found["nodes"]) == count(sample_store, "SELECT DISTINCT ?a { ?m dg:hasAssignment/dg:agency ?a }")
    assert {node["attributes"]["community"] for node in found["nodes"]} >= {1, 2}


def test_of_many_documents_the_busiest_agencies_are_tied_by_what_all_of_them_say(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = graph(client, "view=together")
    monkeypatch.setattr(worked, "MANY", 0)
    again, few = graph(client, "view=together&most=99"), graph(client, "view=together&most=5")
    counts = sorted((node["attributes"]["measures"] for node in everybody["nodes"]), reverse=True)

    assert again == everybody
    assert sorted((node["attributes"]["measures"] for node in few["nodes"]), reverse=True) == counts[:5]
    assert few["attributes"]["left_out"] == len(counts) - 5
    assert "view=together" in client.get("/pages/explorer").text


def test_how_many_nodes_are_left_out_is_told(client: TestClient) -> None:
    whole, few = graph(client, f"node={quote(NODE)}"), graph(client, f"node={quote(NODE)}&most=2")
    page = client.get(f"/pages/explorer?node={quote(NODE)}&most=2&lang=en").text

    assert len(few["nodes"]) == 2
    assert few["attributes"]["left_out"] == len(whole["nodes"]) - 2 > 0
    assert f"{len(whole['nodes']) - 2} more nodes are not drawn" in page


def test_what_is_expanded_is_added_and_what_is_hidden_is_left_away(client: TestClient) -> None:
    alone, both = graph(client, f"node={quote(NODE)}"), graph(client, f"node={quote(NODE)}&also={quote(PLAN)}")
    without = graph(client, f"node={quote(NODE)}&also={quote(PLAN)}&hide=measure")
    keys = {node["key"] for node in both["nodes"]}

    assert keys > {node["key"] for node in alone["nodes"]}
    assert types(both).count("measure") == len(DOCUMENT.measures)
    assert types(without) == [each for each in types(both) if each != "measure"]


def test_the_view_as_gexf_has_the_same_nodes_and_edges(client: TestClient) -> None:
    asked = f"view=duties&node={quote(PLAN)}"
    found = graph(client, asked)
    told = nx.read_gexf(io.BytesIO(client.get(f"/pages/explorer/graph?{asked}&format=gexf").content), version="1.3")

    assert {*told.nodes} == {node["key"] for node in found["nodes"]}
    assert told.number_of_edges() == len(found["edges"])


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("view=x", 422, "view"),
        ("depth=9&view=together", 422, "depth"),
        ("most=0&view=together", 422, "most"),
        ("most=5001&view=together", 422, "5000"),
        ("node=nobody", 404, "nobody"),
        ("node=http://a b", 404, "IRI"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_parameter(
    client: TestClient, asked: str, status: int, told: str
) -> None:
    for path in ("", "/graph", "/node"):
        answer = client.get(f"/pages/explorer{path}?{asked}")

        assert (answer.status_code, told in answer.text) == (status, True), path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", VIEWS)
def test_the_page_is_sound_and_whole_in_itself(client: TestClient, query: str, language: str) -> None:
    answer = client.get(f"/pages/explorer{query}{'&' if query else '?'}lang={language}")
    page = read(answer.text)

    assert (page.faults, page.open_tags, page.inline) == ([], [], [])
    assert page.fields <= page.labelled
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith(("/", "#")) for link in (*page.links, *page.loaded))
    assert "<img" not in answer.text


def test_the_table_leads_from_each_tie_to_where_it_is_printed(client: TestClient) -> None:
    page = read(client.get(f"/pages/explorer?node={quote(NODE)}").text)
    duty = next(duty for each in DOCUMENT.measures for duty in each.assignments if duty.agency)
    place = f"/pages/document/{quote(DOCUMENT.key)}#char={duty.evidence.start},{duty.evidence.end}"

    assert place in page.links
    assert f"/pages/agency/{quote(AGENCY)}" in page.links


def test_without_its_libraries_the_page_says_so_and_is_a_table(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "address", lambda _: None)
    text = client.get(f"/pages/explorer?node={quote(NODE)}&hide=place").text

    assert "make assets" in text
    assert "<script" not in text
    assert '<details class="as-table" open>' in text


def test_what_a_source_says_is_text_and_nothing_else_in_the_explorer(empty_store: Store) -> None:
    empty_store.load_reference(reference())
    empty_store.put(hostile(DOCUMENT), groups())
    with TestClient(create_app(empty_store)) as client:
        bodies = [client.get(f"/pages/explorer{path}?node={quote(PLAN)}").text for path in ("", "/node")]

    assert all("<script>" not in body and "<img" not in body and "&lt;script&gt;" in body for body in bodies)


def settled(page: Page) -> dict[str, str]:
    """What the picture says of itself when its nodes have come to rest."""
    page.locator("#explorer[data-settled]").wait_for()
    told: dict[str, str] = page.evaluate("({...document.getElementById('explorer').dataset})")
    return told


@walked
def test_from_an_agency_to_its_picture_to_a_measure_to_the_words_in_print(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go(f"/pages/agency/{quote(AGENCY)}")
        visit.page.get_by_role("link", name="看关系图").click()
        before = settled(visit.page)
        drawn = visit.page.request.get(f"{visit.root}{before['source']}").json()
        assert (int(before["nodes"]), int(before["edges"])) == (len(drawn["nodes"]), len(drawn["edges"]))
        visit.page.locator("#nodes button.measure").first.click()
        visit.page.locator("#picked a[href*='#char=']").first.click()
        visit.page.wait_for_url("**/pages/document/**")

        assert visit.page.locator(":target").get_attribute("id") == unquote(visit.page.url.partition("#")[2])


@walked
def test_a_node_is_found_and_expanded_by_keys_and_the_address_holds_the_view(browser: Browser, served: Served) -> None:
    with visiting(browser, served, locale="en-GB") as visit:
        visit.go(f"/pages/explorer?node={quote(NODE)}")
        before = settled(visit.page)
        visit.page.locator("#find").focus()
        visit.page.keyboard.type(DOCUMENT.measures[0].number)
        visit.page.keyboard.press("Enter")
        visit.page.locator("#expand").press("Enter")
        visit.page.locator(f"#explorer:not([data-nodes='{before['nodes']}'])").wait_for()
        after = settled(visit.page)
        assert int(after["nodes"]) > int(before["nodes"])
        visit.page.goto(visit.page.locator("#permalink").evaluate("link => link.href"))
        again = settled(visit.page)
        visit.page.locator("#picked h2").wait_for()

        assert {name: again[name] for name in ("nodes", "edges")} == {name: after[name] for name in ("nodes", "edges")}
        assert DOCUMENT.measures[0].number in visit.page.locator("#picked h2").inner_text()


@walked
def test_what_is_seen_is_taken_along_as_gexf_svg_and_png(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go(f"/pages/explorer?view=duties&node={quote(PLAN)}")
        settled(visit.page)
        visit.page.locator("#kind-place").uncheck()
        files = {}
        for name in ("gexf", "svg", "png"):
            with visit.page.expect_download() as coming:
                visit.page.locator(f"#{name}").click()
            files[name] = Path(coming.value.path()).read_bytes()
        shown = visit.page.evaluate("document.querySelectorAll('#nodes button').length")

        assert nx.read_gexf(io.BytesIO(files["gexf"]), version="1.3").number_of_nodes() == shown
        assert len(fromstring(files["svg"]).findall(".//{http://www.w3.org/2000/svg}a")) == shown
        assert files["png"].startswith(b"\x89PNG")
        assert len(files["png"]) > 3_000


@walked
@pytest.mark.parametrize(("width", "locale"), [(1280, "zh-CN"), (360, "en-GB")])
def test_everybody_can_use_the_explorer(browser: Browser, served: Served, width: int, locale: str) -> None:
    with visiting(browser, served, width, locale) as visit:
        for query in VIEWS[:4]:
            visit.go(f"/pages/explorer{query}")
            if query:
                settled(visit.page)
                visit.page.locator("#nodes button").first.click()
                visit.page.locator("#picked h2").wait_for()

            assert complaints(visit.page) == [], query
            assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, query


@walked
def test_without_scripts_the_explorer_is_a_table_of_ties(browser: Browser, served: Served) -> None:
    with visiting(browser, served, scripts=False) as visit:
        visit.go(f"/pages/explorer?node={quote(NODE)}")
        visit.page.locator("summary").click()

        assert visit.page.locator("table.ties tbody tr").count() > 0
        assert not visit.page.locator("#canvas").is_visible()


@walked
def test_on_paper_the_explorer_is_that_table(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.go(f"/pages/explorer?node={quote(NODE)}")
        visit.page.locator("#canvas canvas").first.wait_for()  # still moving
        visit.page.emulate_media(media="print")
        visit.page.set_viewport_size({"width": 794, "height": 1123})
        visit.page.wait_for_timeout(300)

        assert visit.page.locator("table.ties tbody tr").first.is_visible()
        assert not visit.page.locator("#canvas").is_visible()

        visit.page.emulate_media(media="screen")
        shown = "document.querySelector('#canvas canvas').clientWidth"
        wait_until(visit.page, f"{shown} > 1 && {shown} === document.getElementById('canvas').offsetWidth")


@walked
def test_a_browser_that_cannot_draw_is_given_the_table(browser: Browser, served: Served) -> None:
    with visiting(browser, served) as visit:
        visit.page.add_init_script(
            "const real = HTMLCanvasElement.prototype.getContext;"
            "HTMLCanvasElement.prototype.getContext = function (kind) {"
            "  return kind.startsWith('webgl') ? null : real.call(this, kind); }"
        )
        visit.go(f"/pages/explorer?node={quote(NODE)}")
        visit.page.locator("#undrawn").wait_for()

        assert visit.page.locator("table.ties").is_visible()
        assert not visit.page.locator("#canvas").is_visible()
