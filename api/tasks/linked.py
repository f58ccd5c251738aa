"""Tasks for a worker: what there is to say of a thing, and a named graph. Each reads the store and writes an answer."""

from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode, serialize

from api.answers import as_json
from api.pages.described import described
from api.pages.rendering import render
from api.tasks.listings import Written
from api.tasks.people import visited
from graph import formats, jsonld
from graph.describe import Description, describe
from graph.errors import NotFound
from graph.formats import HTML, PREFIXES, Kind
from graph.store import Store


def about(store: Store, output: Written, *, iri: str, written: str) -> None:
    """The description of the thing with that IRI in a format for graphs."""
    description = describe(store, iri)
    if written == "jsonld":
        _write(output, "application/ld+json", as_json(jsonld.compacted(description.graph, description.node)))
    else:
        wanted = formats.by_name(written, Kind.GRAPH)
        _write(output, wanted.content_type, _serialised(description, written))


def page(store: Store, output: Written, *, iri: str, visit: Mapping[str, Any]) -> None:
    """The description of the thing with that IRI as a page."""
    asked = visited(visit)
    shown = described(describe(store, iri), asked)
    _write(output, HTML.content_type, render("described", asked, shown).encode())


def named_graph(store: Store, output: Written, *, iri: str, written: str) -> None:
    """All that one named graph says; NotFound where there is none of that name."""
    if not _is_graph(store, iri):
        raise NotFound(f"there is no graph {iri}")
    wanted = formats.by_name(written, Kind.GRAPH)
    _write(output, wanted.content_type, store.dump(wanted, iri))


def _serialised(description: Description, written: str) -> bytes:
    wanted = formats.by_name(written, Kind.GRAPH).rdf()
    return serialize(description.graph, format=wanted, prefixes=dict(PREFIXES)) or b""


def _is_graph(store: Store, iri: str) -> bool:
    try:
        return store.ask(f"ASK {{ GRAPH {NamedNode(iri)} {{ ?s ?p ?o }} }}")
    except ValueError:
        return False


def _write(output: Written, content_type: str, body: bytes) -> None:
    output.head(content_type)
    output.write(body)
