"""Collections: all measures, all agencies … that fit a caller's filters, in a lasting order, page by page.

A file of ``queries/collections/`` finds the nodes in their order, with parameters like those of a saved query; the
files of ``queries/entries/`` that begin with its name tell of some nodes: ``measures.rq`` the plain columns,
``measures.deadlines.rq`` a list, ``agencies+measures.rq`` how many of what there are, ``agencies@evidence.rq`` one of
the statements on each node, whose place ``evidence.rq`` tells. How the nodes are found: ``graph.selections``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graph import slots
from graph.heads import Query
from graph.query import Values, folder
from graph.selections import NODE, Selection, selected
from graph.solutions import Graph, Value
from graph.store import columns

EVIDENCE = "evidence"
_BY_NODE = re.compile(r"^ORDER BY \?node(?:$| (?=\?))", re.MULTILINE)  # rows are told apart by their nodes anyway
_PLACE = ("start", "end", "quote")
_PLACES = re.compile(r" \?start \?end \?quote$", re.MULTILINE)  # as they are selected, and as they are found
_PLACED = re.compile(r"^  OPTIONAL \{\n    \?told dg:evidence \?evidence\n.*?^  \}\n", re.MULTILINE | re.DOTALL)

Fields = tuple[tuple[str, Value | None], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A query that tells of nodes: its text and what it tells, without the node itself."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """What can be listed: the question that finds it, and what is told of each entry."""

    name: str
    question: Query
    entry: Telling
    count: Telling | None
    printed: Telling | None
    evidence: Telling
    lists: Mapping[str, Telling]

    @property
    def columns(self) -> tuple[str, ...]:
        """The plain columns."""
        return (*self.entry.columns, *self.counted)

    @property
    def counted(self) -> tuple[str, ...]:
        """The plain columns that counting tells, and those of the evidence."""
        return (*(self.count.columns if self.count else ()), *(self.evidence.columns if self.printed else ()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One node: its plain columns, and its lists by name."""

    iri: str
    fields: Fields
    lists: tuple[tuple[str, tuple[Fields, ...]], ...]


@cache
def collections() -> Mapping[str, Collection]:
    """The collections by name; BadDefinition tells every fault of every file."""
    tellings = _tellings()
    return MappingProxyType(
        {name: _collection(name, question, tellings) for name, question in folder("collections").items()}
    )


def select(graph: Graph, collection: Collection, values: Values) -> Selection:
    """The nodes that fit the values; ParameterError names the parameter that does not fit."""
    return selected(graph, collection.question, values)


def tell(collection: Collection, nodes: Iterable[str], graph: Graph) -> tuple[Entry, ...]:
    """What is known of the nodes, in their order."""
    wanted = tuple(nodes)
    entries = _told(collection.entry, wanted, graph)
    counted = _counted(collection, wanted, graph)
    lists = {name: _told(telling, wanted, graph) for name, telling in collection.lists.items()}
    return tuple(
        Entry(
            node,
            (*entries.get(node, ((),))[0], *counted.get(node, ())),
            tuple((name, told.get(node, ())) for name, told in lists.items()),
        )
        for node in wanted
    )


def outlined(collection: Collection, wanted: Iterable[str] = (), *, counting: bool = True) -> Collection:
    """The collection for a glance: of what ``tell`` tells the plain columns, the lists that are ``wanted``, and counts.

    What is left out costs nothing: the place of one of thousands of statements, what stands in other lists, and, unless
    a list is in the order of print, where each of its rows is printed.
    """
    chosen = {name: _unplaced(telling) for name, telling in collection.lists.items() if name in wanted}
    return replace(
        collection, count=collection.count if counting else None, printed=None, lists=MappingProxyType(chosen)
    )


def _told(telling: Telling, nodes: tuple[str, ...], graph: Graph) -> dict[str, tuple[Fields, ...]]:
    if not nodes:
        return {}
    found = graph.select(slots.filled(_BY_NODE.sub(_ordered, telling.text), NODE, nodes))
    told: dict[str, tuple[Fields, ...]] = {}
    for node, row in zip(found.column(NODE), found.rows, strict=True):
        fields = tuple(zip(found.variables, row, strict=True))
        told[str(node)] = (*told.get(str(node), ()), tuple(pair for pair in fields if pair[0] != NODE))
    return told


def _ordered(clause: re.Match[str]) -> str:
    """The clause without the node, which the engine would look up again whenever it compares two rows."""
    return "ORDER BY " if clause[0].endswith(" ") else ""


def _unplaced(telling: Telling) -> Telling:
    """The list without the places of its rows."""
    text = _PLACES.sub("", _PLACED.sub("", telling.text))
    if "?start" in text:
        return telling
    return Telling(text, tuple(name for name in telling.columns if name not in _PLACE))


def _counted(collection: Collection, nodes: tuple[str, ...], graph: Graph) -> dict[str, Fields]:
    """What is counted for the nodes, and where they are printed; None where there is nothing to count."""
    if not collection.counted:
        return {}
    counts = _told(collection.count, nodes, graph) if collection.count else {}
    places = _places(collection, nodes, graph)
    figures = {node: dict((*counts.get(node, ((),))[0], *places.get(node, ()))) for node in nodes}
    return {node: tuple((name, row.get(name)) for name in collection.counted) for node, row in figures.items()}


def _places(collection: Collection, nodes: tuple[str, ...], graph: Graph) -> dict[str, Fields]:
    """Where one of the statements on each node is printed."""
    if not collection.printed:
        return {}
    told = _told(collection.printed, nodes, graph)
    statements = {node: str(dict(rows[0])[EVIDENCE]) for node, rows in told.items()}
    places = _told(collection.evidence, tuple(dict.fromkeys(statements.values())), graph)
    return {node: places[statement][0] for node, statement in statements.items() if statement in places}


def _collection(name: str, question: Query, tellings: Mapping[str, Telling]) -> Collection:
    count = next((telling for full, telling in tellings.items() if full.startswith(f"{name}+")), None)
    lists = {full.partition(".")[2]: telling for full, telling in tellings.items() if full.startswith(f"{name}.")}
    printed = tellings.get(f"{name}@{EVIDENCE}")
    return Collection(name, question, tellings[name], count, printed, tellings[EVIDENCE], MappingProxyType(lists))


def _tellings() -> Mapping[str, Telling]:
    sources = [source for source in (files("queries") / "entries").iterdir() if source.name.endswith(".rq")]
    texts = {source.name.removesuffix(".rq"): source.read_text(encoding="utf-8") for source in sources}
    return {name: _telling(texts[name]) for name in sorted(texts)}


def _telling(text: str) -> Telling:
    return Telling(text, tuple(name for name in columns(text) if name != NODE))
