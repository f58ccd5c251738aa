"""Task tables of web pages whose every cell is a line and every stroke between two cells another."""

from collections.abc import Iterator, Sequence

from loaders.headings import Holds, folded, holds

_FEWEST = 3  # headings of a table
_BAR = "|"

Span = tuple[int, int]
Lines = Sequence[Span]
"""The stretches of a cell, a line each."""


def barred_rows(source: str, spans: Sequence[Span], place: int) -> tuple[int, list[Sequence[Lines]]]:
    r"""The line after a table that begins at ``place``, and its rows; no rows where none begins there.

    What is numbered without a heading for numbers gets one that is blank; a cell over several rows stands in all.

    >>> text = "任务\n|\n要求\n|\n单位\n|\n治水\n|\n1\n|\n清淤\n|\n市局\n|\n2\n|\n护岸\n|\n各县\n|"
    >>> places = [place for place, char in enumerate("\n" + text) if char == "\n"]
    >>> spans = [(start, end - 1) for start, end in zip(places, [*places[1:], len(text) + 1], strict=True)]
    >>> [["".join(text[slice(*one)] for one in cell) for cell in row] for row in barred_rows(text, spans, 0)[1]]
    [['任务', '', '要求', '单位'], ['治水', '1', '清淤', '市局'], ['治水', '2', '护岸', '各县']]
    """
    cells = list(_cells(source, spans, place))
    width = next((count for count, cell in enumerate(cells) if holds(_words(source, cell)) is None), 0)
    if width < _FEWEST or holds(_words(source, cells[0])) is Holds.NUMBER:
        return place + 1, []
    rows = list(_numbered(source, cells[width:], width)) or list(_even(cells[width:], width))
    heads: list[Lines] = [cells[0], *([()] if rows and len(rows[0]) > width else []), *cells[1:width]]
    used = width + sum(len(row) - _spanned(rows, number) for number, row in enumerate(rows))
    return place + 2 * used, [heads, *rows] if rows else []


def _cells(source: str, spans: Sequence[Span], place: int) -> Iterator[Lines]:
    """The cells from ``place`` on, as long as a stroke follows each."""
    while place + 1 < len(spans) and _word(source, spans[place + 1]) == _BAR != _word(source, spans[place]):
        yield [spans[place]]
        place += 2


def _numbered(source: str, cells: Sequence[Lines], width: int) -> Iterator[Sequence[Lines]]:
    """Rows of a number and all cells but the first, which stands before the number of the rows that it begins."""
    first: Lines = ()
    place, number = 0, 1
    while place + width <= len(cells) or (first and place + width <= len(cells) + 1):
        if _words(source, cells[place]) != str(number):
            first, place = cells[place], place + 1
        row = cells[place : place + width]
        if len(row) < width or not first or _words(source, row[0]) != str(number):
            return
        yield [first, *row]
        place, number = place + width, number + 1


def _even(cells: Sequence[Lines], width: int) -> Iterator[Sequence[Lines]]:
    for place in range(0, len(cells) - width + 1, width):
        yield list(cells[place : place + width])


def _spanned(rows: Sequence[Sequence[Lines]], number: int) -> int:
    """How many cells of a row are those of the row above."""
    return int(number > 0 and rows[number][0] is rows[number - 1][0])


def _word(source: str, span: Span) -> str:
    return source[slice(*span)].strip()


def _words(source: str, cell: Lines) -> str:
    return folded(source[cell[0][0] : cell[-1][1]]) if cell else ""
