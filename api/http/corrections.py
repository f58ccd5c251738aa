"""``/documents/{key}/corrections``: what people corrected in a document; for those who have a key, to be written."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http import problems
from api.http.direct import Ask
from api.http.writing import Entering, Writers, audited
from api.keys import Key, Scope
from api.tasks import corrections as tasks
from graph.model import FactKind, Verdict

_PATH = "/documents/{key:path}/corrections"
_JSON: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
_OK: dict[int | str, dict[str, Any]] = {200: {"description": "Found", "content": _JSON}}
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_KEYED = problems.responses(
    HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE
)
_ABOUT = """All of them, in the place of those that were there. A correction says of one fact that it is so
(`accepted`), is not (`rejected`), is otherwise (`changed`, with `value`) or was overlooked (`added`, with `value`).
`found` is the fact as it was read. Each is said by the holder of the key, at this moment, unless the same was said
before. They hold for every further reading; `remarks` tell those that fit the document no more."""
_EXAMPLE: dict[str, Any] = {
    "corrections": [
        {
            "kind": "assignment",
            "measure": "二/(三)/5/(15)",
            "verdict": "changed",
            "selector": {"exact": "省水利厅", "start": 1799},
            "found": {
                "role": "lead",
                "mention": "省水利厅",
                "agency": {"name": "云岭省水利厅", "jurisdiction": "云岭省", "kind": "agency"},
            },
            "value": {
                "role": "responsible",
                "mention": "省水利厅",
                "agency": {"name": "云岭省水利厅", "jurisdiction": "云岭省", "kind": "agency"},
            },
            "why": "牵头的是市政府",
        }
    ]
}


class Place(BaseModel):
    """Words of the text (W3C Web Annotation: TextQuoteSelector and position)."""

    model_config = ConfigDict(extra="forbid")

    exact: str = Field(min_length=1, max_length=10_000)
    start: int = Field(ge=0, description="Where they stand, in characters.")
    prefix: str = Field("", max_length=200, description="The words before them; else read from the document.")
    suffix: str = Field("", max_length=200)


class Said(BaseModel):
    """What is said of one fact; `id`, `by`, `at` and `document`, which are told of it, count for nothing here."""

    model_config = ConfigDict(extra="ignore")

    kind: FactKind
    measure: str | None = Field(None, description="The number of the measure; none for the document as a whole.")
    verdict: Verdict
    selector: Place
    found: dict[str, Any] | None = None
    value: dict[str, Any] | None = None
    why: str | None = None


class Corrections(BaseModel):
    """The corrections of a document."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [_EXAMPLE]})

    corrections: list[Said]


def router(ask: Ask) -> APIRouter:
    """What can be read."""
    routes = APIRouter(tags=["resources"])

    @routes.get(
        _PATH,
        operation_id="corrections",
        summary="人工更正 · What people corrected in a document",
        response_class=Response,
        responses={**_OK, **_FAILURES},
    )
    async def of_document(key: str) -> Response:
        """Each with what had been read, what is so instead, who said it, when and why."""
        return await ask(tasks.of_document, key=key)

    return routes


def writing_router(means: Writers) -> APIRouter:
    """What a key with the scope ``correct`` may write."""
    routes = APIRouter(tags=["writing"])
    entering = Entering(means)

    @routes.put(
        _PATH,
        operation_id="correct_document",
        summary="更正一份文件 · Corrects a document",
        description=_ABOUT,
        response_class=Response,
        responses={**_OK, **_FAILURES, **_KEYED},
    )
    async def put(
        request: Request, key: str, given: Annotated[Corrections, Body()], holder: Annotated[Key, Depends(entering)]
    ) -> Response:
        with audited(means, request, holder, Scope.CORRECT) as note:
            note.file = key
            told = [each.model_dump(mode="json") for each in given.corrections]
            writing = means.write(tasks.put, key=key, corrections=told, by=holder.name, place=means.place)
            answer = await means.written(writing)
            note.outcome = f"{len(told)} corrections"
            return answer

    @routes.delete(
        _PATH,
        operation_id="uncorrect_document",
        summary="撤销全部更正 · Takes all corrections of a document away",
        status_code=HTTPStatus.NO_CONTENT,
        response_class=Response,
        responses={**_FAILURES, **_KEYED},
    )
    async def remove(request: Request, key: str, holder: Annotated[Key, Depends(entering)]) -> Response:
        """The document is then as it is read."""
        with audited(means, request, holder, Scope.CORRECT) as note:
            note.file = key
            answer = await means.written(means.write(tasks.remove, key=key, place=means.place))
            note.outcome = "removed"
            return answer

    return routes
