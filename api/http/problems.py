"""Every failure of a request as a problem document (RFC 9457): one shape, from the table of ``api.failures``.

``type`` is a stable IRI, ``title`` says what kind of failure it is, ``detail`` what was given and what is wrong with
it. Beside these stand ``line`` and ``column`` for a query text and ``errors`` for parameters. All is said in Chinese,
or in English to who prefers that (``Accept-Language``).
"""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.details import chinese
from api.failures import BY_ERROR, FAILURES, Failure, QueryFault, failure
from api.http.languages import preferred
from api.http.titles import CHINESE
from graph.errors import DutyError, ParameterError

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/dutygraph/problem/"
_OF_QUERIES = {"bad-query", "bad-data", "answer-limit"}
_BY_STATUS = {row.status: row for row in reversed(FAILURES) if row.name not in _OF_QUERIES}


class Fault(BaseModel):
    """A parameter that does not fit."""

    parameter: str = Field(examples=["due"])
    detail: str = Field(examples=["'soon' 不是 2020 这样的年份"])


class Problem(BaseModel):
    """The body of every answer that is a failure."""

    type: str = Field(examples=[TYPES + "not-found"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["没有文件 '999'"])
    instance: str = Field(examples=["/documents/999"])
    line: int = Field(default=1, description="Where a query text is at fault, from 1.")
    column: int = Field(default=1, description="Where in the line, from 1.")
    errors: list[Fault] = Field(default_factory=list, description="The parameters that do not fit.")


_SCHEMA = Problem.model_json_schema()
_SCHEMA["properties"]["errors"]["items"] = _SCHEMA.pop("$defs")["Fault"]  # whole in itself, wherever it stands


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
            "description": " / ".join(row.title for row in FAILURES if row.status == status),
            "content": {MEDIA_TYPE: {"schema": _SCHEMA}},
        }
        for status in statuses
    }


def told(request: Request, error: DutyError) -> JSONResponse:
    """The failure of a request as the answer to it."""
    return _answer(request, failure(error), str(error), _more(error))


def _on_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DutyError)
    return told(request, error)


def _more(error: DutyError) -> dict[str, Any]:
    if isinstance(error, QueryFault) and error.line is not None:
        return {"line": error.line, "column": error.column}
    if isinstance(error, ParameterError):
        return {"errors": [{"parameter": error.name, "detail": str(error).removeprefix(f"{error.name}: ")}]}
    return {}


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = _BY_STATUS.get(status) or Failure(status, status.phrase.lower().replace(" ", "-"), status.phrase)
    detail = f"{request.method} {request.url.path}: {error.detail}"
    answer = _answer(request, kind, detail, {})
    answer.headers.update(error.headers or {})
    return answer


def _on_parameters(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [{"parameter": str(fault["loc"][1]), "detail": fault["msg"]} for fault in error.errors()]
    detail = "; ".join(f"{fault['parameter']}: {fault['detail']}" for fault in faults)
    return _answer(request, BY_ERROR[ParameterError], detail, {"errors": faults})


def _on_fault(request: Request, _: Exception) -> JSONResponse:
    return _answer(request, _BY_STATUS[HTTPStatus.INTERNAL_SERVER_ERROR], "see the service's log", {})


def _answer(request: Request, kind: Failure, detail: str, more: dict[str, Any]) -> JSONResponse:
    in_chinese = preferred(request) == "zh"
    translated = chinese(detail) if in_chinese else None
    body = {
        "type": TYPES + kind.name,
        "title": CHINESE.get(kind.name, kind.title) if in_chinese else kind.title,
        "status": int(kind.status),
        "detail": translated or detail,
        "instance": request.url.path,
    }
    if in_chinese and "errors" in more:
        more = more | {
            "errors": [{**fault, "detail": chinese(fault["detail"]) or fault["detail"]} for fault in more["errors"]]
        }
    language = "zh" if translated else "zh, en" if in_chinese else "en"
    headers = {**kind.headers, "Content-Language": language, "Vary": "Accept, Accept-Language"}
    return JSONResponse(body | more, kind.status, headers, MEDIA_TYPE)
