"""Drawn lines to tables: the cells that they enclose, on the grid of their places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.formats.sheet import Rule

_NEAR = 3.0  # points: lines so near stand on one
_SHORTEST = 6.0
_THIN = 3.0
_MOST_RULES = 500  # of a page, those that touch made one; a drawing has more
_MOST_SQUARES = 10_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its place on the page, and the rows and columns of the grid that it covers (half open)."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of cells, in reading order."""

    x0: float
    y0: float
    x1: float
    y1: float
    boxes: tuple[Box, ...]


def ruled(rules: Iterable[Rule]) -> list[Ruled]:
    """The tables that the lines of a page draw, from the top."""
    across = _merged([rule for rule in rules if rule.y0 == rule.y1 and rule.x1 - rule.x0 >= _SHORTEST])
    down = _merged([_turned(rule) for rule in rules if rule.x0 == rule.x1 and rule.y1 - rule.y0 >= _SHORTEST])
    if len(across) + len(down) > _MOST_RULES:
        return []
    groups = _groups(across, [_turned(rule) for rule in down])
    tables = (_table(*group) for group in groups)
    return sorted((table for table in tables if table), key=lambda table: (table.y0, table.x0))


def strokes(corners: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    """The lines between corners that are along the page or across it."""
    for (x0, y0), (x1, y1) in pairwise(corners):
        if abs(y1 - y0) < 1 < abs(x1 - x0):
            yield Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)
        elif abs(x1 - x0) < 1 < abs(y1 - y0):
            yield Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))


def strip(corners: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    """The line that a filled shape with these corners looks like, where it is a thin strip."""
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    middle = (xs[0] + xs[-1]) / 2, (ys[0] + ys[-1]) / 2
    if ys[-1] - ys[0] < _THIN:
        yield from strokes([(xs[0], middle[1]), (xs[-1], middle[1])])
    elif xs[-1] - xs[0] < _THIN:
        yield from strokes([(middle[0], ys[0]), (middle[0], ys[-1])])


def _turned(rule: Rule) -> Rule:
    return Rule(rule.y0, rule.x0, rule.y1, rule.x1)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines across with those on one height that touch made one."""
    heights = dict(zip(*_snapped([rule.y0 for rule in rules]), strict=True)) if rules else {}
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (heights[each.y0], each.x0)):
        last = merged[-1] if merged else None
        if last and last.y0 == heights[rule.y0] and rule.x0 <= last.x1 + _NEAR:
            merged[-1] = Rule(last.x0, last.y0, max(last.x1, rule.x1), last.y0)
        else:
            merged.append(Rule(rule.x0, heights[rule.y0], rule.x1, heights[rule.y0]))
    return merged


def _snapped(places: Iterable[float]) -> tuple[list[float], list[float]]:
    """The places, and for each the first of those that stand near together."""
    ordered = sorted(set(places))
    snapped: list[float] = []
    for place in ordered:
        near = bool(snapped) and place - snapped[-1] <= _NEAR
        snapped.append(snapped[-1] if near else place)
    return ordered, snapped


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together by crossing or touching one another."""
    left = set(range(len(down)))
    unseen = set(range(len(across)))
    while unseen:
        rows, columns = {unseen.pop()}, set[int]()
        fresh = set(rows)
        while fresh:
            crossing = {place for place in left if any(_touch(across[row], down[place]) for row in fresh)}
            left -= crossing
            columns |= crossing
            fresh = {row for row in unseen if any(_touch(across[row], down[place]) for place in crossing)}
            unseen -= fresh
            rows |= fresh
        if len(rows) > 1 and columns:
            yield [across[row] for row in rows], [down[column] for column in columns]


def _touch(across: Rule, down: Rule) -> bool:
    return across.x0 - _NEAR <= down.x0 <= across.x1 + _NEAR and down.y0 - _NEAR <= across.y0 <= down.y1 + _NEAR


def _table(across: Sequence[Rule], down: Sequence[Rule]) -> Ruled | None:
    """The table that lines draw; None where they enclose no two cells. Its outer edges need not be drawn."""
    xs = _places([rule.x0 for rule in down], [rule.x0 for rule in across], [rule.x1 for rule in across])
    ys = _places([rule.y0 for rule in across], [rule.y0 for rule in down], [rule.y1 for rule in down])
    if len(xs) * len(ys) > _MOST_SQUARES:
        return None
    cells = _cells(_Grid(xs, ys, across, down))
    boxes = tuple(
        Box(xs[left], ys[top], xs[right], ys[bottom], top, left, bottom - top, right - left)
        for top, left, bottom, right in cells
    )
    return Ruled(xs[0], ys[0], xs[-1], ys[-1], boxes) if len(boxes) > 1 else None


def _places(lines: Iterable[float], starts: Iterable[float], ends: Iterable[float]) -> list[float]:
    """The places of a grid's lines one way, with its outer edges as far as the lines the other way reach."""
    return sorted({*_snapped([*lines, min(starts), max(ends)])[1]})


@dataclass(frozen=True, slots=True)
class _Grid:
    xs: Sequence[float]
    ys: Sequence[float]
    across: Sequence[Rule]
    down: Sequence[Rule]

    def parted_below(self, row: int, column: int) -> bool:
        middle, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row + 1]
        return any(abs(rule.y0 - y) <= _NEAR and rule.x0 < middle < rule.x1 for rule in self.across)

    def parted_right(self, row: int, column: int) -> bool:
        middle, x = (self.ys[row] + self.ys[row + 1]) / 2, self.xs[column + 1]
        return any(abs(rule.x0 - x) <= _NEAR and rule.y0 < middle < rule.y1 for rule in self.down)


def _cells(grid: _Grid) -> list[tuple[int, int, int, int]]:
    """The cells of a grid (top, left, bottom, right; half open): squares with no line between them are one cell."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in owner:
                free = next((x for x in range(column + 1, columns) if (row, x) in owner), columns)
                cell = _grown(grid, row, column, rows, free)
                owner |= {(y, x): cell for y in range(row, cell[2]) for x in range(column, cell[3])}
    return sorted(set(owner.values()))


def _grown(grid: _Grid, row: int, column: int, rows: int, free: int) -> tuple[int, int, int, int]:
    """The cell whose upper left square is given: to the right as far as no line parts it, then down."""
    right = column + 1
    while right < free and not grid.parted_right(row, right - 1):
        right += 1
    bottom = row + 1
    while bottom < rows and not any(grid.parted_below(bottom - 1, x) for x in range(column, right)):
        bottom += 1
    return row, column, bottom, right
