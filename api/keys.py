"""Keys that programs write with: who holds each, what it may do, and its hash. The key itself is kept nowhere.

A file of keys has a line for each: its name, what it may do (with commas between), its SHA-256 digest. A key is made of
256 random bits, so that its plain digest gives nothing away. Lines that begin with ``#`` say nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe

from graph.errors import ParameterError

_PREFIX = "dg_"  # so that a key is known as one where it lies about
_BYTES = 32
_NAME = re.compile(r"[\w.@-]{1,64}")
_LINE = re.compile(r"(?P<name>\S+)\s+(?P<scopes>\S+)\s+(?P<digest>[0-9a-f]{64})")


class Scope(StrEnum):
    """What a key may do."""

    TRY = "try"  # see what would be found in a document
    LOAD = "load"  # that, and put documents in
    REMOVE = "remove"  # take documents out
    PROGRESS = "progress"  # record the progress of measures
    CORRECT = "correct"  # say of facts that they are so, are not, are otherwise


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its name, without the key."""

    name: str
    scopes: frozenset[Scope]
    digest: str

    @property
    def line(self) -> str:
        """The key's line in the file."""
        return f"{self.name} {','.join(scope for scope in Scope if scope in self.scopes)} {self.digest}"

    def may(self, scope: Scope) -> bool:
        """Whether the key may do that; one that may load may try."""
        return scope in self.scopes or (scope is Scope.TRY and Scope.LOAD in self.scopes)


def new(name: str, scopes: Iterable[Scope]) -> tuple[str, Key]:
    """A new key, and what is kept of it; ParameterError where the name cannot stand in a line."""
    if not _NAME.fullmatch(name):
        raise ParameterError("NAME", f"{name!r} is no name of letters, digits and . @ _ -, 64 at most")
    secret = _PREFIX + token_urlsafe(_BYTES)
    return secret, Key(name, frozenset(scopes), _digest(secret))


def parse(text: str, place: str) -> tuple[Key, ...]:
    """The keys of a file; ParameterError names the line at fault."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    keys = [_key(line, f"{place}:{number}") for number, line in lines if line and not line.startswith("#")]
    names = [key.name for key in keys]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ParameterError(place, f"names {', '.join(sorted(twice))} twice; give each key a name of its own")
    return tuple(keys)


def find(keys: Iterable[Key], secret: str) -> Key | None:
    """The key that this is, None where it is none of them."""
    digest = _digest(secret)
    found = None
    for key in keys:  # all of them, so that time tells nothing
        if compare_digest(key.digest, digest):
            found = key
    return found


class Keyring:
    """The keys of a file, read again whenever it has changed: a line taken out ends its key at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._keys: tuple[Key, ...] = ()
        self.keys()

    def keys(self) -> tuple[Key, ...]:
        """The keys as the file has them now; ParameterError where it cannot be read."""
        try:
            told = self._path.stat()
            if (told.st_mtime_ns, told.st_size) != self._seen:
                self._keys = parse(self._path.read_text(encoding="utf-8"), str(self._path))
                self._seen = (told.st_mtime_ns, told.st_size)
        except (OSError, UnicodeDecodeError) as fault:
            raise ParameterError(str(self._path), f"the file of keys cannot be read ({fault})") from fault
        return self._keys


def _key(line: str, place: str) -> Key:
    found = _LINE.fullmatch(line)
    if not found or not _NAME.fullmatch(found["name"]):
        raise ParameterError(place, "is no «NAME SCOPES DIGEST»; dutygraph key new NAME makes such a line")
    names = found["scopes"].split(",")
    if unknown := [name for name in names if name not in {*Scope}]:
        raise ParameterError(place, f"{unknown[0]!r} is none of {', '.join(Scope)}")
    return Key(found["name"], frozenset(map(Scope, names)), found["digest"])


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
