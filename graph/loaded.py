"""What was loaded from which files: beside the store, so that what is in the store already is not read again.

It is a memory and no more: everything in it can be had again by reading, and what it says of a document counts only as
long as the store has that very document (``Store.holds``). Written after the store, it never runs ahead of it.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from graph.errors import StoreError
from graph.model import Copy

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS files (digest TEXT, name TEXT, edition TEXT, alike TEXT, size INTEGER, media_type TEXT,
  encoding TEXT, PRIMARY KEY (digest, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS groups (signature TEXT PRIMARY KEY, edition TEXT, documents TEXT) WITHOUT ROWID;
"""
_FILE = "SELECT alike, size, media_type, encoding FROM files WHERE digest = ? AND name = ? AND edition = ?"
_GROUP = "SELECT documents FROM groups WHERE signature = ? AND edition = ?"


@dataclass(frozen=True, slots=True)
class Known:
    """A document that was loaded: its key, the run that made its graphs, the keys of its files, how much is in it."""

    key: str
    run: str
    files: tuple[str, ...]
    counts: tuple[int, ...]


class Loaded:
    """What is known of files, and of groups of files by a signature of all that goes into reading them."""

    def __init__(self, connection: sqlite3.Connection, edition: str) -> None:
        self._connection = connection
        self._edition = edition

    def file(self, digest: str, name: str) -> tuple[str, Copy] | None:
        """What the text of a file is like and the file itself, where this edition of the reader has seen it."""
        row = self._connection.execute(_FILE, (digest, name, self._edition)).fetchone()
        return (row[0], Copy(name, digest, *row[1:])) if row else None

    def put_file(self, alike: str, copy: Copy) -> None:
        """Remembers what the text of a file is like."""
        row = (copy.sha256, copy.name, self._edition, alike, copy.size, copy.media_type, copy.encoding)
        self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def documents(self, signature: str) -> tuple[Known, ...]:
        """The documents that this edition made of the group with that signature, none where it is not known."""
        row = self._connection.execute(_GROUP, (signature, self._edition)).fetchone()
        told = json.loads(row[0]) if row else ()
        return tuple(Known(key, run, tuple(files), tuple(counts)) for key, run, files, counts in told)

    def put_documents(self, signature: str, documents: Sequence[Known]) -> None:
        """Remembers what came of a group."""
        told = json.dumps([(each.key, each.run, each.files, each.counts) for each in documents])
        self._connection.execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", (signature, self._edition, told))

    def commit(self) -> None:
        """Makes all of it last."""
        self._connection.commit()


@contextmanager
def loaded(store: Path | None, edition: str) -> Iterator[Loaded]:
    """What is remembered beside the store in that directory; ``edition`` names the reader that is at work.

    Without a directory it is forgotten when the block ends.
    """
    path = store.with_name(f"{store.name}.loaded") if store else Path(":memory:")
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        address = f"file:{quote(str(path.absolute()))}" if store else f"file:{path}"
        connection = sqlite3.connect(address, uri=True)
        connection.executescript(_SCHEMA)
        yield Loaded(connection, edition)
        connection.commit()
    except sqlite3.Error as fault:
        raise StoreError(f"{path}: cannot be used ({fault}); delete it and load again") from fault
    finally:
        if connection:
            connection.close()
