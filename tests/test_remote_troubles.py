"""The remote store and a service with troubles: what passes is waited out, and nothing is left half written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pyoxigraph import NamedNode

from graph import iri, remote
from graph.engine import rows
from graph.errors import StoreError
from graph.place import Remote
from graph.remote import EVERYTHING, Endpoint
from graph.remote_store import RemoteStore
from graph.store import Outcome, Store, scratch
from tests.sample_documents import documents, report
from tests.sparql_service import Asked, Service, Trouble, serving

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
GRAPH = NamedNode("https://w3id.org/dutygraph/graph/large")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Troubles are not waited for."""
    monkeypatch.setattr(remote, "_PAUSE", 0.0)


@pytest.fixture(params=[False, True], ids=["own default graph", "union default graph"])
def service(request: pytest.FixtureRequest) -> Service:
    return Service(is_union=request.param)


@pytest.fixture
def place(service: Service) -> Iterator[Remote]:
    with serving(service) as place:
        yield place


def opened(place: Remote) -> RemoteStore:
    return RemoteStore(place, clock=lambda: NOON)


def held(service: Service) -> dict[str, set[str]]:
    """The triples of each of our graphs; the default graph's under no name."""
    graphs: dict[str, set[str]] = {}
    for quad in service.store:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        graphs.setdefault("" if name == EVERYTHING.value else name, set()).add(str(quad.triple))
    return graphs


def embedded() -> dict[str, set[str]]:
    """What the embedded store holds of the documents."""
    store = Store.memory(clock=lambda: NOON)
    assert {outcome for _, outcome in store.put_all(documents())} == {Outcome.ADDED}
    return {name: set(lines(store, name)) for name in ("", *(each.value for each in store._store.named_graphs()))}


def lines(store: Store, name: str) -> Iterator[str]:
    graph = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
    return (" ".join(map(str, row)) for row in rows(store._store, f"SELECT ?s ?p ?o {{ {graph} }}"))


def large(count: int) -> bytes:
    return b"".join(
        b'<http://example.org/%d> <http://example.org/value> "%s" .\n' % (n, b"x" * 9_000) for n in range(count)
    )


def each_third(kind: str) -> Trouble:
    return lambda asked: kind if asked.number % 3 else None


def after(count: int, kind: str = "503") -> Trouble:
    """From so many requests that write on, every one of them fails."""
    seen: list[Asked] = []

    def trouble(asked: Asked) -> str | None:
        if asked.writes:
            seen.append(asked)
        return kind if asked.writes and len(seen) > count else None

    return trouble


def test_documents_are_loaded_as_into_the_embedded_store(service: Service, place: Remote) -> None:
    assert {outcome for _, outcome in opened(place).put_all(documents())} == {Outcome.ADDED}
    assert held(service) == embedded()


@pytest.mark.parametrize("kind", ["503", "reset", "cut"])
def test_troubles_that_pass_are_waited_out(service: Service, place: Remote, kind: str) -> None:
    service.trouble = each_third(kind)

    assert {outcome for _, outcome in opened(place).put_all(documents())} == {Outcome.ADDED}
    assert held(service) == embedded()
    assert {outcome for _, outcome in opened(place).put_all(documents())} == {Outcome.UNCHANGED}


@pytest.mark.parametrize("kind", ["503", "reset", "cut"])
def test_a_service_that_never_answers_is_told_with_its_place_and_what_to_do(
    service: Service, place: Remote, kind: str
) -> None:
    service.trouble = lambda _: kind
    with pytest.raises(StoreError, match=rf"{place.query}.*load again") as told:
        opened(place).keys()

    assert len(service.asked) == 5
    assert held(service) == {}
    assert {"503": "answers 503", "reset": "cannot be reached", "cut": "cannot be reached"}[kind] in str(told.value)


@pytest.mark.parametrize("count", range(9))
def test_a_replacement_that_stops_at_any_request_leaves_graphs_whole_and_is_made_good(
    service: Service, place: Remote, count: int
) -> None:
    changed = replace(report(), title="清川市整改落实情况（修订）")
    store = opened(place)
    assert {outcome for _, outcome in store.put_all(documents())} == {Outcome.ADDED}
    before = held(service)
    store.put(changed)
    wanted = held(service)
    store.put(report())
    assert held(service) == before

    service.trouble = after(count)
    told = attempt(lambda: store.put(changed))
    service.trouble = lambda _: None
    between = held(service)
    others = {name for name in before if str(report().key) not in name and name not in ("", iri.RUNS_GRAPH.value)}

    assert told is None or "load again" in told
    assert {name: between[name] for name in others} == {name: before[name] for name in others}
    for graph in map(str, (each.value for each in iri.graphs(report().key))):
        assert between.get(graph) in (None, before[graph], wanted[graph])
    if not service.is_union:
        assert between in (before, wanted)
    again = opened(place).put(changed)
    assert (again is Outcome.UNCHANGED) == (told is None)
    assert held(service) == wanted


def attempt(work: Callable[[], object]) -> str | None:
    try:
        work()
    except StoreError as fault:
        return str(fault)
    return None


def test_a_large_load_is_sent_in_bounded_requests(place: Remote, service: Service) -> None:
    triples = large(2_000)
    Endpoint(place, scratch).add(GRAPH, triples)
    sizes = [asked.size for asked in service.asked if asked.method == "POST" and asked.path == "/data"]

    assert sum(sizes) == len(triples)
    assert max(sizes) < 8_010_000
    assert len(sizes) == 3
    assert len(held(service)[GRAPH.value]) == 2_000


@pytest.mark.parametrize("count", range(5))
def test_a_large_graph_is_replaced_whole_or_not_at_all(place: Remote, service: Service, count: int) -> None:
    endpoint = Endpoint(place, scratch)
    endpoint.put(GRAPH, large(3))
    service.trouble = after(count)
    told = attempt(lambda: endpoint.put(GRAPH, large(2_000)))
    service.trouble = lambda _: None

    assert len(held(service)[GRAPH.value]) == (3 if told else 2_000)
    assert (told is None) == (count == 4)
    assert {name.value for name in endpoint.named_graphs()} <= {GRAPH.value}


def test_who_is_refused_is_told_which_settings_say_who_asks() -> None:
    service = Service(is_closed=True)
    with serving(service) as place:
        for user, password in (("", ""), ("writer", "wrong")):
            with pytest.raises(StoreError, match="DUTYGRAPH_STORE_USER and DUTYGRAPH_STORE_PASSWORD"):
                opened(replace(place, user=user, password=password)).put(report())
        assert held(service) == {}
        assert len(service.asked) <= 4  # a refusal is not waited out

        assert opened(place).put(report()) is Outcome.ADDED
        assert set(held(service)) >= {each.value for each in iri.graphs(report().key)}
