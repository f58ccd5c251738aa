"""The file of the search index, of which a release has a snapshot without a copy being made of it at each.

SQLite's write-ahead log does it (https://www.sqlite.org/wal.html): as long as a release has the file itself as a hard
link, nothing is written to it; what changes stands in the log alone, and a snapshot is a link to the file and a copy of
the log. Once the log is so long that copying it costs more than copying the file now and then, the file gets a copy
with the log in it, and that is written from then on.

A snapshot is read by each reader for itself, without locks and without a file of shared memory, which SQLite would
have in common for all links to one file, whatever their logs.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from shutil import copyfile
from urllib.parse import quote

_LIVE, _FIXED = ".search", ".searched"
_PAGES = 1000  # of the log, after which they go into a file that no release has
_A_CHANGE = 1 << 20  # bytes that the log grows by, about
_ALONE = "&vfs=unix-none" if os.name == "posix" else ""


def beside(store: Path) -> Path:
    """The file that goes with the store in that directory: the snapshot, where it is a release's."""
    fixed = store.with_name(f"{store.name}{_FIXED}")
    return fixed if fixed.is_file() else store.with_name(f"{store.name}{_LIVE}")


@contextmanager
def written(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """A connection that writes into the file, which is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    linked = path.is_file() and path.stat().st_nlink > 1
    with _kept_apart(path) if linked else nullcontext(), _opened(path, "rwc") as connection:  # closed before the other
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {0 if linked else _PAGES}")
        connection.executescript(schema)
        with connection:
            yield connection
    if linked and _size(_log(path)) > (_A_CHANGE * _size(path)) ** 0.5:  # where both together cost least
        _renewed(path)


@contextmanager
def read(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads from the file."""
    with _opened_fixed(path) if path.name.endswith(_FIXED) else _opened(path, "ro") as connection:
        yield connection


def snapshot(path: Path, store: Path) -> None:
    """Has beside that store what is in the file now, which nobody is to be writing; nothing where there is no file."""
    if not path.is_file():
        return
    fixed = store.with_name(f"{store.name}{_FIXED}")
    fixed.hardlink_to(path)
    if _size(_log(path)):
        copyfile(_log(path), _log(fixed))


def _opened(path: Path, mode: str) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True))


@contextmanager
def _opened_fixed(path: Path) -> Iterator[sqlite3.Connection]:
    if not _log(path).is_file():
        with _opened(path, "ro&immutable=1") as connection:
            yield connection
        return
    with _opened(path, f"ro{_ALONE}") as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


@contextmanager
def _kept_apart(path: Path) -> Iterator[None]:
    """Keeps the log out of the file: the last connection to be closed would put it in, did it not only read."""
    with _opened(path, "ro") as last:
        last.execute("SELECT COUNT(*) FROM sqlite_master").fetchall()
        yield


def _renewed(path: Path) -> None:
    """Puts a file with all of the log in it in the place of this one, at any moment one of the two, whole."""
    fresh = path.with_name(f"{path.name}.new")
    copyfile(_log(path), _log(fresh))
    copyfile(path, fresh)
    with _opened(fresh, "rw") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    fresh.replace(path)  # the log of before has nothing that is not in it
    for rest in ("-wal", "-shm"):
        path.with_name(f"{path.name}{rest}").unlink(missing_ok=True)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
