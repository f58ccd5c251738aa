"""Every failure of a request as a problem document (RFC 9457): one table, one shape.

``type`` is a stable IRI, ``title`` says what kind of failure it is, ``detail`` what was given and what is wrong with
it. Beside these stand ``line`` and ``column`` for a query text and ``errors`` for parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.gate import Refused, TooLarge
from graph.errors import BadDefinition, DutyError, NotAcceptable, NotFound, ParameterError, StoreError, Unreadable

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/dutygraph/problem/"


class BadQuery(DutyError):
    """A SPARQL text cannot be read; ``line`` and ``column`` count from 1, None where the parser does not say."""

    def __init__(self, message: str, line: int | None, column: int | None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class BadRequest(DutyError):
    """A request is not formed as its protocol demands."""


class UnsupportedType(DutyError):
    """A request's body is of a media type that is not read here."""


class Problem(BaseModel):
    """The body of every answer that is a failure."""

    type: str = Field(examples=[TYPES + "not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no document '999'"])
    instance: str = Field(examples=["/documents/999"])


@dataclass(frozen=True, slots=True)
class _Kind:
    status: HTTPStatus
    name: str
    title: str
    errors: tuple[type[DutyError], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


_KINDS = (
    _Kind(HTTPStatus.BAD_REQUEST, "bad-query", "The query cannot be read", (BadQuery,)),
    _Kind(HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be read", (BadRequest,)),
    _Kind(HTTPStatus.FORBIDDEN, "refused", "The service does not do this", (Refused,)),
    _Kind(HTTPStatus.NOT_FOUND, "not-found", "Not found", (NotFound,)),
    _Kind(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This resource has no such method"),
    _Kind(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", "No format that can be served was asked for", (NotAcceptable,)),
    _Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "The request is too large", (TooLarge,)),
    _Kind(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-type", "This media type is not read", (UnsupportedType,)),
    _Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "parameter", "A parameter does not fit", (ParameterError,)),
    _Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "store",
        "The store does not answer",
        (StoreError,),
        {"Retry-After": "5"},
    ),
    _Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "A fault of the service", (BadDefinition, Unreadable)),
)
STATUSES = {error: kind for kind in _KINDS for error in kind.errors}
_BY_STATUS = {kind.status: kind for kind in _KINDS if kind.name != "bad-query"}


def install(app: FastAPI) -> None:
    """Has every failure of the application answered as a problem document."""
    app.add_exception_handler(DutyError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_parameters)
    app.add_exception_handler(Exception, _on_fault)


def responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """What an endpoint's OpenAPI operation says of the failures it answers with."""
    return {
        int(status): {
            "description": _BY_STATUS[status].title,
            "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
        }
        for status in statuses
    }


def _on_error(request: Request, error: Exception) -> JSONResponse:
    kind = next(STATUSES[cls] for cls in type(error).__mro__ if cls in STATUSES)
    return _answer(request, kind, str(error), _more(error))


def _more(error: Exception) -> dict[str, Any]:
    if isinstance(error, BadQuery) and error.line is not None:
        return {"line": error.line, "column": error.column}
    if isinstance(error, ParameterError):
        return {"errors": [{"parameter": error.name, "detail": str(error).removeprefix(f"{error.name}: ")}]}
    return {}


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = _BY_STATUS.get(status) or _Kind(status, status.phrase.lower().replace(" ", "-"), status.phrase)
    detail = f"{request.method} {request.url.path}: {error.detail}"
    answer = _answer(request, kind, detail, {})
    answer.headers.update(error.headers or {})
    return answer


def _on_parameters(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [{"parameter": str(fault["loc"][1]), "detail": fault["msg"]} for fault in error.errors()]
    detail = "; ".join(f"{fault['parameter']}: {fault['detail']}" for fault in faults)
    return _answer(request, STATUSES[ParameterError], detail, {"errors": faults})


def _on_fault(request: Request, _: Exception) -> JSONResponse:
    return _answer(request, _BY_STATUS[HTTPStatus.INTERNAL_SERVER_ERROR], "see the service's log", {})


def _answer(request: Request, kind: _Kind, detail: str, more: dict[str, Any]) -> JSONResponse:
    body = {
        "type": TYPES + kind.name,
        "title": kind.title,
        "status": int(kind.status),
        "detail": detail,
        "instance": request.url.path,
    }
    return JSONResponse(body | more, kind.status, dict(kind.headers), MEDIA_TYPE)
