"""The command line, as its user and as a program that calls it see it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from api.cli import command
from api.http.app import create_app
from graph import ledger, query
from graph.store import Store
from loaders.read import find
from tests.evaluate import SHARED
from tests.sample_documents import documents, reference

SAMPLES = Path(str(files("loaders") / "samples"))
PLANS = sorted((SHARED / "documents").glob("*.txt"))
DUTYGRAPH = [sys.executable, "-P", "-m", "api"]


def run(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(command(environment), [str(argument) for argument in arguments])


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-made documents on disk."""
    path = tmp_path_factory.mktemp("hand-made") / "store"
    graph = Store.open(path)
    graph.load_reference(reference())
    dict(graph.put_all(documents()))
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plans that come with the program, loaded by the command."""
    path = tmp_path_factory.mktemp("samples") / "store"
    result = run("load", SAMPLES, "--store", path)
    assert result.exit_code == 0, result.output
    return path


def test_loading_again_changes_nothing(loaded: Path) -> None:
    before = run("export", "graph", "--store", loaded).stdout_bytes
    again = run("load", SAMPLES, "--store", loaded)

    assert again.exit_code == 0
    assert again.stdout.count("未变") == len(find([SAMPLES]))
    assert run("export", "graph", "--store", loaded).stdout_bytes == before


def test_a_changed_file_replaces_its_own_document_alone(loaded: Path, tmp_path: Path) -> None:
    folder, graph = tmp_path / "plans", tmp_path / "store"
    shutil.copytree(SAMPLES, folder)
    shutil.copytree(loaded, graph)
    name = min(folder.glob("*.txt"))
    name.write_text(name.read_text(encoding="utf-8") + "\n完\n", encoding="utf-8")

    again = run("load", folder, "--store", graph)

    assert (again.exit_code, again.stdout.count("更新"), again.stdout.count("新增")) == (0, 1, 0)


def test_a_document_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    folder, graph = tmp_path / "plans", tmp_path / "store"
    folder.mkdir()
    for sample in sorted(SAMPLES.glob("*.txt"))[:2]:
        shutil.copy(sample, folder)
    (folder / "broken.txt").write_bytes(b"%PDF-1.7\n")

    result = run("load", folder, "--store", graph)

    assert result.exit_code == 1
    assert "失败" in result.stdout
    assert "broken.txt" in result.stderr
    assert "PDF" in result.stderr
    assert len(Store.read_only(graph).keys()) == 2


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    result = run("load", tmp_path, "--store", tmp_path / "store")

    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr


def test_a_path_that_is_not_there_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    assert run("load", tmp_path / "nowhere", "--store", tmp_path / "store").exit_code == 2


def test_the_store_comes_from_the_option_else_from_the_environment(store: Path, tmp_path: Path) -> None:
    asked = ("query", "documents", "--format", "json")
    from_option = run(*asked, "--store", store, DUTYGRAPH_STORE=str(tmp_path))
    from_environment = run(*asked, DUTYGRAPH_STORE=str(store))

    assert len(json.loads(from_option.stdout)) == 4
    assert from_environment.stdout == from_option.stdout


def test_without_a_store_the_remedy_is_told(tmp_path: Path) -> None:
    result = run("query", "documents", "--store", tmp_path / "none")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "dutygraph load" in result.stderr


@pytest.mark.parametrize(
    ("locale", "words"), [("zh_CN.UTF-8", "回答的问题"), ("C", "回答的问题"), ("en_GB.UTF-8", "question")]
)
def test_without_a_name_the_queries_are_listed_in_the_users_language(locale: str, words: str) -> None:
    result = run("query", LANG=locale)

    assert words in result.stdout
    assert all(name in result.stdout for name in query.catalogue())


@pytest.mark.parametrize("name", query.catalogue())
def test_every_query_has_a_command_with_its_parameters(store: Path, name: str) -> None:
    told = run("query", name, "--help").stdout
    needed = [
        word
        for parameter in query.query(name).parameters
        if parameter.required
        for word in (f"--{parameter.name.replace('_', '-')}", parameter.example)
    ]
    rows = answer("query", name, *needed, "--store", store)

    assert all(f"--{parameter.name.replace('_', '-')}" in told for parameter in query.query(name).parameters)
    assert all(list(row) == list(query.query(name).columns) for row in rows)
    assert run("query", name, *needed, "--store", store).exit_code == 0


def test_a_query_answers_with_an_object_per_row(store: Path) -> None:
    asked = ("query", "measures-by-agency", "--agency", "省环境保护厅", "--role", "lead", "--due", 2018)
    (row,) = answer(*asked, "--store", store)

    assert (row["number"], row["agency"], row["due"]) == ("一/(一)", "云岭省环境保护厅", "2018-06-30")
    text = Store.read_only(store).document(row["key"]).source.text
    assert text[row["start"] : row["end"]] == row["quote"]


def test_a_table_has_the_rows_and_where_they_stand(store: Path) -> None:
    result = run("query", "measures-by-agency", "--agency", "省环境保护厅", "--store", store)

    assert "yunling-2018.txt" in result.stdout
    assert "2018-06-30" in result.stdout


def test_csv_has_a_line_per_row(store: Path) -> None:
    result = run("query", "documents", "--format", "csv", "--store", store)

    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == 4


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("query", "measures-by-agency"), 2, "--agency"),
        (("query", "measures-by-agency", "--agency", "a", "--role", "boss"), 2, "boss"),
        (("query", "measures-by-agency", "--agency", "a", "--due", "soon"), 2, "soon"),
        (("query", "measures-by-agency", "--agency", "a", "--due-from", "2020-13-01"), 2, "due_from"),
        (
            (
                "query",
                "measures-by-agent",
            ),
            1,
            "measures-by-agency",
        ),
        (("sparql", "ASK {"), 2, "line 1"),
        (("sparql",), 2, "--file"),
        (("sparql", "ASK { SERVICE ?s {} }"), 1, "SERVICE"),
        (("nothing",), 2, "nothing"),
    ],
    ids=str,
)
def test_a_mistake_is_told_without_a_trace(store: Path, arguments: tuple[str, ...], status: int, told: str) -> None:
    result = run(*arguments, DUTYGRAPH_STORE=str(store))

    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr


def test_a_name_that_the_graph_does_not_know_is_told_beside_the_empty_answer(store: Path) -> None:
    result = run("query", "measures-by-agency", "--agency", "省生态厅", "--format", "json", "--store", store)

    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "省生态环境厅" in result.stderr


def test_a_query_of_ones_own_comes_as_text_or_from_a_file(store: Path, tmp_path: Path) -> None:
    text = "PREFIX dg: <https://w3id.org/dutygraph/ontology#> SELECT (COUNT(?d) AS ?n) { ?d dg:key ?k }"
    file = tmp_path / "count.rq"
    file.write_text(text, encoding="utf-8")

    for asked in ((text,), ("--file", file)):
        assert run("sparql", *asked, "--format", "csv", "--store", store).stdout.split() == ["n", "4"]
    assert run("sparql", "ASK {}", "--store", store).stdout == "是\n"
    assert "<http://a>" in run("sparql", "CONSTRUCT { <http://a> <http://b> 1 } {}", "--store", store).stdout


def test_the_ledger_is_exported_in_three_forms(store: Path) -> None:
    entries = json.loads(run("export", "ledger", "--store", store).stdout)
    lines = run("export", "ledger", "--format", "jsonl", "--store", store).stdout.splitlines()
    rows = list(csv.DictReader(io.StringIO(run("export", "ledger", "--format", "csv", "--store", store).stdout)))

    expected = [ledger.entry(document) for document in sorted(documents(), key=lambda document: document.key)]
    assert entries == [json.loads(line) for line in lines] == expected
    assert [row["number"] for row in rows] == [
        row.number for document in sorted(documents(), key=lambda each: each.key) for row in ledger.rows(document)
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)],
)
def test_the_graph_is_exported_in_four_forms(store: Path, name: str, written: RdfFormat) -> None:
    result = run("export", "graph", "--format", name, "--store", store)
    triples = {(quad.subject, quad.predicate) for quad in parse(result.stdout_bytes, format=written)}

    everything = parse(run("export", "graph", "--store", store).stdout_bytes, format=RdfFormat.N_QUADS)
    assert len(triples) == len({(quad.subject, quad.predicate) for quad in everything})


def test_the_samples_pass_every_check(loaded: Path) -> None:
    result = run("check", "--store", loaded)

    assert result.exit_code == 0, result.output
    assert "符合" in result.stdout


def test_the_command_works_as_a_process_of_its_own(loaded: Path, tmp_path: Path) -> None:
    environment = os.environ | {"DUTYGRAPH_STORE": str(loaded), "LC_ALL": "C"}
    asked = [*DUTYGRAPH, "query", "measures-by-agency", "--agency", "省生态环境厅", "--format", "json"]
    done = subprocess.run(asked, capture_output=True, check=True, cwd=tmp_path, env=environment)

    assert done.stderr == b""
    assert json.loads(done.stdout.decode())


def test_a_reader_that_has_seen_enough_gets_no_complaint(loaded: Path) -> None:
    asked = [*DUTYGRAPH, "export", "graph", "--store", str(loaded)]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(100)
        process.stdout.close()

        assert process.stderr.read() == b""


@pytest.mark.parametrize("plans", [PLANS] if PLANS else [], ids=len)
def test_the_real_plans_say_what_the_lead_of_2020_is_to_do(plans: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("load", *plans, "--store", store).exit_code == 0
    asked = {"agency": "省生态环境厅", "role": "lead", "due": "2020"}
    rows = answer(
        "query", "measures-by-agency", *(f"--{name}={value}" for name, value in asked.items()), "--store", store
    )
    with TestClient(create_app(Store.read_only(store))) as client:
        over_http = client.get("/queries/measures-by-agency", params=asked).json()

    assert rows == over_http
    assert len(rows) == 25
    assert {(row["source"][:3], row["agency"], row["due"], row["due_basis"]) for row in rows} == {
        ("004", "贵州省生态环境厅", "2020-12-31", "inherited")
    }
    (file,) = (plan for plan in plans if plan.name == rows[0]["source"])
    text = file.read_bytes().decode("utf-8-sig")
    assert [text[row["start"] : row["end"]] for row in rows] == [row["quote"] for row in rows]
    assert run("check", "--store", store).exit_code == 0


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("dutygraph ")
