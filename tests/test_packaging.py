"""The wheel: what is in it, and that it works away from the checkout."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ontology", "graph", "loaders", "queries", "api")
DATA = (".ttl", ".rq", ".toml", ".csv", ".txt", ".tsv", ".json", ".css", ".html", ".svg", ".js", ".gz")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    built, installed = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    return installed


def shipped(folder: Path) -> Iterator[str]:
    for package in PACKAGES:
        for path in (folder / package).rglob("*"):
            if path.suffix in {".py", *DATA} and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix()


def test_the_wheel_has_every_module_and_data_file_and_nothing_else_at_the_top(installed: Path) -> None:
    assert sorted(shipped(installed)) == sorted(shipped(ROOT))
    assert {path.name for path in installed.iterdir()} == {*PACKAGES, f"dutygraph-{version('dutygraph')}.dist-info"}


def test_the_wheel_makes_the_command(installed: Path) -> None:
    (points,) = installed.glob("*.dist-info/entry_points.txt")

    assert points.read_text().split() == ["[console_scripts]", "dutygraph", "=", "api.cli:main"]


def test_the_installed_program_loads_and_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(installed), "DUTYGRAPH_STORE": str(tmp_path / "store")}

    def python(*arguments: str) -> str:
        run = [sys.executable, "-P", *arguments]
        done = subprocess.run(run, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    assert python("-c", "import api; print(api.__file__)").strip() == str(installed / "api" / "__init__.py")
    python("-m", "api", "load", str(installed / "loaders" / "samples"))
    assert "省生态环境厅" in python("-m", "api", "query", "measures-by-agency", "--agency", "省生态环境厅")
