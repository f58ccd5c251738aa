"""Printed lines to paragraphs: where one ends is told by the space left on its last line, and by how the next begins.

A paragraph goes on where the next line begins as continued lines of the page do and its first word had no room on the
line before. Lines in the middle of the page and larger than the text are one title.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from re import Pattern
from unicodedata import normalize

from loaders.formats.sheet import Line
from loaders.rulebook import rulebook

_SENTENCE_ENDS = "。；：！？;:!?"
_INDENT = 0.8  # ems by which the first line of a paragraph is set in or out
_DEEP = 2.5  # ems: set in deeper than first lines are
_SIGNATURE = 0.4  # of the width: a line set in so far stands by itself
_UNFINISHED = 0.1  # of the width, that a line must leave free to be the last, where no sentence ends
_FEW, _MANY = 8, 20  # lines that do not show how wide the page is printed; that show how wide the odd pages are
_LARGER = 1.15  # times the size of the text: a title
_WIDER = 1.3  # times the usual space between two lines


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges between which the lines of a column run, the size of its text, how far its lines are apart."""

    left: float
    right: float
    size: float
    pitch: float


def paragraphs(lines: Sequence[Line], frames: Mapping[tuple[int, int], Frame]) -> Iterator[list[Line]]:
    """The lines of each paragraph; ``frames`` are those of the columns, by page and column."""
    held: list[Line] = []
    for line in lines:
        if held and not _goes_on(held, line, frames):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def text(lines: Sequence[Line]) -> str:
    """The text of a paragraph: lines joined without a blank, but for one between two words of letters.

    >>> text([Line("加强 GIS", 1, 0, 9, 9, 9, 9, 9), Line("system建设", 1, 0, 9, 9, 9, 9, 9)])
    '加强 GIS system建设'
    """
    return text_of([f" {line.text}" if place and line.spaced else line.text for place, line in enumerate(lines)])


def text_of(parts: Sequence[str]) -> str:
    """The parts of a text one behind the other, a blank between two words of letters."""
    joined = parts[0]
    for part in parts[1:]:
        left, right = joined[-1:], part[:1]
        words = left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
        joined += f" {part}" if words and not (left.isdigit() and right.isdigit()) else part
    return joined


def begins_item(words: str) -> bool:
    """Whether the words begin with a number of a list."""
    return _enumerator().match(normalize("NFKC", words)) is not None


def frames(pages: Mapping[int, tuple[float, Sequence[Line]]]) -> dict[tuple[int, int], Frame]:
    """The frame of each page and column, told from all pages of one width; its edges from the odd or the even ones."""
    groups: dict[tuple[int, int], list[Line]] = {}
    for width, lines in pages.values():
        for line in lines:
            groups.setdefault((round(width), line.column), []).append(line)
    known: dict[tuple[int, int, int], Frame] = {}
    for (width, column), lines in groups.items():
        whole = _wide(_frame(lines), width, column, len(lines))
        for parity in (0, 1):
            own = [line for line in lines if line.page % 2 == parity]
            edges = _frame(own) if len(own) >= _MANY else whole
            known[width, column, parity] = replace(whole, left=edges.left, right=edges.right)
    return {
        (number, column): known[round(width), column, number % 2]
        for number, (width, lines) in pages.items()
        for column in {line.column for line in lines}
    }


def _wide(frame: Frame, width: int, column: int, lines: int) -> Frame:
    """The frame as wide as the page's margins let it be, where too few lines stand in it to tell."""
    if column > 0 or lines >= _FEW:
        return frame
    return replace(frame, right=max(frame.right, width - frame.left - 2 * frame.size))


def frame_of(lines: Sequence[Line], left: float, right: float) -> Frame:
    """The frame of lines in a box, such as a cell, whose text stands as far from its right edge as from its left."""
    margin = max(min(line.x0 for line in lines) - left, 0)
    own = _frame(lines)
    return Frame(own.left, max(right - margin, own.right), own.size, own.pitch)


def _frame(lines: Sequence[Line]) -> Frame:
    size = Counter(round(line.size, 1) for line in lines for _ in line.text).most_common(1)[0][0]
    own = [line for line in lines if abs(line.size - size) < 0.1 * size] or list(lines)
    ends = sorted(line.end for line in own)
    right = ends[-1 - len(ends) // 50]
    below_full = [(before, line) for before, line in pairwise(own) if before.x1 > right - 1.2 * size]
    known = len(below_full) > 2  # most of them are continued lines
    left = _commonest([line.x0 for _, line in below_full], size) if known else min(line.x0 for line in own)
    steps = _steps(below_full if known else pairwise(own), size)
    return Frame(left, right, size, steps[len(steps) // (2 if known else 4)] if steps else 1.5 * size)


def _steps(pairs: Iterable[tuple[Line, Line]], size: float) -> list[float]:
    """How far lines are apart, the least first."""
    return sorted(line.base - before.base for before, line in pairs if line.base > before.base + 0.5 * size)


def _commonest(places: Iterable[float], size: float) -> float:
    """The place at which most lines begin, to a quarter of an em."""
    step = size / 4
    slot = Counter(round(place / step) for place in places).most_common(1)[0][0]
    return slot * step


def _goes_on(held: Sequence[Line], line: Line, frames: Mapping[tuple[int, int], Frame]) -> bool:
    """Whether ``line`` continues the paragraph whose lines are ``held``."""
    before = held[-1]
    here, there = frames[line.page, line.column], frames[before.page, before.column]
    if abs(line.size - before.size) > 0.1 * before.size or _is_apart(before, line, there):
        return False
    if _is_title(before, there) and _is_title(line, here):
        return not before.text.endswith(tuple(_SENTENCE_ENDS))
    ended = before.text.endswith(tuple(_SENTENCE_ENDS))
    item = begins_item(line.text)
    room = there.right - before.x1 - line.first
    if (ended and item) or room >= (0 if ended or item else _UNFINISHED) * (there.right - there.left):
        return False
    set_in, was_set_in = line.x0 - here.left, before.x0 - there.left
    if max(set_in, was_set_in) > _SIGNATURE * (there.right - there.left):
        return False
    if set_in > _DEEP * line.size:  # a block that is set in
        return abs(set_in - was_set_in) < 0.3 * line.size and not ended
    return abs(set_in) < _INDENT * line.size


def _is_apart(before: Line, line: Line, frame: Frame) -> bool:
    """Whether there is more space between two lines than lines of their size usually have."""
    if (before.page, before.column) != (line.page, line.column):
        return False
    usual = frame.pitch * max(line.size / frame.size, 1)
    return not 0 < line.base - before.base < _WIDER * usual


def _is_title(line: Line, frame: Frame) -> bool:
    """Whether a line is larger than the text and stands in the middle, or fills the width."""
    left, right = line.x0 - frame.left, frame.right - line.x1
    return line.size > _LARGER * frame.size and abs(left - right) < 2 * line.size


@cache
def _enumerator() -> Pattern[str]:
    return rulebook("normalise").compile("$enumerator")
