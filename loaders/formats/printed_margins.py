"""What belongs to a printed page and not to the document: page numbers and running heads."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from unicodedata import normalize

from loaders.formats.sheet import Line

_EDGE = 2  # rows from the top and from the bottom of a page that may be its furniture
_MOST = 0.15  # of the height of a page
_OFTEN = 3  # pages at least, of those that there are
_APART = 1.2  # times the usual space between two lines
_DASH = "-—–―─－一~·•*|/ "
_NUMBER = rf"[{_DASH}]*(?:\d{{1,4}}|[ivxlc]{{1,5}})[{_DASH}]*"
_PAGE_NUMBER = re.compile(
    rf"{_NUMBER}|第{_NUMBER}页?(?:[{_DASH},，]*共{_NUMBER}页?)?[{_DASH}]*|{_NUMBER}页?[{_DASH},，]*共{_NUMBER}页?|共{_NUMBER}页"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page that are no page number and no head or foot that stands on page after page.

    They stand apart from the text, or are of another size; a bare number is also one where it counts the pages.
    """
    edges = [list(_edges(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    often = Counter(key for page in edges for key in {_key(line) for line in page})
    counted = Counter(_ahead(line) for page in edges for line in page if line.text.isdecimal())
    enough = max(min(_OFTEN, len(pages)), len(pages) // 3, 2)
    kept = []
    for lines, page in zip(pages, edges, strict=True):
        apart = {id(line) for line in page if _stands_apart(line, lines)}
        gone = {
            id(line)
            for line in page
            if (id(line) in apart and (often[_key(line)] >= enough or _is_page_number(line.text)))
            or (_is_page_number(line.text) and (not line.text.isdecimal() or counted[_ahead(line)] >= enough))
        }
        kept.append([line for line in lines if id(line) not in gone])
    return kept


def _edges(lines: Sequence[Line], height: float) -> Iterator[Line]:
    """The uppermost and the lowest lines of a page."""
    rows = sorted(lines, key=lambda line: line.base)
    yield from (line for line in rows[:_EDGE] if line.base < _MOST * height)
    yield from (line for line in rows[-_EDGE:] if line.base > (1 - _MOST) * height)


def _stands_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is of another size than most of the page, or has more space around it on its inner side."""
    size = median(other.size for other in lines)
    bases = sorted({round(other.base) for other in lines})
    steps = [after - before for before, after in pairwise(bases) if after - before > 0.5 * size]
    nearest = min((abs(base - round(line.base)) for base in bases if abs(base - line.base) > 0.5 * size), default=None)
    return abs(line.size - size) > 0.1 * size or nearest is None or nearest > _APART * median(steps)


def _key(line: Line) -> tuple[str, int]:
    """What is alike in a head or foot on every page: its words but for numbers, and its height."""
    return re.sub(r"\d+", "0", "".join(line.text.split())), round(line.base / 6)


def _ahead(line: Line) -> int:
    """By how much a bare number is ahead of the page's own."""
    return int(line.text) - line.page


def _is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.fullmatch(normalize("NFKC", text).strip()) is not None
