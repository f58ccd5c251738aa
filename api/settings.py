"""What the environment says about this installation, read once and handed on as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from graph.errors import ParameterError
from loaders.limits import USUAL, Limits

STORE_VARIABLE = "DUTYGRAPH_STORE"
LIMIT_PREFIX = "DUTYGRAPH_LIMIT_"
DEFAULT_STORE = Path("data/store")


@dataclass(frozen=True, slots=True)
class Settings:
    """``store`` is the folder of the graph; without one said, ``data/store`` under the current folder.

    ``limits`` are the most that one source may hold: DUTYGRAPH_LIMIT_SIZE, DUTYGRAPH_LIMIT_CELLS and so on change them.
    """

    store: Path = DEFAULT_STORE
    limits: Limits = USUAL


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment holds.

    >>> settings({"DUTYGRAPH_STORE": "/srv/duties"}).store.as_posix()
    '/srv/duties'
    >>> settings({"DUTYGRAPH_LIMIT_CELLS": "500"}).limits.cells
    500
    """
    return Settings(Path(environment.get(STORE_VARIABLE) or DEFAULT_STORE), _limits(environment))


def _limits(environment: Mapping[str, str]) -> Limits:
    """The usual limits with those that the environment sets; ParameterError where one is no whole number from 1."""
    said = {each.name: environment.get(f"{LIMIT_PREFIX}{each.name.upper()}") for each in fields(Limits)}
    for name, value in said.items():
        if value and not (value.isascii() and value.isdecimal() and int(value)):
            raise ParameterError(f"{LIMIT_PREFIX}{name.upper()}", f"{value!r} is no whole number from 1")
    return replace(USUAL, **{name: int(value) for name, value in said.items() if value})
