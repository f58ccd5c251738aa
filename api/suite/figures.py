"""A figure of the suite, and how times are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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


def least(*runs: Callable[[int], object], rounds: int = 3) -> tuple[float, ...]:
    """The seconds of each at its best: they take turns, so that what else the machine does befalls all of them alike.

    Each is told which round it is.
    """
    times = [[seconds(partial(run, number)) for run in runs] for number in range(rounds)]
    return tuple(map(min, zip(*times, strict=True)))


def middle(times: Sequence[float]) -> float:
    """The median."""
    return median(times)


def late(times: Sequence[float], share: float = 0.95) -> float:
    """The time that nineteen of twenty, or that share of them, do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]
