"""The HTTP service: everything it needs is handed to ``create_app``; nothing is read from the environment here."""

from functools import partial
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import collections_http, linked_http, problems, queries_http, resources, sparql
from api.caching import Caching
from api.direct import direct
from api.limits import Limits
from graph.search import Index
from graph.store import Store

_DESCRIPTION = """Who must do what, where, by when: duties read out of Chinese government plans.

Every answer leads back to its sentence: `start` and `end` count the characters of the source as received, and
`quote` is what stands there. Failures are problem documents (RFC 9457)."""


def create_app(store: Store, index: Index | None = None) -> FastAPI:
    """The service over the store, with search where there is an index.

    Its endpoints run in threads, so that a long query stops nobody else.
    """
    app = FastAPI(title="dutygraph", version=version("dutygraph"), description=_DESCRIPTION)
    problems.install(app)
    ask = direct(store)
    routers = [
        queries_http.router(ask),
        collections_http.router(ask),
        linked_http.router(ask),
        resources.router(ask),
        sparql.router(ask, Limits()),
    ]
    if index:
        routers.append(collections_http.search_router(ask, index))
    for routes in routers:
        app.include_router(routes)
    app.add_middleware(Caching, state=partial(run_in_threadpool, store.state))

    @app.get("/", tags=["service"], summary="服务入口 · Where everything is")
    def root() -> dict[str, str]:
        places = ("queries", "documents", "sparql", "health", "docs", "openapi.json")
        return {place.removesuffix(".json"): f"/{place}" for place in places}

    @app.get("/health", tags=["service"], summary="运行状态 · Whether the service answers")
    def health() -> dict[str, str | int]:
        return {"status": "ok", "version": app.version, "documents": len(store.keys()), "state": store.state()}

    return app
