"""Documents, measures and agencies by name: JSON, with the place and the words of the source beside each fact."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Response

from api import problems
from api.answers import rows
from graph import iri, ledger, parameters, query
from graph.errors import NotFound
from graph.model import Document
from graph.store import Store

Entry = dict[str, Any]

_MEASURE = f"{iri.BASE}id/measure/"
_DUTIES = "measures-by-agency"
_LISTS = ("names", "former_names", "successor_of")
_AGENCY = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?field (STR(?known) AS ?value) WHERE {
  { $agency skos:prefLabel ?known BIND("name" AS ?field) }
  UNION { $agency dg:agencyKind ?code BIND("kind" AS ?field) BIND(STRAFTER(STR(?code), "/agency-kind/") AS ?known) }
  UNION { $agency dg:jurisdiction/skos:prefLabel ?known BIND("jurisdiction" AS ?field) }
  UNION { $agency dg:name ?known BIND("names" AS ?field) }
  UNION { $agency dg:formerName ?known BIND("former_names" AS ?field) }
  UNION { $agency dg:successorOf/skos:prefLabel ?known BIND("successor_of" AS ?field) }
} ORDER BY ?field ?value"""
_FAILURES = (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


def router(store: Store) -> APIRouter:
    """The resources over the store."""
    routes = APIRouter(tags=["resources"], responses=problems.responses(*_FAILURES))

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
        is_iri = measure.startswith(_MEASURE)
        return _measure(store, unquote(measure.removeprefix(_MEASURE)) if is_iri else measure)

    @routes.get("/agencies/{agency:path}", summary="机构及其职责 · An agency and what it answers for")
    def agency(agency: str) -> Entry:
        """Every agency of that full, short or former name or IRI, and the measures that they answer for."""
        return _agency(store, agency)

    return routes


def _measure(store: Store, name: str) -> Entry:
    key, _, number = name.rpartition("/")
    if not key:
        raise NotFound(f"no measure {name!r}; one is named by its document's key and its number, with «/» between")
    document = store.document(key)
    for entry in _measures(document):
        if entry["id"] == name:
            return entry | {"document": ledger.entry(document)["document"]}
    raise NotFound(f"the document {key!r} has no measure {number!r}")


def _measures(document: Document) -> list[Entry]:
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    entries = zip(nodes, document.measures, ledger.entry(document)["measures"], strict=True)
    return [
        {"iri": node.value, "id": unquote(node.value.removeprefix(_MEASURE)), **entry, "quote": measure.evidence.quote}
        for node, measure, entry in entries
    ]


def _agency(store: Store, name: str) -> Entry:
    bound = query.bind(query.query(_DUTIES), {"agency": name}, store)
    agencies = _agencies(store, name)
    if not agencies:
        raise NotFound("; ".join(bound.remarks) or f"no agency {name!r}")
    return {"agencies": agencies, "remarks": bound.remarks, "measures": rows(store.select(bound.text))}


def _agencies(store: Store, name: str) -> list[Entry]:
    parameter = query.query(_DUTIES).parameter("agency")
    found: dict[str, Entry] = {}
    for node in parameters.read(parameter, name, store).terms:
        for field, value in store.select(_AGENCY.replace("$agency", str(node))).rows:
            entry = found.setdefault(str(node), {"iri": node.value} | {key: [] for key in _LISTS})
            if field in _LISTS:
                entry[str(field)].append(value)
            else:
                entry[str(field)] = value
    return list(found.values())
