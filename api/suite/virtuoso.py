"""Virtuoso as a yardstick, where it is installed: the same triples, the same questions over its own HTTP."""

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from api.suite.asking import values
from api.suite.figures import Figure, middle, seconds
from api.suite.running import service
from graph import query, virtuoso
from graph.formats import Kind, by_name
from graph.remote import EVERYTHING
from graph.store import Store

_ASKED = {"measures-by-agency": "agency", "targets-by-indicator": "indicator"}
_PATIENCE = 60.0
_MANY = 340_000  # buffers: what its documentation has for 4 GB
_SETTINGS = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000000
DefaultQuery = SELECT 1 WHERE {{}}
"""


def figures(store: Path) -> Iterator[Figure]:
    """What our service answers beside what Virtuoso does; nothing where it is not installed."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not client:
        return
    graph = Store.read_only(store)
    known = values(graph)
    with _running(program, client, graph) as address:
        theirs = {
            name: _times(known[kind], partial(_asked, address, graph, name, kind)) for name, kind in _ASKED.items()
        }
    with service(store) as port:
        for name, kind in _ASKED.items():
            ours = _times(known[kind], partial(_served, port, name, kind))
            share = theirs[name] / ours
            yield Figure(f"{name} over HTTP, first asked, beside Virtuoso", 1000 * ours, "ms", share)


def configured(folder: Path, port: int, http: int, buffers: int = _MANY) -> Path:
    """The file of settings of a server with an empty database in that folder, of 8 kB a buffer."""
    file, dirty = folder / "virtuoso.ini", buffers * 3 // 4
    file.write_text(
        _SETTINGS.format(folder=folder, port=port, http=http, buffers=buffers, dirty=dirty), encoding="ascii"
    )
    return file


def _times(terms: Sequence[str], ask: Callable[[str], object]) -> float:
    """The median of the times for each value, the first left out where there are more."""
    first, *times = [seconds(partial(ask, term)) for term in terms]
    return middle(times or [first])


def _served(port: int, name: str, kind: str, term: str) -> None:
    _read(Request(f"http://127.0.0.1:{port}/queries/{name}?{urlencode({kind: term})}"))


def _asked(address: str, graph: Store, name: str, kind: str, term: str) -> None:
    """The whole answer, as the service gives it."""
    text = virtuoso.asked(query.bind(query.query(name), {kind: term}, graph).text)
    form = urlencode({"query": text, "default-graph-uri": EVERYTHING.value}).encode()
    _read(Request(address, form, {"Accept": "application/sparql-results+json"}))


def _read(request: Request) -> None:
    with urlopen(request, timeout=120) as answer:
        answer.read()


@contextmanager
def _running(program: str, client: str, graph: Store) -> Iterator[str]:
    """Virtuoso with the triples of the store, at that address."""
    with TemporaryDirectory() as name:
        folder, port, http = Path(name), _free(), _free()
        command = [program, "+foreground", "+configfile", str(configured(folder, port, http))]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(f"http://127.0.0.1:{http}/sparql")
                with (folder / "all.nt").open("wb") as triples:
                    graph.write(triples, by_name("ntriples", Kind.GRAPH))
                load = f"ld_dir('{folder}', 'all.nt', '{EVERYTHING.value}'); rdf_loader_run(); checkpoint;"
                subprocess.run(
                    [client, f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"], check=True, capture_output=True
                )
                yield f"http://127.0.0.1:{http}/sparql"
            finally:
                process.terminate()


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait(address: str) -> None:
    until = monotonic() + _PATIENCE
    while True:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            if monotonic() > until:
                raise
            sleep(0.2)
