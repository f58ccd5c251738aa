"""The HTTP endpoints: everything they need is handed to them; nothing is read from the environment here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from api.http import ask as ask_http
from api.http import (
    audits,
    calendars,
    comparing,
    corrections,
    documentation,
    editing,
    exploring,
    exports,
    health,
    network,
    pages,
    problems,
    progress,
    resources,
    reviewing,
    sparql,
    versions,
)
from api.http import collections as collections_http
from api.http import linked as linked_http
from api.http import queries as queries_http
from api.http.caching import Caching, State
from api.http.direct import Ask, direct
from api.http.kept import Kept
from api.http.packing import Packing
from api.http.releases import documented
from api.limits import Limits
from graph.search import Index
from graph.store import Store

_DESCRIPTION = """Who must do what, where, by when: duties read out of Chinese government plans.

Every answer leads back to its sentence: `start` and `end` count the characters of the source as received, and
`quote` is what stands there. Failures are problem documents (RFC 9457)."""

_OWN: dict[str, Any] = {"docs_url": None, "redoc_url": None}  # the framework's pages are fetched from elsewhere
# Of «release», and of any question whose answer takes too long.
_FAILURES = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Means:
    """What the endpoints answer with: without an index there is no search; ``state`` changes when the graph does.

    Answers are ``kept`` for whoever asks for the same as long as the graph stays as it is.
    """

    ask: Ask
    state: State
    index: Callable[[], Index] | None = None
    limits: Limits = field(default_factory=Limits)
    kept: Kept = field(default_factory=partial(Kept, 0))


def create_app(store: Store, index: Index | None = None) -> FastAPI:
    """The endpoints over a store in this very process; ``api.http.service`` has them over workers."""
    found = (lambda: index) if index else None
    return application(Means(direct(store), partial(run_in_threadpool, store.state), found))


def application(means: Means, lifespan: Callable[[FastAPI], Any] | None = None) -> FastAPI:
    """The endpoints."""
    app = FastAPI(title="dutygraph", version=version("dutygraph"), description=_DESCRIPTION, lifespan=lifespan, **_OWN)
    problems.install(app)
    documentation.install(app)
    for routes in _routers(means):
        app.include_router(routes, dependencies=[Depends(documented)], responses=problems.responses(*_FAILURES))
    pages.install(app)
    app.include_router(editing.router(means.ask, means.state, means.limits))
    app.include_router(exploring.router(means.ask))
    app.include_router(pages.router(means.ask, means.index))
    app.include_router(reviewing.closed())
    app.include_router(health.router(means.ask))
    _add_root(app)
    app.router.routes.insert(0, sparql.route(means.ask, means.limits))  # looked at first: most requests are for it
    app.add_middleware(Packing)
    app.add_middleware(Caching, state=means.state, kept=means.kept)  # of what is packed already
    return app


def _routers(means: Means) -> list[APIRouter]:
    """What reads the graph, as of a release where one is named."""
    routers = [
        sparql.router(means.ask, means.limits),
        queries_http.router(means.ask),
        ask_http.router(means.ask),
        collections_http.router(means.ask),
        audits.router(means.ask),
        network.router(means.ask),
        progress.router(means.ask),
        calendars.router(means.ask),
        exports.router(means.ask),
        versions.router(means.ask),
        comparing.router(means.ask),
        linked_http.router(means.ask),
        corrections.router(means.ask),  # before the documents, whose keys may have slashes
        resources.router(means.ask),
    ]
    if means.index:
        routers.append(collections_http.search_router(means.ask, means.index))
    return routers


def _add_root(app: FastAPI) -> None:
    @app.get("/", tags=["service"], summary="服务入口 · Where everything is", response_model=dict[str, str])
    def root(request: Request, response: Response) -> Response | dict[str, str]:
        """Browsers are led to the pages for people."""
        if pages.wants_page(request):
            return pages.to_start(request)
        response.headers["Vary"] = "Accept"
        places = ("queries", "documents", "sparql", "health", "docs", "openapi.json")
        return {place.removesuffix(".json"): f"/{place}" for place in places}
