"""The text of one Word paragraph: what a reader sees in it, insertions made and deletions gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from loaders.formats.numerals import numeral
from loaders.formats.word import COMPATIBLE, MATH, W, on


@dataclass(frozen=True, slots=True)
class Note:
    """The mark of a footnote or an endnote."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Box:
    """A text box that is anchored in the paragraph: its paragraphs and tables are the children of ``content``."""

    content: _Element


Piece = str | Note | Box

# What is deleted or moved away, what only describes, and the reading that stands above a character (ruby).
_UNSEEN = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "delText", "delInstrText", "rt", "rubyPr")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_ENCLOSED = re.compile(r"(?i)\s*eq\s*\\o(?:\\a[clr])?\s*\(([^,，]{0,9})[,，](.{0,9}?)\)\s*\Z")
_CIRCLES = frozenset("○〇◯")


@dataclass(slots=True)
class Fields:
    """The fields (calculated text) that are open: of each, its instruction so far and whether its result has begun."""

    open: list[list[str]] = field(default_factory=list)
    results: list[bool] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether text at this place is printed and not part of an instruction."""
        return all(self.results)

    def mark(self, sign: str) -> str:
        """Goes on by a mark of a field; what a field prints that has only an instruction (a number in a circle)."""
        if sign == "begin":
            self.open.append([])
            self.results.append(False)
        elif sign == "separate" and self.results:
            self.results[-1] = True
        elif sign == "end" and self.results:
            instruction = "".join(self.open.pop())
            return "" if self.results.pop() else _enclosed(instruction)
        return ""

    def instruct(self, text: str) -> None:
        """Adds to the instruction of the innermost field."""
        if self.open:
            self.open[-1].append(text)


def pieces(element: _Element, fields: Fields) -> Iterator[Piece]:
    """The pieces of a paragraph, or of a part of it, in reading order."""
    for child in element:
        tag = str(child.tag)
        if tag in _UNSEEN or _is_hidden(child):
            continue
        if tag == f"{W}txbxContent":
            yield Box(child)
        elif tag == f"{COMPATIBLE}AlternateContent":
            yield from pieces(chosen(child), fields)
        elif tag == f"{W}instrText":
            fields.instruct(child.text or "")
        elif tag == f"{W}fldChar":
            yield fields.mark(child.get(f"{W}fldCharType") or "")
        elif fields.shown and (piece := _printed(tag, child)):
            yield piece
        else:
            yield from pieces(child, fields)


def _is_hidden(element: _Element) -> bool:
    """Whether a run is hidden text, or a content control that only says what to fill in."""
    return on(element.find(f"{W}rPr/{W}vanish")) or element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def chosen(alternatives: _Element) -> _Element:
    """Of the forms in which a file holds a thing for newer and older programs, the first."""
    return alternatives[0] if len(alternatives) else alternatives


def _printed(tag: str, element: _Element) -> Piece | None:
    if tag in (f"{W}t", f"{MATH}t"):
        return element.text
    if tag == f"{W}br":
        return "\n"
    if tag in _NOTES:
        return Note(_NOTES[tag], element.get(f"{W}id") or "")
    return _SIGNS.get(tag)


def _enclosed(instruction: str) -> str:
    r"""What a field prints that sets characters over one another: a number in a circle, or the characters.

    >>> _enclosed(r" eq \o\ac(○,3)"), _enclosed(" PAGE ")
    ('③', '')
    """
    found = _ENCLOSED.match(instruction)
    if not found:
        return ""
    outer, inner = found[1].strip(), found[2].strip()
    if outer in _CIRCLES and inner.isdecimal():
        return numeral(int(inner), "decimalEnclosedCircle")
    return inner
