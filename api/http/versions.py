"""``/diff``: what a later version of a plan changed."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.http import problems
from api.http.direct import Ask
from api.tasks import versions as tasks

_OK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A row for each difference: what it was, what it is, and where both are printed.",
        "content": {"application/json": {"schema": {"type": "object"}}, "text/csv": {"schema": {"type": "string"}}},
    }
}
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def router(ask: Ask) -> APIRouter:
    """``/diff``."""
    routes = APIRouter(tags=["documents"])

    @routes.get(
        "/diff",
        operation_id="diff",
        summary="两个版本的措施差异 · What a later version of a plan changed, measure by measure",
        response_class=Response,
        responses=_OK | _FAILURES,
    )
    async def diff(
        earlier: Annotated[str, Query(description="较早文件的键 · key of the earlier document")],
        later: Annotated[str, Query(description="较晚文件的键 · key of the later document")],
        format: Annotated[Literal["json", "csv"], Query(description="格式 · format")] = "json",  # noqa: A002 (the parameter's name)
    ) -> Response:
        """Measures added, dropped, renumbered, reworded; other leads, days and figures. A renamed body is the same."""
        return await ask(tasks.changes, earlier=earlier, later=later, written=format)

    return routes
