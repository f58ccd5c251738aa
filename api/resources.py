"""Documents, measures and agencies by name: JSON, with the place and the words of the source beside each fact."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Response

from api import problems
from api.answers import Row, rows
from graph import iri, ledger, query
from graph.errors import NotFound
from graph.model import Document
from graph.store import Store

Entry = dict[str, Any]

_FAILURES = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def router(store: Store) -> APIRouter:
    """The resources over the store."""
    routes = APIRouter(tags=["resources"], responses=problems.responses(*_FAILURES))

    @routes.get("/documents", summary="全部文件 · All documents")
    def documents() -> list[Row]:
        """One row for each document."""
        return rows(store.select(query.bind(query.query("documents"), {}, store).text))

    @routes.get(
        "/documents/{key:path}/text", summary="文件原文 · The text that offsets count in", response_class=Response
    )
    def text(key: str) -> Response:
        """The characters of the source as received: a statement's quote stands at [start:end]."""
        return Response(store.document(key).source.text.encode(), media_type="text/plain; charset=utf-8")

    @routes.get("/documents/{key:path}", summary="一份文件的台账 · A document with all its measures")
    def document(key: str) -> Entry:
        """The document's entry of the ledger, inherited deadlines included."""
        found = store.document(key)
        return ledger.entry(found) | {"iri": iri.document(key).value, "measures": _measures(found)}

    @routes.get("/measures/{measure:path}", summary="一条措施 · A measure")
    def measure(measure: str) -> Entry:
        """The measure named by its document's key and its number, such as «yunling-2018/一.(一)», or by its IRI."""
        key, _, number = _local(measure, "measure").rpartition("/")
        found = store.document(key)
        for entry in _measures(found):
            if unquote(entry["id"]) == f"{key}/{number}":
                return entry | {"document": ledger.entry(found)["document"]}
        raise NotFound(f"the document {key!r} has no measure {number!r}")

    return routes


def _local(name: str, kind: str) -> str:
    """The name without the part that all IRIs of its kind begin with, its characters decoded."""
    return unquote(name.removeprefix(f"{iri.BASE}id/{kind}/"))


def _measures(document: Document) -> list[Entry]:
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    entries = zip(nodes, document.measures, ledger.entry(document)["measures"], strict=True)
    prefix = f"{iri.BASE}id/measure/"
    return [
        {"iri": node.value, "id": unquote(node.value.removeprefix(prefix)), **entry, "quote": measure.evidence.quote}
        for node, measure, entry in entries
    ]
