"""``/pages/explorer``: the graph explorer, the graphs that its script draws, what is known of a node."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from api.http.direct import Ask
from api.http.pages import shown, visit
from api.pages.explorer.view import PATH
from api.tasks import exploring
from graph.exports import EXPORTS

_FORMAT: Any = Literal["script", *EXPORTS]


def router(ask: Ask) -> APIRouter:
    """The explorer."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)

    @routes.get("")
    async def page(request: Request) -> Response:
        return await shown(request, ask, exploring.page)

    @routes.get("/node")
    async def node(request: Request) -> Response:
        return await shown(request, ask, exploring.node)

    @routes.get("/graph")
    async def graph(request: Request, format: Annotated[_FORMAT, Query()] = "script") -> Response:  # noqa: A002
        return await ask(exploring.drawn, written=format, visit=visit(request))

    return routes
