"""What the question of a list finds: nodes in a lasting order, looked for as far as pages are asked for.

What all documents have is found a few documents at a time (``graph.paging``), and counted without a look at its order,
or by what each document counts itself (``# SUM dg:measureCount``). So is what a filter only sifts, a role or a word
that any document may have; how much passes it all documents would have to tell. What a filter narrows down, an agency
or a division, or is in another order, is found at once; what is in the order of labels is put in order here, since
engines look each label up again whenever they compare two. The nodes that were found are kept as long as the graph
stays as it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from threading import Lock

from pyoxigraph import NamedNode

from graph import vocab as dg
from graph.keeping import Kept
from graph.paging import parts
from graph.parameters import Type
from graph.query import Bound, Query, Values, bind
from graph.solutions import Graph

NODE = "node"
_NODES = "# NODES"  # where a question takes the nodes that are asked about
_FINDS, _COUNTS = "SELECT ?node", "SELECT (COUNT(DISTINCT ?node) AS ?count)"
_SUM = re.compile(r"^ *# SUM dg:(\w+)$", re.MULTILINE)
_SUMMED = f"SELECT (SUM(?each) AS ?count) {{{{ ?plan <{dg.ONTOLOGY}{{}}> ?each }}}}"
_BY_LABEL = re.compile(r"^ORDER BY \?label \?node\s*\Z", re.MULTILINE)
_FOR_ORDER = re.compile(r"^.*# ORDER$\n|^ORDER BY[^{}]*\Z", re.MULTILINE)  # what holds of every node anyway
_SIFTING = {Type.CODE, Type.DATE, Type.TEXT, Type.YEAR}  # filters that leave something of every document
_SIFT = re.compile(r"\?_(\w+) \. # SIFT$", re.MULTILINE)
_MOST_KEPT = 32  # selections of a graph


@dataclass(frozen=True, slots=True)
class Selection:
    """The nodes that a question finds, in order; ``token`` changes with the question and with the graph."""

    token: str
    remarks: tuple[str, ...]
    _graph: Graph
    _found: "_Found"

    @property
    def is_walked(self) -> bool:
        """Whether the first are found without a look at all documents."""
        return self._found.is_walked

    @property
    def is_sifted(self) -> bool:
        """Whether all documents have to be looked at to tell how many there are."""
        return self._found.is_sifted

    @property
    def nodes(self) -> tuple[str, ...]:
        """All of them."""
        return self._found.some(self._graph, 0, None)

    @property
    def count(self) -> int:
        """How many there are."""
        return self._found.count(self._graph)

    def some(self, first: int, most: int) -> tuple[str, ...]:
        """So many at most, from the ``first`` th on."""
        return self._found.some(self._graph, first, first + most)

    def within(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Those of these nodes that it has, in its own order."""
        return self._found.having(self._graph, nodes)

    def among(self, words: str, nodes: Iterable[str]) -> "Selection":
        """Those of these nodes that it has, in the order in which they are given: what was found by some words."""
        wanted = tuple(dict.fromkeys(nodes))
        there = frozenset(self.within(wanted))
        found = _Found(self._found.bound, None, (node for node in wanted if node in there))
        return replace(self, token=_token(self.token, words, *wanted), _found=found)


def selected(graph: Graph, question: Query, values: Values) -> Selection:
    """What the question finds for the values; ParameterError names the parameter that does not fit."""
    bound = bind(question, values, graph)
    token = _token(graph.state(), bound.text)
    given = {name for name, value in values.items() if value}
    found = _KEPT.get(graph, token, lambda: _found(graph, question, bound, given))
    return Selection(token, bound.remarks, graph, found)


class _Found:
    """The nodes found so far; it keeps no graph alive.

    With ``walked`` the question is asked of a part of the graph at a time, with ``nodes`` they are known.
    """

    def __init__(
        self, bound: Bound, walked: Query | None, nodes: Iterable[str] | None = None, *, is_sifted: bool = False
    ) -> None:
        self.bound = bound
        self.is_sifted = is_sifted
        self._walked = walked
        self._nodes = dict.fromkeys(nodes or ())
        self._count = None if nodes is None else len(self._nodes)
        self._parts = 0  # that were looked at
        self._turn = Lock()

    @property
    def is_walked(self) -> bool:
        return self._walked is not None

    def some(self, graph: Graph, first: int, last: int | None) -> tuple[str, ...]:
        """Those from the ``first`` th up to the ``last`` th."""
        with self._turn:
            self._look(graph, last)
            return tuple(islice(self._nodes, first, last))

    def count(self, graph: Graph) -> int:
        """How many there are."""
        with self._turn:
            if self._count is None and self._walked:
                (row,) = graph.select(_counting(self.bound.text, is_whole=not self.is_sifted)).rows
                self._count = int(str(row[0]))
            elif self._count is None:
                self._look(graph, None)
            return self._count or 0

    def having(self, graph: Graph, nodes: Iterable[str]) -> tuple[str, ...]:
        """Those of the nodes that are found, in order."""
        wanted = frozenset(nodes)
        if self._walked and self._count != len(self._nodes) and _NODES in self.bound.text:
            given = f"VALUES ?{NODE} {{ {' '.join(str(NamedNode(node)) for node in wanted)} }}"
            found: Iterable[str] = dict.fromkeys(_nodes(graph, _sifting(self.bound).text.replace(_NODES, given)))
        else:
            found = self.some(graph, 0, None)
        return tuple(node for node in found if node in wanted)

    def _look(self, graph: Graph, number: int | None) -> None:
        """Looks for so many at least, or for all."""
        coming = islice(self._texts(graph), self._parts, None)
        while self._count != len(self._nodes) and (number is None or len(self._nodes) < number):
            if (text := next(coming, None)) is None:
                self._count = len(self._nodes)
            else:
                self._nodes.update(dict.fromkeys(_nodes(graph, text)))
                self._parts += 1

    def _texts(self, graph: Graph) -> Iterator[str]:
        several = parts(graph, self._walked, _sifting(self.bound)) if self._walked else None
        return (part.text for part in several or (self.bound,))


def _found(graph: Graph, question: Query, bound: Bound, given: Collection[str]) -> _Found:
    is_open = all(question.parameter(name).type in _SIFTING for name in given)
    is_walked = is_open and parts(graph, question, bound) is not None
    return _Found(bound, question if is_walked else None, is_sifted=is_walked and bool(given))


def _sifting(bound: Bound) -> Bound:
    """The question with filters (``# SIFT``) that no engine begins with: of a few documents little is to be sifted."""
    return replace(bound, text=_SIFT.sub(r"?the_\1 . FILTER(?the_\1 = ?_\1)", bound.text))


def _counting(text: str, *, is_whole: bool) -> str:
    """The question how many nodes that question finds."""
    kept = _SUM.search(text) if is_whole else None
    return _SUMMED.format(kept[1]) if kept else _FOR_ORDER.sub("", text).replace(_FINDS, _COUNTS, 1)


def _nodes(graph: Graph, text: str) -> tuple[str, ...]:
    unordered, by_label = _BY_LABEL.subn("", text)
    if not by_label:
        return tuple(str(node) for node in graph.select(text).column(NODE))
    found = graph.select(unordered.replace(_FINDS, f"{_FINDS} ?label", 1))
    pairs = zip(map(str, found.column("label")), map(str, found.column(NODE)), strict=True)
    return tuple(node for _, node in sorted(pairs))


def _token(*told: str) -> str:
    return sha256(" ".join(told).encode()).hexdigest()[:16]


_KEPT = Kept[_Found](_MOST_KEPT)
