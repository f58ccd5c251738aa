"""Footnotes of a printed page: small lines at its foot, the first of them with a mark."""

import re
from collections.abc import Sequence
from itertools import takewhile

from loaders.formats.sheet import Line

_SMALLER = 0.9  # times the size of the text
_MARK = re.compile(r"[①-⑳*＊†‡]|[\[［(（]\d{1,2}[\])］）]|\d{1,2}(?![\d.．、年月日%])|注[:：\d①-⑳]")


def without_notes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page in the size of its text, and those of the notes at its foot."""
    small = list(takewhile(lambda line: line.size < _SMALLER * size, reversed(lines)))[::-1]
    first = next((place for place, line in enumerate(small) if _MARK.match(line.text)), len(small))
    count = len(small) - first
    if count == len(lines):
        return list(lines), []
    return list(lines[: len(lines) - count]), small[first:]
