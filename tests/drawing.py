"""What is drawn on printed pages, for the tests: words and lines at places, whole texts set on pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
_LEFT, _TOP, _BOTTOM, _LEADING = 80, 100, 760, 28
_NO_START = "。，、；：？！）》〉】〕”’.,;:?!)%"


@dataclass(frozen=True, slots=True)
class Words:
    """Words at ``x`` and, counted from the top of the page, the base line ``y``; ``turn`` is the text's matrix."""

    text: str
    x: float
    y: float
    size: float = 16
    turn: str = "1 0 0 1"


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a place to a place, counted from the top left of the page."""

    x0: float
    y0: float
    x1: float
    y1: float


Drawn = Words | Line


def table(x: Sequence[float], y: Sequence[float], cells: Iterable[tuple[int, int, str]]) -> Iterator[Drawn]:
    """A grid of lines at ``x`` and ``y`` with the texts of cells (row, column, lines of text parted by ``|``)."""
    yield from (Line(each, y[0], each, y[-1]) for each in x)
    yield from (Line(x[0], each, x[-1], each) for each in y)
    for row, column, text in cells:
        for place, part in enumerate(text.split("|")):
            yield Words(part, x[column] + 4, y[row] + (place + 1) * 15.6, 12)


def typeset(text: str, columns: int = 27, head: str = "") -> list[list[Drawn]]:
    """Pages of a text: paragraphs indented by two characters, lines of ``columns``, page numbers, a running head."""
    lines = [printed for paragraph in text.split("\n") if paragraph.strip() for printed in _lines(paragraph, columns)]
    most = (_BOTTOM - _TOP) // _LEADING
    pages: list[list[Drawn]] = []
    for first in range(0, len(lines), most):
        rows = enumerate(lines[first : first + most])
        page: list[Drawn] = [Words(row, _LEFT + 16 * indent, _TOP + place * _LEADING) for place, (indent, row) in rows]
        number = Words(f"— {len(pages) + 1} —", 270, 800, 14)
        pages.append([*([Words(head, _LEFT, 50, 9)] if head else []), *page, number])
    return pages


def _lines(paragraph: str, columns: int) -> Iterator[tuple[int, str]]:
    rest, indent = paragraph.strip(), 2
    while rest:
        end = columns - indent
        while 1 < end < len(rest) and (rest[end] in _NO_START or _in_word(rest[end - 1 : end + 1])):
            end -= 1
        end += len(rest[end:]) - len(rest[end:].lstrip())
        yield indent, rest[:end]
        rest, indent = rest[end:], 0


def _in_word(pair: str) -> bool:
    return all(char.isalnum() and char < "\u2e80" for char in pair)
