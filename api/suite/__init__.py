"""The benchmark suite: made plans are read, loaded, asked about and served, each figure beside a yardstick.

A yardstick does the least that the work could be, in the same run on the same machine: a bare bulk load of the same
quads, a bare FastAPI, the queries within this process; or it is another's: Virtuoso, where it is installed. Ratios can
be compared between machines; figures cannot.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from api.suite import asking, loading, pages, serving, virtuoso
from api.suite.figures import Figure
from loaders.made import plan

__all__ = ["Figure", "figures"]


def figures(plans: int, lasting: float = 3.0) -> Iterator[Figure]:
    """The figures for so many plans, always the same ones, as they are measured; servers are asked so many seconds."""
    with TemporaryDirectory() as folder:
        sources, store = Path(folder) / "plans", Path(folder) / "store"
        sources.mkdir()
        for seed in range(plans):
            (sources / f"plan-{seed:05}.txt").write_text(plan(seed).text, encoding="utf-8")
        yield from loading.figures(sources, store)
        yield from asking.figures(store)
        yield from pages.figures(store)
        yield from serving.figures(store, lasting)
        yield from loading.replacing(sources, store)
        yield from virtuoso.figures(store)
