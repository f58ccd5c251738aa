"""Which store the service answers over: the current release of the one it was started for, or an earlier one.

A request sees one state of the graph from its beginning to its end, whatever is loaded meanwhile.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.releases import current, release

_IDLE_FILES = ("LOCK", "LOG")  # of RocksDB: they change without the data


@dataclass(frozen=True, slots=True)
class View:
    """What a request sees: the directory of a store, a token of its content, the release's id where it is one."""

    store: Path
    state: str
    release: str


VIEW: ContextVar[View] = ContextVar("view")


class Served:
    """What there is to be seen; ``current`` is what a request sees that asks for nothing else."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.current = self._now()

    def look(self) -> bool:
        """Whether there is a new release, or something has been written, since this was last asked."""
        before, self.current = self.current, self._now()
        return self.current != before

    def view(self, name: str) -> View:
        """The release of that id; NotFound where there is none, Gone where it is not kept any more."""
        return View(release(self.store, name).store, name, name)

    def _now(self) -> View:
        path = current(self.store)
        return View(path, _state(path), "" if path == self.store else path.parent.name)


def _state(path: Path) -> str:
    try:
        files = [entry for entry in path.iterdir() if not entry.name.startswith(_IDLE_FILES)]
        told = sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in files)
    except OSError:  # it is made, or swapped, just now
        return ""
    return sha256(f"{path.parent.name} {told}".encode()).hexdigest()[:16]
