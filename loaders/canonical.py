"""What a format reader found to the one text that all further steps read, with anchors that lead back to its places."""

from collections.abc import Iterable, Iterator

from graph.model import Anchor
from loaders.blocks import Block, Contents, Line, Paragraph, Piece
from loaders.headings import folded
from loaders.tables import joined, lines


def canonical(contents: Contents) -> tuple[str, tuple[Anchor, ...]]:
    r"""The text of ``contents``, a paragraph a line, and where each stretch of it stands.

    >>> canonical(Contents((Paragraph("治水方案", "paragraph 1"), Paragraph("一、治水。", "paragraph 2")), "utf-8"))
    ('治水方案\n一、治水。\n', (Anchor(start=0, place='paragraph 1'), Anchor(start=5, place='paragraph 2')))
    """
    body = list(_lines(joined(contents.blocks)))
    parts: list[str] = []
    anchors: list[Anchor] = []
    length = 0
    for line in (*_fields(contents, body), *body):
        if not any(piece.text for piece in line):
            anchors += (Anchor(length, piece.place) for piece in line)
            continue
        place = next((piece.place for piece in line if piece.place), "")  # also of a label that was put before it
        for piece in (*line, Piece("\n")):
            place = piece.place or place
            if piece.text and place and (not anchors or anchors[-1].place != place):
                anchors.append(Anchor(length, place))
            parts.append(piece.text)
            length += len(piece.text)
    return "".join(parts), tuple(anchors)


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (
                (Piece(line, block.place),) for line in block.text.split("\n") if line.strip() or not block.text
            )
        else:
            yield from lines(block)


def _fields(contents: Contents, body: list[Line]) -> Iterator[Line]:
    """What the file says of itself and its text does not, as the lines of a title block."""
    said = folded("".join(piece.text for line in body for piece in line))
    for label, value in contents.fields:
        if folded(value) not in said and f"{label}:" not in said:
            yield (Piece(f"{label}:"), Piece(value, f"meta {label}"))
