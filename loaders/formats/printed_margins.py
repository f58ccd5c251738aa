"""What belongs to a printed page and not to the document: page numbers and running heads."""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

from loaders.formats.sheet import Line

_EDGE = 2  # rows from the top and from the bottom of a page that may be its furniture
_MOST = 0.15  # of the height of a page
_OFTEN = 3  # pages at least, of those that there are
_DASH = "-—–―─－一~·•*|/ "
_PAGE_NUMBER = re.compile(
    rf"[{_DASH}]*(?:第?[{_DASH}]*(?:\d{{1,4}}|[ivxlc]{{1,5}})[{_DASH}]*页?)(?:[{_DASH},，/]*(?:共|of)?[{_DASH}]*\d{{1,4}}[{_DASH}]*页?)?[{_DASH}]*"
    r"|共\s*\d{1,4}\s*页|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page that are no page number and no head or foot that stands on page after page."""
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    often = Counter(key for page in edges for key in {_key(line) for line in page})
    enough = max(min(_OFTEN, len(pages)), len(pages) // 3, 2)
    gone = [{id(line) for line in page if _is_page_number(line.text) or often[_key(line)] >= enough} for page in edges]
    return [[line for line in lines if id(line) not in out] for lines, out in zip(pages, gone, strict=True)]


def _edges(lines: Sequence[Line], height: float) -> list[Line]:
    """The uppermost and the lowest lines of a page."""
    rows = sorted(lines, key=lambda line: line.base)
    above = [line for line in rows[:_EDGE] if line.base < _MOST * height]
    below = [line for line in rows[-_EDGE:] if line.base > (1 - _MOST) * height]
    return [*above, *below]


def _key(line: Line) -> tuple[str, int]:
    """What is alike in a head or foot on every page: its words but for numbers, and its height."""
    return re.sub(r"\d+", "0", "".join(line.text.split())), round(line.base / 6)


def _is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.fullmatch(normalize("NFKC", text).strip()) is not None
