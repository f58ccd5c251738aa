"""Printed characters to lines of text: rows by their base line, then columns, where a page has two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.formats.sheet import Glyph, Line

_OPENING = "“‘（(《〈【〔[「『"
_NO_START = "。，、；：？！）》〉】〕］」』”’.,;:?!)]%％…—"
_GAP = 1.5  # ems of space that part a row in two
_ROWS = 8  # of two columns at least
_CROSSING = 0.25  # of the rows, titles above both columns
_FULL = 0.5  # of the left parts, that reach the gutter


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


def lines(glyphs: Iterable[Glyph], page: int, width: float) -> list[Line]:
    """The lines of a page in reading order: the left column before the right one."""
    rows = [_without_doubles(row) for row in _rows(glyphs)]
    gutter = _gutter(rows, width)
    if gutter is None:
        return [_line(row, page) for row in rows]
    return list(_by_columns(rows, page, *gutter))


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
    """A row without what is printed twice, a hair apart, to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        if not any(glyph.char == other.char and glyph.x0 - other.x0 < 0.3 * glyph.size for other in kept[-2:]):
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph], page: int, column: int = 0) -> Line:
    sizes = sorted(glyph.size for glyph in row)
    first = row[_unbreakable(row) - 1].x1 - row[0].x0
    base = max(row, key=lambda glyph: glyph.size).base
    end = row[-1 if row[-1].char not in _NO_START or len(row) == 1 else -2].x1
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
    end = next((place for place, glyph in enumerate(row) if glyph.char not in _OPENING), len(row) - 1)
    end += 1
    while end < len(row) and _holds(row[end - 1], row[end]):
        end += 1
    return end


def _holds(left: Glyph, right: Glyph) -> bool:
    return right.char in _NO_START or (_is_latin(left.char) and _is_latin(right.char) and not right.spaced)


def _is_latin(char: str) -> bool:
    """Whether a character belongs to words that are not parted: a letter or a digit, not a Chinese character."""
    return char.isalnum() and char < "\u2e80"


# --- columns -------------------------------------------------------------------------------------------------


def _gutter(rows: Sequence[Sequence[Glyph]], width: float) -> tuple[float, int, int] | None:
    """Where the space between two columns is, and the rows from the first to the last that it parts."""
    gaps = [list(_gaps(row)) for row in rows]
    middles = [
        (left + right) / 2 for row in gaps for left, right in row if 0.3 * width < (left + right) / 2 < 0.7 * width
    ]
    if len(middles) < _ROWS:
        return None
    gutter = sorted(middles)[len(middles) // 2]
    parted = [place for place, row in enumerate(gaps) if any(left < gutter < right for left, right in row)]
    if len(parted) < _ROWS:
        return None
    first, last = parted[0], parted[-1] + 1
    crossing = sum(any(glyph.x0 < gutter < glyph.x1 for glyph in row) for row in rows[first:last])
    ends = [max(glyph.x1 for glyph in rows[place] if glyph.x1 <= gutter) for place in parted]
    full = sum(end > max(ends) - 1.5 * rows[place][0].size for end, place in zip(ends, parted, strict=True))
    if crossing > _CROSSING * (last - first) or full < _FULL * len(parted):
        return None
    return gutter, first, last


def _gaps(row: Sequence[Glyph]) -> Iterator[tuple[float, float]]:
    for before, glyph in pairwise(row):
        if glyph.x0 - before.x1 > _GAP * glyph.size:
            yield before.x1, glyph.x0


def _by_columns(rows: Sequence[Sequence[Glyph]], page: int, gutter: float, first: int, last: int) -> Iterator[Line]:
    """The rows above the columns, the left column, the right one, and the rows below."""
    yield from (_line(row, page) for row in rows[:first])
    for column in (1, 2):
        for row in rows[first:last]:
            part = [glyph for glyph in row if (glyph.x0 < gutter) == (column == 1)]
            if part:
                yield _line(part, page, column)
    yield from (_line(row, page) for row in rows[last:])
