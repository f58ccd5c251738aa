"""Printed characters to lines of text: rows by their base line, column by column where a page has two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.formats.printed_columns import parts
from loaders.formats.sheet import Glyph, Line

_OPENING = "（(《〈【〔[「『"
_QUOTES = "“”‘’"
_NO_START = "。，、；：？！）》〉】〕］」』.,;:?!)]%％…—"
_HANGING = _NO_START + _QUOTES


@dataclass(slots=True)
class _Row:
    """Characters that stand on one line, those raised or lowered included; the largest tells where that is."""

    largest: Glyph
    glyphs: list[Glyph] = field(default_factory=list)

    def takes(self, glyph: Glyph) -> bool:
        top = max(glyph.base - 0.85 * glyph.size, self.largest.base - 0.85 * self.largest.size)
        bottom = min(glyph.base + 0.15 * glyph.size, self.largest.base + 0.15 * self.largest.size)
        return bottom - top > 0.5 * min(glyph.size, self.largest.size)

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        if glyph.size > self.largest.size:
            self.largest = glyph


def lines(glyphs: Iterable[Glyph], page: int, strip: float | None = None) -> list[Line]:
    """The lines of a page in reading order; where a strip parts two columns, the left one before the right one."""
    rows = [_without_doubles(row) for row in _rows(glyphs)]
    if strip is None:
        return [_line(row, page) for row in rows]
    return [_line(row, page, column) for column, part in parts(rows, strip) for row in _rows(part)]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters by row, from the top, each row from the left."""
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        row = next((row for row in reversed(rows[-3:]) if row.takes(glyph)), None)
        if row is None:
            row = _Row(glyph)
            rows.append(row)
        row.add(glyph)
    rows.sort(key=lambda row: row.largest.base)
    return [sorted(row.glyphs, key=lambda glyph: glyph.x0) for row in rows]


def _without_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    """A row without what is printed twice, a hair apart, to look bold; a long dash is two characters at one place."""
    kept: list[Glyph] = []
    for glyph in row:
        long = glyph.x1 - glyph.x0 > 1.3 * glyph.size
        if long or not any(glyph.char == other.char and glyph.x0 - other.x0 < 0.3 * glyph.size for other in kept[-2:]):
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph], page: int, column: int = 0) -> Line:
    sizes = sorted(glyph.size for glyph in row)
    first = row[_unbreakable(row) - 1].x1 - row[0].x0
    base = max(row, key=lambda glyph: glyph.size).base
    end = row[-1 if row[-1].char not in _HANGING or len(row) == 1 else -2].x1
    return Line(
        _text(row), page, row[0].x0, row[-1].x1, base, sizes[len(sizes) // 2], first, end, column, row[0].spaced
    )


def _text(row: Sequence[Glyph]) -> str:
    """The characters of a row, with a space where one is printed between two words or something wider elsewhere."""
    parts = [row[0].char]
    for before, glyph in pairwise(row):
        gap = (glyph.x0 - before.x1) / max(glyph.size, 0.1)
        latin = before.char.isascii() and glyph.char.isascii()
        if glyph.spaced or (latin and gap > 0.2) or gap > 1:
            parts.append(" ")
        parts.append(glyph.char)
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unbreakable(row: Sequence[Glyph]) -> int:
    """How many characters at the head of a line cannot be parted by the end of one."""
    end = 1
    while end < len(row) and _holds(row[end - 1], row[end]):
        end += 1
    return end


def _holds(left: Glyph, right: Glyph) -> bool:
    if right.char in _NO_START or left.char in _OPENING or left.char in _QUOTES or right.char in _QUOTES:
        return True
    return _is_latin(left.char) and _is_latin(right.char) and not right.spaced


def _is_latin(char: str) -> bool:
    """Whether a character belongs to words that are not parted: a letter or a digit, not a Chinese character."""
    return char.isalnum() and char < "\u2e80"
