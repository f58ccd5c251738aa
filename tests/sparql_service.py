"""A SPARQL service over a store in memory that does what servers do on bad days: a real one, over HTTP, on a free port.

Queries, updates and graphs as the SPARQL 1.1 Protocol and the Graph Store Protocol have them, as much as is asked here.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from graph.place import Remote

USER, PASSWORD = "writer", "秘密"
NTRIPLES = ox.RdfFormat.N_TRIPLES
Trouble = Callable[["Asked"], str | None]


@dataclass(frozen=True)
class Asked:
    """A request; ``number`` counts them from 1."""

    number: int
    method: str
    path: str
    size: int

    @property
    def writes(self) -> bool:
        return self.path != "/query"


@dataclass
class Service:
    """What it holds, what it was asked, and the trouble that it makes of a request: ``503``, ``reset``, ``cut``."""

    is_union: bool = False  # its default graph is all graphs together
    is_closed: bool = False  # it wants a name and a password
    trouble: Trouble = lambda _: None
    store: ox.Store = field(default_factory=ox.Store)
    asked: list[Asked] = field(default_factory=list)

    def query(self, form: dict[str, list[str]]) -> tuple[str, bytes]:
        names: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
            ox.NamedNode(name) for name in form.get("default-graph-uri", [])
        ]
        whole = self.is_union and not names
        answer = self.store.query(form["query"][0], default_graph=names or None, use_default_graph_as_union=whole)
        if isinstance(answer, ox.QueryTriples):
            return "application/n-triples", answer.serialize(format=NTRIPLES) or b""
        return "application/sparql-results+json", answer.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def graph(self, method: str, name: str | None, data: bytes) -> tuple[str, bytes]:
        place = ox.NamedNode(name) if name else ox.DefaultGraph()
        if method == "GET":
            return "application/n-triples", self.store.dump(format=NTRIPLES, from_graph=place) or b""
        if method == "PUT":
            self.store.clear_graph(place)
        self.store.load(data, NTRIPLES, to_graph=place)
        return "text/plain", b""


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        place = urlsplit(self.path)
        asked = Asked(len(self.service.asked) + 1, self.command, place.path, len(data))
        self.service.asked.append(asked)
        trouble = self.service.trouble(asked)
        given = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.service.is_closed and self.headers.get("Authorization") != given:
            self._tell(401, "text/plain", b"who are you", {"WWW-Authenticate": 'Basic realm="duties"'})
        elif trouble == "503":
            self._tell(503, "text/plain", b"busy", {})
        elif trouble == "reset":
            self.close_connection = True
        else:
            media_type, body = self._done(place.path, parse_qs(place.query), data)
            self._tell(200, media_type, body, {}, cut=trouble == "cut")

    def _done(self, path: str, given: dict[str, list[str]], data: bytes) -> tuple[str, bytes]:
        if path == "/query":
            return self.service.query(given | parse_qs(data.decode()))
        if path == "/update":
            self.service.store.update(data.decode())
            return "text/plain", b"done"
        return self.service.graph(self.command, given.get("graph", [None])[0], data)

    def _tell(self, status: int, media_type: str, body: bytes, more: dict[str, str], *, cut: bool = False) -> None:
        """Answers; ``cut`` off before its end."""
        self.send_response(status)
        for name, value in ({"Content-Type": media_type, "Content-Length": str(len(body) + cut)} | more).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = cut


@contextmanager
def serving(service: Service) -> Iterator[Remote]:
    """Its address, with its user and password where it wants them."""
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    place = f"http://127.0.0.1:{server.server_port}"
    who = (USER, PASSWORD) if service.is_closed else ()
    try:
        yield Remote(f"{place}/query", f"{place}/update", f"{place}/data", *who)
    finally:
        server.shutdown()
        server.server_close()
