"""The SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

import json
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from graph import query as queries

ASK = "ASK { ?s ?p ?o }"
KEYS = "PREFIX dg: <https://w3id.org/dutygraph/ontology#> SELECT ?key { ?document dg:key ?key } ORDER BY ?key"
LABEL = "CONSTRUCT { <http://example.org/a> <http://example.org/b> '岚江' } WHERE {}"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
GRAPH = "https://w3id.org/dutygraph/graph/document/yunling-2018"


def keys(body: bytes) -> list[str]:
    return [row["key"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_a_query_may_come_in_the_address_in_a_form_or_as_the_body(client: TestClient) -> None:
    answers = [
        client.get("/sparql", params={"query": KEYS}),
        client.post("/sparql", content=urlencode({"query": KEYS}), headers={"Content-Type": FORM}),
        client.post("/sparql", content=KEYS, headers={"Content-Type": f"{QUERY}; charset=UTF-8"}),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/sparql-results+json"}
    assert len({answer.content for answer in answers}) == 1
    assert "yunling-2018" in keys(answers[0].content)


def test_a_query_in_chinese_is_read_however_it_is_encoded(client: TestClient) -> None:
    query = "ASK { FILTER('岚江' = '岚江') }"

    for body in (urlencode({"query": query}).encode(), f"query={query}".encode()):
        answer = client.post("/sparql", content=body, headers={"Content-Type": FORM})

        assert answer.json()["boolean"] is True


@pytest.mark.parametrize("place", ["address", "form", "direct"])
def test_the_dataset_of_the_request_is_what_the_query_sees(client: TestClient, place: str) -> None:
    graphs = {"default-graph-uri": GRAPH}
    if place == "address":
        answer = client.get("/sparql", params={"query": KEYS, **graphs})
    elif place == "form":
        answer = client.post("/sparql", content=urlencode({"query": KEYS, **graphs}), headers={"Content-Type": FORM})
    else:
        answer = client.post("/sparql", params=graphs, content=KEYS, headers={"Content-Type": QUERY})

    assert keys(answer.content) == ["yunling-2018"]


def test_a_named_graph_is_only_seen_by_its_name(client: TestClient) -> None:
    params = {"named-graph-uri": GRAPH}

    assert keys(client.get("/sparql", params={"query": KEYS, **params}).content) == []
    named = KEYS.replace("{", "{ GRAPH ?g {", 1).replace("}", "} }", 1)
    assert keys(client.get("/sparql", params={"query": named, **params}).content) == ["yunling-2018"]


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (KEYS, "", "application/sparql-results+json"),
        (KEYS, "*/*", "application/sparql-results+json"),
        (KEYS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (KEYS, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (KEYS, "text/*, application/json;q=0.1", "text/csv; charset=utf-8"),
        (KEYS, "text/turtle, application/sparql-results+json;q=0.2", "application/sparql-results+json"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (LABEL, "", "text/turtle; charset=utf-8"),
        (LABEL, "application/ld+json", "application/ld+json"),
        (LABEL, "application/trig", "application/trig"),
        (LABEL, "application/n-quads", "application/n-quads"),
        (LABEL, "application/rdf+xml", "application/rdf+xml"),
        (LABEL, "application/n-triples, text/turtle;q=0", "application/n-triples"),
    ],
)
def test_the_answer_comes_in_the_format_that_is_liked_best(
    client: TestClient, query: str, accept: str, content_type: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"


def test_a_format_in_the_address_goes_before_the_accept_header(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": KEYS, "format": "csv"}, headers={"Accept": "application/json"})

    assert answer.text.splitlines()[0] == "key"


@pytest.mark.parametrize(("query", "accept"), [(KEYS, "text/turtle"), (LABEL, "text/csv"), (ASK, "image/png")])
def test_what_cannot_be_served_as_asked_is_not_served(client: TestClient, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT *\n{ ?s ?p }", 2, 10, "expected"),
        ("SELECT *\n{ ?s a dg:Measure }", 2, 8, "PREFIX dg: <https://w3id.org/dutygraph/ontology#>"),
        ("ASK { ?s ?p '清川\n' }", 1, 13, "a string does not end"),
        ("ASK {\n  { ?s ?p '清川' }", 1, 5, "«{» is not closed at line 1, column 5; add «}»"),
        ("ASK { ?s ?p (1 2 } }", 1, 18, "«}» stands where «)» is due"),
        ("ASK { } }", 1, 9, "«}» closes nothing"),
        ("SELECT ?n { ?s ?p ?n } LIMIT", 1, 29, "expected"),
    ],
)
def test_a_faulty_query_is_answered_with_its_place_and_a_remedy(
    client: TestClient, query: str, line: int, column: int, said: str
) -> None:
    problem = client.get("/sparql", params={"query": query}, headers={"Accept-Language": "en"}).json()

    assert (problem["status"], problem["type"].rpartition("/")[2]) == (400, "bad-query")
    assert (problem["line"], problem["column"]) == (line, column)
    assert said in problem["detail"]
    assert "u{" not in problem["detail"]


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (400, FORM, b"query=ASK+%7B%7D&query=ASK+%7B%7D"),
        (400, FORM, b""),
        (400, FORM, b"query=%FF"),
        (400, FORM, b"query=ASK+%7B%7D&default-graph-uri=http://example.org/%25zz"),
        (400, FORM, b"query=ASK+%7B%7D&named-graph-uri=http://%5B::1"),
        (400, QUERY, b"ASK FROM <http://[::1> {}"),
        (403, QUERY, b"ASK FROM <a> {}"),
        (403, QUERY, b"BASE <http://example.org/> PREFIX : <a/> ASK FROM :b {}"),
        (400, FORM, b"query=\xff"),
        (400, QUERY, "ASK {}".encode("utf-16")),
        (400, QUERY, b"INSERT DATA { <http://example.org/> <http://example.org/> 1 }"),
        (400, QUERY, b"LOAD <http://example.org/>"),
        (403, FORM, b"update=DROP+ALL"),
        (403, "application/sparql-update", b"DROP ALL"),
        (403, QUERY, b"ASK { SERVICE <http://127.0.0.1/> {} }"),
        (413, QUERY, b"{" * 20_000),
        (413, QUERY, b"ASK {} #" + b" " * 64 * 1024),
        (413, QUERY, b" " * 1_000_001),
        (415, "text/plain", b"ASK {}"),
        (415, "", b"ASK {}"),
        (415, f"{QUERY}; charset=utf-16", "ASK {}".encode("utf-16")),
    ],
    ids=str,
)
def test_what_is_no_query_is_refused(client: TestClient, status: int, content_type: str, body: bytes) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_other_methods_are_not_allowed(client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/sparql", params={"query": ASK})

        assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
        assert answer.headers["Allow"]


VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"


def test_the_description_counts_what_there_is(client: TestClient) -> None:
    turtle = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(turtle.content, ox.RdfFormat.TURTLE)
    told = {
        name: _number(store, f"SELECT ?n {{ ?s a <{VOID}Dataset> ; <{VOID}{name}> ?n }}")
        for name in ("triples", "classes")
    }
    parts = _number(store, f"SELECT (SUM(?n) AS ?t) {{ ?s <{VOID}propertyPartition>/<{VOID}triples> ?n }}")

    assert turtle.headers["Content-Type"] == "text/turtle; charset=utf-8"
    for name, query in (
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
    ):
        (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert told[name] == int(row["n"]["value"])
    assert parts == told["triples"]


@pytest.mark.parametrize("name", ["turtle", "jsonld", "ntriples", "rdfxml"])
def test_the_saved_queries_are_told_in_rdf_and_can_be_run_as_they_stand(client: TestClient, name: str) -> None:
    answer = client.get("/queries", params={"format": name})
    store = ox.Store()
    store.load(answer.content, ox.RdfFormat.from_media_type(answer.headers["Content-Type"]))
    rows = store.query(f"SELECT ?query ?text {{ ?query a <{SH}SPARQLSelectExecutable> ; <{SH}select> ?text }}")
    assert isinstance(rows, ox.QuerySolutions)
    told = {row["query"].value.rpartition("/")[2]: row["text"].value for row in rows}

    assert told == {key: question.text for key, question in queries.catalogue().items()}
    assert client.get("/queries", headers={"Accept": "application/json"}).json()[0]["href"].startswith("/queries/")


def _number(store: ox.Store, query: str) -> int:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    return int(row[0].value)


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})

    assert (
        "<http://testserver/sparql> <http://www.w3.org/ns/sparql-service-description#endpoint> "
        "<http://testserver/sparql> ." in answer.text.splitlines()
    )
