"""``/progress``: where measures stand, what was recorded of each; for those who have a key, a further entry."""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 (a parameter is called date)
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http import problems
from api.http.direct import Ask
from api.http.parameters import refuse
from api.http.queries import argument
from api.http.writing import Entering, Writers, audited
from api.keys import Key, Scope
from api.tasks import progress as tasks
from graph import formats
from graph.findings.agenda import choices
from graph.findings.progress_list import PARAMETERS
from graph.formats import Kind
from graph.model import ProgressState

_OFFERED = tuple(formats.by_name(name, Kind.RESULTS) for name in ("json", "csv"))
_FAILURES = problems.responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_KEYED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_JSON: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
_OK: dict[int | str, dict[str, Any]] = {200: {"description": "Found", "content": _JSON}}
_LIST: dict[int | str, dict[str, Any]] = {200: {"description": "Found", "content": _JSON | {"text/csv": {}}}}
_STATES: Any = Literal[tuple(str(state) for state in ProgressState)]
_STATE = Annotated[list[_STATES] | None, Query(description="Only measures that stand so.", examples=[["done"]])]
_WRITTEN = Annotated[Literal["json", "csv"] | None, Query(description="Instead of the Accept header.")]
_ABOUT = """Without agency, division or document: every measure of which something was recorded. `verifier` are the
bodies that the plan names for it (督导、验收), `verified_by` who did it."""
_ABOUT_ENTRY = """An entry is never changed or taken back: a further one puts it right. `closed` (已销号) follows
`verified` (已验收, with `verified_by`, the 验收单位) alone; what is `closed` can only be `returned`."""


class NewEntry(BaseModel):
    """What is to be recorded of a measure."""

    model_config = ConfigDict(extra="forbid")

    state: ProgressState
    date: Day = Field(description="The day on which the measure came to that state.")
    by: str | None = Field(None, description="Who records it; else the name of the key.")
    note: str | None = None
    proof: list[str] = Field(default_factory=list, max_length=20, description="Addresses or names of files.")
    verified_by: str | None = Field(
        None, description="The body that verified (验收单位): with `verified`, and only then."
    )


def router(ask: Ask) -> APIRouter:
    """What can be read."""
    routes = APIRouter(prefix="/progress", tags=["progress"])
    _add_list(routes, ask)

    @routes.get(
        "/{measure:path}",
        summary="一条措施的进展登记 · What was recorded of a measure",
        response_class=Response,
        responses={**_OK, **_FAILURES},
    )
    async def of_measure(measure: str) -> Response:
        """All entries in order. The measure is named by its document's key and its number, or by its IRI."""
        return await ask(tasks.of_measure, name=measure)

    return routes


def writing_router(means: Writers) -> APIRouter:
    """What a key with the scope ``progress`` may write."""
    routes = APIRouter(prefix="/progress", tags=["progress"])
    entering = Entering(means)

    @routes.post(
        "/{measure:path}",
        summary="登记进展 · Records an entry",
        description=_ABOUT_ENTRY,
        status_code=HTTPStatus.CREATED,
        response_class=Response,
        responses={201: {"description": "Recorded", "content": _JSON}, **_FAILURES, **problems.responses(*_KEYED)},
    )
    async def append(
        request: Request, measure: str, entry: Annotated[NewEntry, Body()], key: Annotated[Key, Depends(entering)]
    ) -> Response:
        with audited(means, request, key, Scope.PROGRESS) as note:
            note.file = measure
            told = entry.model_dump(mode="json") | {"by": entry.by or key.name}
            answer = await means.written(means.write(tasks.append, name=measure, entry=told, place=means.place))
            note.outcome = entry.state.value
            return answer

    return routes


def _add_list(routes: APIRouter, ask: Ask) -> None:
    async def standings(
        request: Request,
        state: list[str] | None,
        format: str | None,  # noqa: A002 (the parameter's name)
        **values: object,
    ) -> Response:
        refuse(request, (*PARAMETERS, "state", "format"), many=("role", "state"))
        written = format or formats.choose(request.headers.get("accept"), Kind.RESULTS, _OFFERED).name
        return await ask(tasks.listed, values=_given(values), states=state or [], written=written)

    standings.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Argument("request", Argument.KEYWORD_ONLY, annotation=Request),
            *(argument(parameter) for parameter in choices(*PARAMETERS)),
            Argument("state", Argument.KEYWORD_ONLY, annotation=_STATE, default=None),
            Argument("format", Argument.KEYWORD_ONLY, annotation=_WRITTEN, default=None),
        ],
        return_annotation=Response,
    )
    routes.add_api_route(
        "",
        standings,
        summary="措施进展一览 · Where measures stand",
        description=_ABOUT,
        response_class=Response,
        responses={**_LIST, **_FAILURES},
    )


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
