"""``/ask``: questions in Chinese, answered by the saved query that they fill."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.http import problems
from api.http.direct import Ask
from api.http.languages import preferred
from api.http.parameters import refuse
from api.questions import asked
from api.tasks import asking
from graph.errors import ParameterError
from loaders.asking.understand import LONGEST

MOST = 1_000
_FAILURES = problems.responses(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_TEXT = {"type": ["string", "null"]}
_WORDS = {"type": "array", "items": {"type": "string"}}
_SPAN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "start": {"type": "integer"},
        "end": {"type": "integer"},
        "meaning": {"type": "string"},
        "values": {"type": "array", "items": _TEXT},
        "note": {"type": "string"},
    },
    "required": ["text", "start", "end", "meaning", "values"],
}
_ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string"},
        "today": {"type": "string", "format": "date"},
        "understood": {"type": "array", "items": _SPAN},
        "not_understood": _WORDS,
        "not_used": _WORDS,
        "remarks": _WORDS,
        "counts": {"type": "boolean"},
        "query": _TEXT,
        "values": {"type": "object", "additionalProperties": _WORDS},
        "command": _TEXT,
        "href": _TEXT,
        "sparql": _TEXT,
        "count": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
        "complete": {"type": "boolean"},
        "rows": {"type": "array", "items": {"type": "object"}},
    },
}
_ANSWER["required"] = list(_ANSWER["properties"])


def router(ask: Ask) -> APIRouter:
    """``/ask``."""
    routes = APIRouter(tags=["queries"])

    @routes.get(
        "/ask",
        summary="提问 · A question in Chinese",
        operation_id="ask",
        response_class=Response,
        responses={
            200: {
                "description": "How it was understood, and the rows; no query and no rows where it was not.",
                "content": {"application/json": {"schema": _ANSWER}},
            },
            **_FAILURES,
        },
    )
    async def question(
        request: Request,
        q: Annotated[
            str,
            Query(
                description=f"The question, in Chinese, {LONGEST} characters at most.",
                examples=["省水利厅牵头、2020年底前到期的任务有哪些"],
            ),
        ],
        today: Annotated[
            date | None, Query(description="The day that 今年 and 逾期 are relative to; today in China.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=MOST, description="Rows at most.")] = 100,
    ) -> Response:
        """Reads agency, role, date, place, indicator, document and topic out of the question; no language model."""
        refuse(request, ("q", "today", "limit"))
        if not q.strip():
            raise ParameterError("q", "is empty")
        understood = await run_in_threadpool(asked, q, today, preferred(request))
        return await ask(asking.ask, asking=understood, limit=limit)

    return routes
