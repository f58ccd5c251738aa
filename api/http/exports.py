"""``/exports``: the graph, or a part of it, as files for Gephi, Excel, Neo4j and the like."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from api.http import problems
from api.http.direct import Ask
from api.http.queries import argument, refuse_unknown
from api.tasks import exports as tasks
from graph import query
from graph.exports import EXPORTS
from graph.exports.selection import MOST
from graph.exports.workbook import MEDIA_TYPE

_FAILURES = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)
_OWN = ("format", "around", "depth", "most")
_FORMAT: Any = Literal[tuple(EXPORTS)]


def router(ask: Ask) -> APIRouter:
    """``/exports/network`` and ``/exports/ledger.xlsx``."""
    routes = APIRouter(prefix="/exports", tags=["exports"])
    content: dict[str, Any] = {export.media_type: {} for export in EXPORTS.values()}
    routes.add_api_route(
        "/network",
        _network(ask),
        operation_id="export_network",
        summary="网络图导出 · Documents, measures, agencies, places and indicators as a network",
        description="What surrounds the things named in `around`, else the measures that fit the filters with all they "
        "name, else everything. Formats: " + "; ".join(f"`{row.name}` {row.label}" for row in EXPORTS.values()),
        response_class=Response,
        responses={200: {"description": "A file in that format", "content": content}, **problems.responses(*_FAILURES)},
    )

    @routes.get(
        "/ledger.xlsx",
        operation_id="export_ledger_workbook",
        summary="台账导出 · The ledger as a workbook",
        response_class=Response,
        responses={
            200: {"description": "Office Open XML", "content": {MEDIA_TYPE: {}}},
            **problems.responses(*_FAILURES),
        },
    )
    async def ledger(
        document: Annotated[list[str], Query(description="文件键,可多个 · keys of documents; all without")] = [],  # noqa: B006
    ) -> Response:
        """A sheet for measures as agencies keep them, one for each kind of fact, and one of the words they rest on."""
        return await ask(tasks.ledger, documents=document)

    return routes


def _network(ask: Ask) -> Callable[..., Awaitable[Response]]:
    question = query.query("measures")

    async def endpoint(
        request: Request,
        format: str,  # noqa: A002 (the parameter's name)
        around: list[str],
        depth: int,
        most: int,
        **filters: object,
    ) -> Response:
        refuse_unknown(request, question, _OWN)
        asked = {"written": format, "around": around, "depth": depth, "most": most}
        return await ask(tasks.network, **asked, filters=filters)

    endpoint.__signature__ = Signature(  # type: ignore[attr-defined]
        [Argument("request", Argument.KEYWORD_ONLY, annotation=Request), *_own(), *map(argument, question.parameters)],
        return_annotation=Response,
    )
    return endpoint


def _own() -> list[Argument]:
    def option(name: str, kind: Any, default: Any, told: str, **limits: int) -> Argument:  # noqa: ANN401 (any type)
        annotation = Annotated[kind, Query(description=told, **limits)]
        return Argument(name, Argument.KEYWORD_ONLY, annotation=annotation, default=default)

    return [
        option("format", _FORMAT, "gexf", "格式 · format"),
        option("around", list[str], [], "名称、文件键或IRI,可多个 · names, document keys or IRIs"),
        option("depth", int, 1, "几步以内 · how many steps away", ge=1, le=5),
        option("most", int, MOST, "最多多少个节点 · how many nodes at most", ge=1, le=20_000),
    ]
