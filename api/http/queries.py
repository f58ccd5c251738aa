"""An endpoint for each file of ``queries/``: its parameters are the query's, typed, checked and documented."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field, StringConstraints

from api.answers import as_json
from api.http import problems
from api.http.direct import Ask
from api.http.releases import PARAMETER as RELEASE
from api.http.sparql import endpoint
from api.tasks import queries as tasks
from api.tasks.telling import JSON, REMARKS
from graph import description, formats, query
from graph.errors import ParameterError
from graph.formats import Format, Kind
from graph.parameters import LONGEST, Parameter, Type

_FORMATS = formats.formats(Kind.RESULTS)
_DAY = r"^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_ABOUT_FORMAT = (
    "Instead of the Accept header. `csv` is the standard's, `spreadsheet` is CSV for Excel and WPS: "
    "no text in it is taken for a formula."
)
Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")]
Year = Annotated[int, Field(ge=1000, le=2999)]
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"}), AfterValidator(date.fromisoformat)]
_TYPES: Mapping[Type, Any] = {Type.DATE: Day, Type.YEAR: Year, Type.INTEGER: int}
_FAILURES = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_ACCEPTABLE)
_PLAIN = Format("json", "JSON", (JSON,), ("json",), frozenset(), None)
_OFFERED = (_PLAIN, *formats.formats(Kind.GRAPH))
_NAMES: Any = Literal[tuple(row.name for row in _OFFERED)]
_CATALOGUE: dict[str, Any] = {
    "description": "The queries",
    "content": {JSON: {"schema": {"type": "array", "items": {"type": "object"}}}}
    | {row.media_type: {} for row in _OFFERED[1:]},
}


def router(ask: Ask) -> APIRouter:
    """``/queries``, and ``/queries/{name}`` for each query of the catalogue."""
    routes = APIRouter(prefix="/queries")

    @routes.get(
        "",
        tags=["catalogue"],
        summary="查询目录 · The questions that can be asked",
        response_class=Response,
        responses={200: _CATALOGUE, **problems.responses(HTTPStatus.NOT_ACCEPTABLE)},
    )
    def queries(
        request: Request,
        format: Annotated[_NAMES | None, Query(description="Instead of the Accept header.")] = None,  # noqa: A002
    ) -> Response:
        """Each query with its parameters, its columns and its SPARQL text; as RDF, executables of SHACL."""
        wanted = _offered(format) if format else formats.choose(request.headers.get("accept"), Kind.GRAPH, _OFFERED)
        if wanted is _PLAIN:
            return Response(as_json([_entry(question) for question in query.catalogue().values()]), media_type=JSON)
        return Response(
            description.queries(endpoint(request).removesuffix("queries"), wanted),
            headers={"Content-Type": wanted.content_type, "Vary": "Accept"},
        )

    for question in query.catalogue().values():
        routes.add_api_route(
            f"/{question.name}",
            _endpoint(ask, question),
            tags=list(question.tags),
            operation_id=question.name.replace("-", "_"),
            summary=f"{question.summary} · {question.summary_en}",
            description=question.description,
            response_class=Response,
            responses={200: _ok(question), **problems.responses(*_FAILURES)},
        )
    return routes


def _offered(name: str) -> Format:
    return next(row for row in _OFFERED if row.name == name)


def refuse_unknown(request: Request, question: query.Query, also: tuple[str, ...] = ("format",)) -> None:
    """Refuses what a question does not take.

    A misspelt parameter must not pass for a question without it, nor one of two values for both.
    """
    own = (*also, RELEASE)
    singles = {parameter.name for parameter in question.parameters if not parameter.many} | {*own}
    for name in request.query_params:
        if name not in own:
            question.parameter(name)
        if name in singles and len(request.query_params.getlist(name)) > 1:
            raise ParameterError(name, "takes one value")


def argument(parameter: Parameter) -> Argument:
    """The parameter of a question as that of an endpoint: typed, checked and documented by the framework."""
    single: Any = (
        Literal[tuple(map(str, parameter.choices))] if parameter.choices else _TYPES.get(parameter.type, Words)
    )
    kind: Any = list[single] if parameter.many else single
    told = Query(
        description=f"{parameter.summary} · {parameter.summary_en}",
        examples=[[parameter.example] if parameter.many else parameter.example],
    )
    return Argument(
        parameter.name,
        Argument.KEYWORD_ONLY,
        annotation=Annotated[kind if parameter.required else kind | None, told],
        default=Argument.empty if parameter.required else None,
    )


def _entry(question: query.Query) -> dict[str, Any]:
    return {
        "name": question.name,
        "href": f"/queries/{question.name}",
        "summary": question.summary,
        "summary_en": question.summary_en,
        "description": question.description,
        "tags": question.tags,
        "parameters": [_told(parameter) for parameter in question.parameters],
        "columns": question.columns,
        "sparql": question.text,
    }


def _told(parameter: Parameter) -> dict[str, Any]:
    names = ("name", "type", "summary", "summary_en", "example", "required", "many", "choices")
    return {name: getattr(parameter, name) for name in names}


def _endpoint(ask: Ask, question: query.Query) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request, format: str | None, **values: object) -> Response:  # noqa: A002 (the parameter's name)
        refuse_unknown(request, question)
        accept = request.headers.get("accept")
        if format == tasks.SPREADSHEET:
            return await ask(tasks.saved, name=question.name, values=values, written=format, content_type="")
        wanted = formats.by_name(format, Kind.RESULTS) if format else formats.choose(accept, Kind.RESULTS)
        plain = wanted.name == "json" and not _is_sparql_json(wanted, accept, format)
        content_type = JSON if plain else wanted.content_type
        return await ask(tasks.saved, name=question.name, values=values, written=wanted.name, content_type=content_type)

    endpoint.__signature__ = _signature(question)  # type: ignore[attr-defined]
    return endpoint


def _is_sparql_json(wanted: Format, accept: str | None, named: str | None) -> bool:
    """Whether the caller asked for the standard's JSON by its own media type rather than for plain rows."""
    asked = accept or ""
    return wanted.name == "json" and named is None and wanted.media_type in asked and JSON not in asked


def _signature(question: query.Query) -> Signature:
    names: Any = Literal[(*(row.name for row in _FORMATS), tasks.SPREADSHEET)]
    chosen = Annotated[names | None, Query(description=_ABOUT_FORMAT)]
    arguments = [
        Argument("request", Argument.KEYWORD_ONLY, annotation=Request),
        *(argument(parameter) for parameter in question.parameters),
        Argument("format", Argument.KEYWORD_ONLY, annotation=chosen, default=None),
    ]
    return Signature(arguments, return_annotation=Response)


def _ok(question: query.Query) -> dict[str, Any]:
    row = {"type": "object", "properties": {column: {} for column in question.columns}, "required": question.columns}
    content: dict[str, Any] = {JSON: {"schema": {"type": "array", "items": row}}}
    content |= {row.media_type: {} for row in _FORMATS}
    remarks = "What there is to say of the values, percent-encoded: a name nobody knows, a body that was renamed."
    return {
        "description": "A row for each finding; a column without a value is null.",
        "headers": {REMARKS: {"description": remarks, "schema": {"type": "string"}}},
        "content": content,
    }
