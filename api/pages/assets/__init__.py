"""Libraries of the browser: which files of which packages pages use, where they lie, what their addresses are.

npm's ``package-lock.json`` has the packages with their versions and digests, ``files.toml`` the files that are used of
them. ``python -m api.pages.assets`` fetches what is not there; what only tests need goes to their folder.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_SERVED: Final = _HERE.parent / "files"
LIBRARIES: Final = _SERVED / "lib"
TESTS: Final = _HERE.parents[2] / "tests" / "libraries"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the registry: the digest of its archive (SRI) and its files that go into a folder of its own."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]
    folder: Path

    def places(self) -> dict[str, Path]:
        """Where each of its files is put."""
        return {file: self.folder / Path(file).name for file in self.files}

    def there(self) -> bool:
        """Whether all of its files are."""
        return all(place.is_file() for place in self.places().values())


def address(file: str) -> str | None:
    """Where pages find a file by its name, ``sigma.min.js``; None where it was not fetched, LookupError for no such."""
    place = _places()[file]
    return f"/pages/files/{place.relative_to(_SERVED).as_posix()}" if place.is_file() else None


@cache
def packages() -> tuple[Package, ...]:
    """The packages, those for tests only where there are tests."""
    lock = json.loads((_HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = tomllib.loads((_HERE / "files.toml").read_text(encoding="utf-8"))
    found = (_package(name, lock[f"node_modules/{name}"], kept["files"]) for name, kept in wanted.items())
    return tuple(package for package in found if package.folder.parent != TESTS or TESTS.parent.is_dir())


def _package(name: str, locked: dict[str, str], files: list[str]) -> Package:
    parent = TESTS if locked.get("dev") else LIBRARIES
    folder = parent / f"{name.rpartition('/')[2]}-{locked['version']}"
    return Package(name, locked["version"], locked["integrity"], tuple(files), folder)


@cache
def _places() -> dict[str, Path]:
    shown = (package for package in packages() if package.folder.parent == LIBRARIES)
    return {place.name: place for package in shown for place in package.places().values()}
