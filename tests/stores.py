"""Stores on disk as the command line loads them: of the samples, and of the real plans where they are."""

from importlib.resources import files
from pathlib import Path

from click.testing import CliRunner

from api.cli import command
from tests.evaluate import SHARED


def samples(folder: Path) -> Path:
    return loaded(folder, Path(str(files("loaders") / "samples")))


def plans(folder: Path) -> Path:
    return loaded(folder, *sorted((SHARED / "documents").glob("00*.txt")))


def loaded(folder: Path, *sources: Path) -> Path:
    """The store of these files in that folder."""
    done = CliRunner().invoke(command({}), ["load", *map(str, sources), "--store", str(folder / "store")])
    assert done.exit_code == 0, done.output
    return folder / "store"
