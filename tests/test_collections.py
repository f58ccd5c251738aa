"""Collections over HTTP: filters combine, pages join up to the whole, every entry has its evidence."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.http.app import create_app
from api.limits import Limits
from api.settings import Settings
from api.tasks.cursors import cursor
from graph import vocab as dg
from graph.collections import collections
from graph.store import Store
from tests.sample_documents import documents, reference
from tests.serving import Served, serving

NAMES = list(collections())


def pages(client: TestClient, address: str, limits: list[int]) -> list[dict[str, Any]]:
    """Every page, asked for with one limit after the other; follows ``next`` as it is given."""
    found = [client.get(address, params={"limit": limits[0]}).json()]
    while following := found[-1]["next"]:
        limit = limits[len(found) % len(limits)]
        found.append(
            client.get(following.replace(f"limit={limits[(len(found) - 1) % len(limits)]}", f"limit={limit}")).json()
        )
    return found


def iris(answer: dict[str, Any]) -> list[str]:
    return [item["iri"] for item in answer["items"]]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limits=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_all_pages_together_are_the_whole_answer_and_no_entry_comes_twice(
    client: TestClient, name: str, limits: list[int]
) -> None:
    whole = client.get(f"/{name}?limit=500").json()
    joined = [iri for page in pages(client, f"/{name}", limits) for iri in iris(page)]

    assert joined == iris(whole)
    assert len({*joined}) == len(joined) == whole["count"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_told_whole_and_says_where_it_is_printed(client: TestClient, name: str) -> None:
    columns = {"iri", "href", *collections()[name].columns, *collections()[name].lists}
    texts = {document.source.name: document.source.text for document in documents()}

    for item in client.get(f"/{name}?limit=500").json()["items"]:
        assert item.keys() == columns
        if name == "documents":
            assert item["source"] in texts
        elif item["quote"] is not None:
            assert texts[item["source"]][item["start"] : item["end"]] == item["quote"]


def test_a_measure_has_its_duties_with_their_evidence(client: TestClient) -> None:
    (text,) = (document.source.text for document in documents() if document.key == "yunling-2018")
    items = client.get("/measures?document=yunling-2018").json()["items"]
    facts = [
        fact for item in items for name in ("assignments", "deadlines", "targets", "places") for fact in item[name]
    ]

    assert [item["number"] for item in items] == ["一/(一)", "一/(二)", "二/(一)", "二/(三)"]
    assert facts
    assert [text[fact["start"] : fact["end"]] for fact in facts] == [fact["quote"] for fact in facts]
    assert {deadline["basis"] for item in items for deadline in item["deadlines"]} == {"explicit", "inherited"}


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("/measures", ("agency=省生态环境厅", "due=2020", "document=yunling-2020")),
        ("/measures", ("role=lead", "role=participant", "division=云岭省")),
        ("/measures", ("due_from=2018-01-01", "due_until=2018-12-31", "modality=obligation")),
        ("/targets", ("document=yunling-2018", "comparator=>=")),
        ("/agencies", ("text=生态", "division=云岭省")),
        ("/documents", ("kind=rectification-plan", "division=云岭省")),
    ],
)
def test_filters_narrow_what_is_found_and_combine(client: TestClient, address: str, filters: tuple[str, ...]) -> None:
    def found(*some: str) -> set[str]:
        return {*iris(client.get(f"{address}?limit=500&{'&'.join(some)}").json())}

    alone = {name: set[str]() for name in (each.partition("=")[0] for each in filters)}
    for each in filters:
        alone[each.partition("=")[0]] |= found(each)

    assert found(*filters) <= set.intersection(*alone.values()) <= found()
    assert found(*filters)


def test_every_filter_has_an_example_that_can_be_asked(client: TestClient) -> None:
    for name, collection in collections().items():
        for parameter in collection.question.parameters:
            answer = client.get(f"/{name}", params={parameter.name: parameter.example})
            assert answer.status_code == 200, (name, parameter.name, answer.text)


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_line_for_each_entry_and_the_next_page_in_its_head(client: TestClient, name: str) -> None:
    answer = client.get(f"/{name}?limit=2", headers={"Accept": "text/csv"})
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    page = client.get(f"/{name}?limit=2&format=json")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [line["iri"] for line in lines] == iris(page.json())
    assert answer.headers["Dutygraph-Count"] == str(page.json()["count"])
    if following := page.json()["next"]:
        assert page.headers["Link"].startswith(f'<{following}>; rel="next", <')


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("agncy=a", "agncy"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=2&limit=3", "limit"),
        ("role=chief", "role"),
        ("due=soon", "due"),
        ("due=0", "due"),
        ("due_from=0", "due_from"),
        ("due_until=2020-09-31", "due_until"),
        ("text=%20", "text"),
        ("cursor=nonsense", "cursor"),
        ("cursor=bnVsbA", "cursor"),
        ("cursor=" + cursor("0" * 16, 2), "cursor"),
        ("cursor=" + "W" * 30_000, "cursor"),
        ("format=yaml", "format"),
    ],
)
def test_what_does_not_fit_is_a_problem_that_names_the_parameter(
    client: TestClient, query: str, parameter: str
) -> None:
    answer = client.get(f"/measures?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_a_cursor_does_not_outlive_the_graph_it_was_made_on() -> None:
    store = Store.memory()
    store.load_reference(reference())
    first, *others = documents()
    store.put(first)
    client = TestClient(create_app(store))
    following = client.get("/measures?limit=1").json()["next"]
    assert client.get(following).status_code == 200

    for document in others:
        store.put(document)

    assert client.get(following).json()["errors"][0]["parameter"] == "cursor"


def test_a_name_that_nobody_knows_finds_nothing_and_says_so(client: TestClient) -> None:
    answer = client.get("/measures?agency=省无名厅").json()

    assert (answer["count"], answer["items"], answer["next"]) == (0, [], None)
    assert "省无名厅" in answer["remarks"][0]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "documents"])
def test_every_entry_that_a_document_names_has_the_words_that_name_it(client: TestClient, name: str) -> None:
    items = client.get(f"/{name}?limit=500").json()["items"]
    told = [item for item in items if item.get("measures", 1)]

    assert told
    assert [item["iri"] for item in told if not item["quote"]] == []


def test_the_agencies_are_those_that_documents_name(client: TestClient, sample_store: Store) -> None:
    told = f"{{ ?m {dg.anyAgency} ?a }} UNION {{ ?d {dg.issuer} ?a }} ?a {dg.prefLabel} ?name"
    query = f"SELECT DISTINCT ?a {{ {told} }}"
    named = sample_store.select(query).column("a")
    items = client.get("/agencies?limit=500").json()["items"]

    assert {item["iri"] for item in items} == {*map(str, named)}
    counted = {item["name"]: item["measures"] for item in items}
    assert counted["云岭省生态环境厅"] == client.get("/measures?agency=云岭省生态环境厅").json()["count"]


def test_a_part_of_a_query_holds_where_its_parameters_are_given(client: TestClient) -> None:
    lead = {*iris(client.get("/agencies?role=lead&limit=500").json())}
    here = {*iris(client.get("/agencies?document=yunling-2018&limit=500").json())}
    both = {*iris(client.get("/agencies?role=lead&document=yunling-2018&limit=500").json())}

    assert both
    assert both <= lead & here


@pytest.mark.parametrize(
    "address",
    ["/measures?limit=3&agency=省生态环境厅", "/divisions", "/indicators?limit=1", "/agencies?limit=2&format=csv",
     "/documents", "/targets?limit=2", "/citations", "/documents/yunling-2018", "/about/document/yunling-2018",
     "/agencies/省生态环境厅", "/documents/yunling-2018/text"],
)  # fmt: skip
def test_workers_answer_as_the_process_itself_does(client: TestClient, served: Served, address: str) -> None:
    there, here = served.ask("GET", quote(address, safe="/?=&")), client.get(address)

    assert (there.status, there.body) == (200, here.content)
    for name in ("Content-Type", "Link", "Dutygraph-Count"):
        assert there.headers.get(name.lower()) == here.headers.get(name)


def test_pages_of_workers_join_up_whichever_of_them_answers(served: Served) -> None:
    whole = [item["iri"] for item in served.ask("GET", "/targets?limit=500").json()["items"]]  # type: ignore[attr-defined]
    joined, following = list[str](), "/targets?limit=1"
    while following:
        page: dict[str, Any] = served.ask("GET", following).json()
        joined += [item["iri"] for item in page["items"]]
        following = page["next"]

    assert joined == whole
    assert len(whole) > 2


def test_a_page_that_is_sent_in_pieces_is_sent_whole(served: Served) -> None:
    answer = served.ask("GET", "/graph/reference/divisions", headers={"Accept": "application/n-triples"})

    assert len(answer.body) > 100
    assert answer.body.endswith(b" .\n")


@pytest.fixture(scope="module")
def served(sample_folder: Path) -> Iterator[Served]:
    with serving(Settings(store=sample_folder, service=Limits(workers=2), journal="")) as running:
        yield running


@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_list_may_be_had_at_once(client: TestClient, name: str) -> None:
    page = client.get(f"/{name}?limit=1")
    whole = client.get(page.links["collection"]["url"] if "collection" in page.links else f"/{name}?limit=all")
    table = client.get(f"/{name}?limit=all&format=csv")

    assert whole.json() == client.get(f"/{name}?limit=500").json()
    assert whole.json()["next"] is None
    assert table.text == client.get(f"/{name}?limit=500&format=csv").text
    assert "Link" not in table.headers


def test_from_a_place_on_all_of_a_list_may_be_had_at_once(client: TestClient) -> None:
    first = client.get("/measures?limit=2").json()
    rest = client.get(f"{first['next'].replace('limit=2', 'limit=all')}").json()

    assert iris(first) + iris(rest) == iris(client.get("/measures").json())


@pytest.mark.parametrize("limit", ["0", "501", "some", ""])
def test_no_other_limit_is_taken(client: TestClient, limit: str) -> None:
    assert client.get(f"/measures?limit={limit}").status_code == 422
