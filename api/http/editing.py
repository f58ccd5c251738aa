"""``/pages/sparql``: the query editor. A query comes in the address, as a permalink has it, or in a form.

It passes the gate of ``/sparql`` and is answered by a worker within the same limits; whoever stops waiting stops it.
"""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from api.answers import as_json
from api.failures import failure
from api.http.caching import State
from api.http.completion import Name, Names
from api.http.direct import Ask
from api.http.pages import HEADERS, visit
from api.limits import Limits
from api.pages.rendering import render
from api.pages.sparql import editor, terms
from api.pages.sparql.editor import Bounds
from api.sparql.gate import Admitted, admit
from api.sparql.protocol import body, pairs
from api.tasks import editing
from api.tasks.people import visited
from api.tasks.queries import Asking
from api.tasks.telling import JSON
from graph.errors import DutyError

_MOST_NAMES = 20
_LONGEST_NAME = 50


def router(ask: Ask, state: State, limits: Limits) -> APIRouter:
    """The editor, its completions and its workbook."""
    routes = APIRouter(prefix=editor.PATH, include_in_schema=False)
    named, bounds = Names(ask, state), Bounds(limits.rows, limits.seconds)

    @routes.api_route("", methods=["GET", "POST"])
    async def edit(request: Request) -> Response:
        told = await _told(request, limits)
        try:
            answer = await _answer(told, ask, bounds)
        except DutyError as fault:
            answer = await run_in_threadpool(_refused, told, fault, bounds)
            if request.method == "POST":  # by the page's script, for which it is a page like others
                answer.status_code = HTTPStatus.OK
        answer.headers.update(HEADERS)
        return answer

    @routes.get("/rows.xlsx")
    async def workbook(query: str) -> Response:
        return await ask(editing.workbook, **_asking(admit(query), limits.rows).arguments())

    @routes.get("/terms")
    def known(request: Request) -> Response:
        found = terms.completions(visit(request)["language"])
        return Response(as_json([asdict(each) for each in found]), media_type=JSON, headers={"Vary": "Accept-Language"})

    @routes.get("/names")
    async def names(q: Annotated[str, Query(min_length=1, max_length=_LONGEST_NAME)]) -> Response:
        found = await named.find(q, _MOST_NAMES)
        return Response(as_json([_entry(each) for each in found]), media_type=JSON)

    return routes


async def _told(request: Request, limits: Limits) -> dict[str, Any]:
    return visit(request, pairs(await body(request, limits.body, limits)) if request.method == "POST" else ())


async def _answer(told: dict[str, Any], ask: Ask, bounds: Bounds) -> Response:
    asked = visited(told)
    limited = (bounds.rows, bounds.seconds)
    if asked.value("query"):
        query = await run_in_threadpool(admit, editor.text(asked))
        return await ask(editing.answer, **_asking(query, bounds.shown + 1).arguments(), bounds=limited, visit=told)
    if asked.value("question"):
        return await ask(editing.saved, bounds=limited, visit=told)
    return HTMLResponse(await run_in_threadpool(render, "sparql", asked, editor.opened(asked, bounds)))


def _asking(query: Admitted, rows: int) -> Asking:
    cut = query.cut(rows)
    return Asking(query.text, cut.text, {}, cut.rest, rows, ((), ()), query.sources, None, query.digest)


def _refused(told: dict[str, Any], fault: DutyError, bounds: Bounds) -> Response:
    """The page with the query and what went wrong, with the status that it has everywhere."""
    asked, kind = visited(told), failure(fault)
    body = render("sparql", asked, editor.refused(asked, fault, bounds))
    return HTMLResponse(body, kind.status, dict(kind.headers))


def _entry(name: Name) -> dict[str, str]:
    return {"name": name.name, "kind": name.kind, "iri": name.iri, "note": name.note}
