"""Each file of ``queries/`` as an endpoint: its parameters, its formats, its documentation."""

import csv
import io
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from api.tasks.telling import REMARKS
from graph import query
from graph.store import Store

MEASURES = "/queries/measures-by-agency"


def rows(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    answer = client.get(MEASURES, params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def test_every_query_file_is_listed_and_has_an_endpoint(client: TestClient) -> None:
    listed = client.get("/queries").json()

    assert [entry["name"] for entry in listed] == list(query.catalogue())
    for entry in listed:
        needed = {each["name"]: each["example"] for each in entry["parameters"] if each["required"]}
        answer = client.get(entry["href"], params=needed)

        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/json"
        assert all(list(row) == entry["columns"] for row in answer.json())


def test_a_row_is_an_object_of_the_querys_variables_with_null_for_what_is_missing(client: TestClient) -> None:
    (row,) = rows(client, agency="云岭省环境保护厅", due="2018")

    assert list(row) == list(query.query("measures-by-agency").columns)
    assert (row["number"], row["role"], row["due"], row["due_basis"]) == ("一/(一)", "lead", "2018-06-30", "explicit")
    assert rows(client, agency="临江省生态环境厅")[0]["due"] is None


def test_every_row_leads_back_to_its_sentence(client: TestClient) -> None:
    for row in rows(client, agency="省生态环境厅"):
        text = client.get(f"/documents/{row['key']}/text").text

        assert text[row["start"] : row["end"]] == row["quote"]
        assert text[row["mention_start"] : row["mention_end"]] == row["mention"]


def test_a_short_name_finds_every_agency_that_bears_it(client: TestClient) -> None:
    assert {row["agency"] for row in rows(client, agency="省生态环境厅")} == {"云岭省生态环境厅", "临江省生态环境厅"}


def test_a_parameter_may_be_given_several_times_where_the_query_takes_many(client: TestClient) -> None:
    both = rows(client, agency="清川市人民政府", role=["lead", "responsible"])

    assert {row["role"] for row in both} == {"responsible"}


def test_an_unknown_name_finds_nothing_and_is_told(client: TestClient) -> None:
    answer = client.get(MEASURES, params={"agency": "省生态厅"})

    assert (answer.status_code, answer.json()) == (200, [])
    assert "省生态环境厅" in unquote(answer.headers[REMARKS])


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({}, "agency"),
        ({"agency": ""}, "agency"),
        ({"agency": "省生态环境厅", "role": "boss"}, "role"),
        ({"agency": "省生态环境厅", "due": "soon"}, "due"),
        ({"agency": "省生态环境厅", "due": "20200"}, "due"),
        ({"agency": "省生态环境厅", "due_from": "2020-13-01"}, "due_from"),
        ({"agency": "省生态环境厅", "agancy": "x"}, "agancy"),
        ({"agency": ["省生态环境厅", "省财政厅"]}, "agency"),
        ({"agency": "http://example.org/> } DROP ALL"}, "agency"),
        ({"agency": "省生态环境厅", "format": "yaml"}, "format"),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_is_refused_with_its_parameter(
    client: TestClient, params: dict[str, Any], name: str
) -> None:
    answer = client.get(MEASURES, params=params)
    problem = answer.json()

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert name in [fault["parameter"] for fault in problem["errors"]]
    assert name in problem["detail"]


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html,*/*;q=0.8"])
def test_plain_rows_come_as_json(client: TestClient, accept: str) -> None:
    answer = client.get(MEASURES, params={"agency": "省财政厅"}, headers={"Accept": accept})

    assert (answer.headers["Content-Type"], type(answer.json())) == ("application/json", list)


def test_the_standards_json_comes_under_its_own_media_type(client: TestClient) -> None:
    wanted = "application/sparql-results+json"
    answer = client.get(MEASURES, params={"agency": "省财政厅"}, headers={"Accept": wanted})

    assert answer.headers["Content-Type"] == wanted
    assert answer.json()["head"]["vars"] == list(query.query("measures-by-agency").columns)


@pytest.mark.parametrize("how", [{"params": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}], ids=str)
def test_rows_come_as_csv_where_that_is_asked_for(client: TestClient, how: dict[str, Any]) -> None:
    params = {"agency": "省财政厅", **how.get("params", {})}
    answer = client.get(MEASURES, params=params, headers=how.get("headers"))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["number"] for row in table] == [row["number"] for row in rows(client, agency="省财政厅")]


def test_the_same_rows_come_by_sparql(client: TestClient, sample_store: Store) -> None:
    bound = query.bind(query.query("measures-by-agency"), {"agency": "省财政厅"}, sample_store)
    answer = client.get("/sparql", params={"query": bound.text}).json()

    numbers = [binding["number"]["value"] for binding in answer["results"]["bindings"]]
    assert numbers == [row["number"] for row in rows(client, agency="省财政厅")]


def test_openapi_documents_every_parameter_of_every_query(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for question in query.catalogue().values():
        operation = paths[f"/queries/{question.name}"]["get"]
        told = {entry["name"]: entry for entry in operation["parameters"]}

        assert list(told) == [parameter.name for parameter in question.parameters] + ["format", "release"]
        assert question.summary in operation["summary"]
        for parameter in question.parameters:
            entry = told[parameter.name]
            assert entry["required"] is parameter.required
            assert parameter.summary in entry["description"]
            assert parameter.example in str(entry)
            assert all(choice in str(entry["schema"]) for choice in parameter.choices)
        assert {"200", "422", "406"} <= operation["responses"].keys()
