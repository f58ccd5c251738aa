"""Tasks for a worker: a document, a measure, an agency by name, with the place and words of the source at each fact."""

from typing import Any
from urllib.parse import unquote

from api.answers import as_json, rows
from api.workers.output import Output
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


def document(store: Store, output: Output, *, key: str) -> None:
    """The document's entry of the ledger, inherited deadlines included."""
    found = store.document(key)
    _write(output, ledger.entry(found) | {"iri": iri.document(key).value, "measures": _measures(found)})


def text(store: Store, output: Output, *, key: str) -> None:
    """The characters of the source as received."""
    characters = store.document(key).source.text.encode()
    output.head("text/plain; charset=utf-8")
    output.write(characters)


def measure(store: Store, output: Output, *, name: str) -> None:
    """The measure of that id or IRI."""
    _write(output, _measure(store, unquote(name.removeprefix(_MEASURE)) if name.startswith(_MEASURE) else name))


def agency(store: Store, output: Output, *, name: str) -> None:
    """Every agency of that name or IRI, and the measures that they answer for."""
    _write(output, _agency(store, name))


def _write(output: Output, entry: Entry) -> None:
    output.head("application/json")
    output.write(as_json(entry))


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
