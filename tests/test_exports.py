"""Networks and workbooks for other people's tools, read back by readers that are not ours."""

import csv
import json
from io import BytesIO, StringIO
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import networkx as nx
import openpyxl
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.cli import command
from graph import iri
from graph.errors import NotFound, ParameterError
from graph.exports import EXPORTS
from graph.exports.network import ATTRIBUTES, TYPES, Edge, Network, Node, plain
from graph.exports.selection import Wanted, selected
from graph.exports.spreadsheets import harmless
from graph.exports.workbook import workbook
from graph.store import Store
from tests.sample_documents import documents

Box = tuple[tuple[float, float], tuple[float, float]]
SVG = "{http://www.w3.org/2000/svg}"
ECOLOGY = iri.agency("云岭省生态环境厅").value
STRANGE = 'https://example.org/a?b=1&c="2"'
DANGEROUS = Network(
    (
        Node(STRANGE, "measure", '=1+1 <b> & \\ "x"\n第二行', (("text", 'a\\nb";'), ("first", 3))),
        Node("https://example.org/机构", "agency", "省财政厅", (("kind", "agency"),)),
    ),
    (Edge("e1", "assigned", STRANGE, "https://example.org/机构", (("mention", "@省财政厅"), ("rank", 0))),),
)


@pytest.fixture(scope="module")
def network(sample_store: Store) -> Network:
    found, remarks = selected(sample_store, Wanted())
    assert remarks == ()
    return found


def written(network: Network, name: str) -> Any:
    return EXPORTS[name].write(network)


def parts(data: bytes) -> dict[str, list[dict[str, str]]]:
    with ZipFile(BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(StringIO(text, newline=""))) for name, text in texts.items()}


