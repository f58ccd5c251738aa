"""The directory of a store on disk: whether it is one, what is wrong with it, and the weight of what it holds.

The weight (``Holdings.state``) stands in a file of its own among the engine's, so that whoever opens a large store need
not read all of its runs. Whoever writes takes the file away first: where it is, nothing was written since.
"""

import os
from pathlib import Path

from graph.errors import StoreError

_POINTER = "CURRENT"  # RocksDB's, to its manifest
_WEIGHT = "dutygraph.weight"


def is_store(path: Path) -> bool:
    """Whether the engine has a store there."""
    return (path / _POINTER).is_file()


def is_empty(path: Path) -> bool:
    """Whether it is a directory with nothing in it."""
    return path.is_dir() and not any(path.iterdir())


def weighed(path: Path) -> int | None:
    """The weight of the runs in the store, None where it is not known."""
    try:
        return int((path / _WEIGHT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def note(path: Path, weight: int | None) -> None:
    """Keeps the weight, where it is known, until something is written."""
    if weight is None or (path / _WEIGHT).is_file():
        return  # nothing was
    fresh = path / f"{_WEIGHT}.{os.getpid()}"
    fresh.write_text(f"{weight}\n", encoding="ascii")
    fresh.replace(path / _WEIGHT)


def forget(path: Path) -> None:
    """To be called before anything is written."""
    (path / _WEIGHT).unlink(missing_ok=True)


def unusable(path: Path, what: str, fault: Exception) -> StoreError:
    """The fault with its remedy."""
    if "lock" in str(fault).lower():
        remedy = "another process has it open for writing: stop that one first"
    elif isinstance(fault, OSError):
        remedy = "check that it is a directory with its permissions set"
    else:
        remedy = "its files are damaged: load the documents into a new directory"
    return StoreError(f"{path}: {what}: {remedy} ({fault})")
