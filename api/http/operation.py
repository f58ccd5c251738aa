"""Figures for monitoring: ``/metrics``."""

from fastapi import APIRouter, Response

from api.http.kept import Kept
from api.http.metrics import MEDIA_TYPE, Metrics
from api.http.warming import Warming
from api.workers.pool import Pool


def router(pool: Pool, kept: Kept, warming: Warming, metrics: Metrics) -> APIRouter:
    """``/metrics``."""
    routes = APIRouter(tags=["service"])

    @routes.get(
        "/metrics",
        summary="运行指标 · Figures of operation",
        response_class=Response,
        responses={200: {"description": "In the text format of Prometheus", "content": {"text/plain": {}}}},
    )
    async def figures() -> Response:
        """Requests, queries, their times and outcomes since the service started; what waits and runs now."""
        now = pool.figures() | kept.figures() | warming.figures()
        return Response(metrics.text(now), headers={"Content-Type": MEDIA_TYPE})

    return routes