def count(store: Store, pattern: str) -> int:
    ((number,),) = store.select(
        f"PREFIX dg: <https://w3id.org/dutygraph/ontology#> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    ).rows
    return int(str(number))


def test_the_network_has_what_the_graph_has(network: Network, sample_store: Store) -> None:
    of_type = [edge.type for edge in network.edges]

    assert of_type.count("assigned") == count(sample_store, "?m dg:hasAssignment ?a . ?a dg:agency ?who")
    assert of_type.count("contains") == count(sample_store, "?d dg:hasMeasure ?m")
    assert of_type.count("located") == count(sample_store, "?m dg:hasPlace ?p . ?p dg:place ?where")
    assert of_type.count("targets") == count(sample_store, "?m dg:hasTarget ?t")
    assert [node.type for node in network.nodes].count("measure") == count(sample_store, "?m a dg:Measure")
    assert {end for edge in network.edges for end in (edge.source, edge.target)} <= {node.id for node in network.nodes}


def test_every_assignment_leads_back_to_its_words(network: Network) -> None:
    texts = {document.key: document.source.text for document in documents()}
    keys = {node.id: str(dict(node.values)["key"]) for node in network.nodes if node.type == "measure"}
    told = [(keys[edge.source], dict(edge.values)) for edge in network.edges if edge.type == "assigned"]

    assert told
    assert [1 for key, each in told if texts[key][int(each["first"]) : int(each["last"])] != each["quote"]] == []


def test_measures_can_be_chosen_as_a_query_chooses_them(sample_store: Store) -> None:
    found, _ = selected(sample_store, Wanted(filters={"agency": ECOLOGY, "role": ["lead"]}))
    measures = {node.id for node in found.nodes if node.type == "measure"}
    leads = {edge.source for edge in found.edges if edge.target == ECOLOGY and dict(edge.values)["role"] == "lead"}

    assert measures == leads
    assert {node.type for node in found.nodes} >= {"document", "measure", "agency"}
    with pytest.raises(ParameterError, match="year"):
        selected(sample_store, Wanted(filters={"due": "soon"}))


def test_what_surrounds_a_thing_is_told_step_by_step(sample_store: Store, network: Network) -> None:
    graph = nx.Graph([(edge.source, edge.target) for edge in network.edges])
    for depth in (1, 2):
        found, _ = selected(sample_store, Wanted(("云岭省生态环境厅",), depth))

        assert {node.id for node in found.nodes} == set(nx.ego_graph(graph, ECOLOGY, depth)) | {ECOLOGY}
        assert not found.truncated


def test_no_more_nodes_are_told_than_are_asked_for(sample_store: Store) -> None:
    found, _ = selected(sample_store, Wanted(("云岭省生态环境厅",), 3, most=5))

    assert (len(found.nodes), found.truncated) == (5, True)
    assert ECOLOGY in {node.id for node in found.nodes}


def test_what_is_not_in_the_graph_cannot_be_surrounded(sample_store: Store) -> None:
    with pytest.raises(NotFound, match="无此机构"):
        selected(sample_store, Wanted(("无此机构",)))


@pytest.mark.parametrize("which", ["graph", "dangerous"])
def test_graphml_is_read_back_with_types_and_texts(which: str, network: Network) -> None:
    network = network if which == "graph" else DANGEROUS
    read = nx.parse_graphml(written(network, "graphml").decode(), force_multigraph=True)

    assert dict(read.nodes(data=True)) == {
        node.id: {"label": node.label, "type": node.type, **dict(node.values)} for node in network.nodes
    }
    assert sorted(map(str, read.edges)) == sorted(str((edge.source, edge.target, edge.id)) for edge in network.edges)


@pytest.mark.parametrize("which", ["graph", "dangerous"])
def test_gexf_is_read_back_with_types_texts_and_times(which: str, network: Network) -> None:
    network = network if which == "graph" else DANGEROUS
    read = nx.read_gexf(BytesIO(written(network, "gexf")), version="1.3")

    assert {name: told["label"] for name, told in read.nodes(data=True)} == {
        node.id: node.label for node in network.nodes
    }
    assert read.number_of_edges() == len(network.edges)
    assert [node.id for node in network.nodes if read.nodes[node.id].get("end") != dict(node.values).get("due")] == []
    assert {type(told["原文起点"]) for _, told in read.nodes(data=True) if "原文起点" in told} <= {int}


def test_json_keeps_every_attribute_beside_what_the_libraries_need(network: Network) -> None:
    cytoscape, graphology = (json.loads(written(network, name)) for name in ("cytoscape", "graphology"))

    assert [node["data"] for node in cytoscape["elements"]["nodes"]] == [
        {"id": node.id, "type": node.type, "label": node.label, **dict(node.values)} for node in network.nodes
    ]
    assert [edge["data"] for edge in cytoscape["elements"]["edges"]] == [
        {"id": edge.id, "type": edge.type, "source": edge.source, "target": edge.target, **dict(edge.values)}
        for edge in network.edges
    ]
    assert [(node["key"], node["attributes"]["label"]) for node in graphology["nodes"]] == [
        (node.id, node.label) for node in network.nodes
    ]
    assert len({edge["key"] for edge in graphology["edges"]}) == len(network.edges)


def test_gephis_tables_have_its_headings_and_no_formulas() -> None:
    tables = parts(written(DANGEROUS, "tables"))

    assert [(row["Id"], row["Label"]) for row in tables["nodes.csv"]] == [
        (node.id, str(harmless(node.label))) for node in DANGEROUS.nodes
    ]
    assert tables["nodes.csv"][0]["Label"].startswith("'=")
    assert tables["edges.csv"][0] | {"mention": "'@省财政厅", "Type": "Directed"} == tables["edges.csv"][0]


def test_neo4js_files_name_only_nodes_that_are_there(network: Network) -> None:
    tables = parts(written(network, "neo4j"))
    nodes = [row for name, rows in tables.items() if name.startswith("nodes-") for row in rows]
    edges = [row for name, rows in tables.items() if name.startswith("edges-") for row in rows]

    assert {row["iri:ID"] for row in nodes} == {node.id for node in network.nodes}
    assert (len(nodes), len(edges)) == (len(network.nodes), len(network.edges))
    assert {row[end] for row in edges for end in (":START_ID", ":END_ID")} <= {row["iri:ID"] for row in nodes}
    assert {"due:date", "first:long"} <= set(tables["nodes-measure.csv"][0])


def test_dot_escapes_what_its_language_uses() -> None:
    text = written(DANGEROUS, "dot").decode()

    assert r'label="=1+1 <b> & \\ \"x\"\n第二行"' in text
    assert text.count("->") == 1


def test_a_picture_shows_every_node_with_a_link(network: Network) -> None:
    root = ElementTree.fromstring(written(network, "svg"))
    links = {each.get("href") for each in root.iter("{http://www.w3.org/2000/svg}a")}

    assert links == {node.id for node in network.nodes}
    assert written(network, "svg") == written(network, "svg")


def _meet(one: Box, other: Box) -> bool:
    return all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(one, other, strict=True))


