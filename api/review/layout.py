"""A document laid out for checking: its text cut into measures and what stands between them, with all marks.

``api.review.terminal`` and ``api.review.page`` draw it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.review.words import ReviewWords
from graph.marks import Mark, MarkKind, Stretch, findings, marks, walk
from graph.model import Document, Measure, Remark

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text in print order: a measure (with those printed inside it), or what stands between measures."""

    stretches: tuple[Stretch, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A document with all that was found in it, and the words of a language for it."""

    document: Document
    words: ReviewWords
    marks: tuple[Mark, ...]
    line_starts: tuple[int, ...]

    def blocks(self) -> Iterator[Block]:
        """The whole text, block by block, without a gap; no stretch of it goes beyond its line."""
        spans = list(_spans(self.document))
        inside = {start for start in self.line_starts if start < len(self.document.source.text)}
        stretches = walk(self.marks, sorted(inside | {edge for start, end, _ in spans for edge in (start, end)}))
        for _, end, measures in spans:
            own = [next(stretches)]
            while own[-1].end < end:
                own.append(next(stretches))
            yield Block(tuple(own), measures)

    def findings(self, measure: Measure) -> Mapping[MarkKind, tuple[str, ...]]:
        """What was found for a measure, kind by kind, in words; agencies always, though there be none."""
        found: dict[MarkKind, list[str]] = {MarkKind.AGENCY: list(self._agencies(measure))}
        for mark in findings(measure, self.words.of_code):
            if mark.kind is not MarkKind.AGENCY:
                found.setdefault(mark.kind, []).append(mark.note)
        return {kind: tuple(notes) for kind, notes in found.items()}

    def _agencies(self, measure: Measure) -> Iterator[str]:
        """Who answers for a measure: those who do so in one role, on one ground, together."""
        named: dict[tuple[str, str], list[str]] = {}
        for each in measure.assignments:
            name = each.agency.name if each.agency else f"{each.mention}→{self.words.of_code('unresolved')}"
            named.setdefault((each.role, each.basis), []).append(name)
        for (role, basis), names in named.items():
            yield f"{self.words.of_code(role)} {'、'.join(names)} ({self.words.of_code(basis)})"

    def head(self) -> Iterator[tuple[str, str]]:
        """What the document says about itself, in words, beside its name."""
        document, names = self.document, self.words.head
        values = {
            "title": document.title,
            "carries": document.carries,
            "kind": self.words.of_code(document.kind),
            "issuers": "、".join(document.issuers),
            "jurisdiction": document.jurisdiction,
            "number": document.document_number,
            "issued": document.issued,
            "published": document.published,
            "addressees": "、".join(document.addressees),
        }
        return ((names[name], str(value)) for name, value in values.items() if value)

    def counts(self) -> Mapping[MarkKind, int]:
        """How many marks there are of each kind; remarks without a place count too."""
        counted = Counter(mark.kind for mark in self.marks)
        counted[MarkKind.REMARK] = len(self.document.remarks)
        return {kind: counted[kind] for kind in MarkKind if counted[kind]}

    def place(self, remark: Remark) -> str:
        """Where a remark stands, as line and character of the source, counted from 1."""
        if remark.evidence is None:
            return self.words.whole_document
        line = self.line(remark.evidence.start)
        column = remark.evidence.start - self.line_starts[line - 1] + 1
        return self.words.line.format(line=line, column=column)

    def line(self, place: int) -> int:
        """The line of the source, counted from 1, that a character stands on."""
        return bisect_right(self.line_starts, place)

    def begins_line(self, place: int) -> bool:
        """Whether a character is the first of its line."""
        return self.line_starts[self.line(place) - 1] == place


def review(document: Document, words: ReviewWords) -> Review:
    """The document laid out for checking."""
    starts = (0, *(end.end() for end in _LINE_END.finditer(document.source.text)))
    return Review(document, words, marks(document, words.of_code), starts)


def turned(before: tuple[Mark, ...], after: tuple[Mark, ...]) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """Which marks to close (the innermost first) and which to open (the outermost first) between two stretches.

    A mark that crosses the end of another is closed with it and opened again, so that what is drawn nests.
    """
    same = 0
    while same < min(len(before), len(after)) and before[same] is after[same]:
        same += 1
    return before[same:][::-1], after[same:]


def _spans(document: Document) -> Iterator[tuple[int, int, tuple[Measure, ...]]]:
    """Measures and what stands between them; where measures overlap, they share the stretch."""
    place, end = 0, len(document.source.text)
    for start, stop, measures in _joined(document.measures):
        if place < start:
            yield place, start, ()
        yield start, stop, measures
        place = stop
    if place < end:
        yield place, end, ()


def _joined(measures: Sequence[Measure]) -> Iterator[tuple[int, int, tuple[Measure, ...]]]:
    joined: list[tuple[int, int, tuple[Measure, ...]]] = []
    for measure in sorted(measures, key=lambda measure: (measure.evidence.start, measure.ordinal)):
        start, stop = measure.evidence.start, measure.evidence.end
        if joined and start < joined[-1][1]:
            first, last, those = joined.pop()
            joined.append((first, max(last, stop), (*those, measure)))
        else:
            joined.append((start, stop, (measure,)))
    return iter(joined)
