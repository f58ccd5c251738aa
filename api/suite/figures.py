"""A figure of the suite, and how times are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: a value in a unit, and what share it is of the yardstick's, where there is one.

    The higher the share the better; where the value is a time it is the yardstick's time over it. A time that is the
    median of several may have with it the first of them and the one that nineteen of twenty do not exceed.
    """

    name: str
    value: float
    unit: str
    share: float | None = None
    first: float | None = None
    late: float | None = None


def seconds(run: Callable[[], object]) -> float:
    """How long it takes, on the wall's clock."""
    start = perf_counter()
    run()
    return perf_counter() - start


def middle(times: Sequence[float]) -> float:
    """The median."""
    return median(times)


def late(times: Sequence[float], share: float = 0.95) -> float:
    """The time that nineteen of twenty, or that share of them, do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]
