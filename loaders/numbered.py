"""Numbered lists inside a cell: 1.清理河道。2.建设污水处理厂。 Read by the same grammar as a document's items."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

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
    """The numbered list that ``text`` holds: at least two items, from the first on or from where it begins.

    >>> numbered("重点是:1.清河。2.护林。").items
    (('1', 4, 9), ('2', 9, 14))
    """
    whole = Numbered(text, ())
    if len(_DIGIT.findall(text)) < 2:
        return whole
    values, starts = _of_dates(text) or _of_items(text)
    if len(values) < 2 or values != list(range(values[0], values[0] + len(values))):
        return whole
    if values[0] != 1 and text[: starts[0]].strip():
        return whole
    found = zip(map(str, values), starts, [*starts[1:], len(text)], strict=True)
    return Numbered(text[: starts[0]], tuple(found))


def _of_items(text: str) -> tuple[list[int], list[int]]:
    """The values and places of the enumerators at the top level, if they are of one style."""
    plain = normalise(text)
    roots = segment(plain.chars, 0, len(plain.chars)).items
    if len({root.style for root in roots}) != 1:
        return [], []
    return [value_of(root.path[-1]) for root in roots], [plain.origin[root.start] for root in roots]


def _of_dates(text: str) -> tuple[list[int], list[int]] | None:
    found = list(_dated().finditer(text))
    return ([int(each["number"]) for each in found], [each.start("number") for each in found]) if found else None


@cache
def _dated() -> re.Pattern[str]:
    return rulebook("tables").compile("$dated")


def is_numbered(text: str) -> bool:
    """Whether ``text`` begins with an enumerator.

    >>> is_numbered("（一）清河"), is_numbered("2023年清河")
    (True, False)
    """
    return _enumerator(text) > 0


def _behind(text: str) -> str:
    text = text.lstrip()
    dated = _dated().match(text)
    return text[dated.end() if dated else _enumerator(text) :].strip()


def _enumerator(text: str) -> int:
    """How many characters of the first line of ``text``, leading blanks left out, are its enumerator."""
    plain = normalise(text.lstrip().split("\n")[0][:40])
    for rule in rulebook("outline").rules:
        if (found := rule.pattern.match(plain.chars)) and found.end() < len(plain.chars):
            return plain.origin[found.end()]
    return 0
