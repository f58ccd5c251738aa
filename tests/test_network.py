"""The network of agencies: small ones whose figures are known, asked for over HTTP and on a terminal."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli import command
from api.settings import Settings
from graph.errors import NotFound, ParameterError
from graph.findings.betweenness import betweenness
from graph.findings.duties import busiest, duties
from graph.findings.network import MOST, Duty, Network, among, network
from graph.store import Store
from tests.serving import serving


def duty(measure: str, agency: str, role: str = "responsible", year: int | None = 2020) -> Duty:
    return Duty(measure, f"https://example.org/{agency}", agency, role, year)


def shared(*groups: str, year: int | None = 2020) -> list[Duty]:
    """A measure for each group; each letter is an agency, the first leads."""
    return [
        duty(f"{year}-{number}", agency, "responsible" if place else "lead", year)
        for number, group in enumerate(groups)
        for place, agency in enumerate(group)
    ]


def test_an_agency_between_two_others_is_the_centre_and_its_ties_are_bridges() -> None:
    found = network(shared("ab", "bc", "bc", "d"))

    assert [(each.name, each.partners, each.shared, each.betweenness, each.cut) for each in found.members] == [
        ("b", 2, 3, 0.3333, True),
        ("a", 1, 1, 0.0, False),
        ("c", 1, 2, 0.0, False),
        ("d", 0, 0, 0.0, False),
    ]
    assert [(tie.one, tie.other, tie.measures, tie.bridge) for tie in found.ties] == [
        ("b", "c", 2, True),
        ("a", "b", 1, True),
    ]
    assert (found.measures, found.parts, found.sampled) == (4, 2, False)


def test_agencies_that_work_together_are_a_community() -> None:
    found = network(shared("abc", "abc", "def", "def", "cd"))

    assert [{*each.names} for each in found.communities] == [{*"abc"}, {*"def"}]
    assert [(tie.one, tie.other) for tie in found.ties if tie.bridge] == [("c", "d")]
    assert {each.name for each in found.members if each.cut} == {"c", "d"}
    assert found.modularity > 0.3


def test_an_agency_that_leads_nothing_is_told() -> None:
    found = network(shared("abc", "cb", "ab"))

    assert [(each.name, each.measures) for each in found.never_leading] == [("b", 3)]
    assert {each.name: each.led for each in found.members} == {"a": 2, "b": 0, "c": 1}


def test_the_network_is_measured_year_by_year() -> None:
    found = network([*shared("ab", "bc", year=2019), *shared("ac", year=2020), *shared("x", year=None)])

    assert [(each.year, each.measures, each.agencies, each.ties, each.central) for each in found.years] == [
        (None, 1, 1, 0, None),
        (2019, 2, 3, 2, "b"),
        (2020, 1, 2, 1, None),
    ]


GROUPS = st.lists(st.text("abcdefgh", min_size=1, max_size=5), max_size=12)


@settings(max_examples=60)
@given(groups=GROUPS)
def test_what_is_measured_agrees_with_itself_and_with_the_order_of_the_duties(groups: list[str]) -> None:
    rows = shared(*groups)
    found = network(rows)

    assert network(rows[::-1]) == found
    assert sum(each.partners for each in found.members) == 2 * len(found.ties)
    assert sum(each.shared for each in found.members) == 2 * sum(tie.measures for tie in found.ties)
    assert sorted(name for each in found.communities for name in each.names) == sorted({*"".join(groups)})
    assert all(0 <= each.betweenness <= 1 and each.led <= each.measures for each in found.members)


@pytest.mark.parametrize("ties", [20, 40, 90, 190, 400])
@pytest.mark.parametrize("seed", range(4))
def test_betweenness_is_what_another_library_finds_from_node_to_node(ties: int, seed: int) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(30, ties, seed), str)

    assert betweenness(graph) == pytest.approx(nx.betweenness_centrality(graph), abs=1e-9)


def test_a_great_network_is_sampled_and_one_beyond_measure_refused() -> None:
    chain = [
        each for pair in pairwise(range(520)) for each in (duty(f"{pair}", f"{pair[0]}"), duty(f"{pair}", f"{pair[1]}"))
    ]

    assert network(chain).sampled
    with pytest.raises(ParameterError, match="division"):
        network(duty(str(number), str(number)) for number in range(MOST + 1))


def test_nothing_is_a_network_too() -> None:
    assert network([]) == Network(0, 0, 0, 0.0, False, (), (), (), ())


def test_the_busiest_agencies_counted_are_tied_as_their_duties_tie_them(sample_store: Store) -> None:
    whole = network(duties(sample_store, {}))
    counted = among(busiest(sample_store, 1_000))
    few = busiest(sample_store, 3)

    assert counted == replace(whole, years=())
    assert [body.measures for body in few.bodies] == sorted((each.measures for each in whole.members), reverse=True)[:3]
    assert few.agencies == len(whole.members)
    assert few.measures < whole.measures
    assert {one for pair in few.shared for one in pair} <= {body.agency for body in few.bodies}


def test_duties_are_those_of_the_documents_asked_for(sample_store: Store) -> None:
    whole = duties(sample_store, {})

    assert {each.year for each in whole} == {2018, 2020, 2021, None}
    assert {each.measure.split("/")[-2] for each in duties(sample_store, {"document": "yunling-2018"})} == {
        "yunling-2018"
    }
    assert duties(sample_store, {}, 2018) == tuple(each for each in whole if each.year == 2018)
    with pytest.raises(NotFound, match="没有县"):
        duties(sample_store, {"division": "没有县"})


def test_the_network_comes_over_a_real_port_and_on_the_command_line(sample_folder: Path) -> None:
    with serving(Settings(store=sample_folder, journal="")) as served:
        told = served.ask("GET", "/network?document=yunling-2018&limit=20")
    said = CliRunner().invoke(
        command({}), ["network", "--document", "yunling-2018", "--format", "json", "--store", str(sample_folder)]
    )

    assert json.loads(told.body) == json.loads(said.stdout)
    assert [(each["one"], each["other"]) for each in json.loads(told.body)["ties"]] == [
        ("云岭省环境保护厅", "清川市人民政府")
    ]
    assert json.loads(told.body)["never_leading"] == [
        "云岭省人民政府督查室",
        "云岭省住房和城乡建设厅",
        "清川市人民政府",
    ]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/network?year=0", 422), ("/network?document=x", 404), ("/network?role=lead", 422), ("/network?limit=2", 200)],
)
def test_a_network_that_cannot_be_asked_for_is_refused(address: str, status: int, client: TestClient) -> None:
    assert client.get(address).status_code == status


def test_the_tables_name_the_centre_and_who_never_leads(sample_folder: Path) -> None:
    said = CliRunner().invoke(command({}), ["network", "--store", str(sample_folder)])

    assert said.exit_code == 0
    assert "中介中心性" in said.stdout
    assert "从不牵头的机构" in said.stderr
