"""Charts as plain numbers for a template that draws them in SVG: no script, and they print."""

from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 24, 40
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year, whose it is, what is told of it and where it is printed."""

    year: int
    value: float
    label: str
    series: str
    told: str
    href: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point in the drawing; ``colour`` counts the series."""

    x: float
    y: float
    colour: int
    point: Point


@dataclass(frozen=True, slots=True)
class Chart:
    """Dots with the ticks of both axes: place and label."""

    unit: str
    dots: tuple[Dot, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    series: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def chart(unit: str, points: tuple[Point, ...]) -> Chart:
    """The chart of these points, at least one."""
    years = range(min(point.year for point in points), max(point.year for point in points) + 1)
    low, high, step = scale([point.value for point in points])
    series = tuple(dict.fromkeys(point.series for point in points))

    def x(year: int) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (year - years[0] + 0.5) / len(years), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low), 1)

    every = ceil(len(years) / 12)
    return Chart(
        unit,
        tuple(Dot(x(each.year), y(each.value), series.index(each.series) % 7, each) for each in points),
        tuple((x(year), str(year)) for year in years[::every]),
        tuple(
            (y(tick), f"{tick:g}") for tick in (low + step * place for place in range(round((high - low) / step) + 1))
        ),
        series,
    )


def scale(values: list[float]) -> tuple[float, float, float]:
    """From where to where the axis goes, and its step: round figures around the values.

    >>> scale([90, 96.2])
    (90.0, 98.0, 2.0)
    """
    low, high = min(values), max(values)
    spread = high - low or abs(high) or 1
    step = 10 ** floor(log10(spread / _TICKS))
    step *= next(each for each in (1, 2, 5, 10) if step * each * _TICKS >= spread)
    first, last = floor(low / step) * step, ceil(high / step) * step
    return float(first), float(last if last > first else first + step), float(step)
