"""The ledger of progress: entries follow each other, are never changed, outlast loading, need a key over HTTP."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from pyoxigraph import parse

from api.cli import command
from api.http.app import create_app
from api.keys import Scope, new
from api.limits import Limits
from api.settings import Settings
from graph import formats, iri, query
from graph.errors import NotFound, ParameterError
from graph.findings.agenda import agenda
from graph.findings.calendars import Feed, calendar
from graph.findings.progress import Progress, histories, history, measure, record
from graph.findings.progress_list import standings
from graph.formats import Kind
from graph.model import Citation, CitationRelation, ProgressState
from graph.store import Outcome, Store
from graph.validate import validate
from tests.sample_documents import documents, rectification, reference, report
from tests.serving import Served, serving

NODE = "https://w3id.org/dutygraph/id/measure/yunling-2018/一.(一)"
TURTLE = formats.by_name("ntriples", Kind.GRAPH)
TODAY = date(2021, 7, 1)
STATES = {state.value: state for state in ProgressState}


def clock() -> datetime:
    return datetime(2021, 7, 1, 9, tzinfo=UTC)


def told(state: str, day: str = "2021-06-03", **more: str) -> Progress:
    return Progress(STATES[state], date.fromisoformat(day), "省整改办", **more)  # type: ignore[arg-type]


VERIFIED = told("verified", verified_by="省生态环境厅")


@pytest.fixture
def store() -> Store:
    """The hand-made documents, to be written to."""
    made = Store.memory()
    made.load_reference(reference())
    for document in documents():
        made.put(document)
    return made


def test_what_was_recorded_is_read_back_as_it_was(store: Store) -> None:
    first = record(store, NODE, told("under-way", "2021-01-01", note="已开工\n“二期”"), clock)
    second = record(
        store, NODE, Progress(ProgressState.DONE, TODAY, "甲", None, ("验收.pdf", "http://a.cn/b"), None), clock
    )

    assert history(store, NODE) == (first, second)
    assert (second.ordinal, second.at) == (2, clock())
    assert (second.iri, second.measure) == (f"{NODE}/progress/2", NODE)
    assert histories(store) == {NODE: (first, second)}
    assert histories(store, ["https://w3id.org/dutygraph/id/measure/yunling-2018/一.(二)"]) == {}


REFUSED = {
    "the future is not recorded": ([], told("done", "2021-07-02"), "future"),
    "entries go with the days": ([told("done")], told("under-way", "2021-06-02"), "before"),
    "what was not verified is not closed": ([told("done")], told("closed"), "only what is verified"),
    "what has no entry is not closed": ([], told("closed"), "has no entry"),
    "what was not done is not returned": ([told("under-way")], told("returned"), "only what is done"),
    "what is closed stays closed": ([VERIFIED, told("closed")], told("done"), "only be returned"),
    "somebody verifies": ([told("done")], told("verified"), "验收单位"),
    "who verified goes with verified alone": ([], told("done", verified_by="省生态环境厅"), "验收单位"),
    "an empty note is none": ([], told("done", note=" "), "empty"),
    "a note has an end": ([], told("done", note="好" * 2_001), "2000"),
    "a lone surrogate is no character": ([], told("done", note="\ud800"), "no character"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_so_is_refused_and_leaves_no_trace(reason: str, store: Store) -> None:
    before, wrong, why = REFUSED[reason]
    for progress in before:
        record(store, NODE, progress, clock)
    state = store.state()

    with pytest.raises(ParameterError, match=why):
        record(store, NODE, wrong, clock)
    assert [entry.progress for entry in history(store, NODE)] == before
    assert store.state() == state


def test_a_measure_is_done_verified_closed_returned_and_closed_again(store: Store) -> None:
    course = [
        told("not-started"),
        told("delayed"),
        told("done"),
        told("returned"),
        told("done"),
        VERIFIED,
        told("closed"),
    ]
    for progress in [*course, told("returned"), VERIFIED, told("closed")]:
        record(store, NODE, progress, clock)

    assert len(history(store, NODE)) == 10


def test_the_ledger_outlasts_its_document(store: Store) -> None:
    entry = record(store, NODE, told("done"), clock)
    state = store.state()

    assert store.put(replace(rectification(), title="云岭省水环境问题整改方案(修订)")) is Outcome.REPLACED
    assert history(store, NODE) == (entry,)
    store.remove("yunling-2018")
    assert history(store, NODE) == (entry,)
    assert measure(store, "yunling-2018/一.(一)") == NODE
    assert store.state() != state


def test_each_entry_changes_the_state_of_the_store(store: Store) -> None:
    states = {store.state()}
    for day in ("2021-06-01", "2021-06-02"):
        record(store, NODE, told("under-way", day), clock)
        states.add(store.state())

    assert len(states) == 3


def test_entries_are_provenance_in_a_graph_of_their_own(store: Store) -> None:
    record(store, NODE, told("done"), clock)
    record(store, NODE, VERIFIED, clock)
    quads = parse(store.dump(TURTLE, iri.PROGRESS_GRAPH.value), format=TURTLE.rdf())
    prov = "PREFIX prov: <http://www.w3.org/ns/prov#>"

    assert validate(quads).conforms
    assert store.ask(f"ASK {{ GRAPH {iri.PROGRESS_GRAPH} {{ <{NODE}/progress/2> ?follows <{NODE}/progress/1> }} }}")
    assert store.ask(f"{prov} ASK {{ ?run a prov:Activity ; prov:generated <{NODE}/progress/2> }}")


def test_a_measure_is_named_by_its_id_or_its_iri(store: Store) -> None:
    assert measure(store, "yunling-2018/一.(一)") == measure(store, NODE) == NODE
    for name in ("yunling-2018/九", "一", "", "a b/<>", f"{NODE}/deadline/1"):
        with pytest.raises(NotFound):
            measure(store, name)


def rows(store: Store, states: tuple[ProgressState, ...] = (), **values: str) -> list[dict[str, object]]:
    answer, _ = standings(store, values, states)
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def test_the_list_tells_how_all_measures_stand_and_who_is_to_verify(store: Store) -> None:
    for progress in (told("done"), VERIFIED, told("closed")):
        record(store, NODE, progress, clock)
    whole = rows(store, document="yunling-2018")

    assert [(each["number"], each["state"], each["verifier"]) for each in whole] == [
        ("一/(一)", "closed", None),
        ("一/(二)", None, None),
        ("二/(一)", None, "云岭省人民政府督查室"),
        ("二/(三)", None, None),
    ]
    assert (whole[0]["verified_by"], str(whole[0]["due"]), whole[0]["entries"]) == ("省生态环境厅", "2019-12-31", 3)
    assert [each["number"] for each in rows(store)] == ["一/(一)"]
    assert [each["number"] for each in rows(store, (ProgressState.CLOSED,), agency="清川市人民政府")] == ["一/(一)"]
    assert rows(store, (ProgressState.DONE,)) == []


def test_what_is_done_is_not_overdue_and_a_calendar_says_so(store: Store) -> None:
    overdue = query.query("overdue")

    def late() -> set[object]:
        return {*store.select(query.bind(overdue, {"on": "2021-07-01"}, store).text).column("number")}

    assert "一/(一)" in late()
    record(store, NODE, told("delayed"), clock)
    assert "一/(一)" in late()
    assert b"STATUS:IN-PROCESS" in calendar(agenda(store, {"agency": "清川市人民政府"}), Feed("某", str))
    record(store, NODE, VERIFIED, clock)
    assert "一/(一)" not in late()
    assert b"COMPLETED:20210603T000000Z" in calendar(agenda(store, {"agency": "清川市人民政府"}), Feed("某", str))


def test_a_reader_sees_the_ledger_over_http(store: Store) -> None:
    record(store, NODE, told("done"), clock)
    with TestClient(create_app(store)) as client:
        listed = client.get("/progress").json()
        entries = client.get("/progress/yunling-2018/一.(一)").json()

        assert [each["state"] for each in listed["items"]] == ["done"]
        assert [each["recorded_by"] for each in entries["entries"]] == ["省整改办"]
        assert client.get("/progress?state=nothing").status_code == 422
        assert client.get("/progress/yunling-2018/九").status_code == 404
        assert client.get("/progress?format=csv").text.count("\r\n") == 2
        assert client.post("/progress/yunling-2018/一.(一)", json={}).status_code == 405


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    """The service over the hand-made documents, with a key that may record and one that may not."""
    folder = tmp_path_factory.mktemp("keyed")
    graph = Store.open(folder / "store")
    dict(graph.put_all(documents()))
    del graph
    made = {name: new(name, [scope]) for name, scope in (("clerk", Scope.PROGRESS), ("loader", Scope.LOAD))}
    (folder / "keys").write_text("".join(f"{key.line}\n" for _, key in made.values()), encoding="utf-8")
    limits = Limits(key_rate=100_000, address_rate=100_000)
    settings = Settings(folder / "store", service=limits, journal=str(folder / "journal"), keys=folder / "keys")
    with serving(settings) as served:
        yield served, {name: secret for name, (secret, _) in made.items()}


def post(keyed: tuple[Served, dict[str, str]], key: str, **entry: object) -> tuple[int, dict[str, object]]:
    served, keys = keyed
    headers = {"Authorization": f"Bearer {keys.get(key, key)}", "Content-Type": "application/json"}
    path = f"/progress/{quote('yunling-2018/一.(一)')}"
    reply = served.ask("POST", path, json.dumps(entry).encode(), headers)
    return reply.status, reply.json()


def test_an_entry_needs_a_key_that_may_and_is_seen_at_once(keyed: tuple[Served, dict[str, str]]) -> None:
    served, _ = keyed
    made = post(keyed, "clerk", state="done", date="2021-06-03", note="已完成", proof=["甲.pdf"])
    seen = served.ask("GET", f"/progress/{quote('yunling-2018/一.(一)')}").json()

    assert (made[0], made[1]["recorded_by"], made[1]["proof"]) == (201, "clerk", ["甲.pdf"])
    assert seen["entries"] == [made[1]]
    assert post(keyed, "loader", state="done", date="2021-06-03")[0] == 403
    assert post(keyed, "dg_guessed", state="done", date="2021-06-03")[0] == 401


@pytest.mark.parametrize(
    "entry",
    [
        {"state": "closed", "date": "2021-06-03"},
        {"state": "done", "date": "2999-01-01"},
        {"state": "finished", "date": "2021-06-03"},
        {"state": "done"},
        {"state": "done", "date": "2021-06-04", "notes": "x"},
    ],
)
def test_an_entry_that_cannot_be_is_refused_over_http(
    keyed: tuple[Served, dict[str, str]], entry: dict[str, object]
) -> None:
    status, problem = post(keyed, "clerk", **entry)

    assert status == 422
    assert problem["title"]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(command({}), [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_the_command_keeps_the_ledger(tmp_path: Path) -> None:
    place = tmp_path / "store"
    dict(Store.open(place).put_all(documents()))
    name, by = "yunling-2018/一.(一)", ("--by", "省整改办", "--store", place)

    assert run("progress", "set", name, "--state", "done", "--date", "2021-06-03", "--proof", "甲.pdf", *by)[0] == 0
    verified = ("--state", "verified", "--verified-by", "省生态环境厅", "--date", "2021-06-05")
    assert run("progress", "set", name, *verified, *by) == (0, "已登记:第 2 条,verified\n")
    listed = json.loads(run("progress", "list", "--format", "json", "--store", place)[1])
    entries = json.loads(run("progress", "history", name, "--format", "json", "--store", place)[1])

    assert [(each["state"], each["verified_by"]) for each in listed] == [("verified", "省生态环境厅")]
    assert [each["state"] for each in entries] == ["done", "verified"]
    assert "甲.pdf" in run("progress", "history", name, "--store", place)[1]
    assert run("progress", "history", "yunling-2018/九", "--store", place)[0] == 1
    refused = run("progress", "set", name, "--state", "done", "--date", "2021-06-04", *by)
    assert (refused[0], "2021-06-05" in refused[1]) == (2, True)


def test_the_figures_of_a_report_lead_to_the_plan_that_it_cites(store: Store) -> None:
    answer = query.query("progress-figures")
    cited = Citation("云岭省水环境问题整改方案", None, CitationRelation.IMPLEMENTS, report().facts[0].evidence)

    def plans() -> tuple[object, ...]:
        return store.select(query.bind(answer, {}, store).text).column("reports_on")

    assert plans() == (None,)
    store.put(replace(report(), citations=(cited,)))
    assert plans() == ("yunling-2018",)
