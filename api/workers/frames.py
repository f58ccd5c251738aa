"""What the service and its workers say to each other over a socket: frames of a kind, a length and that many bytes."""

import struct
from collections.abc import Iterator
from enum import IntEnum
from socket import MSG_WAITALL, socket

_HEAD = struct.Struct("!BI")


class Kind(IntEnum):
    """What a frame is: the first from the service, the others from a worker."""

    JOB = 0
    READY = 1
    HEAD = 2
    DATA = 3
    COMPLETE = 4
    ERROR = 5


def frame(kind: Kind, payload: bytes) -> bytes:
    r"""The frame as it is sent.

    >>> frame(Kind.DATA, b"{}")
    b'\x03\x00\x00\x00\x02{}'
    """
    return _HEAD.pack(kind, len(payload)) + payload


def receive(connection: socket) -> tuple[Kind, bytes] | None:
    """The next frame, waited for; None where the other side has gone."""
    head = connection.recv(_HEAD.size, MSG_WAITALL)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    payload = connection.recv(length, MSG_WAITALL) if length else b""
    return (Kind(kind), payload) if len(payload) == length else None


class Frames:
    """The frames in a stream of bytes that arrives in pieces of any length."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[Kind, bytes]]:
        r"""The frames that are whole now.

        >>> frames = Frames()
        >>> [*frames.feed(b"\x03\x00\x00\x00"), *frames.feed(b"\x02{}\x04")]
        [(<Kind.DATA: 3>, b'{}')]
        """
        self._waiting += piece
        start = 0
        while len(self._waiting) - start >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._waiting, start)
            end = start + _HEAD.size + length
            if len(self._waiting) < end:
                break
            yield Kind(kind), bytes(self._waiting[start + _HEAD.size : end])
            start = end
        del self._waiting[:start]
