"""Answers that are kept to be given again: the ones last asked for, as many as there is room for."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

Key = tuple[object, ...]
"""Everything that an answer depends on: the state of the graph, the address, what the caller accepts."""

_OVERHEAD: Final = 1_000  # bytes that an entry takes beside its body, its headers and its key, generously
_SHARE: Final = 16  # of the room there is, the most that one answer may take


@dataclass(frozen=True, slots=True)
class Answer:
    """A success, as it was sent: its tag, its headers, its body, and the route that gave it."""

    tag: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: object


class Kept:
    """Answers in so many bytes of ``room``; with none of it nothing is kept."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._answers: OrderedDict[Key, tuple[Answer, int]] = OrderedDict()
        self._taken = 0
        self._given = 0
        self._made = 0

    @property
    def largest(self) -> int:
        """How many bytes one answer may take."""
        return self._room // _SHARE

    @property
    def is_full(self) -> bool:
        """Whether one more answer might cost the place of another."""
        return self._room - self._taken < max(1, self.largest)

    def get(self, key: Key) -> Answer | None:
        """The answer that was kept for that."""
        found = self._answers.get(key)
        if not found:
            return None
        self._answers.move_to_end(key)
        self._given += 1
        return found[0]

    def put(self, key: Key, answer: Answer) -> None:
        """Keeps the answer unless it is too large; those that nobody asked for the longest make room."""
        self._made += 1
        size = _OVERHEAD + len(answer.body) + sum(len(part) for part in key if isinstance(part, str | bytes))
        if size > self.largest or key in self._answers:
            return
        self._answers[key] = answer, size
        self._taken += size
        while self._taken > self._room:
            _, (_, freed) = self._answers.popitem(last=False)
            self._taken -= freed

    def figures(self) -> dict[str, int]:
        """How many answers are kept in how many bytes, how many were given from here and how many had to be made."""
        return {
            "kept_answers": len(self._answers),
            "kept_bytes": self._taken,
            "kept_hits_total": self._given,
            "kept_misses_total": self._made,
        }
