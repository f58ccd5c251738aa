"""``/documents``, ``/measures``, ``/agencies`` …: lists with filters that combine, page by page, each with evidence.

``/search`` is such a list too, of the measures that have some words, the best first.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from api.http import problems
from api.http.direct import Ask
from api.http.queries import argument, refuse_unknown
from api.tasks import listings
from graph import formats, search
from graph.collections import Collection, collections
from graph.formats import Kind
from graph.search import Index, Suggestion
from loaders.normalise import normalise

MOST = 500
_DEFAULT = 50
_OWN = ("limit", "cursor", "format")
_FORMATS = ("json", "csv")
_LIMIT: Any = Annotated[int, Field(ge=1, le=MOST)] | Literal["all"]
_ABOUT_LIMIT = (
    "Entries a page; `all` sends all of them as one page, piece by piece, in the time that a query may take. "
    "The whole graph is in `/downloads`."
)
Sought = Annotated[str, StringConstraints(min_length=1, max_length=search.LONGEST, pattern=r"[^\W_]")]
_OFFERED = tuple(formats.by_name(name, Kind.RESULTS) for name in _FORMATS)
_FAILURES = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_ACCEPTABLE)
_WORDS = "Words that a measure's heading, text, agencies or places have, all of them; also in traditional characters."


def router(ask: Ask) -> APIRouter:
    """An endpoint for each collection."""
    routes = APIRouter(tags=["collections"])
    for collection in collections().values():
        question = collection.question
        routes.add_api_route(
            f"/{collection.name}",
            _endpoint(ask, collection),
            operation_id=f"list_{collection.name}",
            summary=f"{question.summary} · {question.summary_en}",
            description=question.description or None,
            response_class=Response,
            responses={200: _ok(collection), **problems.responses(*_FAILURES)},
        )
    return routes


def search_router(ask: Ask, index: Callable[[], Index]) -> APIRouter:
    """``/search`` and ``/search/suggest``; ``index`` is that of what the request at hand sees."""
    routes = APIRouter(prefix="/search", tags=["search"])
    measures = collections()[listings.FOUND]
    failures = problems.responses(*_FAILURES, HTTPStatus.SERVICE_UNAVAILABLE)
    routes.add_api_route(
        "",
        _search(ask, index, measures),
        operation_id="search",
        summary="全文检索 · The measures that have these words, the best first",
        response_class=Response,
        responses={200: _ok(measures, _FOUND), **failures},
    )

    @routes.get("/suggest", summary="联想 · Names that begin so", responses=failures)
    def suggest(
        q: Annotated[Sought, Query(description="How a name begins.", examples=["省生态"])],
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
    ) -> list[Suggestion]:
        """Agencies, indicators, places and headings, those in most documents first."""
        return list(index().suggest(plain_words(q), limit))

    return routes


def plain_words(words: str) -> str:
    """The words as documents are read: simplified characters, narrow letters and signs.

    >>> plain_words("生態環境　ＰＭ2.5")
    '生态环境 PM2.5'
    """
    return " ".join(normalise(word).chars for word in words.split())


def _endpoint(ask: Ask, collection: Collection) -> Callable[..., Awaitable[Response]]:
    async def endpoint(
        request: Request,
        limit: int | str,
        cursor: str | None,
        format: str | None,  # noqa: A002 (the parameter's name)
        **values: object,
    ) -> Response:
        refuse_unknown(request, collection.question, _OWN)
        return await ask(
            listings.collection,
            name=collection.name,
            values=_sent(values),
            page=_page(request, limit, cursor, format),
        )

    endpoint.__signature__ = _signature(collection)  # type: ignore[attr-defined]
    return endpoint


def _search(ask: Ask, index: Callable[[], Index], measures: Collection) -> Callable[..., Awaitable[Response]]:
    async def endpoint(
        request: Request,
        q: str,
        limit: int | str,
        cursor: str | None,
        format: str | None,  # noqa: A002 (the parameter's name)
        **values: object,
    ) -> Response:
        refuse_unknown(request, measures.question, ("q", *_OWN))
        words = plain_words(q)
        hits = await run_in_threadpool(index().search, words, search.MOST + 1)
        return await ask(
            listings.found,
            words=words,
            hits=[(hit.iri, hit.score) for hit in hits],
            values=_sent(values),
            page=_page(request, limit, cursor, format),
        )

    words = _own("q", Sought, Argument.empty, description=_WORDS, examples=["再生水"])
    endpoint.__signature__ = _signature(measures, words)  # type: ignore[attr-defined]
    return endpoint


def _sent(values: dict[str, Any]) -> dict[str, Any]:
    """The values as text, ready for another process."""
    given = {name: value for name, value in values.items() if value is not None}
    return {name: [*map(str, value)] if isinstance(value, list) else str(value) for name, value in given.items()}


def _page(request: Request, limit: int | str, cursor: str | None, named: str | None) -> dict[str, Any]:
    """The page, ready for another process; JSON or CSV: the other formats for rows cannot hold lists."""
    written = named or formats.choose(request.headers.get("accept"), Kind.RESULTS, _OFFERED).name
    return asdict(
        listings.Page(
            None if isinstance(limit, str) else limit,
            cursor,
            written,
            request.url.path,
            request.query_params.multi_items(),
        )
    )


def _own(name: str, kind: Any, default: object, **told: Any) -> Argument:  # noqa: ANN401 (a type)
    return Argument(name, Argument.KEYWORD_ONLY, annotation=Annotated[kind, Query(**told)], default=default)


def _signature(collection: Collection, *first: Argument) -> Signature:
    arguments = [
        Argument("request", Argument.KEYWORD_ONLY, annotation=Request),
        *first,
        *(argument(parameter) for parameter in collection.question.parameters),
        _own("limit", _LIMIT, _DEFAULT, description=_ABOUT_LIMIT, examples=[_DEFAULT]),
        _own("cursor", str | None, None, description="Where the page begins: from `next` of the page before."),
        _own("format", Literal[_FORMATS] | None, None, description="Instead of the Accept header."),
    ]
    return Signature(arguments, return_annotation=Response)


_FOUND = {
    "score": {"type": "number", "description": "The higher, the better it fits (BM25)."},
    "highlights": {"type": "array", "description": "Where the words stand in `text`: start and end in characters."},
    "snippet": {"type": "string", "description": "A part of the text as HTML, with the words in `mark`."},
}


def _ok(collection: Collection, more: dict[str, Any] | None = None) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": {"iri": {"type": "string"}, "href": {"type": "string"}}
        | (more or {})
        | {name: {} for name in collection.columns}
        | {name: _rows(telling.columns) for name, telling in collection.lists.items()},
        "required": ["iri", "href"],
    }
    page = {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "description": "All that fit, on all pages."},
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "description": "The address of the next page."},
            "remarks": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["count", "items", "next", "remarks"],
    }
    about = "The next page, `rel=next`, and all of them at once, `rel=collection`; none after the last."
    link = {"description": about, "schema": {"type": "string"}}
    count = {"description": "All that fit, on all pages.", "schema": {"type": "integer"}}
    return {
        "description": "A page of what fits all the filters, in an order that lasts as long as the graph.",
        "headers": {"Link": link, listings.COUNT: count},
        "content": {"application/json": {"schema": page}, "text/csv": {}},
    }


def _rows(names: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": {name: {} for name in names}}}
