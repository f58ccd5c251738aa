"""The SPARQL 1.1 Protocol, its query half: https://www.w3.org/TR/sparql11-protocol/#query-operation. Read-only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Depends, Request, Response

from api import problems
from api.failures import BadQuery, BadRequest, Refused, TooLarge, UnsupportedType
from api.gate import Form, admit
from graph import formats
from graph.errors import ParameterError
from graph.formats import Format, Kind
from graph.solutions import Dataset
from graph.store import Store

MAX_BODY = 1_000_000  # bytes
_FORM_TYPE = "application/x-www-form-urlencoded"
_QUERY_TYPE = "application/sparql-query"
_UPDATE_TYPE = "application/sparql-update"
_PLACE = re.compile(r"line (\d+), column (\d+)")
_EXAMPLE = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
SELECT ?number ?quote WHERE {
  ?measure a dg:Measure ; dg:number ?number ; dg:evidence/dg:quote ?quote .
}
ORDER BY ?number LIMIT 10"""

_DESCRIPTION = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
CONSTRUCT { <$endpoint> a sd:Service ; sd:endpoint <$endpoint> ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ; sd:resultFormat $formats } WHERE {}"""
_FORMATS = (*formats.formats(Kind.RESULTS), *formats.formats(Kind.GRAPH))

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request of the protocol says; no ``query`` where it asks for the service's own description."""

    query: str | None
    dataset: Dataset
    format: str | None
    accept: str | None


def router(store: Store) -> APIRouter:
    """The endpoint ``/sparql`` over the store."""
    routes = APIRouter(tags=["SPARQL"])
    failures = problems.responses(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    )

    def sparql(request: Request, asked: Annotated[_Asked, Depends(_asked)]) -> Response:
        """Answers a SPARQL 1.1 query over all graphs as one, or over those named. SERVICE and updates are refused."""
        if asked.query is None:
            return _answer(*_description(store, request, asked))
        return _answer(*_run(store, asked, asked.query))

    for method, more in (("GET", _OPENAPI_GET), ("POST", _OPENAPI_POST)):
        routes.add_api_route(
            "/sparql",
            sparql,
            methods=[method],
            operation_id=f"sparql_{method.lower()}",
            summary="SPARQL 1.1 query",
            response_class=Response,
            responses={200: {"description": "The answer", "content": _CONTENT}, **failures},
            openapi_extra=more,
        )
    return routes


def _run(store: Store, asked: _Asked, query: str) -> tuple[bytes, Format]:
    kind = Kind.GRAPH if admit(query).form in {Form.CONSTRUCT, Form.DESCRIBE} else Kind.RESULTS
    wanted = _wanted(asked, kind)
    try:
        return store.results(query, wanted, asked.dataset), wanted
    except ParameterError as fault:
        message = str(fault).removeprefix("query: ")
        place = _PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise BadQuery(message, line, column) from fault


def _description(store: Store, request: Request, asked: _Asked) -> tuple[bytes, Format]:
    """What the service can, https://www.w3.org/TR/sparql11-service-description/, written by a query without data."""
    wanted = _wanted(asked, Kind.GRAPH)
    endpoint = quote(str(request.url.replace(query="")), safe=":/%[]@")
    shown = ", ".join(f"<{row.serialiser.iri}>" for row in _FORMATS)
    return store.results(_DESCRIPTION.replace("$endpoint", endpoint).replace("$formats", shown), wanted), wanted


def _wanted(asked: _Asked, kind: Kind) -> Format:
    return formats.by_name(asked.format, kind) if asked.format else formats.choose(asked.accept, kind)


def _answer(body: bytes, written: Format) -> Response:
    headers = {"Content-Type": written.content_type, "Vary": "Accept"}
    return Response(body, headers=headers)


async def _asked(request: Request) -> _Asked:
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        pairs += await _posted(request)
    if any(name == "update" for name, _ in pairs):
        raise Refused("this endpoint is read-only: it takes no updates")
    queries = _values(pairs, "query")
    if len(queries) > 1 or (not queries and request.method == "POST"):
        raise BadRequest(f"one query is wanted, {len(queries)} came")
    named = (_values(pairs, "default-graph-uri") or None, _values(pairs, "named-graph-uri") or None)
    chosen = _values(pairs, "format")
    return _Asked(
        queries[0] if queries else None, Dataset(*named), chosen[0] if chosen else None, request.headers.get("accept")
    )


async def _posted(request: Request) -> Pairs:
    media_type, charset = _content_type(request)
    if media_type == _UPDATE_TYPE:
        raise Refused("this endpoint is read-only: it takes no updates")
    if media_type not in {_FORM_TYPE, _QUERY_TYPE}:
        raise UnsupportedType(f"a query is posted as {_FORM_TYPE} or {_QUERY_TYPE}, not as {media_type}")
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedType(f"a query is posted in UTF-8, not in {charset}")
    body = await _body(request)
    return _pairs(body) if media_type == _FORM_TYPE else [("query", _decoded(body))]


def _content_type(request: Request) -> tuple[str, str]:
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    return header.get_content_type(), str(header.get_param("charset", "utf-8"))


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            raise TooLarge(f"the body has more than {MAX_BODY} bytes")
    return bytes(body)


def _pairs(encoded: bytes) -> Pairs:
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=1_000)
    except ValueError as fault:
        raise BadRequest(f"the parameters are not percent-encoded UTF-8 ({fault})") from fault


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        raise BadRequest(f"the query is not in UTF-8 ({fault})") from fault


def _values(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


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


_GRAPHS = (
    ("default-graph-uri", "A graph to be part of the default graph; all graphs where none is named.", True),
    ("named-graph-uri", "A graph that GRAPH may name.", True),
    ("format", "A format by name or file extension, instead of the Accept header.", False),
)
_QUERY = {"type": "string", "examples": [_EXAMPLE]}
_CONTENT: dict[str, dict[str, Any]] = {row.media_type: {} for row in _FORMATS}
_OPENAPI_GET = {
    "parameters": [
        {
            "name": "query",
            "in": "query",
            "description": "The query; without one, the service describes itself.",
            "schema": _QUERY,
        },
        *_parameters(_GRAPHS),
    ]
}
_OPENAPI_POST = {
    "parameters": _parameters(_GRAPHS),
    "requestBody": {
        "required": True,
        "content": {
            _QUERY_TYPE: {"schema": _QUERY},
            _FORM_TYPE: {"schema": {"type": "object", "properties": {"query": _QUERY}, "required": ["query"]}},
        },
    },
}
