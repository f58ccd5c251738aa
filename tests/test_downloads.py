"""Downloads: the same rows in every format, checksums that hold, parts of a file, nothing that a table runs."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from arro3.io import read_parquet
from pyoxigraph import RdfFormat, parse

from api.limits import Limits
from api.settings import Settings
from graph.exports.downloads import MANIFEST, rows, write
from graph.store import Store
from tests.sample_documents import documents, rectification
from tests.serving import Served, serving

TABLES = ["documents", "measures", "assignments", "deadlines", "recurrences", "targets", "places", "citations"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("downloads") / "store"
    store = Store.open(path)
    for document in documents():
        store.put(document)
    with serving(Settings(store=path, service=Limits(workers=1), journal="")) as running:
        yield running


@pytest.fixture(scope="module")
def manifest(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = served.ask("GET", "/downloads").json()
    return found


def lines(served: Served, table: str) -> list[dict[str, Any]]:
    body = served.ask("GET", f"/downloads/{table}.ndjson").body
    return [json.loads(line) for line in body.decode().splitlines()]


def test_every_file_is_what_the_manifest_says(served: Served, manifest: dict[str, Any]) -> None:
    assert {file["content"] for file in manifest["files"]} >= {*TABLES, "graph"}
    for file in manifest["files"]:
        answer = served.ask("GET", file["href"])

        assert (answer.status, len(answer.body), sha256(answer.body).hexdigest()) == (
            200,
            file["bytes"],
            file["sha256"],
        )
        assert answer.headers["etag"] == f'"{file["sha256"]}"'
        assert answer.headers["content-type"].startswith(file["media_type"])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_the_same_in_every_format(
    served: Served, manifest: dict[str, Any], table: str, tmp_path: Path
) -> None:
    told = lines(served, table)
    cells = list(csv.DictReader(served.ask("GET", f"/downloads/{table}.csv").body.decode().splitlines(keepends=True)))
    (tmp_path / "x.parquet").write_bytes(served.ask("GET", f"/downloads/{table}.parquet").body)
    columns = read_parquet(tmp_path / "x.parquet").read_all()
    values = [column.to_pylist() for column in columns.columns]

    assert [dict(zip(columns.column_names, row, strict=True)) for row in zip(*values, strict=True)] == told
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in told] == cells
    assert {file["rows"] for file in manifest["files"] if file["content"] == table} == {len(told)}
    assert told


def test_every_fact_of_every_document_is_there_with_its_words(served: Served) -> None:
    told = sorted(documents(), key=lambda document: document.key)
    texts = {document.source.name: document.source.text for document in told}
    for table in TABLES[1:]:
        found = lines(served, table)
        assert found == [row for document in told for name, row in rows(document) if name == table]
        assert [row for row in found if texts[row["source"]][row["start"] : row["end"]] != row["quote"]] == []


def test_the_dumps_hold_the_same_quads(served: Served) -> None:
    quads = [
        {*parse(served.ask("GET", f"/downloads/graph.{name}").body, format=wanted)}
        for name, wanted in (("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG))
    ]

    assert quads[0] == quads[1]
    assert len(quads[0]) > 500


def test_a_part_of_a_file_can_be_asked_for_and_what_one_has_is_not_sent_again(served: Served) -> None:
    whole = served.ask("GET", "/downloads/graph.nq")
    part = served.ask("GET", "/downloads/graph.nq", headers={"Range": "bytes=100-199"})
    again = served.ask("GET", "/downloads/graph.nq", headers={"If-None-Match": whole.headers["etag"]})
    changed = served.ask("GET", "/downloads/graph.nq", headers={"Range": "bytes=100-199", "If-Range": '"other"'})

    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.body)}"
    assert (again.status, again.body) == (304, b"")
    assert (changed.status, changed.body) == (200, whole.body)
    assert served.ask("GET", "/downloads/..%2Fstore").status == 404


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    document, store = rectification(), Store.memory()
    store.put(replace(document, title="=HYPERLINK(1)"))
    write(store, tmp_path / "made")

    (sheet,) = csv.DictReader((tmp_path / "made" / "documents.csv").read_text(encoding="utf-8").splitlines())
    assert sheet["title"] == "'=HYPERLINK(1)"
    assert json.loads((tmp_path / "made" / "documents.ndjson").read_text())["title"] == "=HYPERLINK(1)"


def test_files_that_cannot_be_made_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.memory()
    store.put(rectification())
    monkeypatch.setattr("graph.exports.downloads._parquet", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write(store, tmp_path / "made")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write(store, tmp_path / "made")
    before = (tmp_path / "made" / MANIFEST).stat()
    write(store, tmp_path / "made")
    assert (tmp_path / "made" / MANIFEST).stat() == before
