"""How the service is, for whoever watches it."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from api.http import problems
from api.http.direct import Ask
from api.tasks import queries as tasks

_FAILURES = problems.responses(HTTPStatus.SERVICE_UNAVAILABLE)


def router(ask: Ask) -> APIRouter:
    """``/health``, and its two halves."""
    routes = APIRouter(tags=["service"])

    @routes.get("/health", summary="运行状态 · What is served", responses=_FAILURES)
    async def health() -> Response:
        """The version, how many documents there are, and a token of the graph's state."""
        return await ask(tasks.health)

    @routes.get("/health/live", summary="存活 · Whether the service runs")
    async def live() -> dict[str, str]:
        """Answers as long as the service can answer anything: restart it where it does not."""
        return {"status": "ok"}

    @routes.get("/ready", summary="就绪 · Whether the service can answer queries", responses=_FAILURES)
    @routes.get("/health/ready", summary="就绪 · Whether the service can answer queries", responses=_FAILURES)
    async def ready() -> Response:
        """Asks a worker: send no requests here while it fails."""
        return await ask(tasks.ready)

    return routes
