"""Where a character of a text stands in the file it was read from."""

from bisect import bisect_right

from graph.model import SourceFile


def place_at(source: SourceFile, offset: int) -> str | None:
    """The place in the file of the character at ``offset``; None where nothing tells, as in plain text.

    >>> from graph.model import Anchor
    >>> page = SourceFile("a.html", "ab", 9, "text/html", "utf-8", "治水护林", (Anchor(2, "paragraph 2"),))
    >>> place_at(page, 1), place_at(page, 3)
    (None, 'paragraph 2')
    """
    after = bisect_right(source.anchors, offset, key=lambda anchor: anchor.start)
    return source.anchors[after - 1].place or None if after else None
