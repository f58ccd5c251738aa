"""``/documents``, ``/measures``, ``/agencies`` …: lists with filters that combine, page by page, each with evidence."""

import csv
import io
from collections.abc import Callable, Iterable
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response

from api import problems
from api.answers import as_json, plain
from api.cursors import cursor as cursor_at
from api.cursors import position
from api.links import local
from api.queries_http import argument, refuse_unknown
from graph import formats
from graph.collections import Collection, Entry, Fields, Selection, Selections, collections, tell
from graph.formats import Kind
from graph.store import Store

MOST = 500
_DEFAULT = 50
_OWN = ("limit", "cursor", "format")
_FORMATS = ("json", "csv")
_FAILURES = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_ACCEPTABLE)


def router(store: Store) -> APIRouter:
    """An endpoint for each collection."""
    routes, selections = APIRouter(tags=["collections"]), Selections(store)
    for collection in collections().values():
        question = collection.question
        routes.add_api_route(
            f"/{collection.name}",
            _endpoint(store, selections, collection),
            operation_id=f"list_{collection.name}",
            summary=f"{question.summary} · {question.summary_en}",
            description=question.description or None,
            response_class=Response,
            responses={200: _ok(collection), **problems.responses(*_FAILURES)},
        )
    return routes


def _endpoint(store: Store, selections: Selections, collection: Collection) -> Callable[..., Response]:
    def endpoint(request: Request, limit: int, cursor: str | None, format: str | None, **values: object) -> Response:  # noqa: A002 (the parameter's name)
        refuse_unknown(request, collection.question, _OWN)
        written = _wanted(request, format)
        selection = selections.select(collection, values)
        start = position(cursor, selection.token) if cursor else 0
        entries = tell(collection, selection.nodes[start : start + limit], store)
        following = _following(request, selection, start + limit)
        body = _csv(collection, entries) if written == "csv" else _json(selection, entries, following)
        return _response(body, written, selection, following)

    endpoint.__signature__ = _signature(collection)  # type: ignore[attr-defined]
    return endpoint


def _wanted(request: Request, named: str | None) -> str:
    """JSON or CSV; the other formats for rows cannot hold lists."""
    if named:
        return named
    chosen = formats.choose(request.headers.get("accept"), Kind.RESULTS, _FORMATS)
    return chosen.name


def _following(request: Request, selection: Selection, start: int) -> str | None:
    """The address of the next page; None after the last."""
    if start >= len(selection.nodes):
        return None
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*pairs, ('cursor', cursor_at(selection.token, start))])}"


def _json(selection: Selection, entries: Iterable[Entry], following: str | None) -> bytes:
    return as_json(
        {
            "count": len(selection.nodes),
            "items": [_item(entry) for entry in entries],
            "next": following,
            "remarks": selection.remarks,
        }
    )


def _item(entry: Entry) -> dict[str, Any]:
    lists = {name: [_plain(fields) for fields in rows] for name, rows in entry.lists}
    return {"iri": entry.iri, "href": local(entry.iri)} | _plain(entry.fields) | lists


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: plain(value) for name, value in fields}


def _csv(collection: Collection, entries: Iterable[Entry]) -> bytes:
    """A line for each entry; of a list the first column of each row, parted by ``; ``."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["iri", *collection.entry.columns, *collection.lists])
    for entry in entries:
        fields = dict(entry.fields)
        lists = ("; ".join(str(row[0][1]) for row in rows) for _, rows in entry.lists)
        writer.writerow([entry.iri, *(plain(fields.get(name)) for name in collection.entry.columns), *lists])
    return table.getvalue().encode()


def _response(body: bytes, written: str, selection: Selection, following: str | None) -> Response:
    headers = {
        "Content-Type": "text/csv; charset=utf-8" if written == "csv" else "application/json",
        "Vary": "Accept",
        "Dutygraph-Count": str(len(selection.nodes)),
    }
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if selection.remarks and written == "csv":
        headers["Dutygraph-Remarks"] = quote("; ".join(selection.remarks), safe=" ;:,.()'")
    return Response(body, headers=headers)


def _signature(collection: Collection) -> Signature:
    def own(name: str, kind: Any, default: object, **told: Any) -> Argument:  # noqa: ANN401 (a type)
        return Argument(name, Argument.KEYWORD_ONLY, annotation=Annotated[kind, Query(**told)], default=default)

    arguments = [
        Argument("request", Argument.KEYWORD_ONLY, annotation=Request),
        *(argument(parameter) for parameter in collection.question.parameters),
        own("limit", int, _DEFAULT, ge=1, le=MOST, description="Entries a page.", examples=[_DEFAULT]),
        own("cursor", str | None, None, description="Where the page begins: from `next` of the page before."),
        own("format", Literal[_FORMATS] | None, None, description="Instead of the Accept header."),
    ]
    return Signature(arguments, return_annotation=Response)


def _ok(collection: Collection) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": {"iri": {"type": "string"}, "href": {"type": "string"}}
        | {name: {} for name in collection.entry.columns}
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
    link = {"description": "The next page, `rel=next`; none after the last.", "schema": {"type": "string"}}
    count = {"description": "All that fit, on all pages.", "schema": {"type": "integer"}}
    return {
        "description": "A page of what fits all the filters, in an order that lasts as long as the graph.",
        "headers": {"Link": link, "Dutygraph-Count": count},
        "content": {"application/json": {"schema": page}, "text/csv": {}},
    }


def _rows(names: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": {name: {} for name in names}}}
