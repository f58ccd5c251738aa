"""``/comparison``: the targets of one indicator in all documents, held against each other."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.http import problems
from api.http.direct import Ask
from api.tasks import comparing as tasks

_OK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A row for each target and each that it is held against.",
        "content": {"application/json": {"schema": {"type": "object"}}, "text/csv": {"schema": {"type": "string"}}},
    }
}
_FAILURES = problems.responses(HTTPStatus.UNPROCESSABLE_ENTITY)


def router(ask: Ask) -> APIRouter:
    """``/comparison``."""
    routes = APIRouter(tags=["targets"])

    @routes.get(
        "/comparison",
        operation_id="comparison",
        summary="同一指标的目标值比较 · Which targets of an indicator are stricter, weaker, later",
        response_class=Response,
        responses=_OK | _FAILURES,
    )
    async def comparison(
        indicator: Annotated[str, Query(description="指标名称或其中的词 · name of an indicator, or words in it")],
        format: Annotated[Literal["json", "csv"], Query(description="格式 · format")] = "json",  # noqa: A002 (the parameter's name)
    ) -> Response:
        """Each target against the one before of its own jurisdiction, and against that of the jurisdiction above."""
        return await ask(tasks.targets, indicator=indicator, written=format)

    return routes
