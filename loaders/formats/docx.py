"""Word documents (DOCX, ECMA-376): paragraphs with their automatic numbers, tables, text boxes and footnotes.

Read from the XML itself: insertions are part of the text, deletions and hidden text are not; content controls, custom
XML and hyperlinks are seen through; headers, footers, comments and generated tables of contents stay out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Block, Cell, Contents, Paragraph, Table, TooLarge, grid
from loaders.formats.docx_numbering import Numbering, numbering
from loaders.formats.docx_text import Box, Fields, Note, chosen, pieces
from loaders.formats.package import opened
from loaders.formats.word import COMPATIBLE, W, number, part, value
from loaders.limits import Limits

_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_BLOCKS = (f"{W}p", f"{W}tbl")
_CONTENTS = "table of contents"


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The paragraphs and tables of a Word document, in reading order."""
    package = opened(name, data, limits)
    main, root = part(package, "officeDocument")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Unreadable(name, Fault.NO_WORD_TEXT, Remedy.AS_WORD)
    lists = numbering(part(package, "numbering", main)[1], part(package, "styles", main)[1])
    notes = {kind: _notes(part(package, f"{kind}s", main)[1], kind) for kind in ("footnote", "endnote")}
    try:
        return Contents(tuple(_Reader(lists, notes, limits.cells).blocks(body)), "utf-8")
    except TooLarge as fault:
        raise Unreadable(name, fault.fault, Remedy.SPLIT, most=fault.most) from fault


def _notes(root: _Element | None, kind: str) -> dict[str, _Element]:
    return {str(note.get(f"{W}id")): note for note in root.iter(f"{W}{kind}")} if root is not None else {}


@dataclass(slots=True)
class _Reader:
    """Walks through a document once; numbers, fields and notes go on from paragraph to paragraph."""

    numbering: Numbering
    notes: dict[str, dict[str, _Element]]
    cells_left: int
    fields: Fields = field(default_factory=Fields)
    paragraphs: int = 0
    tables: int = 0
    carried: str = ""  # the text of a paragraph whose end was deleted: it goes on in the next
    waiting: list[Note] = field(default_factory=list)

    def blocks(self, container: _Element) -> Iterator[Block]:
        """The blocks in a container; notes follow the block that refers to them."""
        for child in _inside(container, _BLOCKS):
            if child.tag == f"{W}tbl":
                yield self._table(child)
            else:
                yield from self._paragraph(child)
            yield from self._waiting_notes()

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        if self.numbering.style_name(paragraph).startswith("toc "):
            return
        for piece in self._parts(paragraph):
            if isinstance(piece, Box):
                yield from self.blocks(piece.content)
            elif piece.strip():
                self.paragraphs += 1
                yield Paragraph(piece, f"paragraph {self.paragraphs}")

    def _parts(self, paragraph: _Element) -> list[str | Box]:
        """A paragraph's text, between the boxes that are anchored before and after it; its notes are to follow."""
        found = list(pieces(paragraph, self.fields))
        self.waiting += [piece for piece in found if isinstance(piece, Note)]
        text = self.carried + "".join(piece for piece in found if isinstance(piece, str))
        if _goes_on(paragraph):
            self.carried = text
            return [piece for piece in found if isinstance(piece, Box)]
        self.carried = ""
        first = next((place for place, piece in enumerate(found) if isinstance(piece, str) and piece.strip()), 0)
        before = [piece for piece in found[:first] if isinstance(piece, Box)]
        after = [piece for piece in found[first:] if isinstance(piece, Box)]
        return [*before, self.numbering.of(paragraph) + text, *after]

    def _waiting_notes(self) -> Iterator[Paragraph]:
        waiting, self.waiting = self.waiting, []
        for note in waiting:
            content = self.notes[note.kind].get(note.number)
            text = "\n".join(self._lines(content)) if content is not None else ""
            if text.strip():
                yield Paragraph(text, f"{note.kind} {note.number}")

    def _lines(self, container: _Element) -> Iterator[str]:
        """The text of a container, a paragraph a line, with all that tables and boxes in it hold."""
        for child in _inside(container, _BLOCKS):
            if child.tag == f"{W}tbl":
                for row in _rows(child):
                    for cell in _inside(row, (f"{W}tc",)):
                        yield from self._lines(cell)
                continue
            for piece in self._parts(child):
                if isinstance(piece, Box):
                    yield from self._lines(piece.content)
                elif piece.strip():
                    yield piece

    # --- tables ----------------------------------------------------------------------------------------------

    def _table(self, table: _Element) -> Table:
        self.tables += 1
        place = f"table {self.tables}"
        begun: list[list[_Written]] = []
        above: dict[int, _Written] = {}
        for ordinal, row in enumerate(_rows(table), 1):
            here = self._row(row, above, f"{place}, row {ordinal}")
            begun.append([each for each in here.values() if each not in above.values()])
            above = here
        filled = grid([[each.cell() for each in row] for row in begun], self.cells_left)
        self.cells_left -= sum(map(len, filled))
        return Table(filled, place)

    def _row(self, row: _Element, above: dict[int, "_Written"], place: str) -> dict[int, "_Written"]:
        """The cells of a row by their columns; one that goes on from above is that one, a row taller."""
        column = min(number(row.find(f"{W}trPr"), "gridBefore") or 0, _COLUMNS)
        written = {0: _Written("", "", column)} if column else {}
        for cell in _inside(row, (f"{W}tc",)):
            properties = cell.find(f"{W}tcPr")
            width = min(max(number(properties, "gridSpan") or 1, 1), _COLUMNS)
            if written and _continues(properties, "hMerge"):
                [*written.values()][-1].columns += width
            elif column in above and _continues(properties, "vMerge"):
                written[column] = above[column]
                written[column].rows += 1
            else:
                text = "\n".join(self._lines(cell))
                written[column] = _Written(text, f"{place}, column {column + 1}", width)
            column += width
        return written


@dataclass(slots=True, eq=False)
class _Written:
    """A cell as far as it has been read: those below it may go on with it."""

    text: str
    place: str
    columns: int
    rows: int = 1

    def cell(self) -> Cell:
        return Cell(self.text, self.place, self.rows, self.columns)


_COLUMNS = 200  # Word itself allows 63


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table that are not deleted."""
    return (row for row in _inside(table, (f"{W}tr",)) if row.find(f"{W}trPr/{W}del") is None)


def _continues(properties: _Element | None, merging: str) -> bool:
    """Whether a cell goes on with the one above it or before it."""
    merge = properties.find(f"{W}{merging}") if properties is not None else None
    return merge is not None and (merge.get(f"{W}val") or "continue") == "continue"


def _inside(container: _Element, tags: tuple[str, ...]) -> Iterator[_Element]:
    """The children of a container with one of the tags, seen through what only wraps them."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag == f"{COMPATIBLE}AlternateContent":
            yield from _inside(chosen(child), tags)
        elif child.tag in _AROUND and not _is_contents(child):
            yield from _inside(child, tags)


def _is_contents(control: _Element) -> bool:
    """Whether a content control holds a table of contents that Word made."""
    gallery = value(control.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery")
    return (gallery or "").lower() == _CONTENTS


def _goes_on(paragraph: _Element) -> bool:
    """Whether the end of the paragraph was deleted or moved away, so that the next one goes on with it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{gone}") is not None for gone in ("del", "moveFrom"))
