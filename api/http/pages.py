"""``/pages``: the graph for people, as HTML that a browser shows without anything from elsewhere.

They have addresses of their own, beside those of the JSON: an address has one sort of answer then, which caches keep
apart without a ``Vary: Accept`` and people can hand on. Only ``/`` answers browsers otherwise than programs.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from api.failures import failure
from api.http.collections import plain_words
from api.http.direct import Ask
from api.http.files import Files
from api.http.languages import language
from api.http.releases import PARAMETER as RELEASE
from api.pages.addresses import ROOT
from api.pages.rendering import LANGUAGES, Asked, render
from api.questions import asked as understood
from api.questions import day_in_china
from api.tasks import people
from api.tasks.links import iri_of
from graph.collections import collections
from graph.errors import DutyError, ParameterError
from graph.iri import BASE
from graph.search import Index
from loaders.asking.understand import LONGEST

_HITS = 20
_KEPT = ("lang", RELEASE)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Language",
}
_VIEWS = {
    "": "start",
    "/audit": "audit",
    "/calendar": "calendar",
    "/queries": "queries",
    "/diff": "versions",
    "/cascade": "cascade",
    "/workload": "workload",
    "/comparison": "comparison",
    "/progress": "standing",
    "/network": "network",
}


def install(app: FastAPI) -> None:
    """Adds the files that pages are made with."""
    app.mount(f"{ROOT}/files", Files(packages=[("api.pages", "files")]))


def wants_page(request: Request) -> bool:
    """Whether it is a browser that asks."""
    return "text/html" in request.headers.get("accept", "")


def to_start(request: Request) -> Response:
    """Leads a browser to the start page."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(ROOT + query, HTTPStatus.SEE_OTHER, {"Vary": "Accept"})


def router(ask: Ask, index: Callable[[], Index] | None) -> APIRouter:
    """The pages; without an index words are not searched for."""
    routes = APIRouter(prefix=ROOT, include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/ask")
    async def answer(request: Request) -> Response:
        try:
            return await _answer(request, ask, index)
        except DutyError as fault:
            return failed(request, fault)

    @routes.get("/queries/{name}")
    async def question(request: Request, name: str) -> Response:
        return await shown(request, ask, people.question, name=name)

    for path, name in _VIEWS.items():
        routes.add_api_route(path, _view(ask, name))
    for name in collections():
        routes.add_api_route(f"/{name}", _listing(ask, name))
        for written in ("csv", "xlsx"):
            routes.add_api_route(f"/{name}.{written}", _file(ask, name, written))

    @routes.get("/{kind}/{path:path}")
    async def thing(request: Request, kind: str, path: str) -> Response:  # noqa: ARG001 (read as it came over the wire)
        iri = iri_of(request.scope["raw_path"]).replace(f"{BASE}pages/", f"{BASE}id/", 1)
        return await shown(request, ask, people.thing, kind=kind, iri=iri)

    return routes


def _view(ask: Ask, name: str) -> Callable[..., Any]:
    async def view(request: Request) -> Response:
        return await shown(request, ask, people.page, name=name)

    return view


def _listing(ask: Ask, name: str) -> Callable[..., Any]:
    async def listing(request: Request) -> Response:
        return await shown(request, ask, people.listing, name=name)

    return listing


def _file(ask: Ask, name: str, written: str) -> Callable[..., Any]:
    async def file(request: Request) -> Response:
        return await shown(request, ask, people.file, name=name, written=written)

    return file


async def shown(request: Request, ask: Ask, task: Callable[..., None], **arguments: Any) -> Response:  # noqa: ANN401 (what the task takes)
    """The page that the task makes, or why there is none."""
    try:
        answer = await ask(task, visit=visit(request), **arguments)
    except DutyError as fault:
        return failed(request, fault)
    answer.headers.update(HEADERS)
    return answer


async def _answer(request: Request, ask: Ask, index: Callable[[], Index] | None) -> Response:
    asked = request.query_params.get("q", "").strip()
    if not asked:
        return to_start(request)
    if len(asked) > LONGEST:
        raise ParameterError("q", f"is longer than {LONGEST} characters")
    words = plain_words(asked)
    found = await run_in_threadpool(understood, asked, None, visit(request)["language"])
    hits = await run_in_threadpool(_found, index, words) if index else []
    return await shown(request, ask, people.answer, understood=found, hits=hits, words=words)


def _found(index: Callable[[], Index], words: str) -> list[tuple[str, float]]:
    """The measures that have the words; none where there is nothing to look for, or nothing to look in."""
    try:
        return [(hit.iri, hit.score) for hit in index().search(words, _HITS)]
    except DutyError:
        return []


def visit(request: Request, posted: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """How a page is asked for, as plain values: what an ``Asked`` is made of. What a form says is as in the address."""
    pairs = [*request.query_params.multi_items(), *posted]
    named = dict(pairs).get("lang")
    return {
        "path": request.url.path,
        "pairs": pairs,
        "language": language(request, named if named in LANGUAGES else None),
        "kept": [(name, value) for name, value in pairs if name in _KEPT],
        "today": day_in_china().isoformat(),
    }


def failed(request: Request, fault: DutyError) -> Response:
    """A failure as a page, with the status that it has everywhere."""
    kind, told = failure(fault), visit(request)
    asked = Asked(told["path"], tuple(told["pairs"]), told["language"], tuple(told["kept"]), day_in_china())
    body = render("failure", asked, {"detail": asked.told(fault), "status": int(kind.status)})
    return HTMLResponse(body, kind.status, {**HEADERS, **kind.headers})
