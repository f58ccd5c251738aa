"""``/network``: how agencies are tied by the measures that they share."""

from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http import problems
from api.http.direct import Ask
from api.http.parameters import refuse
from api.http.queries import argument
from api.tasks import network as tasks
from graph.findings.agenda import choices

PARAMETERS = ("division", "document")
MOST = 5_000
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_OK: dict[int | str, dict[str, Any]] = {
    200: {"description": "The network", "content": {"application/json": {"schema": {"type": "object"}}}}
}
_YEAR = Annotated[int | None, Query(ge=1900, le=2200, description="Only documents of this year.", examples=[2020])]
_LIMIT = Annotated[int, Query(ge=1, le=MOST, description="Agencies, and ties, that are listed.")]


def router(ask: Ask) -> APIRouter:
    """``/network``."""
    routes = APIRouter(tags=["network"])

    async def network(request: Request, year: int | None, limit: int, **values: object) -> Response:
        """Two agencies are tied by each measure that both answer for.

        `partners` (degree), `betweenness` (0 to 1), `community` (Louvain), `bridges` and `cut` (what alone holds parts
        together), `never_leading`, and the same figures year by year.
        """
        refuse(request, (*PARAMETERS, "year", "limit"))
        given = {name: value for name, value in values.items() if value is not None}
        return await ask(tasks.network, values=given, year=year, limit=limit)

    network.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Argument("request", Argument.KEYWORD_ONLY, annotation=Request),
            *(argument(parameter) for parameter in choices(*PARAMETERS)),
            Argument("year", Argument.KEYWORD_ONLY, annotation=_YEAR, default=None),
            Argument("limit", Argument.KEYWORD_ONLY, annotation=_LIMIT, default=100),
        ],
        return_annotation=Response,
    )
    summary = "机构协作网络 · The network of agencies that share measures"
    routes.add_api_route("/network", network, summary=summary, response_class=Response, responses={**_OK, **_FAILURES})
    return routes
