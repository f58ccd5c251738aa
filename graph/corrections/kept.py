"""Corrections in the store: those of a document put, read and taken away. They outlast the document."""

from collections.abc import Iterable, Iterator
from typing import cast
from urllib.parse import unquote

from pyoxigraph import QueryTriples

from graph import content, iri
from graph import vocab as dg
from graph.corrections import rdf
from graph.corrections.correction import Correction
from graph.errors import NotFound
from graph.store import Outcome, Store

_CORRECTED = f"""SELECT DISTINCT ?document {{
  ?correction a {dg.Correction} ; {rdf.TARGET} ?target .
  ?target <{dg.PREFIXES["oa"]}hasSource> ?document
}} ORDER BY ?document"""
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"


def corrected(store: Store) -> tuple[str, ...]:
    """The keys of the documents that people have corrected, those that are not in the store at the moment too."""
    return tuple(unquote(str(row[0]).rpartition("/")[2]) for row in store.select(_CORRECTED).rows)


def corrections(store: Store, key: str) -> tuple[Correction, ...]:
    """The corrections of the document of that key, by their place in its text."""
    answer = store.answer(_GRAPH.format(graph=iri.corrections_graph(key)))
    return rdf.corrections(key, cast("QueryTriples", answer))


def put(store: Store, key: str, given: Iterable[Correction]) -> Outcome:
    """Has these in the place of the corrections of that document; what became of them."""
    quads = list(rdf.quads(key, given))
    graph = iri.corrections_graph(key)
    if quads:
        ((_, outcome),) = store.put_contents([(key, content.of_graph(graph, quads))])
        return outcome
    if not corrections(store, key):
        return Outcome.UNCHANGED
    store.drop(graph)
    return Outcome.REPLACED


def remove(store: Store, key: str) -> None:
    """Takes the corrections of that document away; NotFound where there are none."""
    if not corrections(store, key):
        raise NotFound(f"the document {key!r} has no corrections")
    put(store, key, ())


def merged(
    kept: Iterable[Correction], given: Iterable[Correction], withdrawn: Iterable[str] = ()
) -> Iterator[Correction]:
    """Those that were kept without those that are withdrawn, by their ids, each with what is said of it now."""
    gone = frozenset(withdrawn)
    whole = {each.id: each for each in kept if each.id not in gone} | {each.id: each for each in given}
    return iter(whole.values())
