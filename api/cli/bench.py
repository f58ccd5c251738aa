"""``dutygraph bench``: how fast this machine reads documents, loads them and answers, beside yardsticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import RenderableType

from api.bench import WHOLE, YARDSTICK, Speed, cold_load, speeds
from api.cli.console import notices, out
from api.cli.messages import Messages
from api.cli.tables import table
from api.settings import Settings
from api.suite import figures
from api.suite.circumstances import circumstances
from api.suite.table import cell, keep, kept, markdown
from graph.model import SourceFile
from loaders.made import plan
from loaders.read import decode, find, read

_ONLY = 3  # a cold load takes seconds: more runs tell little more


@dataclass(frozen=True, slots=True)
class _Column:
    """A set of documents and the speed of each step over it."""

    name: str
    speeds: tuple[Speed, ...]

    def rate(self, step: str) -> float:
        """Megabytes a second of a step."""
        return next(speed.megabytes for speed in self.speeds if speed.step == step)

    def share(self, step: str) -> float:
        """A step's speed as a share of the yardstick's."""
        return self.rate(step) / self.rate(YARDSTICK)


def command(say: Messages, _: Settings) -> click.Command:
    """The command ``bench``."""

    @click.command("bench", help=say.bench)
    @click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
    @click.option("--made", type=click.IntRange(min=0), default=200, help=say.made)
    @click.option("--runs", type=click.IntRange(min=1), default=5, help=say.runs)
    @click.option("--plans", type=click.IntRange(min=1), multiple=True, help=say.plans)
    @click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help=say.figures_kept)
    def run(paths: tuple[Path, ...], made: int, runs: int, plans: tuple[int, ...], file: Path | None) -> None:
        if plans or file:
            _suite(say, plans, file)
            return
        with as_file(files("loaders") / "samples") as samples:
            columns = list(_columns(paths, samples, made, runs))
            out().print(_table(say, columns))
            for column in columns:
                figures = {
                    "size": column.speeds[0].size / 1e6,
                    "rate": column.rate(WHOLE),
                    "share": column.share(WHOLE),
                }
                out().print(say.share.format(name=column.name, yardstick=YARDSTICK, **figures), markup=False)
            given = paths or (samples,)
            notices().print(say.loading_cold)
            seconds = cold_load(given, min(runs, _ONLY))
            out().print(say.loaded_cold.format(count=len(find(given)), seconds=f"{seconds:.2f}"))

    return run


def _suite(say: Messages, sizes: Sequence[int], file: Path | None) -> None:
    """Prints the figures of the suite, a column a number of plans, with those that the file holds; keeps them there."""
    columns = kept(file) if file else {}
    for size in sizes:
        columns[size], told = [], circumstances()
        for figure in figures(size):
            columns[size].append(figure)
            if file:  # at once: what was measured stays, whatever comes after
                keep(file, size, columns[size], told)
            notices().print(f"{size:,}: {figure.name}: {cell(figure)}", markup=False, highlight=False)
    headings = {size: say.of_plans.format(plans=size) for size in columns}
    click.echo(markdown(columns, headings, say.figure, say.growth))


def _columns(paths: Sequence[Path], samples: Path, made: int, runs: int) -> list[_Column]:
    sets: dict[str, list[SourceFile]] = {
        ", ".join(dict.fromkeys(path.parent.name for path in paths)): _files(paths),
        samples.name: _files((samples,)),
        f"made {made}": [decode(f"{seed}.txt", plan(seed).text.encode()) for seed in range(made)],
    }
    return [_Column(name, speeds(sources, runs)) for name, sources in sets.items() if sources]


def _files(paths: Sequence[Path]) -> list[SourceFile]:
    return [read(place) for _, place in find(paths)]


def _table(say: Messages, columns: Sequence[_Column]) -> RenderableType:
    headings = [say.step, *(heading for column in columns for heading in (f"{column.name} MB/s", f"÷ {say.yard}"))]
    steps = [speed.step for speed in columns[0].speeds]
    rows = [
        [step, *(f"{figure:.2f}" for column in columns for figure in (column.rate(step), column.share(step)))]
        for step in steps
    ]
    return table(headings, rows)
