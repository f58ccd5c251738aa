"""Numbered lists inside a cell: 1.清理河道。2.建设污水处理厂。 Read by the same grammar as a document's items."""

import re
from dataclasses import dataclass
from functools import lru_cache

from loaders.normalise import normalise
from loaders.rulebook import rulebook
from loaders.segment import segment, value_of

_DIGIT = re.compile("[0-9０-９一二三四五六七八九十①-⑳]")


@dataclass(frozen=True, slots=True)
class Numbered:
    """What stands before the first item, and each item's number and span, its enumerator included."""

    intro: str
    items: tuple[tuple[str, int, int], ...]

    def bodies(self, text: str) -> tuple[tuple[str, str], ...]:
        """Each item's number and its words in ``text`` behind the enumerator."""
        return tuple((number, _behind(text[start:end])) for number, start, end in self.items)


@lru_cache(maxsize=64)
def numbered(text: str) -> Numbered:
    """The numbered list that ``text`` holds: at least two items from the first on; else all of it is introduction.

    >>> numbered("重点是:1.清河。2.护林。").items
    (('1', 4, 9), ('2', 9, 14))
    """
    whole = Numbered(text, ())
    if len(_DIGIT.findall(text)) < 2:
        return whole
    plain = normalise(text)
    roots = segment(plain.chars, 0, len(plain.chars)).items
    values = [value_of(root.path[-1]) for root in roots]
    if len(roots) < 2 or values != list(range(1, len(roots) + 1)) or len({root.style for root in roots}) > 1:
        return whole
    starts = [plain.origin[root.start] for root in roots]
    ends = [*starts[1:], len(text)]
    found = [(str(value), start, end) for value, start, end in zip(values, starts, ends, strict=True)]
    return Numbered(text[: starts[0]], tuple(found))


def is_numbered(text: str) -> bool:
    """Whether ``text`` begins with an enumerator.

    >>> is_numbered("（一）清河"), is_numbered("2023年清河")
    (True, False)
    """
    return _enumerator(text) > 0


def _behind(text: str) -> str:
    return text.lstrip()[_enumerator(text) :].strip()


def _enumerator(text: str) -> int:
    """How many characters of the first line of ``text``, leading blanks left out, are its enumerator."""
    plain = normalise(text.lstrip().split("\n")[0][:40])
    for rule in rulebook("outline").rules:
        if (found := rule.pattern.match(plain.chars)) and found.end() < len(plain.chars):
            return plain.origin[found.end()]
    return 0
