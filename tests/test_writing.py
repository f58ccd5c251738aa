"""Documents put in and taken out over HTTP: with a key, by the pipeline of ``dutygraph load``, and nothing lost."""

import asyncio
import io
import json
import os
import signal
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from api.http.uploads import Upload, upload
from api.keys import Scope, new
from api.limits import Limits
from api.settings import Settings
from graph.ledger import entry
from graph.releases import current
from graph.search import Index
from graph.store import Store
from tests.serving import Reply, Served, serving

SAMPLES = Path(__file__).parent.parent / "loaders" / "samples"
NOTICE = (SAMPLES / "notice-forests-2020.html").read_bytes()
TEXT = """云岭省2020年河湖管护工作要点
一、完善供水设施
（一）省水利厅牵头，2020年6月底前建成清川市备用水源。
（二）清川市人民政府负责，2020年底前完成老旧管网改造{length}公里。
"""
PLAN = TEXT.format(length=30).encode()
CHANGED = TEXT.format(length=40).encode()


@dataclass(frozen=True)
class Writable:
    """A service with keys, and what it wrote down."""

    served: Served
    keys: dict[str, str]
    folder: Path

    def put(self, data: bytes, name: str = "plan.txt", key: str = "writer", **parameters: str) -> Reply:
        query = "&".join(f"{each}={quote(value)}" for each, value in {"name": name, **parameters}.items())
        return self.served.ask("POST", f"/documents?{query}", data, self.with_key(key))

    def remove(self, document: str, key: str = "writer") -> Reply:
        return self.served.ask("DELETE", f"/documents/{quote(document)}", headers=self.with_key(key))

    def with_key(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[key]}"}

    def documents(self) -> object:
        return self.served.ask("GET", "/health").json()["documents"]

    def audit(self) -> list[dict[str, object]]:
        lines = (self.folder / "journal").read_text(encoding="utf-8").splitlines()
        return [told for line in lines if (told := json.loads(line))["event"] == "audit"]


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    folder = tmp_path_factory.mktemp("writing")
    scopes = {"writer": [Scope.LOAD, Scope.REMOVE], "guest": [Scope.TRY], "nobody": []}
    made = {name: new(name, given) for name, given in scopes.items() if given}
    (folder / "keys").write_text("".join(f"{key.line}\n" for _, key in made.values()), encoding="utf-8")
    Store.open(folder / "store")
    limits = Limits(key_rate=100_000, address_rate=100_000)
    settings = Settings(folder / "store", service=limits, journal=str(folder / "journal"), keys=folder / "keys")
    keys = {name: secret for name, (secret, _) in made.items()} | {"nobody": "dg_guessed"}
    with serving(settings) as served:
        yield Writable(served, keys, folder)


def test_a_document_is_tried_loaded_left_alone_replaced_and_removed(writable: Writable) -> None:
    before = writable.documents()
    tried = writable.put(PLAN, "plan.txt", dry_run="true")
    assert (tried.status, writable.documents()) == (200, before)

    added = writable.put(PLAN, "plan.txt")
    again = writable.put(PLAN, "plan.txt")
    replaced = writable.put(CHANGED, "plan.txt")

    assert [reply.status for reply in (added, again, replaced)] == [201, 200, 200]
    assert [_only(reply)["status"] for reply in (tried, added, again, replaced)] == [
        "added",
        "added",
        "unchanged",
        "replaced",
    ]
    assert added.headers["location"] == "/documents/plan"
    assert writable.served.ask("GET", "/documents/plan/text").body == CHANGED
    assert "plan" in str(writable.served.ask("GET", f"/search?q={quote('水源')}").json())
    assert writable.remove("plan").status == 204
    assert writable.remove("plan").status == 404
    assert writable.documents() == before
    assert writable.served.ask("GET", f"/search?q={quote('水源')}").json()["items"] == []


def _only(reply: Reply) -> dict[str, object]:
    documents = reply.json()["documents"]
    assert isinstance(documents, list)
    (document,) = documents
    assert isinstance(document, dict)
    return document


