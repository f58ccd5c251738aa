"""Virtuoso as a yardstick, where it is installed: the same triples, the same questions over its own HTTP."""

import json
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from api.suite.asking import values
from api.suite.figures import Figure, middle
from api.suite.running import service
from graph import query, virtuoso
from graph.formats import Kind, by_name
from graph.remote import EVERYTHING
from graph.store import Store

_ASKED = {"measures-by-agency": "agency", "targets-by-indicator": "indicator"}
_ACCEPT = {"Accept": "application/sparql-results+json"}
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


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer, and how long it took in seconds."""

    seconds: float
    body: bytes


def figures(store: Path) -> Iterator[Figure]:
    """What our service answers beside what Virtuoso does; nothing where it is not installed.

    Both answer in the standard's JSON, and are compared only where their answers have the same rows.
    """
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not client:
        return
    graph = Store.read_only(store)
    known = values(graph)
    with _running(program, client, graph) as address:
        theirs = {name: [_asked(address, text) for text in _texts(graph, name, known)] for name in _ASKED}
    with service(store) as port:
        for name, kind in _ASKED.items():
            ours = [_served(port, name, kind, term) for term in known[kind]]
            if all(same(mine.body, other.body) for mine, other in zip(ours, theirs[name], strict=True)):
                took, share = _usual(ours), _usual(theirs[name]) / _usual(ours)
                yield Figure(f"{name} over HTTP, first asked, beside Virtuoso", 1000 * took, "ms", share)


def same(one: bytes, other: bytes) -> bool:
    """Whether two answers in the standard's JSON have the same rows, however servers write a figure.

    >>> figure = '{"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#decimal", "value": "%s"}'
    >>> answer = '{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": %s}]}}'
    >>> same((answer % figure % "95.50").encode(), (answer % figure % "95.5").encode())
    True
    >>> same((answer % figure % "95.50").encode(), (answer % figure % "96").encode())
    False
    """
    return _rows(one) == _rows(other)


def configured(folder: Path, port: int, http: int, buffers: int = _MANY) -> Path:
    """The file of settings of a server with an empty database in that folder, of 8 kB a buffer."""
    file, dirty = folder / "virtuoso.ini", buffers * 3 // 4
    file.write_text(
        _SETTINGS.format(folder=folder, port=port, http=http, buffers=buffers, dirty=dirty), encoding="ascii"
    )
    return file


def _rows(body: bytes) -> Counter[frozenset[tuple[str, str | Decimal]]]:
    found = json.loads(body)["results"]["bindings"]
    return Counter(frozenset((name, _plain(cell)) for name, cell in row.items()) for row in found)


def _plain(cell: Mapping[str, str]) -> str | Decimal:
    is_figure = cell.get("datatype", "").endswith(("#decimal", "#integer"))
    return Decimal(cell["value"]) if is_figure else cell["value"]


def _usual(answers: Sequence[_Answer]) -> float:
    """The median of the times, the first left out where there are more."""
    first, *times = [answer.seconds for answer in answers]
    return middle(times or [first])


def _texts(graph: Store, name: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """What Virtuoso is asked: the whole answer for each value, as the service gives it."""
    kind, question = _ASKED[name], query.query(name)
    return [virtuoso.asked(query.bind(question, {kind: term}, graph).text) for term in known[kind]]


def _served(port: int, name: str, kind: str, term: str) -> _Answer:
    return _read(Request(f"http://127.0.0.1:{port}/queries/{name}?{urlencode({kind: term})}", headers=_ACCEPT))


def _asked(address: str, text: str) -> _Answer:
    form = urlencode({"query": text, "default-graph-uri": EVERYTHING.value}).encode()
    return _read(Request(address, form, _ACCEPT))


def _read(request: Request) -> _Answer:
    began = perf_counter()
    with urlopen(request, timeout=120) as answer:
        body = answer.read()
    return _Answer(perf_counter() - began, virtuoso.told(body))


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
