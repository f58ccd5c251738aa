"""The service as it is operated: the endpoints over a pool of workers, with everything that running it needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from api.http import admin, corrections, downloads, operation, progress, releases, reviewing, writing
from api.http import app as endpoints
from api.http.admin import Administration
from api.http.asking import LIMIT, pooled
from api.http.direct import Ask
from api.http.front import REQUEST, Front
from api.http.journal import Journal
from api.http.kept import Kept
from api.http.metrics import Metrics
from api.http.releases import HEADER, AsOf
from api.http.served import VIEW, Served
from api.http.warming import Warming
from api.http.writing import Writers
from api.keys import Keyring
from api.settings import Settings
from api.sparql.gate import admit
from api.tasks.telling import COMPLETE
from api.workers.pool import Pool
from api.workers.processes import Nursery
from graph.search import Index

_POLL = 0.25  # seconds between two looks for a new release
_EXPOSED = (
    *(COMPLETE, LIMIT, REQUEST, HEADER, "Link", "ETag", "Location", "Retry-After"),
    *("Dutygraph-Count", "Dutygraph-Remarks"),
)


def create_service(settings: Settings, nursery: Nursery | None = None) -> FastAPI:
    """The service over the store that the settings name, or over its releases; ``state.end`` stops what still runs.

    Workers that read come from the ``nursery``, which ends with the service.
    """
    kept = Kept(settings.service.cache)
    parts = _Parts.of(settings, nursery, kept)
    means = endpoints.Means(parts.read, _state, _index, settings.service, kept)
    app = endpoints.application(means, parts.lifespan)
    app.include_router(operation.router(parts.pool, kept, parts.warming, parts.journal.metrics))
    app.include_router(releases.router(parts.served))
    app.include_router(downloads.router())
    if settings.admin_key:
        app.include_router(admin.router(_administration(parts, settings)))
    if settings.keys:
        writers = _writers(parts, settings, Keyring(settings.keys))
        app.include_router(corrections.writing_router(writers))
        app.include_router(writing.router(writers))
        app.include_router(progress.writing_router(writers))
        reviewing.install(app, writers)
    _add_layers(app, parts, settings)
    app.state.end = parts.end
    return app


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the service is made of, beside its endpoints."""

    journal: Journal
    served: Served
    pool: Pool
    writer: Pool
    warming: Warming
    read: Ask
    write: Ask

    @classmethod
    def of(cls, settings: Settings, nursery: Nursery | None, kept: Kept) -> Self:
        journal, served = Journal(settings.journal, Metrics()), Served(settings.store)
        pool = Pool(str(served.current.store), settings.service, journal.query, nursery)
        writer = Pool(str(settings.store), settings.service.of_writing(), journal.query, writing=True)
        warming = Warming(pool, served, kept, settings.service.warm)
        read = pooled(pool, lambda: str(VIEW.get().store))
        return cls(journal, served, pool, writer, warming, read, pooled(writer))

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        await self.pool.start()
        await run_in_threadpool(admit, "ASK {}")  # makes the patterns that texts are read with, while workers are made
        await self.writer.start()
        beside = [asyncio.create_task(work) for work in (self._follow(), self.warming.run())]
        yield
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await self.writer.close()
        await self.pool.close()
        self.journal.close()

    def renew(self) -> None:
        """Has readers see what there is now."""
        self.served.look()
        self.pool.renew(str(self.served.current.store))

    def end(self) -> None:
        self.pool.stop_all()
        self.writer.stop_all()

    async def _follow(self) -> None:
        """Has queries answered over the current release; those that run go on over the one before."""
        while True:
            await asyncio.sleep(_POLL)
            if await run_in_threadpool(self.served.look):  # it reads a folder, which may take its time
                self.renew()


async def _state() -> str:
    return VIEW.get().state


def _index() -> Index:
    return Index.beside(VIEW.get().store)


def _administration(parts: _Parts, settings: Settings) -> Administration:
    return Administration(
        parts.pool,
        parts.read,
        parts.write,
        parts.renew,
        str(settings.store),
        settings.admin_key,
        settings.service,
        parts.journal.audit,
    )


def _writers(parts: _Parts, settings: Settings, keys: Keyring) -> Writers:
    return Writers(
        parts.read,
        parts.write,
        parts.renew,
        str(settings.store),
        keys,
        settings.service,
        settings.limits,
        parts.journal.audit,
    )


def _add_layers(app: FastAPI, parts: _Parts, settings: Settings) -> None:
    """What each request passes, the last first."""
    app.add_middleware(AsOf, served=parts.served)
    app.add_middleware(parts.warming.entrance)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "HEAD", "POST", "QUERY", "PUT", "DELETE"],
        allow_headers=["Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", REQUEST],
        expose_headers=list(_EXPOSED),
    )
    app.add_middleware(Front, journal=parts.journal)
