"""馆藏: which documents a graph holds, each of them, and which runs made them."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from hashlib import sha256
from typing import cast

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from graph import content, from_rdf, iri, mapping
from graph import vocab as dg
from graph.engine import rows
from graph.errors import NotFound
from graph.model import Document
from graph.queryable import Queryable

_ALL = ox.DefaultGraph()
_KEYS = f"SELECT ?key {{ ?document {dg.key} ?key }}"
_RUNS = f"SELECT DISTINCT ?run {{ GRAPH {iri.RUNS_GRAPH} {{ ?run {content.GENERATED} ?graph }} }}"
_EARLIER = f"""SELECT ?run {{ GRAPH {iri.RUNS_GRAPH} {{
  ?run a {dg.ExtractionRun} ; {dg.programVersion} ?version FILTER(!STRENDS(?version, "{content.DERIVED_BY}"))
}} }}"""
# What a document is read from. Values that their characters tell come node by node, so that each node is looked up
# once; where evidence begins and ends its IRI says, so that only anchors are asked for it.
_STATED = "VALUES (?property ?place) {{ {pairs} }} GRAPH {graph} {{ ?node ?property ?value }}"
_TOGETHER = f"""SELECT ?node (GROUP_CONCAT(CONCAT(STR(?place), " ", STR(?value)); SEPARATOR=" ") AS ?told) {{{{
  {_STATED}
}}}} GROUP BY ?node"""
_APART = f"SELECT ?node ?place ?value {{{{ {_STATED} }}}}"
_ANCHORED = f"?file {dg.hasAnchor} ?node . ?node {dg.start} ?start"
_STARTS = f"SELECT ?node ?start {{{{ GRAPH {{graph}} {{{{ {_ANCHORED} }}}} }}}}"


class Holdings(Queryable):
    """The documents of a graph."""

    def keys(self) -> tuple[str, ...]:
        """The keys of all documents, sorted."""
        return tuple(sorted(key.value for (key,) in rows(self._store, _KEYS) if isinstance(key, Literal)))

    def earlier(self) -> int:
        """How many documents were written when less was derived: some questions find nothing in them."""
        return sum(1 for _ in rows(self._store, _EARLIER))

    def has(self, key: str) -> bool:
        """Whether there is a document of that key."""
        return self._store.contains_named_graph(iri.document_graph(key))

    def holds(self, key: str, run: str) -> bool:
        """Whether the document of that key is in the store as that run made it."""
        return NamedNode(run) in self._runs(iri.document_graph(key))

    def titled(self, title: str) -> tuple[str, ...]:
        """The keys of the documents of that title, sorted."""
        bearers = {quad.subject for quad in self._store.quads_for_pattern(None, dg.title, Literal(title), _ALL)}
        keys = (key for node in bearers if isinstance(node, NamedNode) for key in self._told(node, dg.key))
        return tuple(sorted(keys))

    def files(self, key: str) -> frozenset[str]:
        """The names of the files that the document of that key was received in."""
        return frozenset(_texts(self._store.quads_for_pattern(None, dg.fileName, None, iri.document_graph(key))))

    def locator(self, key: str, start: int, end: int) -> str | None:
        """Where in its file a document's evidence from ``start`` to ``end`` stands; None where nothing tells."""
        versions = self._store.quads_for_pattern(iri.document(key), dg.hasText, None, _ALL)
        evidence = (iri.evidence(each.object, start, end) for each in versions if isinstance(each.object, NamedNode))
        return next((place for node in evidence for place in self._told(node, dg.locator)), None)

    def document(self, key: str) -> Document:
        """The document of that key, read back from its graph; NotFound names those with a similar key."""
        self._require(key)
        return from_rdf.of_statements(self._statements(iri.document_graph(key)))

    def state(self) -> str:
        """A token that changes whenever a document or a reference graph does: for caches and entity tags."""
        return token(self._weighed())

    def _weighed(self) -> int:
        return weight(run for (run,) in rows(self._store, _RUNS))

    def _statements(self, graph: NamedNode) -> Iterator[from_rdf.Stated]:
        """What a document is read from; properties by number: no engine looks up the name of one."""
        known = tuple(mapping.properties().items())
        making = {str(place): (property_, make) for place, (property_, make) in enumerate(known) if make}
        together = _pairs((property_, place) for place, (property_, _) in making.items() if property_ != dg.start)
        for node, told in rows(self._store, _TOGETHER.format(pairs=together, graph=graph)):
            words = iter(cast("Literal", told).value.split(" "))
            for number, characters in zip(words, words, strict=True):
                property_, make = making[number]
                yield node, property_, make(characters)
        apart = {Literal(place): property_ for place, (property_, make) in enumerate(known) if not make}
        pairs = _pairs((property_, place.value) for place, property_ in apart.items())
        for node, place, value in rows(self._store, _APART.format(pairs=pairs, graph=graph)):
            yield node, apart[cast("Literal", place)], value
        for node, start in rows(self._store, _STARTS.format(graph=graph)):
            yield node, dg.start, start

    def _told(self, node: NamedNode, property_: NamedNode) -> Iterator[str]:
        return _texts(self._store.quads_for_pattern(node, property_, None, _ALL))

    def _runs(self, name: NamedNode) -> frozenset[object]:
        """The runs that made a graph."""
        told = self._store.quads_for_pattern(None, content.GENERATED, name, iri.RUNS_GRAPH)
        return frozenset(quad.subject for quad in told)

    def _require(self, key: str) -> None:
        if self.has(key):
            return
        near = get_close_matches(key, self.keys())
        raise NotFound(f"no document {key!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))


def weight(runs: Iterable[object]) -> int:
    """What runs add to the state: in whatever order they come and go, the sum is that of those that are there."""
    return sum(int.from_bytes(sha256(str(run).encode()).digest()[:8]) for run in runs)


def token(weight: int) -> str:
    """The state of a graph whose runs weigh so much: 16 hexadecimal digits."""
    return f"{weight % (1 << 64):016x}"


def _pairs(numbered: Iterable[tuple[NamedNode, str]]) -> str:
    return " ".join(f"({property_} {place})" for property_, place in numbered)


def _texts(quads: Iterator[Quad]) -> Iterator[str]:
    return (quad.object.value for quad in quads if isinstance(quad.object, Literal))
