"""The SPARQL 1.1 Graph Store HTTP Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/.

A graph is named by ``?graph=IRI``, by ``?default``, or by being the address itself. POST without a name makes a graph.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.message import Message
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from api.failures import BadRequest, UnsupportedType
from api.http import problems
from api.http.direct import Ask
from api.http.sparql import endpoint
from api.limits import Limits
from api.sparql.protocol import body, content_type, pairs
from api.tasks import queries as tasks
from api.tasks import writes
from graph import formats
from graph.errors import NotAcceptable
from graph.formats import Kind
from graph.iri import is_absolute

_ROOT = "/graphs"
_FORM = "multipart/form-data"
_FAILURES = problems.responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_PARAMETERS = [
    {"name": "graph", "in": "query", "description": "The IRI of the graph.", "schema": {"type": "string"}},
    {"name": "default", "in": "query", "description": "The default graph.", "schema": {"type": "string"}},
]
_CONTENT: dict[str, dict[str, Any]] = {row.media_type: {} for row in formats.formats(Kind.GRAPH)}
_SUMMARIES = {
    "GET": "读取图 · A graph",
    "PUT": "替换图 · Puts data in the place of a graph",
    "POST": "并入图 · Adds data to a graph",
    "DELETE": "删除图 · Takes a graph away",
}

Written = Callable[[Awaitable[Response]], Awaitable[Response]]


def add(routes: APIRouter, read: Ask, write: Ask, written: Written, place: str, limits: Limits) -> None:
    """Adds the protocol's operations; ``written`` waits for a writer, ``place`` is the directory of its store."""

    async def get(request: Request) -> Response:
        wanted = formats.choose(request.headers.get("accept"), Kind.GRAPH)
        return await read(tasks.graph, name=_name(request), written=wanted.name)

    async def put(request: Request) -> Response:
        name = _name(request)
        said = {"name": name, "parts": await _parts(request, limits), "base": name or endpoint(request)}
        return await written(write(writes.put_graph, **said, place=place))

    async def post(request: Request) -> Response:
        made = None if _is_named(request) else f"{endpoint(request).rstrip('/')}/{uuid4()}"
        name = made or _name(request)
        said = {"name": name, "parts": await _parts(request, limits), "base": name or endpoint(request)}
        answer = await written(write(writes.merge_graph, **said, place=place))
        if made:
            answer.headers["Location"] = made
        return answer

    async def delete(request: Request) -> Response:
        return await written(write(writes.drop_graph, name=_name(request), place=place))

    for method, operation in (("GET", get), ("PUT", put), ("POST", post), ("DELETE", delete)):
        for path in (_ROOT, f"{_ROOT}/{{path:path}}"):
            routes.add_api_route(path, operation, methods=[method], **_documented(method, path))


def _documented(method: str, path: str) -> dict[str, Any]:
    extra: dict[str, Any] = {"parameters": _PARAMETERS}
    if "{" in path:
        extra = {"parameters": [{"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}]}
    if method in {"PUT", "POST"}:
        extra["requestBody"] = {"required": True, "content": _CONTENT}
    return {
        "summary": _SUMMARIES[method],
        "operation_id": f"graph_{method.lower()}{'_direct' if '{' in path else ''}",
        "response_class": Response,
        "status_code": HTTPStatus.OK if method == "GET" else HTTPStatus.NO_CONTENT,
        "responses": ({200: {"description": "The graph", "content": _CONTENT}} if method == "GET" else {}) | _FAILURES,
        "openapi_extra": extra,
    }


def _is_named(request: Request) -> bool:
    return bool(request.scope["query_string"]) or not request.url.path.rstrip("/").endswith(_ROOT)


def _name(request: Request) -> str | None:
    """The IRI of the graph that a request is about, None for the default graph."""
    given = pairs(request.scope["query_string"])
    names = [value for name, value in given if name == "graph"]
    defaults = [value for name, value in given if name == "default"]
    if not given and _is_named(request):
        return endpoint(request)
    if len(names) + len(defaults) != 1 or len(given) != 1:
        raise BadRequest("one graph is to be named, by «graph=IRI», by «default», or by the address itself")
    if names and not is_absolute(names[0]):
        raise BadRequest(f"graph: {names[0]!r} is no IRI")
    return names[0] if names else None


async def _parts(request: Request, limits: Limits) -> list[tuple[str, str]]:
    """The data of the body, or of each of its parts: the name of its format, and the data in base 64."""
    header = content_type(request)
    data = await body(request, limits.upload, limits)
    if header.get_content_type() != _FORM:
        return [(_format(request.headers.get("content-type", "")), b64encode(data).decode())]
    whole = message_from_bytes(f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1") + data)
    if not whole.is_multipart():
        raise BadRequest("the parts of the form cannot be told apart")
    return [_part(part) for part in whole.get_payload() if isinstance(part, Message)]


def _part(part: Message) -> tuple[str, str]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise BadRequest("a part of the form has parts itself")
    return _format(str(part.get("Content-Type", ""))), b64encode(data).decode()


def _format(media_type: str) -> str:
    try:
        return formats.by_media_type(media_type, Kind.GRAPH).name
    except NotAcceptable as fault:
        raise UnsupportedType(str(fault)) from fault
