"""Every IRI that the graph mints leads to a page, to Turtle and to JSON-LD that say the same."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from api.http.app import create_app
from api.tasks.links import iri_of, local
from graph import content, describe, jsonld, terms
from graph.formats import Kind, formats
from graph.iri import BASE
from graph.store import Store
from tests.sample_documents import documents, rectification

SORTS = {"agency", "division", "document", "feature", "file", "indicator", "measure", "run", "section", "text"}
TAGS = {"zh": '<html lang="zh-CN">', "en": '<html lang="en">'}
TURTLE, JSON_LD = {"Accept": "text/turtle"}, {"Accept": "application/ld+json"}


def triples(data: bytes, format: RdfFormat = RdfFormat.TURTLE) -> set[Triple]:  # noqa: A002
    return {quad.triple for quad in parse(data, format=format)}


def minted(store: Store) -> list[str]:
    """Every IRI of ours that any triple names, but for those of the ontology, which has a page of its own."""
    rows = store.select("SELECT DISTINCT ?n { { ?n ?p ?o } UNION { ?s ?p ?n } FILTER(ISIRI(?n)) } ORDER BY ?n").rows
    ours = (str(node) for (node,) in rows)
    return [iri for iri in ours if iri.startswith((f"{BASE}id/", f"{BASE}code/")) and "#" not in iri]


def one_of_each(iris: Iterable[str]) -> list[str]:
    """Two of each sort, by the words of the path."""
    sorts: dict[str, list[str]] = {}
    for iri in iris:
        words = re.findall(r"(?<=/)[a-z-]+(?=/|$)", iri.removeprefix(BASE[:-1]))
        sorts.setdefault(" ".join(words[:2] + words[-1:]), []).append(iri)
    return [iri for some in sorts.values() for iri in (some[0], some[-1])]


def test_every_iri_leads_to_what_the_graph_says_of_it(client: TestClient, sample_store: Store) -> None:
    iris = one_of_each(minted(sample_store))

    assert len(iris) > 30
    for iri in iris:
        own = sample_store.results(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}", formats(Kind.GRAPH)[0])
        answer = client.get(local(iri), headers=TURTLE)
        told = triples(answer.content)

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/turtle; charset=utf-8"), iri
        assert triples(own) <= told
        assert any(NamedNode(iri) in (triple.subject, triple.object) for triple in told)


def sort_of(iri: str) -> str:
    """The sort of thing: the words of the path that are the same for all of the sort."""
    first, *rest = iri.removeprefix(f"{BASE}id/").partition("#")[0].split("/")
    kinds = (word for word in rest[1:] if re.fullmatch("[a-z-]{4,}", word))
    return " ".join([first, *kinds, *(["#"] if "#" in iri else [])])


def test_every_sort_of_iri_that_is_minted_has_a_page_turtle_and_json_ld(
    client: TestClient, sample_store: Store
) -> None:
    rows = sample_store.select("SELECT DISTINCT ?n { { ?n ?p ?o } UNION { ?s ?p ?n } FILTER(ISIRI(?n)) } ORDER BY ?n")
    ours = [str(node) for (node,) in rows.rows if str(node).startswith(f"{BASE}id/")]
    sorts = {sort_of(iri): iri for iri in ours}

    assert {sort for sort in sorts if " " not in sort} >= SORTS
    for iri in sorts.values():
        path, _, _ = local(iri).partition("#")  # a fragment is not sent
        for accept, begins in (
            ("text/html", b"<!doctype html>"),
            ("text/turtle", b"@prefix"),
            ("application/ld+json", b"{"),
        ):
            answer = client.get(path, headers={"Accept": accept})

            assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, accept), iri
            assert answer.content.startswith(begins)
            assert (
                iri in answer.text or quote(iri, safe=":/#=,") in answer.text or iri.rpartition("/")[2] in answer.text
            )


def test_every_code_and_every_named_graph_leads_somewhere(client: TestClient, sample_store: Store) -> None:
    graphs = [str(name) for (name,) in sample_store.select("SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g").rows]
    codes = [iri for iri in terms.terms() if iri.startswith(f"{BASE}code/")]

    assert len(graphs) > 6
    assert len(codes) > 50
    assert [iri for iri in graphs + codes if client.get(local(iri), headers=TURTLE).status_code != 200] == []


def test_json_ld_says_what_turtle_says(client: TestClient, sample_store: Store) -> None:
    for iri in one_of_each(minted(sample_store)):
        answer = client.get(local(iri), headers=JSON_LD)

        assert answer.headers["Content-Type"] == "application/ld+json"
        assert triples(answer.content, RdfFormat.JSON_LD) == triples(client.get(local(iri), headers=TURTLE).content)
        assert answer.json()["@graph"][0]["id"] == iri


def test_a_thing_is_no_document_and_says_where_its_description_is(client: TestClient) -> None:
    answer = client.get("/id/agency/云岭省生态环境厅?lang=en", follow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/about/agency/{quote('云岭省生态环境厅')}?lang=en",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_in_the_language_asked_for(client: TestClient, language: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": f"{language}-GB,fr;q=0.5"}
    page = client.get("/id/document/yunling-2018", headers=headers)

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert TAGS[language] in page.text
    assert {"zh": "文种", "en": "kind"}[language] in page.text
    assert str(rectification().title) in page.text
    assert said(page.text) == said(client.get(f"/about/document/yunling-2018?lang={language}&format=html").text)


def said(page: str) -> str:
    """What a page says, without its links, which keep the language that was asked for."""
    return re.sub("<[^>]+>", "", page[page.index("<main") : page.index("</main>")])


def test_a_description_leads_to_the_page_for_people_and_theirs_to_it(client: TestClient) -> None:
    agency = quote("云岭省生态环境厅")
    there = client.get(f"/about/agency/{agency}?format=html").text
    assert f'href="/pages/agency/{agency}"' in there
    assert f'href="/about/agency/{agency}?format=turtle"' in client.get(f"/pages/agency/{agency}").text
    assert "<nav aria-label=" in there


def test_a_description_says_how_much_it_leaves_out(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"/about/division/{quote('云岭省')}?format=html&lang=en"
    whole = client.get(place).text
    monkeypatch.setattr(describe, "MOST", 3)
    part = client.get(place).text
    pointing = part[part.index("What points at it") :]

    assert "ask in the query editor" not in whole
    assert pointing.count("<div") == 3
    assert "Only 3 are shown" in pointing


def test_what_nobody_knows_is_told_to_a_browser_as_a_page(client: TestClient) -> None:
    answer = client.get("/about/agency/nobody", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert 'role="alert"' in answer.text


def test_links_of_a_page_lead_somewhere(client: TestClient) -> None:
    page = client.get("/about/document/yunling-2018?format=html").text
    links = set(re.findall(r'href="(/[^"#]+)', page))

    assert len(links) > 10
    assert [link for link in links if client.get(link.replace("&amp;", "&")).status_code != 200] == []


def test_what_a_source_says_is_never_markup() -> None:
    store, document = Store.memory(), rectification()
    store.put(replace(document, title="<script>alert(1)</script>"))

    page = TestClient(create_app(store)).get(f"/about/document/{document.key}?format=html").text

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "path",
    [
        "/about/measure/yunling-2018/%E4%B8%80.(%E4%B8%80)",
        "/about/measure/yunling-2018/%e4%b8%80.%28%e4%b8%80%29",
        "/about/measure/yunling-2018/一.(一)",
    ],
)
def test_the_same_iri_may_be_escaped_in_different_ways(client: TestClient, path: str) -> None:
    assert client.get(path, headers=JSON_LD).json()["@graph"][0]["number"] == "一/(一)"


@pytest.mark.parametrize("name", ["清川 2021/3", "a~b", "百分之50%", "《x》#1?"])
def test_addresses_and_iris_are_each_others_inverse(name: str) -> None:
    (document, *_) = documents()
    store = Store.memory()
    store.put(replace(document, key=name))

    for iri in one_of_each(minted(store)):
        assert iri_of(local(iri).encode()) == iri
    answer = TestClient(create_app(store)).get(local(next(iri for iri in minted(store) if "/id/document/" in iri)))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["/id/agency/无名厅", "/id/nothing", "/code/role/chief", "/graph/document/none", "/id/%FF", "/graph/%20%FF"]
)
def test_what_the_graph_does_not_know_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=TURTLE)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_an_unknown_format_is_not_acceptable(client: TestClient) -> None:
    assert client.get("/id/document/yunling-2018", headers={"Accept": "image/png"}).status_code == 406


def test_a_named_graph_is_what_the_store_holds(client: TestClient, sample_store: Store) -> None:
    for name in ("document/yunling-2018", "derived/yunling-2018", "reference/agencies", "ontology", "runs"):
        graph = client.get(f"/graph/{name}", headers=TURTLE)
        there = sample_store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}graph/{name}> {{ ?s ?p ?o }} }}")

        assert there.rows == ((len(triples(graph.content)),),)


def test_the_ontology_is_served_as_it_is_and_as_a_page(client: TestClient) -> None:
    ((_, written),) = content.of_ontology().graphs
    assert triples(client.get("/ontology", headers=TURTLE).content) == triples(written, RdfFormat.N_TRIPLES)

    for language in ("zh", "en"):
        page = unescape(client.get(f"/ontology?lang={language}", headers={"Accept": "text/html"}).text)
        anchors = {*re.findall(r'<h3 id="([^"]+)"', page)}
        assert anchors == {term.name for term in terms.terms().values()}
        assert [term.iri for term in terms.terms().values() if term.definitions.get(language, "") not in page] == []
        assert {*re.findall(r'href="#([^"]+)"', page[page.index("<main") :])} <= anchors


def test_the_context_is_that_of_the_json_ld(client: TestClient) -> None:
    whole = client.get("/context.jsonld").json()["@context"]
    used = client.get("/about/document/yunling-2018", headers=JSON_LD).json()["@context"]

    assert used.items() <= whole.items()
    assert whole == dict(jsonld.context())
