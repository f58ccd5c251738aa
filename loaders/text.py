"""The characters of a document as the steps see them, each with its place in the source as received."""

from dataclasses import dataclass

from graph.model import Evidence


@dataclass(frozen=True, slots=True)
class Text:
    r"""Normalised characters; ``origin[i]`` is the place of ``chars[i]`` in ``source``. Paragraphs end with ``\n``."""

    chars: str
    origin: tuple[int, ...]
    source: str

    def evidence(self, start: int, end: int) -> Evidence:
        """The source span that the half-open span of ``chars`` came from, exact, with its quote.

        >>> Text("长江", (0, 8), "长(chang)江").evidence(0, 2)
        Evidence(start=0, end=9, quote='长(chang)江')
        """
        first, last = self.origin[start], self.origin[end - 1] + 1
        if first >= last:  # cells of a drawn table, read one behind the other
            first, last = min(self.origin[start:end]), max(self.origin[start:end]) + 1
        return Evidence(first, last, self.source[first:last])


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a passage that a reader would ask about; becomes a ``graph.model.Remark``."""

    start: int
    end: int
    code: str
    message: str
