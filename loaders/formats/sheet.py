"""A printed page as its characters and lines, each at its place: what PDF and OFD files come down to.

Places are in points from the top left corner of the page as it is read; ``base`` is the line that characters stand on.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character; ``spaced`` where the file has a blank before it."""

    char: str
    x0: float
    x1: float
    base: float
    size: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, along the page or across it."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page by its number from 1, its characters in the order of the file, and the lines drawn on it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a column of the page.

    ``first`` is how wide its first unbreakable part is; ``end`` is where it ends without a punctuation mark at the end,
    which may hang over the edge. ``spaced`` where the file has a blank before it.
    """

    text: str
    page: int
    x0: float
    x1: float
    base: float
    size: float
    first: float
    end: float
    column: int = 0
    spaced: bool = False
