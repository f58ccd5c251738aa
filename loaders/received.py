"""What a file is that came over a line and lies in no folder."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from loaders.limits import Limits


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came in: its name and bytes, and where and when it was fetched, if it was."""

    name: str
    data: bytes
    url: str | None = None
    fetched: datetime | None = None

    def __str__(self) -> str:
        return self.url or self.name


def from_stream(stream: BinaryIO, limits: Limits) -> Received:
    """What standard input holds, one byte more than may be at most."""
    return Received("stdin", stream.read(limits.size + 1))
