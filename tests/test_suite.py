"""The benchmark suite runs to its end, and no ratio to a yardstick has fallen to half of what it was."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.suite import figures
from api.suite.circumstances import circumstances
from api.suite.figures import Figure, late
from api.suite.table import keep, kept, on_paper
from tests.bench_table import fresh

pytestmark = pytest.mark.alone
LEAST = {
    "writing, derived statements and search index with it": 0.3,
    "measures-by-agency over HTTP, 8 clients": 0.2,
    "the same again, 8 clients, beside a bare FastAPI": 0.02,
    "a measure looked up by SPARQL, made anew, 8 clients, beside a bare FastAPI over the store": 0.3,
    "a measure looked up by SPARQL, kept, 8 clients, beside a bare FastAPI over the store": 0.4,
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
    assert {"reading, one core", "replacing a plan", "measures", "page measure"} <= {*found}


def test_the_table_has_a_column_a_size_and_says_what_grew(tmp_path: Path) -> None:
    columns = {
        100: [Figure("loading", 8.0, "plans/s", 0.5)],
        1000: [Figure("loading", 4.0, "plans/s"), Figure("measures", 2.0, "ms", first=9.0, late=3.0)],
    }
    for size, figures_of in columns.items():
        keep(tmp_path / "figures.json", size, figures_of, circumstances())
    page = "<!-- bench -->\nold\n<!-- /bench -->"

    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))

    assert kept(tmp_path / "figures.json") == columns
    assert {*written["100"]} >= {"date", "machine", "cores", "commit", "python", "pyoxigraph", "figures"}
    assert datetime.fromisoformat(written["1000"]["date"]) <= datetime.now(UTC)
    assert fresh(page, tmp_path / "figures.json").splitlines()[1:-1] == [
        "| figure | 100 plans | 1,000 plans | growth |",
        "|---|---|---|---|",
        "| loading | 8.00 plans/s (× 0.50) | 4.00 plans/s | × 0.50 |",
        "| measures |  | 2.00 ms (p95 3.00, first 9.00) |  |",
    ]


def test_what_a_figure_comes_to_for_more_documents_is_arithmetic() -> None:
    figures = [
        Figure("reading, one core", 0.5, "MB/s"),
        Figure("loading", 10.0, "plans/s"),
        Figure("loading, text", 0.05, "MB/s"),
        Figure("loading, statements", 18_000.0, "/s"),
        Figure("store on disk", 800.0, "kB/plan"),
    ]

    assert on_paper(figures).splitlines()[2] == "| 10,000 | 18,000,000 | 8 GB | 0.03 h | 0.28 h |"


def test_nineteen_of_twenty_times_are_not_above_the_late_one() -> None:
    assert late([float(time) for time in range(1, 101)]) == 96
    assert late([3.0]) == 3
