"""Which store the service answers over at the moment: the current release of the one it was started for."""

from hashlib import sha256
from pathlib import Path

from graph.releases import current

_IDLE_FILES = ("LOCK", "LOG")  # of RocksDB: they change without the data


class Served:
    """The directory that is read, and a token that is another one whenever its content is."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.path = current(store)
        self.state = _state(self.path)

    def look(self) -> bool:
        """Whether there is a new release, or something has been written, since this was last asked."""
        path = current(self._store)
        state = _state(path)
        changed = (path, state) != (self.path, self.state)
        self.path, self.state = path, state
        return changed


def _state(path: Path) -> str:
    try:
        files = [entry for entry in path.iterdir() if not entry.name.startswith(_IDLE_FILES)]
        told = sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in files)
    except OSError:  # it is made, or swapped, just now
        return ""
    return sha256(f"{path.parent.name} {told}".encode()).hexdigest()[:16]
