"""The small questions that pages ask of the store beside the saved ones: ``queries/pages/``."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from graph.slots import filled
from graph.solutions import Value
from graph.store import Store

Row = Mapping[str, Value | None]
Slot = NamedNode | Literal | Iterable[NamedNode | Literal]


def rows(store: Store, name: str, **slots: Slot) -> Iterator[Row]:
    """The answer of the question of that name, with its slots filled, a row at a time."""
    text = _text(name)
    for slot, filling in slots.items():
        text = filled(text, slot, [filling] if isinstance(filling, NamedNode | Literal) else filling)
    found = store.select(text)
    return (dict(zip(found.variables, row, strict=True)) for row in found.rows)


@cache
def _text(name: str) -> str:
    return (files("queries") / "pages" / f"{name}.rq").read_text(encoding="utf-8")
