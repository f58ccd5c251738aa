"""A chart of any answer whose columns fit: bars for names and a figure, a line for years or days and a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.pages.charts import scale
from api.pages.rendering import short
from api.pages.sparql.results import Grid
from graph.solutions import Solutions, Value

WIDTH = 720
_LEFT, _RIGHT, _TOP, _BOTTOM = 216, 72, 8, 30
_EACH = 24  # pixels of height of a bar
_BARS, _LABEL = 60, 16
_TALL, _MARGIN, _TICKS = 320, 64, 8
_YEARS = range(1000, 3000)


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, from the left to ``x``, or a dot; ``label`` is cut, ``told`` is all there is to say."""

    x: float
    y: float
    label: str
    value: str
    told: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of column ``y`` over column ``x``, with what else could be chosen; ``left_out`` counts rows."""

    kind: str
    x: str
    y: str
    names: tuple[str, ...]
    figures: tuple[str, ...]
    marks: tuple[Mark, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    path: str
    height: float
    left_out: int
    width: int = WIDTH
    left: int = _LEFT


@dataclass(frozen=True, slots=True)
class _Row:
    name: Value
    figure: float
    label: str
    href: str | None


def plot(found: Solutions, grid: Grid, x: str = "", y: str = "") -> Plot | None:
    """The chart, of the columns asked for where they fit; None where no two columns do."""
    figures = tuple(name for name in found.variables if _are(found, name, int, float, Decimal))
    over = x if x in found.variables else _natural(found, figures)
    named = tuple(name for name in found.variables if name not in figures or _is_time(found, name))
    chosen = y if y in figures and y != over else next((name for name in figures if name != over), "")
    if not over or not chosen:
        return None
    rows = _rows(found, grid, over, chosen)
    drawn = _line if _is_time(found, over) else _bars
    return drawn(rows, over, chosen, (tuple(dict.fromkeys((*named, over))), figures))


def _natural(found: Solutions, figures: Sequence[str]) -> str:
    """The column that a chart goes over: one of times, else the first that is no figure."""
    times = (name for name in found.variables if _is_time(found, name) and {*figures} - {name})
    others = (name for name in found.variables if name not in figures)
    return next(times, "") or next(others, "")


def _values(found: Solutions, name: str) -> list[Value]:
    return [value for value in found.column(name) if value is not None]


def _are(found: Solutions, name: str, *kinds: type) -> bool:
    values = _values(found, name)
    return bool(values) and all(isinstance(value, kinds) and not isinstance(value, bool) for value in values)


def _is_time(found: Solutions, name: str) -> bool:
    """Whether the column holds days or years: whole numbers of four digits under a heading that says so."""
    if _are(found, name, date):
        return True
    return "year" in name.lower() and _are(found, name, int) and all(value in _YEARS for value in found.column(name))


def _rows(found: Solutions, grid: Grid, x: str, y: str) -> list[_Row]:
    over, of = found.variables.index(x), found.variables.index(y)
    return [
        _Row(row[over] or "", float(str(row[of])), cells[over].text, cells[over].href)
        for row, cells in zip(found.rows, grid.rows, strict=False)
        if row[of] is not None and row[over] is not None
    ]


def _bars(rows: list[_Row], x: str, y: str, names: tuple[tuple[str, ...], tuple[str, ...]]) -> Plot:
    shown = rows[:_BARS]
    low, high, step = scale([0.0, *(row.figure for row in shown)])
    height = _TOP + _EACH * len(shown) + _BOTTOM

    def place(value: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low), 1)

    marks = (
        Mark(place(row.figure), _TOP + _EACH * number, short(row.label, _LABEL), *_told(row), row.href)
        for number, row in enumerate(shown)
    )
    return Plot("bar", x, y, *names, tuple(marks), _ticks(low, high, step, place), (), "", height, len(rows) - _BARS)


def _line(rows: list[_Row], x: str, y: str, names: tuple[tuple[str, ...], tuple[str, ...]]) -> Plot:
    ordered = sorted(rows, key=lambda row: _when(row.name))
    first, last = _when(ordered[0].name), _when(ordered[-1].name)
    low, high, step = scale([row.figure for row in ordered])

    def across(when: float) -> float:
        return round(_MARGIN + (WIDTH - 2 * _MARGIN) * (when - first) / (last - first or 1), 1)

    def up(value: float) -> float:
        return round(_TALL - _BOTTOM - (_TALL - _BOTTOM - 2 * _TOP) * (value - low) / (high - low), 1)

    marks = tuple(Mark(across(_when(row.name)), up(row.figure), row.label, *_told(row), row.href) for row in ordered)
    each = dict.fromkeys((mark.x, mark.label) for mark in marks)
    labels = tuple(each)[:: max(1, -(-len(each) // _TICKS))]
    once = len({mark.x for mark in marks}) == len(marks)  # else no line leads through them
    path = " ".join(f"{mark.x},{mark.y}" for mark in marks) if once else ""
    return Plot("line", x, y, *names, marks, labels, _ticks(low, high, step, up), path, _TALL, 0, left=_MARGIN)


def _when(value: Value) -> float:
    return value.toordinal() if isinstance(value, date) else float(str(value))


def _told(row: _Row) -> tuple[str, str]:
    return f"{row.figure:g}", f"{row.label}: {row.figure:g}"


def _ticks(low: float, high: float, step: float, place: Callable[[float], float]) -> tuple[tuple[float, str], ...]:
    steps = (low + step * number for number in range(round((high - low) / step) + 1))
    return tuple((place(tick), f"{tick:g}") for tick in steps)
