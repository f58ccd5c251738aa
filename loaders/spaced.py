"""Task tables whose cells only single blanks part (序号 任务 责任单位 / 1 清淤。 市水务局), as copied from a page.

Blanks also stand inside cells, so a row is read only where the columns from the right hold what their headings say.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from loaders.headings import ANSWERS, Holds, folded, holds
from loaders.recognise.agency_names import looks_like_agency

_FEWEST = 3  # columns of a table
_FEWEST_ROWS = 2
_MOST_LINES = 8  # of a row
_LONGEST_OPENING = 20  # characters of a category's or task's name beside a measure
_TEXT = (Holds.CATEGORY, Holds.PROBLEM, Holds.OBJECTIVE, Holds.MEASURE, Holds.TASK)
_TAIL = (*ANSWERS, Holds.DEADLINE)
_NAMES = re.compile(r"[、,;](?![^()]*\))")
_ROLE = re.compile("等?(?:牵头|负责|配合|参与|协助|落实)*$")
_TIME = re.compile(
    r"(?=.{2,24}\Z)[^。]*(?:\d[年月日]|\d{4}|年底|年内|全年|季度|持续|长期|常态|立行立改|立即|即知即改|每年|每月)[^。]*"
)
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、[^。]{2,40}")
_SAID = re.compile(r"\S+")

Span = tuple[int, int]
Lines = Sequence[Span]
"""The stretches of a cell, a line each."""

_Columns = tuple[Sequence[Holds | None], int]  # what each holds, and how many stand before those of who answers


def spaced_rows(source: str, spans: Sequence[Span], place: int) -> tuple[int, list[Sequence[Lines]]]:
    r"""The line after a table that begins at ``place``, and its rows; no rows where none is sure to begin there.

    >>> text = "序号 任务 责任单位 时限\n1 清 淤。 市水务局 年底\n2 护岸。 县水务局 各镇政府 长期"
    >>> spans = [found.span() for found in re.finditer(".+", text)]
    >>> [["".join(text[slice(*one)] for one in cell) for cell in row] for row in spaced_rows(text, spans, 0)[1][1:]]
    [['1', '清淤。', '市水务局', '年底'], ['2', '护岸。', '县水务局各镇政府', '长期']]
    """
    head = _stretches(source, spans[place])
    columns = _columns(source, head)
    rows: list[Sequence[Lines]] = []
    end = place + 1
    while columns and end < len(spans) and (found := _row(source, spans, end, columns, rows)):
        end, row = found
        rows.append(row)
    while rows and len(rows[-1]) == 1:  # the heading of what follows the table
        end -= len(rows.pop())
    if columns is None or sum(len(row) > 1 for row in rows) < _FEWEST_ROWS:
        return place + 1, []
    return end, [[[cell] for cell in head[: len(columns[0])]], *rows]


def _columns(source: str, head: Sequence[Span]) -> _Columns | None:
    """The columns under these headings: a number, texts, then who answers and until when; None where others stand."""
    if len(head) < _FEWEST or holds(_words(source, head[:1])) is not Holds.NUMBER:
        return None
    kinds = [holds(_words(source, [cell])) for cell in head]
    while kinds[-1] is Holds.OTHER:  # 备注: read where no row has any
        kinds.pop()
    text = sum(1 for _ in takewhile(_TEXT.__contains__, kinds[1:])) + 1
    return (kinds, text) if 1 < text < len(kinds) and {*kinds[text:]} <= {*_TAIL} else None


def _stretches(source: str, span: Span) -> list[Span]:
    """What blanks part on a line."""
    return [said.span() for said in _SAID.finditer(source, *span)]


def _words(source: str, cell: Lines) -> str:
    return folded("".join(source[slice(*span)] for span in cell))


def _row(
    source: str, spans: Sequence[Span], place: int, columns: _Columns, rows: Sequence[Sequence[Lines]]
) -> tuple[int, Sequence[Lines]] | None:
    """The line after the row that begins at ``place``, and its cells: those of its number, or a section's title."""
    if _is_section(source, spans[place]):
        return place + 1, [[spans[place]]]
    number = sum(len(row) > 1 for row in rows) + 1
    if not _begins(source, spans[place], number):
        return None
    lines = range(place + 1, min(place + _MOST_LINES, len(spans)) + 1)
    followed = (end for end in lines if end < len(spans) and _another(source, spans[end], number + 1))
    after = next(followed, None)
    for end in lines if after is None else (after,):
        stretches = [said for line in spans[place:end] for said in _stretches(source, line)]
        if row := _placed(source, stretches, *columns):
            return end, row
    return None


def _another(source: str, span: Span, number: int) -> bool:
    return _begins(source, span, number) or _is_section(source, span)


def _is_section(source: str, span: Span) -> bool:
    return _SECTION.fullmatch(source[slice(*span)].strip()) is not None


def _begins(source: str, span: Span, number: int) -> bool:
    """Whether a line begins with the number of a row and has more."""
    stretches = _stretches(source, span)
    return len(stretches) > 1 and _words(source, stretches[:1]) == str(number)


def _placed(source: str, stretches: Sequence[Span], kinds: Sequence[Holds | None], text: int) -> list[Lines] | None:
    """The cells of a row by column, None where it is not sure where one ends."""
    tail: list[Lines] = []
    last = len(stretches)
    for kind in reversed(kinds[text:]):
        first = last - 1
        while kind in ANSWERS and len(_answering(kinds)) == 1 and _fits(source, stretches[first - 1], kind):
            first -= 1  # 县水务局 各镇政府 in one cell
        if first < 2 or not all(_fits(source, one, kind) for one in stretches[first:last]):
            return None
        tail.insert(0, stretches[first:last])
        last = first
    said = stretches[1:last]
    unsure = any(_fits(source, said[-1], kind) for kind in (Holds.ROLE, kinds[text]))
    opening = None if unsure else _opening(source, said, kinds[1:text])
    return None if opening is None else [[stretches[0]], *opening, *tail]


def _answering(kinds: Sequence[Holds | None]) -> list[Holds | None]:
    return [kind for kind in kinds if kind in ANSWERS]


def _fits(source: str, stretch: Span, kind: Holds | None) -> bool:
    words = _words(source, [stretch])
    if kind is Holds.DEADLINE:
        return _TIME.fullmatch(words) is not None
    return all(looks_like_agency(_ROLE.sub("", name)) for name in _NAMES.split(words))


def _opening(source: str, said: Sequence[Span], kinds: Sequence[Holds | None]) -> list[Lines] | None:
    """The cells before those of who answers: names of categories and tasks, then the text, which is the last."""
    blank: list[Lines] = [[] for _ in kinds[1:]]
    if len(kinds) == 1:
        return [said]
    sentences = [place for place, one in enumerate(said) if re.search("[。;]", _words(source, [one]))]
    if len(said) in (1, len(kinds)) and sentences in ([], [len(said) - 1]):
        return [*blank[len(said) - 1 :], *([one] for one in said)]
    names = said[: sentences[0]] if sentences else []
    named = Holds.PROBLEM not in kinds and Holds.OBJECTIVE not in kinds
    short = all(len(_words(source, [one])) <= _LONGEST_OPENING for one in names)
    return [*blank[1:], names, said[len(names) :]] if sentences and named and short else None
