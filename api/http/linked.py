"""Linked data: every IRI that the graph mints leads to a page, Turtle or JSON-LD; so does the ontology.

``https://w3id.org/dutygraph/id/…`` is ``/id/…`` here. A thing is no document, so its address answers 303 with that of
the description (https://www.w3.org/TR/cooluris/).
"""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import HTMLResponse

from api.answers import as_json
from api.http import problems
from api.http.direct import Ask
from api.http.languages import Lang
from api.http.pages import POLICY, failed, visit, wants_page
from api.pages.rendering import render
from api.pages.vocabulary import vocabulary
from api.tasks import linked, people
from api.tasks.links import iri_of, local
from graph import formats, jsonld, terms
from graph.errors import DutyError
from graph.formats import HTML, Format, Kind
from graph.iri import BASE

_GRAPHS = formats.formats(Kind.GRAPH)
_OFFERED = (HTML, *_GRAPHS)
_NAMES = tuple(row.name for row in _OFFERED)
_FAILURES = (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.UNPROCESSABLE_ENTITY)
_VARY = "Accept, Accept-Language"
_PAGE = {"Content-Security-Policy": POLICY, "Vary": _VARY}

_NAMED: Any = Literal[_NAMES]
_GRAPH_NAMED: Any = Literal[tuple(row.name for row in _GRAPHS)]
Named = Annotated[_NAMED | None, Query(description="Instead of the Accept header.")]
OfGraph = Annotated[_GRAPH_NAMED | None, Query(description="Instead of the Accept header.")]


def router(ask: Ask) -> APIRouter:
    """The addresses behind the IRIs."""
    routes = APIRouter(tags=["linked data"], default_response_class=Response)
    _add_things(routes, ask)
    _add_ontology(routes)
    return routes


def _add_things(routes: APIRouter, ask: Ask) -> None:
    answers, graphs = _answers("The description", _OFFERED), _answers("The graph", _GRAPHS)

    @routes.get("/id/{path:path}", summary="实体 · A thing", status_code=303, responses=problems.responses(*_FAILURES))
    def thing(request: Request, path: str) -> Response:  # noqa: ARG001 (read as it came over the wire)
        """Leads to what is said of the thing: `/about/…`."""
        place = local(iri_of(request.scope["raw_path"])).replace("/id/", "/about/", 1)
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": place + query})

    @routes.get("/about/{path:path}", summary="实体的描述 · What is said of a thing", responses=answers)
    async def about(request: Request, path: str, format: Named = None, lang: Lang = None) -> Response:  # noqa: A002, ARG001
        """Its statements, those of its parts with their evidence, and what points at it."""
        iri = iri_of(request.scope["raw_path"]).replace(f"{BASE}about/", f"{BASE}id/", 1)
        return await _about(ask, request, iri, format)

    @routes.get("/code/{path:path}", summary="代码 · A code of the ontology, or a list of them", responses=answers)
    async def code(request: Request, path: str, format: Named = None, lang: Lang = None) -> Response:  # noqa: A002, ARG001
        """What the ontology says of the code, and where it is used."""
        return await _about(ask, request, iri_of(request.scope["raw_path"]), format)

    @routes.get("/graph/{path:path}", summary="命名图 · A named graph", responses=graphs)
    async def graph(request: Request, path: str, format: OfGraph = None) -> Response:  # noqa: A002, ARG001
        """All its statements: a document (`document/…`), what follows from it (`derived/…`), reference data."""
        written = _wanted(request, format, _GRAPHS)
        return await ask(linked.named_graph, iri=iri_of(request.scope["raw_path"]), written=written.name)


def _add_ontology(routes: APIRouter) -> None:
    @routes.get("/ontology", summary="本体 · The ontology", responses=_answers("The description", _OFFERED))
    def ontology(request: Request, format: Named = None, lang: Lang = None) -> Response:  # noqa: A002, ARG001
        """The classes, properties and codes that the graph is written in, with definitions in both languages."""
        wanted = _wanted(request, format, _OFFERED)
        if wanted is not HTML:
            return Response(terms.written(wanted), headers={"Content-Type": wanted.content_type, "Vary": _VARY})
        asked = people.visited(visit(request))
        body = render("vocabulary", asked, vocabulary(asked.language))
        return HTMLResponse(body, headers=_PAGE)

    @routes.get("/context.jsonld", summary="JSON-LD 上下文 · The JSON-LD context")
    def context() -> Response:
        """The names that the service's JSON-LD is written with."""
        return Response(as_json({"@context": jsonld.context()}), media_type="application/ld+json")


def _answers(about: str, offered: tuple[Format, ...]) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {row.media_type: {} for row in offered}
    return {200: {"description": about, "content": content}, **problems.responses(*_FAILURES)}


async def _about(ask: Ask, request: Request, iri: str, named: str | None) -> Response:
    written = _wanted(request, named, _OFFERED)
    if written is HTML:
        return await _page(ask, request, iri)
    answer = await ask(linked.about, iri=iri, written=written.name)
    answer.headers["Vary"] = _VARY
    return answer


async def _page(ask: Ask, request: Request, iri: str) -> Response:
    """The description as a page; a browser is told as a page too why there is none."""
    try:
        answer = await ask(linked.page, iri=iri, visit=visit(request))
    except DutyError as fault:
        if not wants_page(request):
            raise
        answer = failed(request, fault)
    answer.headers.update(_PAGE)
    return answer


def _wanted(request: Request, named: str | None, offered: tuple[Format, ...]) -> Format:
    if named:
        return next((row for row in offered if row.name == named), None) or formats.by_name(named, Kind.GRAPH)
    return formats.choose(request.headers.get("accept"), Kind.GRAPH, offered)