def test_what_is_tried_shows_the_ledger_that_loading_keeps(writable: Writable) -> None:
    tried = _only(writable.put(NOTICE, "告示.html", dry_run="true"))
    writable.put(NOTICE, "告示.html")
    kept = Store.read_only(current(writable.folder / "store")).document("告示")

    assert tried["ledger"] == json.loads(json.dumps(entry(kept)))
    assert tried["measures"] == len(kept.measures)
    assert kept.measures
    assert tried["remarks"] == len(kept.remarks)
    assert writable.remove("告示").status == 204


def test_a_form_and_a_plain_body_are_the_same_document(writable: Writable) -> None:
    form = (
        '--gap\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--gap\r\n'
        'Content-Disposition: form-data; name="file"; filename="表单.html"\r\nContent-Type: text/html\r\n\r\n'
    )
    body = form.encode() + NOTICE + b"\r\n--gap--\r\n"
    headers = writable.with_key("writer") | {"Content-Type": "multipart/form-data; boundary=gap"}

    sent = writable.served.ask("POST", "/documents", body, headers)

    assert sent.status == 201, sent.body
    assert sent.json()["sha256"] == sha256(NOTICE).hexdigest()
    assert _only(writable.put(NOTICE, "表单.html"))["status"] == "unchanged"
    assert writable.remove("表单").status == 204


def test_an_archive_brings_its_documents_and_says_which_cannot_be_read(writable: Writable) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", PLAN)
        archive.writestr("b.html", NOTICE)
        archive.writestr("c.txt", b"no Chinese at all")

    sent = writable.put(packed.getvalue(), "both.zip")

    documents: list[dict[str, str]] = sent.json()["documents"]  # type: ignore[assignment]
    failures: list[dict[str, str]] = sent.json()["failures"]  # type: ignore[assignment]
    assert sorted(each["key"] for each in documents) == ["both/a", "both/b"]
    assert ["c.txt" in each["file"] for each in failures] == [True]
    assert [writable.remove(each["key"]).status for each in documents] == [204, 204]


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", b"0" * 120_000_000)
    return packed.getvalue()


