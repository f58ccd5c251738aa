"""Servers of others on free ports of this machine, for tests of the remote store: Apache Jena Fuseki and Virtuoso."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from api.suite.virtuoso import configured
from graph.place import Remote

FUSEKI = "org.apache.jena:jena-fuseki-server:5.2.0"
_JAR = Path.home() / ".m2/repository/org/apache/jena/jena-fuseki-server/5.2.0/jena-fuseki-server-5.2.0.jar"
_PATIENCE = 90
_BUFFERS = 40_000  # of Virtuoso


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def fuseki(folder: Path) -> Iterator[Remote]:
    """Apache Jena Fuseki with an empty dataset in memory; without Java or the jar the test is skipped."""
    if not shutil.which("java"):
        pytest.skip("no Java here: Apache Jena Fuseki is not tested")
    port = free_port()
    command = ["java", "-Xmx1g", "-jar", str(_jar()), "--localhost", f"--port={port}", "--mem", "--update", "/ds"]
    with _running(command, folder, f"http://127.0.0.1:{port}/ds/query?query=ASK%7B%7D"):
        place = f"http://127.0.0.1:{port}/ds"
        yield Remote(f"{place}/query", f"{place}/update", f"{place}/data")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Remote]:
    """Virtuoso (Debian's virtuoso-opensource) with an empty database; without it the test is skipped."""
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("no virtuoso-t here (Debian: virtuoso-opensource): Virtuoso is not tested")
    port = free_port()
    settings = configured(folder, free_port(), port, _BUFFERS)
    place = f"http://127.0.0.1:{port}"
    with _running([program, "+foreground", "+configfile", str(settings)], folder, f"{place}/sparql"):
        yield Remote(f"{place}/sparql-auth", f"{place}/sparql-auth", f"{place}/sparql-graph-crud-auth", "dba", "dba")


def _jar() -> Path:
    """Fuseki's jar as Maven keeps it, fetched where Maven Central is reached."""
    given = os.environ.get("FUSEKI_JAR")
    if given:
        return Path(given)
    if not _JAR.is_file() and shutil.which("mvn"):
        fetch = ["mvn", "-q", "dependency:get", f"-Dartifact={FUSEKI}:jar", "-Dtransitive=false"]
        subprocess.run(fetch, check=False, capture_output=True, timeout=300)
    if not _JAR.is_file():
        pytest.skip(f"no {FUSEKI} here (Maven Central; or FUSEKI_JAR=PATH): Apache Jena Fuseki is not tested")
    return _JAR


@contextmanager
def _running(command: Sequence[str], folder: Path, answering: str) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(process, answering, folder / "server.log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))
