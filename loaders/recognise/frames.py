"""Frames: a passage with its figures masked by signs of their sort, and its comma parts, for patterns to match on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.recognise.figures import Figure, Kind, figures

# Full-width forms in a row: normalised text has none of them.
SIGNS = {Kind.QUANTITY: "＃", Kind.MONEY: "＄", Kind.RATIO: "％", Kind.COUNT: "＆", Kind.TIME: "＇"}

# What stands in brackets, quotation marks or title marks explains or names; no comma part ends in it.
_SHELTERED = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)|“[^”\n]*”|《[^》\n]*》")
_MARKS = str.maketrans(dict.fromkeys(",;:。!?、%0123456789", "_"))
_BREAK = re.compile(r"[,;:。!?\n]")
_COUNTED = re.compile("[一二三四五六七八九十]{1,2}是")


@dataclass(frozen=True, slots=True)
class Clause:
    """A comma part, half open; ``part`` is where its semicolon part starts, ``sentence`` where its sentence does."""

    start: int
    end: int
    part: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A passage, its figures outside brackets and quotation marks, and its characters with these masked."""

    passage: str
    figures: tuple[Figure, ...]
    marked: str
    year: int | None = None

    def clauses(self, holding: re.Pattern[str]) -> Iterator[Clause]:
        """The comma parts in which ``holding`` stands, in order."""
        start = part = sentence = 0
        holds = -1  # where the next one may stand
        for found in [*_BREAK.finditer(self.marked), None]:
            end = found.start() if found else len(self.marked)
            if holds < start:
                held = holding.search(self.marked, start)
                holds = held.start() if held else len(self.marked)
            if holds < end and holding.search(self.marked, start, end):
                counted = _COUNTED.match(self.marked, start, end)
                yield Clause(counted.end() if counted else start, end, part, sentence)
            start = end + 1
            mark = found[0] if found else ""
            part = part if mark in ",:" else start
            sentence = sentence if mark in ",:;" else start


def frame(passage: str, year: int | None = None) -> Frame:
    """The passage with its figures masked, character for character; ``year``: the one that its document is about.

    >>> frame("新建公厕12座(含3座改建),覆盖率达90%").marked
    '新建公厕＆＆＆(含_座改建),覆盖率达％％％'
    """
    sheltered = _SHELTERED.sub(lambda match: match.group().translate(_MARKS), passage)
    found = tuple(figure for figure in figures(passage) if sheltered[figure.start] != "_")
    marked: list[str] = []
    place = 0
    for figure in found:
        marked += (sheltered[place : figure.start], SIGNS[figure.kind] * (figure.end - figure.start))
        place = figure.end
    return Frame(passage, found, "".join((*marked, sheltered[place:])), year)
