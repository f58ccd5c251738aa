"""Attached papers (附件) within a text: where one ends and the next begins."""

import re
from collections.abc import Iterator

_ALONE = re.compile(r"^附(?:件|表|录)\d{0,2}:?\n", re.MULTILINE)
_LIST = re.compile(
    r"^附(?:件|表|录)?\d{0,2}:(?P<rest>[^\n]{6,80}(?:\n\d{1,2}[.、][^\n。]{4,80}(?=\n|\Z))*)", re.MULTILINE
)
_NUMBER = re.compile(r"^\d{1,2}[.、]", re.MULTILINE)
_MARKS = str.maketrans("", "", "《》〈〉“” ")


def attached(chars: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    r"""The stretches of ``chars[start:end]`` between one paper and the next that is attached to it.

    A paper begins at its word alone on a line (附件1), or at its title where the paper before lists it.

    >>> text = "一、巡河。\n附件:巡河任务清单\n清川市人民政府\n巡河任务清单\n一、河段。"
    >>> [text[first:last] for first, last in attached(text, 0, len(text))]
    ['附件:巡河任务清单\n清川市人民政府\n']
    """
    found = [(each.start(), each.end()) for each in _ALONE.finditer(chars, start + 1, end)]
    for listed in _LIST.finditer(chars, start, end):
        titles = {title.translate(_MARKS) for title in _NUMBER.sub("", listed["rest"]).split("\n")}
        found += _titled(chars, titles, listed.end(), end, listed.start())
    return tuple(_apart(sorted(found)))


def _titled(chars: str, titles: set[str], start: int, end: int, list_start: int) -> Iterator[tuple[int, int]]:
    """The stretches before the lines that are one of the titles; the first begins with their list."""
    place, before = start, list_start
    for line in chars[start:end].split("\n"):
        if line.translate(_MARKS) in titles:
            yield (before if before == list_start else place), place
            before = place
        place += len(line) + 1


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = -1
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end
