"""Task tables in plain text, their cells parted by strokes (│ |), tabs, blanks or lines: row by row as running text.

As in files of other kinds only what joins the cells is added; every other character keeps its place in the source.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.barred import barred_rows
from loaders.blocks import Cell, Line, Table
from loaders.flat_tables import Lines, Span, flat_rows
from loaders.headings import heading, holds
from loaders.slipped import settled
from loaders.spaced import spaced_rows
from loaders.tables import lines

_MAY = re.compile("[│┃┆┊║|\t]|序[ \u3000]*号|[ \u3000]{2}[^ \u3000\r\n]++[ \u3000]{2}")
_LINE = re.compile("[^\r\n]*")
_STROKE = re.compile("[│┃┆┊║|]")
_RULE = re.compile("[─━┄┈═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯+|:— \u3000-]+")
_DRAWN = re.compile("[─━═┼╋╬+|:-]{2}|[┌├└┏┣┗╔╠╚]")
_PARTLY = re.compile(
    "[├┼][─━]{2}|[─━]{2}[┤┼]"
)  # a rule under some cells only: what goes on beside it is not told apart
_TAB = re.compile("\t")
_BLANKS = re.compile("\t|[ \u3000]{2,}")
_SECTION = re.compile("[一二三四五六七八九十]{1,3}")
_COUNT = re.compile(r"\d{1,3}[.、]?")
_FEWEST = 3  # columns of a table
_MOST_LINES = 40  # of a row

_Row = Sequence[Lines]  # of each cell the stretches that print it


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with its tables row by row; ``origin[i]`` is the place of ``chars[i]`` in the source."""

    chars: str
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A table drawn from ``start`` to ``end``; ``places`` of the characters of each cell, by its name."""

    start: int
    end: int
    table: Table
    places: dict[str, tuple[int, ...]]


def rewritten(source: str) -> Rewritten | None:
    r"""``source`` with every task table drawn in it as numbered items with labelled lines; None where it has none.

    >>> rewritten("序号\t任务\t责任单位\n1\t建泵站\t市水务局\n2\t清淤\t各镇").chars
    '序号1:\n建泵站。\n责任单位:市水务局\n序号2:\n清淤。\n责任单位:各镇\n(表格完)\n'
    """
    if not _MAY.search(source):
        return None
    chars: list[str] = []
    origin: list[int] = []
    place = 0
    for found in _tables(source):
        chars.append(source[place : found.start])
        origin += range(place, found.start)
        texts = _texts(found)
        for line in lines(found.table):
            _print(line, found, texts, (chars, origin))
        place = found.end
    if not place:
        return None
    return Rewritten("".join((*chars, source[place:])), (*origin, *range(place, len(source))))


def _print(line: Line, found: _Found, texts: dict[str, str], printed: tuple[list[str], list[int]]) -> None:
    """Adds a line; what joins the cells stands where the character before it does."""
    chars, origin = printed
    for piece in line:
        places = found.places.get(piece.place, ())
        cell = texts[piece.place] if places else ""
        at = cell.find(piece.text) if piece.text else -1
        last = origin[-1] if origin else found.start
        chars.append(piece.text)
        origin += places[at : at + len(piece.text)] if at >= 0 else [places[0] if places else last] * len(piece.text)
    chars.append("\n")
    origin.append(origin[-1])


def _texts(found: _Found) -> dict[str, str]:
    return {cell.place: cell.text for row in found.table.rows for cell in row}


# --- where tables are -----------------------------------------------------------------------------------------


def _tables(source: str) -> Iterator[_Found]:
    spans = [each.span() for each in _LINE.finditer(source) if each.group().strip()]
    place = 0
    while place < len(spans):
        end, rows = _rows(source, spans, place)
        found = _found(source, (spans[place][0], spans[end - 1][1]), rows) if len(rows) > 1 else None
        if found:
            yield found
        place = end if rows else place + 1


def _rows(source: str, spans: Sequence[Span], place: int) -> tuple[int, list[_Row]]:
    """The line after a table that may begin at a line, and its rows."""
    line = source[slice(*spans[place])]
    if _is_drawn(line):
        end, drawn = _stroked(source, spans, place)
        return end, settled(source, drawn) if len(drawn) > 1 else drawn
    for mark in (_TAB, _BLANKS):
        cells = _cells(source, spans[place], mark)
        if len(cells) >= _FEWEST and _are_headings(source, cells):
            return _parted(source, spans, place, mark)
    for sort in (barred_rows, spaced_rows):
        end, found = sort(source, spans, place)
        if found:
            return end, list(found)
    end, rows = flat_rows(source, spans, place)
    return end, list(rows)


def _are_headings(source: str, cells: Sequence[Span]) -> bool:
    known = [holds(source[slice(*cell)]) for cell in cells]
    return known[0] is not None and sum(each is not None for each in known) >= _FEWEST


def _is_drawn(line: str) -> bool:
    return len(_STROKE.findall(line)) >= _FEWEST - 1 or bool(_DRAWN.search(line) and _RULE.fullmatch(line))


def _cells(source: str, span: Span, mark: re.Pattern[str]) -> list[Span]:
    """The stretches of a line that ``mark`` parts, bare of blanks; an indent parts nothing."""
    bounds = [span[0], *(edge for each in mark.finditer(source, *span) for edge in each.span()), span[1]]
    cells = [_bare(source, first, last) for first, last in zip(bounds[::2], bounds[1::2], strict=True)]
    indented = mark is _BLANKS and cells[0][0] == cells[0][1]
    return cells[1:] if indented else cells


def _bare(source: str, start: int, end: int) -> Span:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


# --- rows -----------------------------------------------------------------------------------------------------


def _parted(source: str, spans: Sequence[Span], place: int, mark: re.Pattern[str]) -> tuple[int, list[_Row]]:
    """Rows a line each, as long as they have the heading's number of cells or are a section's title."""
    rows: list[_Row] = []
    width = len(_cells(source, spans[place], mark))
    while place < len(spans):
        cells = _cells(source, spans[place], mark)
        end = place + 1
        if mark is _TAB and 1 < len(cells) < width:
            end, cells = _over_lines(source, spans, place, width)
        if len(cells) != width:
            break
        rows.append([[cell] for cell in cells])
        place = end
    return place, rows


def _over_lines(source: str, spans: Sequence[Span], place: int, width: int) -> tuple[int, list[Span]]:
    """The line after a row one of whose cells is printed over several lines, and its cells.

    A row that no lines below fill lacks its last cell: it is empty.
    """
    first = _cells(source, spans[place], _TAB)
    cells = first
    for end, span in enumerate(spans[place + 1 : place + _MOST_LINES], place + 2):
        more = _cells(source, span, _TAB)
        if len(cells) + len(more) - 1 > width or (len(more) > 1 and _COUNT.fullmatch(source, *more[0])):
            break
        cells = [*cells[:-1], (cells[-1][0], more[0][1]), *more[1:]]
        if len(cells) == width:
            return end, cells
    lacking = [(spans[place][1], spans[place][1])] if len(first) == width - 1 else []
    return place + 1, [*first, *lacking]


def _stroked(source: str, spans: Sequence[Span], place: int) -> tuple[int, list[_Row]]:
    """Rows between rules, a cell's lines together; without rules between them, a line with a first cell begins one."""
    rows: list[_Row] = []
    new, outer = True, (0, 0)
    while place < len(spans) and _is_drawn(source[slice(*spans[place])]):
        if _RULE.fullmatch(source, *spans[place]):
            new = True
        else:
            cells = _cells(source, spans[place], _STROKE)
            outer = outer if rows else (cells[0][0] == cells[0][1], cells[-1][0] == cells[-1][1])
            cells = cells[outer[0] : len(cells) - outer[1]]
            if _PARTLY.search(source, *spans[place]):
                return _end(source, spans, place), []
            if rows and len(cells) != len(rows[0]):
                break
            goes_on = not new and cells[0][0] == cells[0][1]
            if goes_on:
                rows[-1] = [_grown(*pair) for pair in zip(rows[-1], cells, strict=True)]
            else:
                rows.append([[cell] for cell in cells])
            new = False
        place += 1
    return max(place, 1), rows


