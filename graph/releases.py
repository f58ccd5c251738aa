"""Releases: whole snapshots of a store beside it, of which one is served; loading goes on in the store itself.

A release is a folder ``<store>.releases/<id>/`` with the store and its search index (``graph.index_file``), made of
hard links in an instant, complete from the moment it has its name, and never written again. The file ``current`` names
the one that is served; it is replaced in one step, so that a reader sees the old release or the new one.
"""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from graph import index_file
from graph.errors import Gone, NotFound, StoreError
from graph.store import Store

KEPT = 5
_POINTER = "current"
_STORE = "store"
_MOMENT = "%Y%m%dT%H%M%S%fZ"
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Release:
    """A snapshot; ids sort by their moment, to the microsecond."""

    id: str
    path: Path
    is_current: bool

    @property
    def store(self) -> Path:
        """The directory of its store."""
        return self.path / _STORE

    @property
    def made(self) -> datetime:
        """The moment at which it was made."""
        return datetime.strptime(self.id.partition("-")[0], _MOMENT).replace(tzinfo=UTC)


def current(store: Path) -> Path:
    """The directory to read: that of the current release, or the store itself where nothing was published."""
    name = _pointed(store)
    return _folder(store) / name / _STORE if name else store


def releases(store: Path) -> tuple[Release, ...]:
    """The releases that are kept, the latest first."""
    pointed = _pointed(store)
    folder = _folder(store)
    names = sorted((entry.name for entry in folder.iterdir()), reverse=True) if folder.is_dir() else []
    return tuple(Release(name, folder / name, name == pointed) for name in names if _ID.fullmatch(name))


def release(store: Path, name: str) -> Release:
    """The release of that id; NotFound tells which there are, Gone that it is older than all of them."""
    kept = releases(store)
    for each in kept:
        if each.id == name:
            return each
    there_are = f"there are {', '.join(each.id for each in kept) or 'none'}"
    if kept and _ID.fullmatch(name) and name < kept[-1].id:
        raise Gone(f"the release {name} is not kept any more; {there_are}")
    raise NotFound(f"no release {name!r}; {there_are}")


def publish(
    graph: Store, store: Path, kept: int = KEPT, clock: Clock | None = None, token: str | None = None
) -> Release:
    """Makes a release of the store as it is now and has it served; one that is the same as the current is that.

    ``token`` tells releases apart where the state of the store's documents does not: eight hexadecimal digits.
    """
    now, state = (clock or (lambda: datetime.now(UTC)))(), token or graph.state()[:8]
    pointed = _pointed(store)
    if pointed and pointed.endswith(state):
        return release(store, pointed)
    name = f"{now:{_MOMENT}}-{state}"
    try:
        _snapshot(graph, store, name)
        _point(store, name)
        _prune(store, kept)
    except (OSError, RuntimeError) as fault:
        raise StoreError(f"{_folder(store)}: no release can be made ({fault})") from fault
    return release(store, name)


def use(store: Path, name: str) -> Release:
    """Has that release served, an earlier one say; NotFound where it is not kept."""
    _point(store, release(store, name).id)
    return release(store, name)


def _folder(store: Path) -> Path:
    return store.with_name(f"{store.name}.releases")


def _pointed(store: Path) -> str | None:
    """The id that the pointer holds, as long as there is such a release."""
    try:
        name = (_folder(store) / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _ID.fullmatch(name) and (_folder(store) / name).is_dir() else None


def _snapshot(graph: Store, store: Path, name: str) -> None:
    folder = _folder(store)
    folder.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix="making-", dir=folder))
    try:
        graph.backup(making / _STORE)
        index_file.snapshot(index_file.beside(store), making / _STORE)
        making.chmod(0o755)
        making.rename(folder / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _point(store: Path, name: str) -> None:
    fresh = _folder(store) / f"{_POINTER}.new"
    with fresh.open("w", encoding="ascii") as output:
        output.write(f"{name}\n")
        output.flush()
        os.fsync(output.fileno())
    fresh.replace(_folder(store) / _POINTER)


def _prune(store: Path, kept: int) -> None:
    """Takes away the oldest releases; a reader that has one open goes on with it."""
    for old in releases(store)[max(1, kept) :]:
        if not old.is_current:
            shutil.rmtree(old.path, ignore_errors=True)
