"""The numbered structure of a document as values: items with their headings, spans and sub-items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.text import Doubt


class Item(NamedTuple):
    """One numbered item. Offsets count characters of ``Text.chars``.

    ``start`` stands at the enumerator; its own words are the heading ``heading`` (perhaps empty) and the text from
    ``text_start`` to ``own_end``, where its first sub-item begins; with its sub-items it ends at ``end``.
    """

    path: tuple[str, ...]
    style: str
    start: int
    heading: str
    text_start: int
    own_end: int
    end: int
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a document's body, the unnumbered text before the first of them, and doubts about numbering."""

    preamble: tuple[int, int]
    items: tuple[Item, ...]
    doubts: tuple[Doubt, ...]


def leaves(items: Sequence[Item]) -> Iterator[Item]:
    """The items without sub-items, in printed order."""
    for item in items:
        if item.items:
            yield from leaves(item.items)
        else:
            yield item
