"""The benchmark suite runs to its end, and no ratio to a yardstick has fallen to half of what it was."""

import pytest

from api.suite import figures
from api.suite.figures import Figure, late

LEAST = {
    "writing, derived statements and search index with it": 0.25,
    "measures-by-agency over HTTP, 8 clients": 0.1,
    "what is said of a measure, SPARQL over HTTP, 8 clients, beside a bare FastAPI over the store": 0.3,
}
"""Half, at most, of the shares in the table of ``api/README.md``."""


@pytest.fixture(scope="module")
def found() -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(12, lasting=0.5)}


@pytest.mark.parametrize("name", LEAST)
def test_no_share_of_a_yardstick_has_fallen_by_half(name: str, found: dict[str, Figure]) -> None:
    share = found[name].share

    assert share is not None
    assert share >= LEAST[name]


def test_every_figure_is_more_than_nothing(found: dict[str, Figure]) -> None:
    assert [name for name, figure in found.items() if not figure.value > 0] == []
    assert {"reading, one core", "replacing a plan", "any of these, p95"} <= {*found}


def test_nineteen_of_twenty_times_are_not_above_the_late_one() -> None:
    assert late([float(time) for time in range(1, 101)]) == 96
    assert late([3.0]) == 3
