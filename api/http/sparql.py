"""The SPARQL endpoint, read-only: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.http import problems
from api.http.asking import LIMIT
from api.http.direct import Ask
from api.http.releases import see
from api.limits import Limits
from api.sparql.gate import Admitted, Form, admit, resolved
from api.sparql.protocol import FORM_TYPE, QUERY, Asked, asked
from api.tasks import queries as tasks
from api.tasks.telling import COMPLETE
from graph import formats
from graph.formats import Kind
from graph.iri import is_absolute

_LONG = 4_096  # characters of a query that is looked through in a thread
_GRAPHS = {Form.CONSTRUCT, Form.DESCRIBE}
_EXAMPLE = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
SELECT ?number ?quote WHERE {
  ?measure a dg:Measure ; dg:number ?number ; dg:evidence/dg:quote ?quote .
}
ORDER BY ?number LIMIT 10"""


def route(ask: Ask, limits: Limits) -> Route:
    """The endpoint ``/sparql`` as it answers: without the framework's reading of parameters, which takes its time."""
    return _Plain("/sparql", _endpoint(ask, limits), methods=["GET", "POST", "QUERY"])


def router(ask: Ask, limits: Limits) -> APIRouter:
    """The endpoint ``/sparql`` as it is documented, and where the data describe themselves."""
    routes = APIRouter(tags=["SPARQL"])
    for method, more in (("GET", _OPENAPI_GET), ("POST", _OPENAPI_POST)):
        routes.add_api_route(
            "/sparql",
            _endpoint(ask, limits),
            methods=[method],
            operation_id=f"sparql_{method.lower()}",
            summary="SPARQL 1.1 query",
            response_class=Response,
            responses={200: _OK, **problems.responses(*_FAILURES)},
            openapi_extra=more,
        )

    @routes.get("/.well-known/void", include_in_schema=False)
    def well_known() -> Response:
        """Where the data describe themselves: https://www.w3.org/TR/void/#well-known."""
        return RedirectResponse("/sparql", HTTPStatus.SEE_OTHER)

    return routes


class _Plain(Route):
    """A route that requests are counted by."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        scope["route"] = self
        await super().handle(scope, receive, send)


def _endpoint(ask: Ask, limits: Limits) -> Callable[[Request], Awaitable[Response]]:
    async def sparql(request: Request) -> Response:
        """Answers a SPARQL 1.1 query over all graphs as one, or over those named. SERVICE and updates are refused."""
        said = await asked(request, QUERY, limits)
        if said.release is not None:
            see(said.release)
        if said.text is None:
            wanted = said.wanted(Kind.GRAPH)
            return await ask(tasks.description, endpoint=endpoint(request), written=wanted.name)
        long = len(said.text) > _LONG
        query = await run_in_threadpool(admit, said.text) if long else admit(said.text)
        return await ask(tasks.sparql, **_asking(query, said, limits, endpoint(request)).arguments())

    return sparql


def endpoint(request: Request) -> str:
    """The address that was asked, as an IRI."""
    scope = request.scope
    return _address(scope["scheme"], request.headers.get("host", ""), scope["path"])


@lru_cache(maxsize=256)
def _address(scheme: str, host: str, path: str) -> str:
    return quote(f"{scheme}://{host}{path}", safe=":/%[]@")


def _asking(query: Admitted, said: Asked, limits: Limits, base: str) -> tasks.Asking:
    kind, other = (Kind.GRAPH, Kind.RESULTS) if query.form in _GRAPHS else (Kind.RESULTS, Kind.GRAPH)
    written = {str(kind): said.wanted(kind).name, str(other): formats.formats(other)[0].name}
    cut = query.cut(limits.rows)
    dataset = (said.default_graphs, said.named_graphs)
    sources = tuple(filter(is_absolute, (resolved(base, name) for name in query.sources)))
    return tasks.Asking(query.text, cut.text, written, cut.rest, limits.rows, dataset, sources, base, query.digest)


def _parameters(names: Sequence[tuple[str, str, bool]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "description": text,
            "schema": {"type": "array", "items": {"type": "string"}} if many else {"type": "string"},
        }
        for name, text, many in names
    ]


_PARAMETERS = (
    ("default-graph-uri", "A graph to be part of the default graph; all graphs where none is named.", True),
    ("named-graph-uri", "A graph that GRAPH may name.", True),
    ("format", "A format by name, file extension or media type, instead of the Accept header.", False),
)
_QUERY = {"type": "string", "examples": [_EXAMPLE]}
_FAILURES = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_OK: dict[str, Any] = {
    "description": "The answer",
    "content": {row.media_type: {} for row in (*formats.formats(Kind.RESULTS), *formats.formats(Kind.GRAPH))},
    "headers": {
        COMPLETE: {
            "description": "«false» where there are more rows than the service gives; JSON then has «truncated» too.",
            "schema": {"type": "string", "enum": ["true", "false"]},
        },
        LIMIT: {"description": "How many rows it gives at most.", "schema": {"type": "integer"}},
    },
}
_OPENAPI_GET = {
    "parameters": [
        {
            "name": QUERY.name,
            "in": "query",
            "description": "The query; without one, the service describes itself.",
            "schema": _QUERY,
        },
        *_parameters(_PARAMETERS),
    ]
}
_OPENAPI_POST = {
    "parameters": _parameters(_PARAMETERS),
    "requestBody": {
        "required": True,
        "content": {
            QUERY.media_type: {"schema": _QUERY},
            FORM_TYPE: {"schema": {"type": "object", "properties": {"query": _QUERY}, "required": ["query"]}},
        },
    },
}
