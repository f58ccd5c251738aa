"""Which reader is at work: whatever is changed in it may read a document differently."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("graph", "loaders")
_ENDINGS = (".py", ".toml", ".csv")


@cache
def edition() -> str:
    """A digest of all that reading and mapping to RDF rest on: our modules, rules and tables."""
    digest = sha256()
    for package in _PACKAGES:
        for part in _parts(files(package)):
            digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def _parts(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _parts(entry)
        elif entry.name.endswith(_ENDINGS):
            yield entry
