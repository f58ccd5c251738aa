"""Documents, measures and agencies by name, each fact with its place in the source."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from graph.store import Store
from tests.sample_documents import documents, rectification

KEYS = [document.key for document in documents()]


def quotes(value: Any) -> Iterator[tuple[int, int, str]]:
    """Every place with a quote, however deep."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value["start"], value["end"], value["quote"]
        yield from (found for entry in value.values() for found in quotes(entry))
    if isinstance(value, list):
        yield from (found for entry in value for found in quotes(entry))


def test_all_documents_are_listed(client: TestClient) -> None:
    assert [row["key"] for row in client.get("/documents").json()["items"]] == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_fact_of_a_document_stands_in_its_text_where_it_says(client: TestClient, key: str) -> None:
    text = client.get(f"/documents/{key}/text").text
    found = list(quotes(client.get(f"/documents/{key}").json()))

    assert found
    assert [text[start:end] for start, end, _ in found] == [quoted for _, _, quoted in found]


def test_a_document_has_its_measures_with_inherited_deadlines(client: TestClient) -> None:
    document = client.get("/documents/yunling-2018").json()
    bases = {entry["number"]: [each["basis"] for each in entry["deadlines"]] for entry in document["measures"]}

    assert document["iri"] == "https://w3id.org/dutygraph/id/document/yunling-2018"
    assert bases == {
        "一/(一)": ["explicit"] * 2,
        "一/(二)": ["explicit"],
        "二/(一)": ["inherited"],
        "二/(三)": ["inherited"],
    }


def test_a_measure_is_found_by_its_id_its_iri_and_from_its_document(client: TestClient) -> None:
    for entry in client.get("/documents/yunling-2018").json()["measures"]:
        by_id = client.get(f"/measures/{entry['id']}").json()

        assert by_id == client.get(f"/measures/{quote(entry['iri'], safe='')}").json()
        assert by_id.pop("document")["title"] == rectification().title
        assert by_id == entry


def test_an_agency_is_found_by_each_of_its_names_and_its_iri(client: TestClient) -> None:
    by_name = client.get("/agencies/云岭省生态环境厅").json()
    (agency,) = by_name["agencies"]

    assert (agency["name"], agency["jurisdiction"], agency["kind"]) == ("云岭省生态环境厅", "云岭省", "agency")
    assert (agency["former_names"], agency["successor_of"]) == (["云岭省环保局"], ["云岭省环境保护厅"])
    assert [row["number"] for row in by_name["measures"]] == ["1"]
    for name in ("云岭省环保局", quote(agency["iri"], safe="")):
        assert client.get(f"/agencies/{name}").json()["agencies"] == [agency]


def test_a_short_name_names_every_agency_that_bears_it(client: TestClient) -> None:
    found = client.get("/agencies/省生态环境厅").json()

    assert {agency["name"] for agency in found["agencies"]} == {"云岭省生态环境厅", "临江省生态环境厅"}
    assert {row["agency"] for row in found["measures"]} == {"云岭省生态环境厅", "临江省生态环境厅"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/documents/yunling-2019", "yunling-2018"),
        ("/documents/yunling-2019/text", "yunling-2018"),
        ("/documents/清川", "清川"),
        ("/measures/yunling-2018/九", "九"),
        ("/measures/nowhere/一", "nowhere"),
        ("/measures/一", "一"),
        ("/agencies/省生态厅", "省生态环境厅"),
        ("/agencies/https%3A%2F%2Fexample.org%2Fa", "example.org"),
        ("/nothing", "/nothing"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_like_it(client: TestClient, path: str, told: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert told in answer.json()["detail"]


def test_an_empty_store_has_no_documents(empty_store: Store) -> None:
    assert TestClient(create_app(empty_store)).get("/documents").json()["items"] == []