def test_parts_of_a_picture_that_do_not_hang_together_lie_apart() -> None:
    pairs = [(f"{number}a", f"{number}b") for number in range(5)]
    nodes = tuple(Node(name, "measure", name) for pair in pairs for name in pair)
    edges = tuple(Edge(source, "has", source, target) for source, target in pairs)
    root = ElementTree.fromstring(written(Network(nodes, edges), "svg"))
    circles = [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in root.iter(f"{SVG}circle")]
    boxes = [
        ((min(a, c), max(a, c)), (min(b, d), max(b, d)))
        for (a, b), (c, d) in zip(circles[::2], circles[1::2], strict=True)
    ]

    assert [(one, other) for one, other in combinations(boxes, 2) if _meet(one, other)] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_network_can_be_written(name: str) -> None:
    assert written(Network((), ()), name)


@given(st.text())
def test_any_text_becomes_one_that_xml_can_hold(text: str) -> None:
    element = ElementTree.Element("a", {"b": str(plain(text))})

    assert ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")) is not None


def test_every_attribute_of_the_queries_is_in_the_table(network: Network) -> None:
    elements: tuple[Node | Edge, ...] = (*network.nodes, *network.edges)

    assert {name for element in elements for name, _ in element.values} <= set(TYPES)
    assert len({attribute.title for attribute in ATTRIBUTES}) == len(ATTRIBUTES)
    assert {"id", "label", "source", "target", "start", "end", "type"}.isdisjoint(TYPES)


def test_the_workbook_has_a_row_for_each_fact_and_leads_to_its_words() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(documents())))
    measures = [measure for document in documents() for measure in document.measures]
    quotes = book["出处"]

    assert book["措施台账"].max_row - 1 == len(measures)
    assert book["责任分工"].max_row - 1 == sum(len(measure.assignments) for measure in measures)
    assert book["文件"].max_row - 1 == len(documents())
    assert (book["措施台账"].freeze_panes, book["措施台账"].auto_filter.ref is not None) == ("C2", True)
    for row, measure in zip(book["措施台账"].iter_rows(min_row=2), measures, strict=True):
        link = row[-1].hyperlink
        assert link is not None
        assert quotes[f"E{str(link.location).rpartition('A')[2]}"].value == measure.evidence.quote


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(documents())))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]

    assert len(cells) > 100
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_the_service_gives_the_network_as_a_file(name: str, client: TestClient) -> None:
    answer = client.get("/exports/network", params={"format": name, "agency": ECOLOGY, "role": "lead"})

    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, EXPORTS[name].media_type)
    assert f".{EXPORTS[name].extension}" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Result-Complete"] == "true"


def test_the_service_tells_where_a_network_is_cut(client: TestClient) -> None:
    asked: dict[str, str | int] = {"format": "graphology", "around": "云岭省生态环境厅", "depth": 3, "most": 4}
    answer = client.get("/exports/network", params=asked)

    assert (answer.headers["X-Result-Complete"], len(answer.json()["nodes"])) == ("false", 4)


@pytest.mark.parametrize("wrong", ["format=pdf", "depth=9", "colour=red", "due=soon", "around=无此机构"])
def test_the_service_refuses_what_it_cannot_export(wrong: str, client: TestClient) -> None:
    answer = client.get(f"/exports/network?{wrong}")

    assert answer.status_code in {404, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_service_gives_the_ledger_of_a_document_as_a_workbook(client: TestClient) -> None:
    key, measures = documents()[0].key, documents()[0].measures
    answer = client.get("/exports/ledger.xlsx", params={"document": key})

    assert openpyxl.load_workbook(BytesIO(answer.content))["措施台账"].max_row - 1 == len(measures)
    assert client.get("/exports/ledger.xlsx?document=none").status_code == 404


@pytest.mark.parametrize("arguments", [["network", "--format", "gexf"], ["ledger", "--format", "xlsx"]])
def test_the_command_line_exports_the_same(arguments: list[str], sample_folder: Path) -> None:
    done = CliRunner().invoke(command({}), ["export", *arguments, "--store", str(sample_folder)])

    assert done.exit_code == 0, done.output
    store = Store.read_only(sample_folder)
    if arguments[0] == "network":
        assert done.stdout_bytes == EXPORTS["gexf"].write(selected(store, Wanted())[0])
    else:
        assert openpyxl.load_workbook(BytesIO(done.stdout_bytes)).sheetnames[0] == "措施台账"
