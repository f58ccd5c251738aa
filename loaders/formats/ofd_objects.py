"""The objects on a page of an OFD file (GB/T 33190-2016, 8 to 11): characters and lines at their places."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from lxml.etree import _Element

from loaders.formats.printed_tables import strip, strokes
from loaders.formats.sheet import Glyph, Rule

_MOST = 100_000  # characters, or corners of lines, on a page
_ADVANCE = 1.2  # ems: a character takes up the step to the next one, if that is no wider
_SIZE = 4.23  # millimetres: 12 points
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the inner places of an object are on the page: its boundary's corner and its matrix."""

    x: float
    y: float
    matrix: tuple[float, float, float, float, float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return self.x + a * x + c * y + e, self.y + b * x + d * y + f

    @property
    def upright(self) -> bool:
        a, b, *_ = self.matrix
        return a > 0 and abs(b) < 0.05 * a

    @property
    def scale(self) -> float:
        return math.hypot(self.matrix[2], self.matrix[3])


def local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    """The numbers in a value, up to the first that is none.

    >>> numbers("0 0 210 297"), numbers("1.5 x"), numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [1.5], [])
    """
    found: list[float] = []
    for word in (text or "").split():
        try:
            found.append(float(word))
        except ValueError:
            break
    return [each for each in found if math.isfinite(each)]


def glyphs(content: _Element, unit: float) -> Iterator[Glyph]:
    """The characters of the text objects, in the order of the file; ``unit`` is a millimetre in points."""
    blank = False
    for each in content.iter():
        if local(each) == "TextObject" and each.get("Visible") != "false":
            frame = _frame(each)
            size = next(iter(numbers(each.get("Size"))), _SIZE)
            for code in each:
                if local(code) == "TextCode" and frame.upright:
                    yield from _printed(code, frame, size, unit, blank)
                    blank = (code.text or "")[-1:].isspace()


def _printed(code: _Element, frame: _Frame, size: float, unit: float, spaced: bool) -> Iterator[Glyph]:
    """The characters of a run of text; ``spaced`` where the run before it ended with a blank."""
    text = (code.text or "")[:_MOST]
    xs, ys = _places(code, "X", len(text), size), _places(code, "Y", len(text), 0)
    for place, (char, x, y) in enumerate(zip(text, xs, ys, strict=True)):
        if char.isspace():
            spaced = True
            continue
        step = xs[place + 1] - x if place + 1 < len(xs) else size
        width = step if 0 < step <= _ADVANCE * size else size
        left, base = frame.point(x, y)
        right, _ = frame.point(x + width, y)
        yield Glyph(char, left * unit, right * unit, base * unit, size * frame.scale * unit, spaced)
        spaced = False


def _places(code: _Element, axis: str, count: int, usual: float) -> list[float]:
    """Where each character is along an axis: the first one's place, then step by step."""
    start = next(iter(numbers(code.get(axis))), 0.0)
    steps = _steps(code.get(f"Delta{axis}"), count)
    missing = steps[-1] if steps else usual
    places = [start]
    for step, _ in zip(chain(steps, repeat(missing)), range(count - 1), strict=False):
        places.append(places[-1] + step)
    return places[:count]


def _steps(text: str | None, count: int) -> list[float]:
    """A list of steps, with ``g 3 5.6`` for three of 5.6."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        again = next(iter(numbers(next(words, ""))), 0.0) if word == "g" else 1.0
        value = numbers(next(words, "") if word == "g" else word)
        steps += (value or [0.0]) * min(int(again), count)
        if len(steps) >= count:
            break
    return steps


# --- lines ---------------------------------------------------------------------------------------------------


def rules(content: _Element, unit: float) -> list[Rule]:
    """The lines along and across the page that the path objects draw; none where they are a drawing."""
    found: list[Rule] = []
    for each in content.iter():
        if local(each) == "PathObject" and each.get("Visible") != "false":
            found += _drawn(each, unit)
            if len(found) > _MOST:
                return []
    return found


def _drawn(path: _Element, unit: float) -> Iterator[Rule]:
    """The straight strokes of a path; of a strip that is filled, the line that it looks like."""
    frame = _frame(path)
    data = next((each.text for each in path if local(each) == "AbbreviatedData"), None)
    for corners in _outlines(data or ""):
        places = [(x * unit, y * unit) for x, y in (frame.point(*corner) for corner in corners)]
        if path.get("Stroke") != "false":
            yield from strokes(places)
        elif path.get("Fill") == "true":
            yield from strip(places)


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; curves are passed over.

    >>> list(_outlines("M 0 0 L 5 0 L 5 5 C M 9 9 L 9 1"))
    [[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 0.0)], [(9.0, 9.0), (9.0, 1.0)]]
    """
    words = data.split()[:_MOST]
    corners: list[tuple[float, float]] = []
    place = 0
    while place < len(words):
        sign = words[place]
        count = _OPERANDS.get(sign, 0)
        values = numbers(" ".join(words[place + 1 : place + 1 + count]))
        if sign in "MSQBA" and corners:
            yield corners
            corners = []
        if sign in "MSLQBA" and count and len(values) == count:
            corners.append((values[-2], values[-1]))
        elif sign == "C" and corners:
            corners.append(corners[0])
        place += 1 + count
    if corners:
        yield corners


def _frame(element: _Element) -> _Frame:
    boundary = [*numbers(element.get("Boundary")), 0.0, 0.0]
    matrix = numbers(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return _Frame(boundary[0], boundary[1], (a, b, c, d, e, f))
