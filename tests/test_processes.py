"""Work shared among processes: in order, and nothing lost when one of them is killed."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from api.loading.processes import Lost, Processes, sensible


def nothing() -> None:
    pass


def squared(number: int) -> int:
    return number * number


def deadly(number: int, deaths: Path) -> int:
    """Kills its process at 7 always, at 3 the first time."""
    if number == 7 or (number == 3 and not deaths.exists()):
        deaths.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("count", [0, 1, 2])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    with Processes(count, nothing) as processes:
        assert list(processes.each(squared, range(50))) == [number * number for number in range(50)]


def test_a_task_that_ends_its_process_is_told_and_no_other_is_lost(tmp_path: Path) -> None:
    with Processes(2, nothing) as processes:
        found = list(processes.each(partial(deadly, deaths=tmp_path / "died"), range(20)))

        assert found == [*range(7), Lost(7), *range(8, 20)]
        assert list(processes.each(squared, [3])) == [9]


def test_an_error_of_the_work_is_raised_where_its_result_is_asked_for() -> None:
    with Processes(1, nothing) as processes, pytest.raises(ZeroDivisionError):
        list(processes.each(partial(divmod, 1), [1, 0]))


def test_only_a_bounded_number_of_tasks_is_taken_ahead() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with Processes(1, nothing) as processes:
        results = processes.each(squared, tasks())
        assert [next(results) for _ in range(10)] == [squared(number) for number in range(10)]
        assert len(taken) <= 14
        assert len(list(results)) == 990


@pytest.mark.parametrize(("tasks", "least", "most"), [(0, 0, 0), (1, 0, 0), (3, 0, 1), (1000, 0, os.cpu_count() or 1)])
def test_processes_are_begun_where_they_are_worth_it(tasks: int, least: int, most: int) -> None:
    assert least <= sensible(tasks, few=4) <= most