def _end(source: str, spans: Sequence[Span], place: int) -> int:
    """The line after a drawn table."""
    while place < len(spans) and _is_drawn(source[slice(*spans[place])]):
        place += 1
    return place


def _grown(parts: Lines, more: Span) -> Lines:
    return (*parts, more)


# --- the table ------------------------------------------------------------------------------------------------


def _found(source: str, span: Span, rows: Sequence[_Row]) -> _Found | None:
    """The table of these rows; None where it is no task table."""
    places: dict[str, tuple[int, ...]] = {}
    grid = [tuple(_row(source, row, f"{number}", len(rows[0]), places)) for number, row in enumerate(rows)]
    for place in range(1, len(rows)):
        grid[place] = tuple(_spanning(rows[place - 1 : place + 1], grid[place - 1 : place + 1]))
    return _Found(*span, Table(tuple(grid), ""), places) if heading(tuple(grid)) else None


def _spanning(rows: Sequence[_Row], cells: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
    """The cells of the second of two rows, those of the first where they span both."""
    above, below = rows
    whole = len(above) == len(below) == len(cells[1])  # a section's title is one cell for all columns
    for place, cell in enumerate(cells[1]):
        both = whole and bool(below[place]) and below[place] is above[place]
        yield cells[0][place] if both else cell


def _row(source: str, row: _Row, name: str, width: int, places: dict[str, tuple[int, ...]]) -> Iterator[Cell]:
    said = [parts for parts in row if any(first < last for first, last in parts)]
    if len(row) == 1:  # 一、便民方面
        yield from [_cell(source, row[0], f"{name}-0", places)] * width
    elif len(said) == 2 and said == list(row[:2]) and _SECTION.fullmatch(source, *row[0][0]):  # 一|垃圾减量|||
        yield from [_cell(source, [*row[0], *row[1]], f"{name}-0", places, "、")] * width
    else:
        for number, parts in enumerate(row):
            yield _cell(source, parts, f"{name}-{number}", places)


def _cell(source: str, parts: Iterable[Span], place: str, places: dict[str, tuple[int, ...]], joint: str = "") -> Cell:
    spans = [span for span in parts if span[0] < span[1]]
    text = joint.join(source[first:last] for first, last in spans)
    places[place] = tuple(
        offset
        for number, (first, last) in enumerate(spans)
        for offset in (*([first] * len(joint) if number else ()), *range(first, last))
    )
    return Cell(text, place)
