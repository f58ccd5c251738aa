"""Where a worker writes an answer: pieces are gathered into frames, counted, and stopped where they become too many."""

import json
from collections.abc import Callable, Mapping

from api.failures import AnswerLimit
from api.workers.frames import Kind, frame

_FRAME = 32 * 1024  # bytes
_KEPT = 16  # bytes at the end of what is written that are not sent before the answer is complete


class Output:
    """A file to write an answer to, after its head; ``rows`` and ``truncated`` are told with its end."""

    def __init__(self, send: Callable[[bytes], None], most: int) -> None:
        self._send = send
        self._most = most
        self._waiting = bytearray()
        self._head = b""
        self._mark = b""
        self._marks = 0
        self._written = 0
        self.rows: int | None = None
        self.truncated = False

    def head(
        self,
        content_type: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        held: bool = False,
        mark: bytes = b"",
    ) -> None:
        """Says what follows: ``held`` where only its end tells whether it is whole; ``mark`` is counted in it."""
        head = {"content_type": content_type, "status": status, "headers": dict(headers or {}), "held": held}
        self._head = frame(Kind.HEAD, json.dumps(head).encode())
        self._mark = mark

    def write(self, piece: bytes, /) -> int:
        """Takes the piece; AnswerLimit where the answer is longer than it may be."""
        self._written += len(piece)
        if self._written > self._most:
            raise AnswerLimit(f"the answer has more than {self._most} bytes; ask for less of it, with LIMIT say")
        self._waiting += piece
        if len(self._waiting) > _FRAME:
            self._flush()
        return len(piece)

    def flush(self) -> None:
        """Nothing: frames are sent when they are full, the last one with the end."""

    @property
    def marks(self) -> int:
        """How many marks have been written."""
        return self._marks + (self._waiting.count(self._mark) if self._mark else 0)

    def ends_with(self, end: bytes) -> bool:
        """Whether these few bytes are the last ones so far."""
        return self._waiting.endswith(end)

    def truncate(self, end: bytes) -> None:
        """Says that the answer is not whole, and ends it by these bytes instead of its last one where there are any."""
        self.truncated = True
        if end:
            self._waiting[-1:] = end

    def finish(self) -> bytes:
        """What is still to be sent, but for the frame that ends the answer."""
        rest, self._waiting = bytes(self._waiting), bytearray()
        return self._taken_head() + (frame(Kind.DATA, rest) if rest else b"")

    def _flush(self) -> None:
        length = len(self._waiting) - _KEPT
        if self._mark:  # those that begin in what is sent now
            self._marks += self._waiting.count(self._mark, 0, length + len(self._mark) - 1)
        piece = bytes(self._waiting[:length])
        del self._waiting[:length]
        self._send(self._taken_head() + frame(Kind.DATA, piece))

    def _taken_head(self) -> bytes:
        head, self._head = self._head, b""
        return head
