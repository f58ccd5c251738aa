"""Task tables that lost their form, as in copies of web pages: a cell a line (序号 / 主要任务 / 责任单位 / 1 / …)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.blocks import Cell
from loaders.headings import ANSWERS, Column, Holds, heading, holds
from loaders.recognise.clauses import Clause, column_clause
from loaders.scope import Duty

_LONGEST_HEADING = 14
_MOST_COLUMNS = 12
_FEWEST_ROWS = 2
_LEAP = 10  # numbers that may be missing between two rows
_SECTION = re.compile("([一二三四五六七八九十]{1,3})、.{2,60}")
_TEXT = (Holds.PROBLEM, Holds.OBJECTIVE, Holds.MEASURE, Holds.TASK)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table of ``columns`` printed from ``start`` to ``end``, and its rows as duties."""

    start: int
    end: int
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's number, the section it stands in, and its cells' spans after the number."""

    number: str
    start: int
    cells: tuple[Span, ...]


def flat_tables(chars: str, start: int, end: int) -> tuple[FlatTable, ...]:
    r"""The task tables in ``chars[start:end]`` whose every cell is a line of its own.

    >>> text = "序号\n重点任务\n责任单位\n1\n新建泵站3座。\n市水务局\n2\n清淤20公里。\n市水务局、各区政府"
    >>> [(duty.number, text[duty.text_start:duty.end]) for duty in flat_tables(text, 0, len(text))[0].duties]
    [('1', '新建泵站3座。'), ('2', '清淤20公里。')]
    """
    if "序号" not in chars[start:end]:
        return ()
    return tuple(_tables(chars, list(_lines(chars, start, end))))


def _lines(chars: str, start: int, end: int) -> Iterator[Span]:
    """The cells, each a line or a list of names broken over several."""
    while start < end:
        stop = chars.find("\n", start, end)
        while stop > 0 and chars[stop - 1] == "、":
            stop = chars.find("\n", stop + 1, end)
        stop = end if stop < 0 else stop
        if start < stop:
            yield start, stop
        start = stop + 1


def _tables(chars: str, lines: Sequence[Span]) -> Iterator[FlatTable]:
    place = 0
    while place < len(lines):
        head_end = _heading_end(chars, lines, place)
        columns = _columns(chars, lines[place:head_end])
        rows = list(_rows(chars, lines, head_end, len(columns))) if columns else []
        if len(rows) >= _FEWEST_ROWS:
            last = rows[-1].cells[-1][1]
            yield FlatTable(lines[place][0], last, tuple(_duty(chars, columns, row) for row in rows))
            place = next((after for after in range(place, len(lines)) if lines[after][0] >= last), len(lines))
        else:
            place += 1


def _heading_end(chars: str, lines: Sequence[Span], place: int) -> int:
    """The line after the headings that begin with a heading of numbers at ``place``."""
    if holds(chars[slice(*lines[place])]) is not Holds.NUMBER:
        return place
    end = place + 1
    while end < min(len(lines), place + _MOST_COLUMNS) and _is_heading(chars[slice(*lines[end])]):
        end += 1
    return end


def _is_heading(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and not words.isdigit() and not _SECTION.fullmatch(words)


def _columns(chars: str, cells: Sequence[Span]) -> tuple[Column, ...]:
    """The columns of the headings, by place; none where they head no task table."""
    if len(cells) < 3:
        return ()
    row = tuple(Cell(chars[slice(*cell)], "") for cell in cells)
    found = heading((row, tuple(Cell("", "") for _ in cells)))
    known = {column.place: column for column in found.columns} if found else {}
    return tuple(known.get(place, Column(place, Holds.OTHER, "")) for place in range(len(cells))) if known else ()


def _rows(chars: str, lines: Sequence[Span], place: int, width: int) -> Iterator[_Row]:
    section, before = "", 0
    while place < len(lines):
        words = chars[slice(*lines[place])]
        if found := _SECTION.fullmatch(words):
            section, place = found[1], place + 1
            continue
        if not _is_next(words, before):
            return
        end = _row_end(chars, lines, place + 1, int(words), width)
        if end - place < width:
            return
        number = f"{section}/{words}" if section else words
        yield _Row(number, lines[place][0], tuple(lines[place + 1 : end]))
        before, place = int(words), end


def _is_next(words: str, before: int) -> bool:
    return words.isdigit() and before < int(words) <= before + _LEAP


def _row_end(chars: str, lines: Sequence[Span], place: int, number: int, width: int) -> int:
    """The line after a row: where the next row or section begins, or as many lines as the table has columns."""
    for end in range(place, min(len(lines), place + width * 4)):
        words = chars[slice(*lines[end])]
        if end - place >= width - 1 and (_is_next(words, number) or _SECTION.fullmatch(words)):
            return end
    return min(place + width - 1, len(lines))


def _duty(chars: str, columns: Sequence[Column], row: _Row) -> Duty:
    cells = dict(_placed(columns, row))
    text = [cells[column.place] for column in columns if column.holds in _TEXT and column.place in cells]
    opening = chars[slice(*text[0])] if len(text) > 1 else ""
    first = text[1] if len(text) > 1 else text[0]
    answers = [(column, cells[column.place]) for column in columns if column.holds in ANSWERS]
    return Duty(
        number=row.number,
        heading=opening,
        start=row.start,
        text_start=first[0],
        end=max(span[1] for span in text),
        columns=tuple(_clauses(chars, answers)),
        times=tuple(cells[column.place] for column in columns if column.holds is Holds.DEADLINE),
    )


def _clauses(chars: str, answers: Sequence[tuple[Column, Span]]) -> Iterator[Clause]:
    for column, (start, end) in answers:
        yield column_clause(chars, start, end, column.label)


def _placed(columns: Sequence[Column], row: _Row) -> Iterator[tuple[int, Span]]:
    """The row's cells by column; a cell of several lines is the last one of text."""
    extra = len(row.cells) - (len(columns) - 1)
    wide = max((column.place for column in columns if column.holds in _TEXT), default=1)
    place = 0
    for column in columns[1:]:
        last = place + (extra if column.place == wide else 0)
        yield column.place, (row.cells[place][0], row.cells[last][1])
        place = last + 1
