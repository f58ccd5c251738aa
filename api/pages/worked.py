"""What pages work out of a whole graph, kept in the worker for the next page that needs it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from api.pages.questions import rows
from graph.keeping import Kept
from graph.store import Store

T = TypeVar("T")

MANY = 200  # documents; of more a page tells a part at a time
_KEPT = Kept[Any](24)


def worked(store: Store, what: Hashable, make: Callable[[], T]) -> T:
    """The value of that name, made now unless it is kept of the graph as it is."""
    found: T = _KEPT.get(store, (store.state(), what), make)
    return found


def is_crowded(store: Store, most: int | None = None) -> bool:
    """Whether the graph has more documents than a page can look through, or than so many, up to ``MANY``."""
    bound = MANY if most is None else min(most, MANY)
    return len(worked(store, "crowd", lambda: tuple(rows(store, "crowd")))) > bound
