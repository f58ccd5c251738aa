"""The benchmark runs and tells every step; what it measures is not tested, for machines differ."""

import re

from click.testing import CliRunner

from api.bench import WHOLE, YARDSTICK, best, speeds
from api.cli import command
from loaders.made import plan
from loaders.read import decode


def test_every_step_takes_time_and_the_yardstick_stands_first() -> None:
    found = speeds([decode("made.txt", plan(1).text.encode())], runs=1)

    assert found[0].step == YARDSTICK
    assert WHOLE in {speed.step for speed in found}
    assert all(speed.seconds > 0 and speed.megabytes > 0 for speed in found)
    assert {speed.size for speed in found} == {len(plan(1).text.encode())}


def test_the_best_run_counts_and_the_first_is_left_out() -> None:
    ticks = iter([0, 9, 10, 12, 20, 25])
    runs: list[None] = []

    assert best(lambda: runs.append(None), 3, lambda: next(ticks)) == 2
    assert len(runs) == 4


def test_the_command_prints_a_row_a_step_and_the_cold_load() -> None:
    result = CliRunner().invoke(command({"LANG": "en_GB.UTF-8"}), ["bench", "--made", "1", "--runs", "1"])

    assert result.exit_code == 0, result.output
    assert len(re.findall(r"^│ \w", result.stdout, re.MULTILINE)) == len(
        speeds([decode("made.txt", plan(1).text.encode())], runs=1)
    )
    assert re.search(r"\d+ documents loaded cold .* \d+\.\d+ s", result.stdout)
