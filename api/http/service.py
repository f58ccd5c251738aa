"""The service as it is operated: the endpoints over a pool of workers, with everything that running it needs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from api.http import admin, corrections, downloads, operation, progress, releases, writing
from api.http import app as endpoints
from api.http.admin import Administration
from api.http.asking import LIMIT, pooled
from api.http.front import REQUEST, Front
from api.http.journal import Journal
from api.http.kept import Kept
from api.http.metrics import Metrics
from api.http.releases import HEADER, AsOf
from api.http.served import VIEW, Served
from api.http.writing import Writers
from api.keys import Keyring
from api.settings import Settings
from api.sparql.gate import admit
from api.tasks.telling import COMPLETE
from api.workers.pool import Pool
from graph.search import Index

_POLL = 0.25  # seconds between two looks for a new release
_EXPOSED = (
    *(COMPLETE, LIMIT, REQUEST, HEADER, "Link", "ETag", "Location", "Retry-After"),
    *("Dutygraph-Count", "Dutygraph-Remarks"),
)


def create_service(settings: Settings) -> FastAPI:
    """The service over the store that the settings name, or over its releases; ``state.end`` stops what still runs."""
    journal = Journal(settings.journal, Metrics())
    served = Served(settings.store)
    pool = Pool(str(served.current.store), settings.service, journal.query)
    writer = Pool(str(settings.store), settings.service.of_writing(), journal.query, writing=True)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        await run_in_threadpool(admit, "ASK {}")  # makes the patterns that texts are read with, while workers are made
        await writer.start()
        following = asyncio.create_task(_follow(served, renew))
        yield
        following.cancel()
        await writer.close()
        await pool.close()
        journal.close()

    async def state() -> str:
        return VIEW.get().state

    def index() -> Index:
        return Index.beside(VIEW.get().store)

    def renew() -> None:
        served.look()
        pool.renew(str(served.current.store))

    def end() -> None:
        pool.stop_all()
        writer.stop_all()

    ask = pooled(pool, lambda: str(VIEW.get().store))
    kept = Kept(settings.service.cache)
    app = endpoints.application(endpoints.Means(ask, state, index, settings.service, kept), lifespan)
    app.include_router(operation.router(pool, kept, journal.metrics))
    app.include_router(releases.router(served))
    app.include_router(downloads.router())
    if settings.admin_key:
        means = Administration(
            pool, ask, pooled(writer), renew, str(settings.store), settings.admin_key, settings.service
        )
        app.include_router(admin.router(means))
    if settings.keys:
        writers = Writers(
            ask,
            pooled(writer),
            renew,
            str(settings.store),
            Keyring(settings.keys),
            settings.service,
            settings.limits,
            journal.audit,
        )
        app.include_router(corrections.writing_router(writers))
        app.include_router(writing.router(writers))
        app.include_router(progress.writing_router(writers))
    _add_layers(app, served, journal, settings)
    app.state.end = end
    return app


def _add_layers(app: FastAPI, served: Served, journal: Journal, settings: Settings) -> None:
    """What each request passes, the last first."""
    app.add_middleware(AsOf, served=served)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "HEAD", "POST", "QUERY", "PUT", "DELETE"],
        allow_headers=["Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", REQUEST],
        expose_headers=list(_EXPOSED),
    )
    app.add_middleware(Front, journal=journal)


async def _follow(served: Served, renew: Callable[[], None]) -> None:
    """Has queries answered over the current release; those that run go on over the one before."""
    while True:
        await asyncio.sleep(_POLL)
        if served.look():
            renew()
