"""Task tables that lost their form, as in copies of web pages: a cell a line (序号 / 主要任务 / 责任单位 / 1 / …)."""

import re
from collections.abc import Iterator, Sequence

from loaders.headings import Holds, folded, holds

_LONGEST_HEADING = 14
_LONGEST_NOTED = 60  # of a heading with what stands behind it in brackets
_MOST_COLUMNS = 12
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_WINDOW = 64  # lines that are looked at first
_LEAP = 10  # numbers that may be missing between two rows
_SECTION = re.compile("([一二三四五六七八九十]{1,3})、.{2,60}")
_TEXT = (Holds.PROBLEM, Holds.OBJECTIVE, Holds.MEASURE, Holds.TASK)

Span = tuple[int, int]
Lines = Sequence[Span]
"""The stretches of a cell, a line each."""


def flat_rows(source: str, spans: Sequence[Span], place: int) -> tuple[int, list[tuple[Lines, ...]]]:
    r"""The line after a table whose every cell is a line, and its rows; no rows where none begins at ``place``.

    A section's title (一、便民) is a row of one cell; a row of more lines than columns has them in its last text.

    >>> words = ["序号", "任务", "单位", "1", "建站", "市局", "2", "清淤", "各镇"]
    >>> text, spans = "".join(words), [(0, 2), (2, 4), (4, 6), (6, 7), (7, 9), (9, 11), (11, 12), (12, 14), (14, 16)]
    >>> end, rows = flat_rows(text, spans, 0)
    >>> end, [[text[slice(*cell[0])] for cell in row] for row in rows]
    (9, [['序号', '任务', '单位'], ['1', '建站', '市局'], ['2', '清淤', '各镇']])
    """
    if not _heads_numbers(source, *spans[place]) or not _has_row(source, spans, place):
        return place + 1, []
    cells, width, rows, end = _read(source, spans, place)
    if sum(len(row) > 1 for row in rows) < _FEWEST_ROWS:
        return place + 1, []
    after = place + sum(len(cell) for cell in cells[:end])
    return after, [tuple(cells[:width]), *rows]


def _heads_numbers(source: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_NOTED and holds(source[start:end]) is Holds.NUMBER


def _has_row(source: str, spans: Sequence[Span], place: int) -> bool:
    """Whether a number or a section's title follows the headings at ``place``."""
    cells = _cells(source, spans[place : place + _MOST_COLUMNS + 2])
    width = _width(source, cells)
    words = _words(source, cells[width]) if _FEWEST_COLUMNS <= width < len(cells) else ""
    return _is_next(words, 0) or _SECTION.fullmatch(words) is not None


def _read(source: str, spans: Sequence[Span], place: int) -> tuple[list[Lines], int, list[tuple[Lines, ...]], int]:
    """The cells from ``place`` on, how many head columns, the rows, and the cell after them; no more than is needed."""
    window = _WINDOW
    while True:
        cells = _cells(source, spans[place : place + window])
        width = _width(source, cells)
        rows, end = _rows(source, cells, width) if width >= _FEWEST_COLUMNS else ([], 0)
        if end + _MOST_COLUMNS * 4 < len(cells) or place + window >= len(spans):
            return cells, width, rows, end
        window *= 4


def _cells(source: str, spans: Sequence[Span]) -> list[Lines]:
    """The lines, those of a list of names broken over several as one."""
    cells: list[list[Span]] = []
    for span in spans:
        if cells and source[cells[-1][-1][1] - 1] == "、":
            cells[-1].append(span)
        else:
            cells.append([span])
    return list(cells)


def _words(source: str, cell: Lines) -> str:
    return folded(source[cell[0][0] : cell[-1][1]])


def _width(source: str, cells: Sequence[Lines]) -> int:
    """How many headings there are from the heading of numbers on."""
    end = 1
    while end < min(len(cells), _MOST_COLUMNS) and _is_heading(_words(source, cells[end])):
        end += 1
    return end


def _is_heading(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and not words.isdigit() and not _SECTION.fullmatch(words)


def _rows(source: str, cells: Sequence[Lines], width: int) -> tuple[list[tuple[Lines, ...]], int]:
    """The rows and sections behind the headings, and the cell after the last."""
    wide = _wide(source, cells[:width])
    rows: list[tuple[Lines, ...]] = []
    place, before = width, 0
    while place < len(cells):
        words = _words(source, cells[place])
        if _SECTION.fullmatch(words):
            rows.append((cells[place],))
            place += 1
            continue
        end = _row_end(source, cells, place + 1, int(words), width) if _is_next(words, before) else place
        if end - place < width:
            break
        rows.append(tuple(_placed(cells[place:end], width, wide)))
        before, place = int(words), end
    return rows, place


def _wide(source: str, headings: Sequence[Lines]) -> int:
    """The column that has the lines too many of a row: the last of text."""
    kinds = (holds(_words(source, heading)) for heading in headings)
    return max((column for column, kind in enumerate(kinds) if kind in _TEXT), default=1)


def _is_next(words: str, before: int) -> bool:
    return words.isdigit() and before < int(words) <= before + _LEAP


def _row_end(source: str, cells: Sequence[Lines], place: int, number: int, width: int) -> int:
    """The cell after a row: where the next row or section begins, or as many as the table has columns."""
    for end in range(place, min(len(cells), place + width * 4)):
        words = _words(source, cells[end])
        if end - place >= width - 1 and (_is_next(words, number) or _SECTION.fullmatch(words)):
            return end
    return min(place + width - 1, len(cells))


def _placed(cells: Sequence[Lines], width: int, wide: int) -> Iterator[Lines]:
    """The row's cells by column, the lines too many in the ``wide`` one."""
    extra = len(cells) - width
    yield from cells[:wide]
    yield tuple(span for cell in cells[wide : wide + extra + 1] for span in cell)
    yield from cells[wide + extra + 1 :]
