"""Documents, measures and agencies by name: JSON, with the place and the words of the source beside each fact."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from api.http import problems
from api.http.direct import Ask
from api.tasks import entries

_OK: dict[int | str, dict[str, Any]] = {
    200: {"description": "Found", "content": {"application/json": {"schema": {"type": "object"}}}}
}
_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The text", "content": {"text/plain": {"schema": {"type": "string"}}}}
}
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def router(ask: Ask) -> APIRouter:
    """The resources of the graph."""
    routes = APIRouter(tags=["resources"], default_response_class=Response)

    @routes.get(
        "/documents/{key:path}/text", summary="文件原文 · The text that offsets count in", responses=_TEXT | _FAILURES
    )
    async def text(key: str) -> Response:
        """The characters of the source as received: a statement's quote stands at [start:end]."""
        return await ask(entries.text, key=key)

    @routes.get(
        "/documents/{key:path}", summary="一份文件的台账 · A document with all its measures", responses=_OK | _FAILURES
    )
    async def document(key: str) -> Response:
        """The document's entry of the ledger, inherited deadlines included."""
        return await ask(entries.document, key=key)

    @routes.get("/measures/{measure:path}", summary="一条措施 · A measure", responses=_OK | _FAILURES)
    async def measure(measure: str) -> Response:
        """The measure named by its document's key and its number, such as «yunling-2018/一.(一)», or by its IRI."""
        return await ask(entries.measure, name=measure)

    @routes.get(
        "/agencies/{agency:path}", summary="机构及其职责 · An agency and what it answers for", responses=_OK | _FAILURES
    )
    async def agency(agency: str) -> Response:
        """Every agency of that full, short or former name or IRI, and the measures that they answer for."""
        return await ask(entries.agency, name=agency)

    return routes
