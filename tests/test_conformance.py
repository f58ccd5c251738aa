"""The W3C's own cases over HTTP: https://www.w3.org/2009/sparql/docs/tests/."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from api.settings import Settings
from graph.store import Store
from tests.conformance import RUNNER, SUITE, Case, cases, fill, of_engine, said, syntax_cases, wanted
from tests.serving import KEY_DIGEST, Served, serving

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C's cases lie beside the repository only here")

SD = "http://www.w3.org/ns/sparql-service-description#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OF_THE_ENGINE = {
    "aggregates agg-empty-group-count-graph": "an aggregate inside GRAPH gives no row for a graph without a match",
    "aggregates agg-groupconcat-04": "the language of GROUP_CONCAT",
    "aggregates agg-groupconcat-06": "the language of GROUP_CONCAT",
    "bindings graph": "VALUES alone inside GRAPH does not name the graphs",
    "csv-tsv-res tsv03": "types derived from xsd:integer are stored as xsd:integer",
    "functions bnode01": "BNODE gives one node for one string in all rows",
    "negation graph-minus": "the variable of GRAPH is counted as shared by both sides of MINUS",
    "property-path zero_or_more_set_end": "a path of no step from a node that is in no graph",
    "property-path zero_or_more_set_start": "a path of no step from a node that is in no graph",
    "property-path zero_or_one_set_end": "a path of no step from a node that is in no graph",
    "property-path zero_or_one_set_start": "a path of no step from a node that is in no graph",
}
READ_AND_REFUSED = {
    "syntax-query test_4": 400,  # it calls a function that nobody has
    "syntax-query test_42": 403,  # FROM names a graph that is not there
}


@dataclass(frozen=True)
class Asker:
    """A connection that stays open for many queries."""

    connection: HTTPConnection

    def ask(
        self, text: str, dataset: tuple[tuple[str, ...], tuple[str, ...]], accept: str = "*/*"
    ) -> tuple[int, bytes]:
        default, named = dataset
        graphs = [*(("default-graph-uri", name) for name in default), *(("named-graph-uri", name) for name in named)]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        self.connection.request("POST", "/sparql", urlencode([("query", text), *graphs]), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture(scope="module")
def over_cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The service over the graphs of all cases."""
    path = tmp_path_factory.mktemp("conformance") / "store"
    store = ox.Store(path)
    fill(store, cases())
    del store
    with serving(Settings(path, journal="")) as served:
        connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
        yield Asker(connection)
        connection.close()


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An empty store, all callers of which are administrators."""
    path = tmp_path_factory.mktemp("protocol") / "store"
    Store.open(path)
    with serving(Settings(path, admin_key=KEY_DIGEST, journal=""), with_key=True) as served:
        yield served


def test_what_the_engine_itself_cannot_do_is_known() -> None:
    store, all_cases = ox.Store(), cases()
    fill(store, all_cases)

    assert len(all_cases) == 235
    assert {case.name for case in all_cases if of_engine(case, store) != wanted(case)} == OF_THE_ENGINE.keys()


def test_every_query_is_answered_over_http_as_the_standard_says(over_cases: Asker) -> None:
    def passes(case: Case) -> bool:
        status, body = over_cases.ask(case.text, case.dataset, case.media_type)
        return status == 200 and said(case, body) == wanted(case)

    assert {case.name for case in cases() if not passes(case)} == OF_THE_ENGINE.keys()


def test_every_text_is_read_or_refused_over_http_as_the_standard_says(over_cases: Asker) -> None:
    found = {name: (over_cases.ask(text, ((), ()))[0], is_query) for name, text, is_query in syntax_cases()}

    assert len(found) == 94
    refused = {name: status for name, (status, is_query) in found.items() if status != (200 if is_query else 400)}
    assert refused == READ_AND_REFUSED


@pytest.mark.parametrize(("suite", "number"), [("protocol", 34), ("gsp", 13)])
def test_the_protocols_hold_to_the_letter(writable: Served, suite: str, number: int) -> None:
    where = ["127.0.0.1", str(writable.port), "/sparql", "/admin/update", "/admin/graphs", suite]
    done = subprocess.run([sys.executable, str(RUNNER), *where], cwd=SUITE, capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == (f"{suite}: pass {number} of {number}", "")


def test_the_service_describes_itself(writable: Served) -> None:
    """The three cases of the suite, which has no data for them: RDF comes, it has the endpoint, it fits the schema."""
    answer = writable.ask("GET", "/sparql", headers={"Accept": "application/n-triples"})
    told = ox.Dataset(ox.parse(answer.body, ox.RdfFormat.N_TRIPLES))
    address = ox.NamedNode(f"http://127.0.0.1:{writable.port}/sparql")
    used = {str(quad.predicate) for quad in told} | {str(quad.object) for quad in told.quads_for_predicate(RDF_TYPE)}
    ours = {name.strip("<>").removeprefix(SD) for name in used if SD in name}

    assert (answer.status, answer.headers["content-type"]) == (200, "application/n-triples")
    assert ox.Quad(address, ox.NamedNode(f"{SD}endpoint"), address) in told
    assert "endpoint" in ours
    assert ours <= SCHEMA


# https://www.w3.org/TR/sparql11-service-description/#vocab
SCHEMA = {
    *("Service", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile", "GraphCollection"),
    *("Dataset", "Graph", "NamedGraph", "Feature", "endpoint", "feature", "defaultEntailmentRegime"),
    *("entailmentRegime", "defaultSupportedEntailmentProfile", "supportedEntailmentProfile", "extensionFunction"),
    *("extensionAggregate", "languageExtension", "supportedLanguage", "propertyFeature", "defaultDataset"),
    *("availableGraphs", "resultFormat", "inputFormat", "defaultGraph", "namedGraph", "name", "graph"),
}
