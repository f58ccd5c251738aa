"""The graph's store: the only module that holds a pyoxigraph Store.

Documents go in and come out as ``graph.model.Document``; each has two named graphs (what its text says, what follows
from it), replaced together in one transaction. The default graph holds the triples of all of them, each once.
Answers are read out in the thread that asked: pyoxigraph's iterators must never travel to another.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import IO, Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat

from graph import content, directory, iri, replacing
from graph import vocab as dg
from graph.engine import rows
from graph.errors import ParameterError, StoreError
from graph.expansion import Groups
from graph.holdings import Holdings, token, weight
from graph.model import Document
from graph.solutions import query_faults, unreadable

_BATCH = 20  # documents, some ten megabytes of quads
_LARGEST = 240  # documents in a batch once many are written: the fewer batches, the less is left to compact
_WORTH_OPTIMISING = 200  # documents: below, queries are quick anyway and compacting costs more than loading

_GROUP = f"?group a {dg.AgencyGroup}"

Clock = Callable[[], datetime]
Known = Callable[[Iterable[str]], Iterable[Quad]]
"""What is known of things of these names, as quads."""


class Outcome(StrEnum):
    """What putting something into the store came to."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class Store(Holdings):
    """A graph of documents, in memory or in a directory; ``clock`` dates the runs."""

    def __init__(self, store: ox.Store, name: str, *, writable: bool = True, clock: Clock | None = None) -> None:
        self._store: ox.Store = store
        self._name = name
        self._writable = writable
        self._clock = clock or (lambda: datetime.now(UTC))
        self._weight: int | None = None  # of all runs, as long as it is known
        self._directory: Path | None = None  # of a store on disk that can be written
        self._turn = Lock()  # writers in several threads take turns

    @classmethod
    def memory(cls, clock: Clock | None = None) -> Self:
        """An empty store that lasts as long as the process."""
        return cls(ox.Store(), "memory", clock=clock)

    @classmethod
    def open(cls, path: Path, clock: Clock | None = None) -> Self:
        """The store in that directory, made where there is none; StoreError where it cannot be written."""
        if path.exists() and not directory.is_store(path) and not directory.is_empty(path):
            raise StoreError(f"{path}: is not a store but holds something else; name a new or an empty directory")
        try:
            path.mkdir(parents=True, exist_ok=True)
            store = cls(ox.Store(path), str(path), clock=clock)
            store._directory, store._weight = path, directory.weighed(path)
            return store
        except (OSError, RuntimeError) as fault:
            raise directory.unusable(path, "cannot be opened for writing", fault) from fault

    @classmethod
    def read_only(cls, path: Path) -> Self:
        """The store in that directory as it is now: what is written to it later is not seen."""
        if not directory.is_store(path):
            raise StoreError(f"{path}: there is no store; load documents into it first (dutygraph load)")
        try:
            weight = directory.weighed(path)
            store = cls(ox.Store.read_only(str(path)), str(path), writable=False)
            store._weight = weight if weight == directory.weighed(path) else None  # nothing was written in between
            return store
        except (OSError, RuntimeError) as fault:
            raise directory.unusable(path, "cannot be read", fault) from fault

    @classmethod
    def held(cls, nquads: IO[bytes], name: str) -> Self:
        """A graph in memory, for reading only, of what ``pour`` wrote."""
        store = ox.Store()
        store.bulk_load(nquads, RdfFormat.N_QUADS, lenient=True)
        return cls(store, name, writable=False)

    def load_reference(
        self, graphs: Iterable[tuple[NamedNode, Iterable[Quad]]] = (), version: str | None = None
    ) -> tuple[tuple[str, Outcome], ...]:
        """Name and outcome of the ontology's graph and of each further one; what is the same already is left alone.

        ``version`` names what the graphs are made of: a graph of a known version is not even made.
        """
        outcomes: dict[str, Outcome] = {}
        contents = [content.of_ontology()]
        for name, quads in graphs:
            if version and content.version_run(name, version) in self._runs(name):
                outcomes[name.value] = Outcome.UNCHANGED
            else:
                contents.append(content.of_graph(name, quads, version))
        names = (entry.names[0].value for entry in contents)
        outcomes |= zip(names, self._written(contents), strict=True)
        return tuple(outcomes.items())

    def follow(
        self, graph: NamedNode, kind: NamedNode, known: Known, version: str, keys: Collection[str] | None = None
    ) -> None:
        """Has in a reference graph what is ``known``, in that version, of all things of a kind that documents name.

        With ``keys`` only of what the documents of these name: of all others it was there before.
        """
        runs = self._runs(graph)
        if content.version_run(graph, version) not in runs:
            if runs:
                self._drop((graph,))
            self._fill([content.of_graph(graph, known(map(iri.name, self._of_kind(kind))), version)])
        elif keys is None:
            self._append(graph, known(map(iri.name, self._of_kind(kind) - self._of_kind(kind, graph))))
        else:
            named = {thing for key in keys for each in iri.graphs(key) for thing in self._of_kind(kind, each)}
            there = {thing for thing in named if any(self._store.quads_for_pattern(thing, dg.rdfType, kind, graph))}
            self._append(graph, known(map(iri.name, named - there)))

    def renew(self, groups: Groups, version: str) -> tuple[str, ...]:
        """The keys of the documents of which something else follows now that ``groups`` are of another version.

        To be called before ``load_reference`` with that version, so that what is stopped in between is made good.
        """
        if content.version_run(iri.DIVISIONS_GRAPH, version) in self._runs(iri.DIVISIONS_GRAPH):
            return ()
        concerned = {graph for (graph,) in rows(self._store, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {_GROUP} }} }}")}
        keys = (key for key in self.keys() if iri.document_graph(key) in concerned)
        return tuple(key for key in keys if self.put(self.document(key), groups) is not Outcome.UNCHANGED)

    def put(self, document: Document, groups: Groups | None = None) -> Outcome:
        """What became of the document: both its graphs are replaced in one transaction where anything differs."""
        return self._replace(content.of_document(document, groups))

    def put_all(self, documents: Iterable[Document]) -> Iterator[tuple[str, Outcome]]:
        """Key and outcome of each document, as with ``put`` but faster where they are new.

        The documents are taken and written in batches while the iterator runs: run it to its end.
        """
        return self.put_contents((document.key, content.of_document(document)) for document in documents)

    def put_contents(self, contents: Iterable[tuple[str, content.Content]]) -> Iterator[tuple[str, Outcome]]:
        """As ``put_all``, of documents made ready elsewhere, by their keys: a batch is written before it is told."""
        return chain.from_iterable(self.put_batches(contents))

    def put_batches(self, contents: Iterable[tuple[str, content.Content]]) -> Iterator[list[tuple[str, Outcome]]]:
        """As ``put_contents``, a batch at a time: one is written while the next is made ready and the last is told."""
        coming, added = iter(contents), 0
        with ThreadPoolExecutor(max_workers=1) as writer:
            batch, size = list(islice(coming, _BATCH)), _BATCH
            writing = writer.submit(self._put, batch)
            while batch:
                following = list(islice(coming, size))
                told = writing.result()
                batch, writing = following, writer.submit(self._put, following)
                added += sum(outcome is Outcome.ADDED for _, outcome in told)
                size = min(_LARGEST, _BATCH + added)
                yield told
        if added >= _WORTH_OPTIMISING:
            self._store.optimize()

    def load_file(self, path: Path, *, lenient: bool = False) -> None:
        """Adds the quads of an N-Quads file in bulk, as they are; ``lenient`` where this engine wrote it."""
        with self._writing():
            self._store.bulk_load(path=path, format=RdfFormat.N_QUADS, lenient=lenient)

    def remove(self, key: str) -> None:
        """Takes the document and what was derived from it out of the store; NotFound where there is none."""
        self._require(key)
        self._drop(iri.graphs(key))

    def drop(self, graph: NamedNode) -> None:
        """Takes a graph away that stands alone, with what is told of its run."""
        self._drop((graph,))

    def update(self, update: str, base: str | None = None) -> None:
        """Runs a SPARQL update as it is: nothing is derived from what it writes, or kept in step with it."""
        with self._writing():
            try:
                self._store.update(update, base_iri=base)
            except SyntaxError as fault:
                raise unreadable(update, fault) from fault
            except (ValueError, RuntimeError) as fault:  # of the update, a graph that is there already for one
                raise ParameterError("query", str(fault)) from fault

    def backup(self, path: Path) -> None:
        """Copies the store as it is now into a new directory, by hard links: in an instant, and without more space."""
        with self._turn:
            self._store.backup(str(path))
            directory.note(path, self._weight)

    def state(self) -> str:
        """A token that changes whenever a document or a reference graph does: for caches and entity tags."""
        with self._turn:
            if self._weight is None:
                self._weight = self._weighed()
            if self._directory:
                directory.note(self._directory, self._weight)
            return token(self._weight)

    def _put(self, batch: Sequence[tuple[str, content.Content]]) -> list[tuple[str, Outcome]]:
        keys, contents = [key for key, _ in batch], [entry for _, entry in batch]
        return list(zip(keys, self._written(contents), strict=True))

    def _written(self, contents: Sequence[content.Content]) -> list[Outcome]:
        """What became of each: those whose graphs are not there yet are written together, in bulk."""
        fresh: dict[NamedNode, content.Content] = {}
        for entry in contents:
            if not self._store.contains_named_graph(entry.names[0]):
                fresh.setdefault(entry.names[0], entry)
        self._fill(fresh.values())
        return [Outcome.ADDED if fresh.get(entry.names[0]) is entry else self._replace(entry) for entry in contents]

    def _replace(self, entry: content.Content) -> Outcome:
        runs = self._runs(entry.names[0])
        if entry.run in runs:
            return Outcome.UNCHANGED
        self._swap(entry, self._clock())
        return Outcome.REPLACED if runs else Outcome.ADDED

    def _weights(self, names: Iterable[NamedNode] | None) -> int:
        return weight(run for name in names or () for run in self._runs(name))

    def _of_kind(self, kind: NamedNode, graph: NamedNode | None = None) -> set[NamedNode]:
        """The things of a kind that any graph names, or that one."""
        pattern = f"?thing a {kind}"
        found = rows(self._store, f"SELECT ?thing {{ {f'GRAPH {graph} {{ {pattern} }}' if graph else pattern} }}")
        return {thing for (thing,) in found if isinstance(thing, NamedNode)}

    def _fill(self, contents: Iterable[content.Content]) -> None:
        """Writes graphs that are not there yet."""
        now, entries = self._clock(), tuple(contents)
        if nquads := b"".join(entry.nquads(now) for entry in entries):
            self._load(nquads, [entry.names[0] for entry in entries])

    def _append(self, name: NamedNode, quads: Iterable[Quad]) -> None:
        """Adds to a reference graph."""
        if nquads := content.addition(name, quads):
            self._load(nquads, ())

    def _swap(self, entry: content.Content, moment: datetime) -> None:
        """Puts this in the place of what the graphs hold, in one transaction."""
        with self._writing(entry.names[:1]):
            is_document = entry.file is not None  # others may hold blank nodes, which no line tells apart
            update = replacing.update(self._store, entry, moment) if is_document else entry.replacement(moment)
            self._store.update(update)

    def _drop(self, names: tuple[NamedNode, ...]) -> None:
        """Takes graphs away that stand and fall together."""
        with self._writing(names[:1]):
            self._store.update(content.removal(names))

    def _load(self, nquads: bytes, names: Sequence[NamedNode]) -> None:
        with self._writing(names):
            self._store.bulk_load(nquads, RdfFormat.N_QUADS, lenient=True)  # what the engine wrote itself

    @contextmanager
    def _writing(self, names: Sequence[NamedNode] | None = None) -> Iterator[None]:
        """A writer's turn; ``names`` are the graphs whose runs may change, None that any may."""
        if not self._writable:
            raise StoreError(f"{self._name}: was opened for reading only")
        try:
            with self._turn:
                if self._directory:
                    directory.forget(self._directory)
                known, self._weight = self._weight, None
                before = self._weights(names) if known is not None else 0
                yield
                if known is not None and names is not None:
                    self._weight = known + self._weights(names) - before
        except (OSError, RuntimeError) as fault:
            raise StoreError(f"{self._name}: cannot be written ({fault})") from fault


def scratch() -> ox.Store:
    """An empty store of the engine's own, to hold an answer."""
    return ox.Store()


def columns(query: str, base: str | None = None) -> tuple[str, ...]:
    """The variables that a query answers with, none unless it is a SELECT; ParameterError where it is no query."""
    with query_faults(query):
        answer = ox.Store().query(query, base_iri=base)
        return tuple(name.value for name in answer.variables) if isinstance(answer, ox.QuerySolutions) else ()
