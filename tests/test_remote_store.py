"""The remote store against two servers of others: what it holds and answers is what the embedded store does."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from api.cli import command
from graph import formats, iri, query
from graph.errors import StoreError
from graph.formats import Kind
from graph.parameters import Type
from graph.place import Remote
from graph.remote import Endpoint
from graph.remote_store import RemoteStore
from graph.store import Outcome, Store, scratch
from loaders.made import plan
from tests.sample_documents import documents, rectification, reference, report
from tests.sparql_servers import free_port, fuseki, virtuoso

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SERVERS = {"fuseki": fuseki, "virtuoso": virtuoso}
NTRIPLES = formats.by_name("ntriples", Kind.GRAPH)

ONE = {Type.AGENCY: "云岭省生态环境厅"}


def filled(store: Store) -> Store:
    store.load_reference(reference())
    assert {outcome for _, outcome in store.put_all(documents())} == {Outcome.ADDED}
    return store


@pytest.fixture(scope="module", params=SERVERS)
def remote(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    server: AbstractContextManager[Remote] = SERVERS[request.param](tmp_path_factory.mktemp(request.param))
    with server as place:
        yield place


@pytest.fixture(scope="module")
def store(remote: Remote) -> Store:
    return filled(RemoteStore(remote, clock=lambda: NOON))


@pytest.fixture(scope="module")
def embedded() -> Store:
    return filled(Store.memory(clock=lambda: NOON))


def triples(store: Store, graph: str | None = None) -> set[tuple[str, str, object]]:
    """What it holds, blank nodes apart; engines write the same moment and number in their own ways."""
    parsed = parse(store.dump(NTRIPLES, graph), RdfFormat.N_TRIPLES)
    return {
        (str(each.subject), str(each.predicate), _value(each.object))
        for each in parsed
        if not isinstance(each.subject, BlankNode) and not isinstance(each.object, BlankNode)
    }


def _value(term: object) -> object:
    if isinstance(term, Literal) and term.datatype.value.endswith("#dateTime"):
        return datetime.fromisoformat(term.value)
    return str(term)


def test_documents_are_read_back_as_they_were_put_in(store: Store) -> None:
    assert list(map(store.document, store.keys())) == sorted(documents(), key=lambda each: each.key)


def test_loading_again_changes_nothing(store: Store) -> None:
    assert {outcome for _, outcome in store.put_all(documents())} == {Outcome.UNCHANGED}


@pytest.mark.parametrize("name", query.catalogue())
def test_every_query_is_answered_as_by_the_embedded_store(name: str, store: Store, embedded: Store) -> None:
    question = query.query(name)
    given = {entry.name: ONE.get(entry.type) or entry.example for entry in question.parameters if entry.required}
    ours, theirs = (each.select(query.bind(question, given, each).text) for each in (embedded, store))

    assert repr(theirs) == repr(ours)  # true is not 1


def test_the_default_graph_has_every_triple_once(store: Store, embedded: Store) -> None:
    assert triples(store) == triples(embedded)
    assert len(store) == len(embedded)


def test_a_changed_document_replaces_its_own_graphs_alone(store: Store, embedded: Store) -> None:
    changed = replace(report(), title="清川市整改落实情况（修订）")
    old = report()
    assert [each.put(changed) for each in (store, embedded)] == [Outcome.REPLACED] * 2
    assert triples(store) == triples(embedded)
    assert [each.put(old) for each in (store, embedded)] == [Outcome.REPLACED] * 2
    assert triples(store) == triples(embedded)


def test_a_document_that_is_removed_takes_nothing_with_it(store: Store, embedded: Store) -> None:
    for each in (store, embedded):
        each.remove(rectification().key)
    assert triples(store) == triples(embedded)
    assert [each.put(rectification()) for each in (store, embedded)] == [Outcome.ADDED] * 2
    assert triples(store) == triples(embedded)


def test_a_service_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        RemoteStore(Remote(f"http://127.0.0.1:{free_port()}/ds")).keys()


def test_the_command_line_loads_into_a_service_and_asks_it(remote: Remote, tmp_path: Path) -> None:
    environment = {"LANG": "en", "DUTYGRAPH_STORE": remote.query}
    environment |= {"DUTYGRAPH_STORE_UPDATE": remote.update, "DUTYGRAPH_STORE_GRAPHS": remote.graphs}
    environment |= {"DUTYGRAPH_STORE_USER": remote.user, "DUTYGRAPH_STORE_PASSWORD": remote.password}
    source = tmp_path / "made.txt"
    source.write_text(plan(5, 4).text, encoding="utf-8")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(command(environment), arguments)

    assert "│ made     │ new" in run("load", str(source)).stdout
    assert "│ made     │ unchanged" in run("load", str(source)).stdout
    assert '"key": "made"' in run("query", "documents", "--format", "json").stdout
    assert b"made" in run("export", "graph", "--format", "nq").stdout_bytes
    assert run("search", "治理").exit_code == 2
    assert [run("load", str(source), "--store", str(tmp_path / "here")).exit_code] == [0]


def test_a_graph_that_takes_several_requests_is_replaced_by_them_all(remote: Remote) -> None:
    """The last: Virtuoso is long slow to export anything after a large graph was taken away."""
    endpoint, graph = Endpoint(remote, scratch), NamedNode(f"{iri.RUNS_GRAPH.value}-large")
    for count in (1_000, 3):
        rows = (
            b'<http://example.org/%d> <http://example.org/value> "%s" .\n' % (n, b"x" * 9_000) for n in range(count)
        )
        endpoint.put(graph, b"".join(rows))
        found = list(endpoint.quads_for_pattern(None, None, None, graph))
        names = [name.value for name in endpoint.named_graphs()]

        assert len(found) == count
        assert [name for name in names if name.endswith(("-large", "/coming"))] == [graph.value]
    endpoint.update(f"DROP SILENT GRAPH {graph}")
