"""Two columns on a printed page: told from the strip between them that next to no line crosses."""

from collections.abc import Iterator, Sequence
from statistics import median

from loaders.formats.sheet import Glyph

_MIDDLE = (0.35, 0.65)  # of the width of a page: where the strip may be
_NARROWEST = 0.8  # ems
_CROSSING = 0.1  # of the lines: titles above both columns
_ROWS = 8  # in each column at least
_FULL = 0.3  # of the left lines, that reach the strip


def strips(pages: Sequence[tuple[float, Sequence[Glyph]]]) -> list[float | None]:
    """Where the strip is on each page, given by its width and characters; a page may take over that of the others."""
    own = [_strip(glyphs, width) for width, glyphs in pages]
    known = [(strip, width) for strip, (width, _) in zip(own, pages, strict=True) if strip is not None]
    if not known:
        return own
    usual, of_width = known[len(known) // 2]
    return [
        usual if strip is None and abs(width - of_width) < 1 and _is_free(glyphs, usual) else strip
        for strip, (width, glyphs) in zip(own, pages, strict=True)
    ]


def parts(rows: Sequence[Sequence[Glyph]], strip: float) -> Iterator[tuple[int, list[Glyph]]]:
    """The characters of a page part by part, each with its column: 1 and 2, or 0 where lines run across the page."""
    across = [row for row in rows if any(glyph.x0 < strip < glyph.x1 for glyph in row)]
    rest = [row for row in rows if not any(glyph.x0 < strip < glyph.x1 for glyph in row)]
    for row in across:
        above = [each for each in rest if each[0].base < row[0].base]
        yield from _columns(above, strip)
        yield 0, list(row)
        rest = rest[len(above) :]
    yield from _columns(rest, strip)


def _columns(rows: Sequence[Sequence[Glyph]], strip: float) -> Iterator[tuple[int, list[Glyph]]]:
    for column in (1, 2):
        part = [glyph for row in rows for glyph in row if (glyph.x0 < strip) == (column == 1)]
        if part:
            yield column, part


def _strip(glyphs: Sequence[Glyph], width: float) -> float | None:
    """The middle of the strip between two columns; None where the page has not two."""
    crossed = _crossed(glyphs, int(width))
    usual = median(count for count in crossed if count) if any(crossed) else 0
    first, last = (int(width * share) for share in _MIDDLE)
    free = [place for place in range(first, last) if crossed[place] <= _CROSSING * usual]
    run = _longest_run(free)
    size = median(glyph.size for glyph in glyphs) if glyphs else 0
    if usual < _ROWS or len(run) < _NARROWEST * size:
        return None
    strip = run[len(run) // 2] + 0.5
    return strip if _is_column(glyphs, strip, size) else None


def _is_free(glyphs: Sequence[Glyph], strip: float) -> bool:
    """Whether text stands on both sides of the strip and next to none on it."""
    on_it = sum(glyph.x0 < strip < glyph.x1 for glyph in glyphs)
    right = sum(glyph.x0 > strip for glyph in glyphs)
    return right > 0 and on_it * 20 <= min(right, len(glyphs) - right)


def _crossed(glyphs: Sequence[Glyph], width: int) -> list[int]:
    """How many characters stand above one another at each point across the page."""
    changes = [0] * (width + 2)
    for glyph in glyphs:
        changes[min(max(round(glyph.x0), 0), width)] += 1
        changes[min(max(round(glyph.x1), 0), width + 1)] -= 1
    counts, here = [], 0
    for change in changes:
        here += change
        counts.append(here)
    return counts


def _longest_run(places: Sequence[int]) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for place in places:
        run = [*run, place] if run and place == run[-1] + 1 else [place]
        best = max(best, run, key=len)
    return best


def _is_column(glyphs: Sequence[Glyph], strip: float, size: float) -> bool:
    """Whether lines of text stand left of the strip, most of them reaching it, and as high a column right of it."""
    left = _ends([glyph for glyph in glyphs if glyph.x1 < strip], size)
    right = _ends([glyph for glyph in glyphs if glyph.x0 > strip], size)
    if min(len(left), len(right)) < _ROWS:
        return False
    edge = max(left.values())
    return sum(end > edge - 2 * size for end in left.values()) >= _FULL * len(left)


def _ends(glyphs: Sequence[Glyph], size: float) -> dict[int, float]:
    """Where each line ends, by its height on the page in ems."""
    ends: dict[int, float] = {}
    for glyph in glyphs:
        row = round(glyph.base / size)
        ends[row] = max(ends.get(row, 0), glyph.x1)
    return ends
