"""What the environment says about this installation, read once and handed on as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STORE_VARIABLE = "DUTYGRAPH_STORE"
DEFAULT_STORE = Path("data/store")


@dataclass(frozen=True, slots=True)
class Settings:
    """``store`` is the folder of the graph; without one said, ``data/store`` under the current folder."""

    store: Path = DEFAULT_STORE


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment holds.

    >>> settings({"DUTYGRAPH_STORE": "/srv/duties"}).store.as_posix()
    '/srv/duties'
    """
    return Settings(Path(environment.get(STORE_VARIABLE) or DEFAULT_STORE))
