"""A SPARQL 1.1 service as the store: Protocol for queries and updates, Graph Store Protocol for graphs.

It has as much of the embedded engine's interface as ``graph.store`` uses; whatever is special to a server stays here
and in ``graph.virtuoso``. Two kinds of servers are told apart by a probe. With some (Apache Jena) the default graph is
a graph of its own, as in the embedded store. With others (Virtuoso, GraphDB, Neptune) it is all graphs together, with
repetitions; there the triples of all documents, each once, stand in the graph ``EVERYTHING``, to which queries are
addressed.

https://www.w3.org/TR/sparql11-protocol/ https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from http.client import HTTPException
from time import sleep
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat

from graph import iri, virtuoso
from graph.errors import ParameterError, StoreError
from graph.place import Remote
from graph.solutions import Answer

_GRAPHS = iri.RUNS_GRAPH.value.rpartition("/")[0]
EVERYTHING = NamedNode(f"{_GRAPHS}/everything")
_PROBE, _COMING = NamedNode(f"{_GRAPHS}/probe"), NamedNode(f"{_GRAPHS}/coming")
_NOT_OURS = {EVERYTHING, _PROBE, _COMING}
_PASSING = {408, 425, 429, 502, 503, 504}
_TRIES, _PAUSE, _TIMEOUT = 5, 0.2, 600.0
_PIECE = 8_000_000  # bytes of triples in one request
_GOES_ON = "what was written stays, the rest is written then"

Term = NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = NamedNode | ox.DefaultGraph | ox.BlankNode | None


class Scratch(Protocol):
    """An empty store, to hold an answer."""

    def load(self, data: bytes, rdf_format: RdfFormat, /) -> None:
        """Takes the triples."""

    def query(self, text: str, /) -> Answer:
        """Answers."""


class Endpoint:
    """The service at that place; ``scratch`` makes an empty store, in which answers of CONSTRUCT are held."""

    def __init__(self, remote: Remote, scratch: Callable[[], Scratch]) -> None:
        self._remote = remote
        self._scratch = scratch
        self._opener = _opener(remote)

    @cached_property
    def everything(self) -> NamedNode | None:
        """The graph that stands for the default graph, None where the service has one of its own."""
        if self._asked(f"ASK {{ GRAPH {EVERYTHING} {{ ?s ?p ?o }} }}"):
            return EVERYTHING
        if self._asked(f"ASK {{ GRAPH {iri.RUNS_GRAPH} {{ ?s ?p ?o }} }}"):
            return None
        self._send("PUT", self._at(_PROBE), f"{_PROBE} {_PROBE} {_PROBE} .\n".encode(), "application/n-triples")
        try:
            return EVERYTHING if self._asked(f"ASK {{ {_PROBE} {_PROBE} {_PROBE} }}") else None
        finally:
            self.update(f"DROP SILENT GRAPH {_PROBE}")

    @cached_property
    def is_virtuoso(self) -> bool:
        """Whether the service is OpenLink Virtuoso, to which ``graph.virtuoso`` translates."""
        request = Request(f"{self._remote.query}?{urlencode({'query': 'ASK {}'})}")
        return str(self._opened(request)[1]).startswith("Virtuoso")

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        default_graph: Iterable[NamedNode] = (),
        named_graphs: Iterable[NamedNode] = (),
    ) -> Answer:
        """The answer of a query; OSError where there is none, ValueError where the service refuses it."""
        text = f"BASE <{base_iri}>\n{query}" if base_iri else query
        asked = [("default-graph-uri", name.value) for name in default_graph or filter(None, (self.everything,))]
        asked += [("named-graph-uri", name.value) for name in named_graphs]
        return self._answer(text, asked)

    def quads_for_pattern(
        self, subject: Term | None, predicate: Term | None, object_: Term | None, graph: Graph
    ) -> Iterator[Quad]:
        """The quads that fit; the graph is to be given."""
        name = self.everything if isinstance(graph, ox.DefaultGraph) else graph
        if (subject, predicate, object_) == (None, None, None):
            triples = self._send("GET", self._at(name), accept="application/n-triples", missing=b"")
            for each in ox.parse(triples, RdfFormat.N_TRIPLES):
                yield Quad(each.subject, each.predicate, each.object, graph)
            return
        terms = [str(term) if term else f"?v{place}" for place, term in enumerate((subject, predicate, object_))]
        pattern = " ".join(terms)
        where = f"GRAPH {name} {{ {pattern} }}" if name else pattern
        answer = self._answer(f"SELECT * WHERE {{ {where} }}", [])
        assert isinstance(answer, ox.QuerySolutions)
        for row in answer:
            found = [term or row[f"v{place}"] for place, term in enumerate((subject, predicate, object_))]
            yield Quad(found[0], found[1], found[2], graph)  # type: ignore[arg-type]  # each is of its place's kind

    def named_graphs(self) -> Iterator[NamedNode]:
        """The names of the graphs of ours."""
        answer = self._answer("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", [])
        assert isinstance(answer, ox.QuerySolutions)
        names = [row["g"] for row in answer]
        ours = (name for name in names if isinstance(name, NamedNode) and name.value.startswith(f"{_GRAPHS}/"))
        return (name for name in ours if name not in _NOT_OURS)

    def contains_named_graph(self, name: NamedNode) -> bool:
        """Whether there is something in the graph."""
        return self._asked(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}")

    def update(self, update: str, base_iri: str | None = None) -> None:
        """Runs an update, in one request."""
        text = f"BASE <{base_iri}>\n{update}" if base_iri else update
        self._send("POST", self._remote.update or self._remote.query, text.encode(), "application/sparql-update")

    def add(self, graph: Graph, triples: bytes) -> None:
        """Adds N-Triples to a graph, some megabytes a request."""
        name = self.everything if isinstance(graph, ox.DefaultGraph) else graph
        for piece in _pieces(triples, self._most):
            self._send("POST", self._at(name), piece, "application/n-triples")

    def put(self, graph: NamedNode, triples: bytes) -> None:
        """Puts N-Triples in the place of a graph at once; what takes several requests comes together beside it."""
        first, *rest = _pieces(triples, self._most) if triples else (b"",)
        self._send("PUT", self._at(_COMING if rest else graph), first, "application/n-triples")
        for piece in rest:
            self._send("POST", self._at(_COMING), piece, "application/n-triples")
        if rest:
            self.update(f"MOVE GRAPH {_COMING} TO GRAPH {graph}")

    @property
    def _most(self) -> int:
        return virtuoso.SMALL_PIECE if self.is_virtuoso else _PIECE

    def optimize(self) -> None:
        """Leaves that to the service."""

    def _asked(self, query: str) -> bool:
        return bool(self._answer(query, []))

    def _answer(self, query: str, asked: list[tuple[str, str]]) -> Answer:
        form = urlencode([("query", virtuoso.asked(query) if self.is_virtuoso else query), *asked]).encode()
        accept = "application/sparql-results+json, application/n-triples;q=0.9"
        body = self._send("POST", self._remote.query, form, "application/x-www-form-urlencoded", accept)
        if body[:1] == b"{" or body.lstrip()[:1] == b"{":
            return ox.parse_query_results(body, QueryResultsFormat.JSON)
        held = self._scratch()
        held.load(body, RdfFormat.N_TRIPLES)
        return held.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def _at(self, graph: Graph) -> str:
        place = self._remote.graphs or self._remote.query
        return f"{place}?{urlencode({'graph': graph.value})}" if isinstance(graph, NamedNode) else f"{place}?default"

    def _send(
        self,
        method: str,
        url: str,
        data: bytes | None = None,
        media_type: str = "",
        accept: str = "*/*",
        missing: bytes | None = None,
    ) -> bytes:
        """The body of the answer; passing troubles are waited out, for everything that is sent can be sent again."""
        if data and self.is_virtuoso:
            data = virtuoso.sent(data)
        request = Request(
            url, data, {"Accept": accept} | ({"Content-Type": media_type} if media_type else {}), method=method
        )
        body = self._opened(request, missing)[0]
        return virtuoso.told(body) if self.is_virtuoso else body

    def _opened(self, request: Request, missing: bytes | None = None) -> tuple[bytes, str]:
        """The body and the name of the server; troubles that pass are waited out, ``missing`` is what is not there."""
        for left in reversed(range(_TRIES)):
            try:
                with self._opener.open(request, timeout=_TIMEOUT) as answer:
                    return bytes(answer.read()), answer.headers.get("Server", "")
            except HTTPError as fault:
                if fault.code == 404 and missing is not None:
                    return missing, ""
                if fault.code not in _PASSING or not left:
                    raise _refused(request.full_url, fault) from fault
            except (OSError, HTTPException) as fault:  # not there, or gone before it had answered
                if not left:
                    raise _unreached(request.full_url, fault) from fault
            sleep(_PAUSE * 2 ** (_TRIES - 1 - left))
        raise AssertionError("a try is left or it has been told")


def _unreached(url: str, fault: Exception) -> StoreError:
    why = getattr(fault, "reason", None) or fault or type(fault).__name__
    return StoreError(
        f"{url}: cannot be reached ({why}); check the address, or load again once it is there: {_GOES_ON}"
    )


def _refused(url: str, fault: HTTPError) -> Exception:
    said = fault.read(500).decode(errors="replace").strip() if fault.fp else fault.msg
    if fault.code in _PASSING:
        return StoreError(f"{url}: answers {fault.code} again and again ({said}); load again later: {_GOES_ON}")
    if fault.code in {401, 403}:
        return StoreError(f"{url}: refuses ({fault.code}); set DUTYGRAPH_STORE_USER and DUTYGRAPH_STORE_PASSWORD")
    if fault.code == 400:
        return ParameterError("query", said)
    return StoreError(f"{url}: answers {fault.code} ({said})")


def _opener(remote: Remote) -> OpenerDirector:
    if not remote.user:
        return build_opener()
    known = HTTPPasswordMgrWithDefaultRealm()
    for url in filter(None, (remote.query, remote.update, remote.graphs)):
        known.add_password(None, f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/", remote.user, remote.password)
    return build_opener(HTTPDigestAuthHandler(known), HTTPBasicAuthHandler(known))


def _pieces(triples: bytes, most: int) -> Iterator[bytes]:
    start = 0
    while start < len(triples):
        end = triples.find(b"\n", start + most)
        end = len(triples) if end < 0 else end + 1
        yield triples[start:end]
        start = end
