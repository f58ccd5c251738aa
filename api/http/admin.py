"""What only an administrator may do: see and stop queries, run updates, read and write whole graphs, go back a release.

Off unless the settings have the digest of a key. Updates and graphs are raw RDF: for documents there is
``dutygraph load``.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.failures import BadRequest, Stopped, Unauthorised
from api.http import graph_store, problems
from api.http.direct import Ask
from api.http.releases import told
from api.http.sparql import endpoint
from api.limits import Limits
from api.sparql import updates
from api.sparql.protocol import FORM_TYPE, UPDATE, asked
from api.tasks import writes
from api.workers.pool import Pool
from api.workers.runs import Run
from graph import releases
from graph.errors import NotFound

_BEARER = HTTPBearer(auto_error=False, description="The administrator's key")
_FAILURES = problems.responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_TEXT = {"type": "string", "examples": ["CLEAR SILENT GRAPH <http://example.org/g>"]}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            UPDATE.media_type: {"schema": _TEXT},
            FORM_TYPE: {"schema": {"type": "object", "properties": {"update": _TEXT}, "required": ["update"]}},
        },
    }
}


@dataclass(frozen=True, slots=True)
class Administration:
    """What an administrator works with: the pool of readers, and the writer; ``renew`` shows readers what it wrote."""

    pool: Pool
    read: Ask
    write: Ask
    renew: Callable[[], None]
    place: str  # the directory of the store
    key: str  # its SHA-256 digest, in hexadecimal
    limits: Limits
    audit: Callable[..., None]  # writes down who changed what

    async def written(self, writing: Awaitable[Response]) -> Response:
        """The answer of the writer, once readers see what it has done; so they do what it did before it failed."""
        try:
            return await writing
        finally:
            self.renew()


def router(means: Administration) -> APIRouter:
    """``/admin``, for those who have the key."""
    routes = APIRouter(prefix="/admin", tags=["administration"], dependencies=[Depends(_guard(means.key))])
    _add_queries(routes, means.pool)
    _add_update(routes, means)
    _add_releases(routes, means)
    graph_store.add(routes, means.read, means.write, means.written, means.place, means.limits)
    return routes


def _guard(digest: str) -> Callable[[Any], None]:
    def check(key: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> None:
        if not key:
            raise Unauthorised("an administrator's key is wanted, as «Authorization: Bearer KEY»")
        if not hmac.compare_digest(sha256(key.credentials.encode()).hexdigest(), digest):
            raise Unauthorised("this is not the administrator's key")

    return check


def _add_queries(routes: APIRouter, pool: Pool) -> None:
    @routes.get("/queries", summary="正在进行的查询 · The queries that wait or run", responses=_FAILURES)
    async def queries() -> list[dict[str, Any]]:
        """Each with its number, who asks, its text, how long it has run and what it has given so far."""
        return [_told(run) for run in pool.runs()]

    @routes.delete(
        "/queries/{number}",
        summary="停止查询 · Stops a query",
        status_code=HTTPStatus.NO_CONTENT,
        responses=_FAILURES | problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    async def stop(number: int) -> None:
        """Who asked is told so, with status 503."""
        for run in pool.runs():
            if run.number == number:
                pool.stop(run, Stopped("an administrator stopped the query"))
                return
        raise NotFound(f"no query {number} waits or runs")


def _add_update(routes: APIRouter, means: Administration) -> None:
    @routes.post(
        "/update",
        summary="SPARQL 1.1 update",
        status_code=HTTPStatus.NO_CONTENT,
        response_class=Response,
        responses=_FAILURES,
        openapi_extra=_BODY,
    )
    async def update(request: Request) -> Response:
        """Runs an update in one transaction. SERVICE and LOAD are refused."""
        said = await asked(request, UPDATE, means.limits, means.limits.upload)
        if said.release is not None:
            raise BadRequest("an update changes what comes next, not a release; leave out «release»")
        graphs = (said.default_graphs, said.named_graphs)
        text = updates.admit(said.text or "", means.limits.upload, *graphs)
        return await means.written(means.write(writes.update, text=text, base=endpoint(request), place=means.place))


def _add_releases(routes: APIRouter, means: Administration) -> None:
    @routes.put(
        "/releases/current",
        summary="回退或切换发布版 · Has an earlier release served, or a later one again",
        responses=_FAILURES
        | problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    async def use(
        id: Annotated[str, Query(description="One of `/releases`.", examples=["20260101T000000000000Z-00000000"])],  # noqa: A002
    ) -> dict[str, Any]:
        """The next loading makes a release of everything and has it served. The command is `dutygraph release use`."""
        used = await run_in_threadpool(releases.use, Path(means.place), id)
        means.renew()
        means.audit(action="release", outcome="used", release=used.id)
        return told(used)


def _told(run: Run) -> dict[str, Any]:
    return {
        "number": run.number,
        "state": "waiting" if run.began is None else "running",
        "client": run.client,
        "request": run.request,
        "task": run.job.task.rpartition(":")[2],
        "digest": run.job.digest,
        "text": run.job.label,
        "since": run.since,
        "seconds": round(run.age, 3),
        "bytes": run.spool.size,
    }
