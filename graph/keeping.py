"""What was worked out of a graph, kept as long as the graph is in use: the latest few values of each."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class Kept(Generic[T]):
    """The latest values of each graph by token, so many at most; safe to use from many threads.

    The token is to tell all that a value follows from, the graph's state too where it may change.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: WeakKeyDictionary[Any, OrderedDict[Hashable, T]] = WeakKeyDictionary()
        self._turn = Lock()

    def get(self, graph: object, token: Hashable, make: Callable[[], T]) -> T:
        """The value with that token, made now where it is not kept."""
        with self._turn:
            kept = self._of.setdefault(graph, OrderedDict())
            if token in kept:
                kept.move_to_end(token)
                return kept[token]
        made = make()
        with self._turn:
            kept[token] = made
            while len(kept) > self._most:
                kept.popitem(last=False)
        return made
