"""馆藏: which documents a graph holds, each of them, and which runs made them."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from hashlib import sha256

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
        """What a document is read from, in one answer; properties by number: no engine looks up the name of one."""
        numbered: dict[object, NamedNode] = {Literal(place): each for place, each in enumerate(mapping.properties())}
        pairs = " ".join(f"({property_} {place})" for place, property_ in numbered.items())
        pattern = f"VALUES (?property ?place) {{ {pairs} }} GRAPH {graph} {{ ?node ?property ?value }}"
        found = rows(self._store, f"SELECT ?node ?place ?value {{ {pattern} }}")
        return ((node, numbered[place], value) for node, place, value in found)

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


def _texts(quads: Iterator[Quad]) -> Iterator[str]:
    return (quad.object.value for quad in quads if isinstance(quad.object, Literal))