@pytest.mark.parametrize("dry_run", ["true", "false"])
@pytest.mark.parametrize(
    ("data", "name", "status", "kind"),
    [
        pytest.param(b"", "plan.txt", 422, "bad-document", id="nothing"),
        pytest.param(b"\x00" * 2000, "plan.txt", 422, "bad-document", id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "plan.png", 422, "bad-document", id="a picture"),
        pytest.param(b"%PDF-1.7\n" + b"\xff" * 5000, "plan.pdf", 422, "bad-document", id="a broken PDF"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 3000, "plan.docx", 422, "bad-document", id="a broken package"),
        pytest.param(PLAN, "", 422, "parameter", id="no name"),
        pytest.param(PLAN, "../..", 422, "parameter", id="no name of a file"),
        pytest.param(PLAN, "a\x07b.txt", 422, "parameter", id="a name that cannot be printed"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_lost(
    writable: Writable, data: bytes, name: str, status: int, kind: str, dry_run: str
) -> None:
    before = writable.documents()

    refused = writable.put(data, name, dry_run=dry_run)

    assert (refused.status, refused.kind, writable.documents()) == (status, kind, before)
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_bomb_and_fifty_megabytes_are_refused_at_once_and_the_service_goes_on(writable: Writable) -> None:
    before = writable.documents()

    bomb = writable.put(_bomb(), "bomb.zip")
    large = writable.put(b"\xe6" * 50_000_000, "large.txt")

    assert (bomb.status, bomb.kind) == (422, "bad-document")
    assert (large.status, large.kind) == (413, "too-large")
    assert writable.documents() == before
    assert writable.put(PLAN, "after.txt").status == 201
    assert writable.remove("after").status == 204


@pytest.mark.parametrize(
    ("key", "dry_run", "status"),
    [("nobody", "true", 401), ("nobody", "false", 401), ("guest", "true", 200), ("guest", "false", 403)],
)
def test_a_key_does_what_it_may_and_no_more(writable: Writable, key: str, dry_run: str, status: int) -> None:
    before = writable.documents()

    assert writable.put(PLAN, key=key, dry_run=dry_run).status == status
    assert writable.documents() == before


def test_without_a_key_nothing_is_read_or_removed(writable: Writable) -> None:
    bare = writable.served.ask("POST", "/documents?name=plan.txt", PLAN)

    assert (bare.status, bare.kind) == (401, "unauthorised")
    assert bare.headers["www-authenticate"].startswith("Bearer")
    assert writable.served.ask("DELETE", "/documents/plan").status == 401
    assert writable.remove("plan", key="guest").status == 403


def test_every_act_with_a_key_leaves_a_line(writable: Writable) -> None:
    seen = len(writable.audit())
    writable.put(PLAN, "told.txt")
    writable.put(b"", "told.txt")
    writable.put(PLAN, "told.txt", key="guest")
    writable.remove("told")

    lines = writable.audit()[seen:]

    digest = sha256(PLAN).hexdigest()
    assert [(line["key"], line["action"], line["outcome"], line["sha256"]) for line in lines] == [
        ("writer", "load", "told=added", digest),
        ("writer", "load", "bad-document", sha256(b"").hexdigest()),
        ("guest", "load", "refused", ""),
        ("writer", "remove", "told=removed", ""),
    ]
    assert all(line["client"] == "127.0.0.1" and line["time"] and line["request"] for line in lines)
    assert "Bearer" not in (writable.folder / "journal").read_text(encoding="utf-8")


def _holders(path: Path) -> list[int]:
    """The processes that have the file open."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and any(each.resolve() == path for each in (process / "fd").iterdir()):
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="processes are looked for in /proc, which Linux has")
@pytest.mark.parametrize("delay", [0.0, 0.4])
def test_a_writer_killed_at_any_moment_leaves_the_old_document_or_the_new_one(writable: Writable, delay: float) -> None:
    writable.put(PLAN, "killed.txt")
    lock = (writable.folder / "store" / "LOCK").resolve()
    replies: list[Reply] = []
    sending = threading.Thread(target=lambda: replies.append(writable.put(CHANGED, "killed.txt")))
    sending.start()
    until = time.monotonic() + 10
    while not (holders := _holders(lock)) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(delay)
    for holder in _holders(lock) or holders:
        assert holder != os.getpid()
        _kill(holder)
    sending.join()

    kept = writable.served.ask("GET", "/documents/killed/text")
    began = time.monotonic()
    again = writable.put(CHANGED, "killed.txt")

    assert replies[0].status in {200, 503}
    assert kept.body in {PLAN, CHANGED}
    assert (again.status, _only(again)["key"]) == (200, "killed")
    assert time.monotonic() - began < 10
    assert writable.served.ask("GET", "/documents/killed/text").body == CHANGED
    assert Index.beside(current(writable.folder / "store")).search("水源")
    assert writable.remove("killed").status == 204


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def test_who_comes_too_often_is_told_when_to_come_again(tmp_path: Path, sample_folder: Path) -> None:
    secret, key = new("often", [Scope.TRY])
    (tmp_path / "keys").write_text(key.line, encoding="utf-8")
    limits = Limits(key_rate=2, address_rate=4)
    with serving(Settings(sample_folder, service=limits, journal="", keys=tmp_path / "keys")) as served:
        headers = {"Authorization": f"Bearer {secret}"}
        held = [served.ask("DELETE", "/documents/x", headers=headers) for _ in range(3)]
        strange = [served.ask("DELETE", "/documents/x") for _ in range(2)]

        assert [reply.status for reply in held] == [403, 403, 429]
        assert [reply.status for reply in strange] == [401, 429]
        assert held[2].kind == "too-many-requests"
        assert 0 < int(held[2].headers["retry-after"]) <= 30
        assert served.ask("GET", "/documents").status == 200


def test_without_a_file_of_keys_there_is_no_writing(sample_folder: Path) -> None:
    with serving(Settings(sample_folder, journal="")) as served:
        assert served.ask("POST", "/documents?name=a.txt", PLAN).status == 405
        assert served.ask("DELETE", "/documents/yunling-2018").status == 405


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "计划 1.html", "..\\b.txt"]))
def test_a_form_gives_back_the_bytes_of_its_file(data: bytes, name: str) -> None:
    head = f'--gap\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'.replace("\\", "\\\\")
    body = head.encode() + data.replace(b"--gap", b"") + b"\r\n--gap--\r\n"
    scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=gap")]}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    found = asyncio.run(upload(Request(scope, receive), None, 10_000, Limits()))

    assert found == Upload(name.rpartition("\\")[2], data.replace(b"--gap", b""))
