"""Sessions kept in a folder beside the store, so that they outlast the service: JSON, for its user's eyes alone.

A session is known by the digest of its name, which is in its cookie and nowhere else; a file that is being checked lies
beside it by the digest of its bytes, in base 64, and is taken for nothing else when it is read again. What cannot be
written is not kept: the session goes on all the same.
"""

import json
import os
import re
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

_NAME = re.compile(r"[0-9a-f]{64}\.(session|file)", re.ASCII)
_LARGEST = 16 * 1024 * 1024  # bytes of what is said in a session


class Spool:
    """The folder; it is made when the first session is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, told: Mapping[str, Any]) -> None:
        """Keeps a session: what it tells of itself, ``sent`` being the file that is checked, if there is one."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sent = told["sent"]
            if sent and not (file := self._folder / f"{sent['digest']}.file").exists():
                _write(file, sent["data"])
            bare = {**told, "sent": {**sent, "data": ""} if sent else None}
            _write(self._folder / f"{name}.session", json.dumps(bare, ensure_ascii=False))

    def only(self, names: Collection[str], digests: Collection[str]) -> None:
        """Forgets all sessions but these, and all files but those with these digests."""
        wanted = {*(f"{name}.session" for name in names), *(f"{digest}.file" for digest in digests)}
        with suppress(OSError):
            for path in [path for path in self._folder.iterdir() if path.name not in wanted]:
                path.unlink()

    def kept(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The sessions that were kept, the one that was longest away first; what is no session is passed over."""
        with suppress(OSError):
            for path in sorted(self._folder.glob("*.session"), key=lambda each: each.lstat().st_mtime):
                if _NAME.fullmatch(path.name) and (told := self._read(path)):
                    yield path.stem, told

    def _read(self, path: Path) -> Mapping[str, Any] | None:
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            told: dict[str, Any] = json.loads(_text(path, _LARGEST))
            if not told["sent"]:
                return told
            data = self._file(str(told["sent"]["digest"]))
            if data is None:  # it had to make room
                return {**told, "sent": None, "said": [], "withdrawn": []}
            return {**told, "sent": {**told["sent"], "data": data}}
        return None

    def _file(self, digest: str) -> str | None:
        """The file of that digest, in base 64; None where it is not there or is another one."""
        if not _NAME.fullmatch(f"{digest}.file"):
            return None
        with suppress(OSError, ValueError):
            data = _text(self._folder / f"{digest}.file")
            return data if sha256(b64decode(data, validate=True)).hexdigest() == digest else None
        return None


def _write(path: Path, text: str) -> None:
    """Has the file whole or not at all, readable by nobody else."""
    begun = path.with_name(f"{token_hex(16)}.begun")
    descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    begun.replace(path)


def _text(path: Path, most: int | None = _LARGEST) -> str:
    """What the file holds; ValueError where it is too much, OSError where the file is a link."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, encoding="utf-8") as file:
        if most is not None and os.fstat(descriptor).st_size > most:
            raise ValueError(path.name)
        return file.read()
