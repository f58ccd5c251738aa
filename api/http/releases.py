"""Releases over HTTP: which there are, and ``?release=`` to be answered over an earlier one while it is kept."""

from contextvars import ContextVar
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import problems
from api.http.served import VIEW, Served, View
from graph.errors import DutyError, NotFound
from graph.releases import Release, releases

PARAMETER = "release"
HEADER = "Dutygraph-Release"
_NONE = "there are no releases here; leave out «release»"
_SERVED: ContextVar[Served] = ContextVar("served")


class AsOf:
    """Has each request of the application within see one release, and tells which it was."""

    def __init__(self, app: ASGIApp, served: Served) -> None:
        self._app = app
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            view = self._view(scope)
        except DutyError as fault:
            await problems.told(Request(scope), fault)(scope, receive, send)
            return
        VIEW.set(view)
        _SERVED.set(self._served)
        await self._app(scope, receive, _telling(send))

    def _view(self, scope: Scope) -> View:
        if b"release" not in scope["query_string"]:  # most requests
            return self._served.current
        named = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get(PARAMETER)
        return self._served.view(named[-1]) if named else self._served.current


def see(name: str) -> None:
    """Has the request at hand see that release from here on; NotFound or Gone where there is none."""
    served = _SERVED.get(None)
    if not served:
        raise NotFound(_NONE)
    VIEW.set(served.view(name))


def _telling(send: Send) -> Send:
    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start" and (release := VIEW.get().release):
            told = (HEADER.lower().encode(), release.encode())
            message = {**message, "headers": [*message.get("headers", ()), told]}
        await send(message)

    return telling


async def documented(
    release: Annotated[str | None, Query(description="The answer as of this release, one of `/releases`.")] = None,
) -> None:
    """The parameter of every endpoint that reads the graph, for its documentation; ``AsOf`` is what obeys it."""
    if release and not VIEW.get(None):
        raise NotFound(_NONE)


def router(served: Served) -> APIRouter:
    """``/releases``."""
    routes = APIRouter(tags=["service"])

    @routes.get("/releases", summary="发布版本 · The releases that are kept")
    def kept() -> list[dict[str, Any]]:
        """The latest first: when each was made, and which is served where none is asked for."""
        return [told(each) for each in releases(served.store)]

    return routes


def told(release: Release) -> dict[str, Any]:
    """The release, ready for JSON."""
    return {"id": release.id, "made": f"{release.made:%Y-%m-%dT%H:%M:%S.%fZ}", "current": release.is_current}
