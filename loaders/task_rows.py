"""The rows of a task table as running text: an item a row, its lists and dates on labelled lines under each measure.

A row whose measure is a numbered list becomes as many measures, each with the row's agencies, dates and aims; where the
cell of agencies or dates is numbered like the measures, each has its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.blocks import Cell, Line, Piece
from loaders.headings import ANSWERS, Column, Heading, Holds, Row, folded, notes
from loaders.labelled_lines import ENDED, TABLE_END, labelled_lines
from loaders.numbered import is_numbered, numbered
from loaders.rulebook import rulebook

_LABELLED = (Holds.OBJECTIVE, *ANSWERS, Holds.DEADLINE, Holds.OTHER, Holds.PERSON, Holds.ACCOUNT)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the columns of one table are read: what opens an item, what is its text, what stands on labelled lines."""

    number: Column | None
    opening: tuple[Column, ...]
    text: tuple[Column, ...]
    labelled: tuple[Column, ...]
    shared: frozenset[int]  # places of opening columns with cells that several numbers have in common


@dataclass(slots=True)
class _Opened:
    """What the lines before a row have opened: the row before, the section without a number, the rows so far."""

    before: Row = ()
    section: tuple[Piece, ...] = ()
    count: int = 0


def task_lines(head: Heading, rows: Sequence[Row], heading_rows: Sequence[Row]) -> Iterator[Line]:
    """The lines of a task table under its heading."""
    yield from _notes(heading_rows)
    rows = tuple(_filled_down(head, _whole(head, _without_dittos(_without(heading_rows, rows)))))
    plan = _plan(head, rows)
    opened = _Opened()
    for row, below in zip(rows, (*rows[1:], None), strict=False):  # none where all repeat the heading
        if section := _section(row):
            yield from _section_lines(section, opened, empty=below is None or _section(below) is not None)
        else:
            opened.count += 1
            yield from _item(plan, row, opened)
            opened.before = row
    yield (Piece(TABLE_END),)


def _section_lines(section: Cell, opened: _Opened, *, empty: bool) -> Iterator[Line]:
    """The line of a numbered title; one without a number heads each row below; one without rows is no item."""
    piece = Piece(_line(section.text), section.place)
    its_own = is_numbered(section.text)
    opened.section = () if its_own else (piece,)
    if empty:
        yield (Piece(TABLE_END),)
        yield (Piece("【"), piece, Piece("】"))
    elif its_own:
        yield (piece,)


# --- rows ----------------------------------------------------------------------------------------------------


def _notes(heading_rows: Sequence[Row]) -> Iterator[Line]:
    """Headings with a note in brackets that may be a rule (责任单位(列第一位的为牵头单位)), a line each."""
    for cell in {id(cell): cell for row in heading_rows for cell in row}.values():
        if any(len(note) > 6 for note in notes(folded(cell.text))):
            yield (Piece(_line(cell.text), cell.place), Piece("。"))


def _without(heading_rows: Sequence[Row], rows: Iterable[Row]) -> Iterator[Row]:
    """``rows`` without the headings that are repeated on every page."""
    repeated = [[folded(cell.text) for cell in row] for row in heading_rows]
    for row in rows:
        if [folded(cell.text) for cell in row] not in repeated:
            yield row


def _without_dittos(rows: Iterable[Row]) -> Iterator[Row]:
    """``rows`` with the cell above in the place of every 同上."""
    above: Row = ()
    for row in rows:
        if _section(row) is None:
            above = tuple(upper if _is_ditto(cell) else cell for upper, cell in zip(above or row, row, strict=True))
            yield above
        else:
            yield row


def _is_ditto(cell: Cell) -> bool:
    return folded(cell.text) in rulebook("tables").words["ditto"]


def _whole(head: Heading, rows: Iterable[Row]) -> Iterator[Row]:
    """``rows`` with those that only go on with the cells of the row before joined to it."""
    held: Row = ()
    for row in rows:
        if held and _goes_on(head, held, row):
            held = tuple(_grown(above, cell) for above, cell in zip(held, row, strict=True))
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _goes_on(head: Heading, before: Row, row: Row) -> bool:
    """Whether a row has neither number nor agencies nor dates of its own, after one that is no section's title."""
    own = [cell for cell, above in zip(row, before, strict=True) if cell.text.strip() and cell is not above]
    asked = head.of(Holds.NUMBER, *ANSWERS, Holds.DEADLINE)
    if not head.of(Holds.NUMBER) or not own or _section(before) is not None or _section(row) is not None:
        return False
    return all(not row[column.place].text.strip() for column in asked)


def _grown(above: Cell, cell: Cell) -> Cell:
    if cell is above or not cell.text.strip():
        return above
    apart = not above.text.strip() or above.text.rstrip().endswith(tuple(ENDED)) or is_numbered(cell.text)
    return replace(above, text=f"{above.text.rstrip()}{chr(10) if apart else ''}{cell.text.lstrip()}")


def _filled_down(head: Heading, rows: Iterable[Row]) -> Iterator[Row]:
    """``rows`` with what stands once for several, where it is left empty below instead of being merged downwards.

    So it is with categories, and in rows without a number with that and the problem; never with who answers.
    """
    number = next(iter(head.of(Holds.NUMBER)), None)
    above: Row = ()
    for row in rows:
        if _section(row) is not None:
            yield row
            continue
        same = number is not None and not folded(row[number.place].text)
        kinds = (Holds.CATEGORY, Holds.NUMBER, Holds.PROBLEM) if same else (Holds.CATEGORY,)
        places = {column.place for column in head.of(*kinds)}
        above = tuple(
            upper if place in places and not cell.text.strip() else cell
            for place, (upper, cell) in enumerate(zip(above or row, row, strict=True))
        )
        yield above


def _section(row: Row) -> Cell | None:
    """The title that a row is for the rows below it: one cell over most of its width, or alone in the first column."""
    distinct = list({id(cell): cell for cell in row if cell.text.strip()}.values())
    if len(distinct) != 1:
        return None
    cell = distinct[0]
    wide = sum(each is cell for each in row) * 2 > len(row)
    words = folded(cell.text)
    return cell if wide or (row[0] is cell and not words.isdecimal()) else None


# --- columns -------------------------------------------------------------------------------------------------


def _plan(head: Heading, rows: Sequence[Row]) -> _Plan:
    number = next(iter(head.of(Holds.NUMBER)), None)
    tasks, measures = _by_use(head)
    text = measures or tasks[-1:] or head.of(Holds.OBJECTIVE)
    before = [column for column in tasks if column not in text and column.place < text[0].place]
    after = [column for column in tasks if column not in text and column not in before]
    opening = (*head.of(Holds.CATEGORY, Holds.PROBLEM), *before)
    labelled = [column for kind in _LABELLED for column in head.of(kind) if column not in text]
    shared = frozenset(column.place for column in opening if number and _is_shared(rows, column, number))
    ordered = tuple(sorted(opening, key=lambda column: column.place))
    return _Plan(number, ordered, text, (*after, *labelled), shared)


def _by_use(head: Heading) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The columns of tasks and of measures; 工作任务 beside 具体措施 is what those are for."""
    measures = head.of(Holds.MEASURE)
    wide = tuple(column for column in measures[:-1] if column.label.endswith("任务"))
    return (*head.of(Holds.TASK), *wide), tuple(column for column in measures if column not in wide)


def _is_shared(rows: Sequence[Row], column: Column, number: Column) -> bool:
    """Whether rows of different numbers have a cell of this column in common."""
    return any(
        above[column.place] is below[column.place] and above[number.place] is not below[number.place]
        for above, below in pairwise(rows)
        if _section(below) is None
    )


# --- items ---------------------------------------------------------------------------------------------------


def _item(plan: _Plan, row: Row, opened: _Opened) -> Iterator[Line]:
    """One row: the line that opens its item, then its measures, each with the row's labelled lines."""
    texts = [(column, cell) for column in plan.text if (cell := _said(row[column.place]))]
    sections, pieces = _opening(plan, row, opened)
    yield from sections
    if not _goes_under(plan, row, opened, texts, sections):
        yield _head_line(plan, row, opened, pieces)
    yield from _measures(plan, row, texts)


def _goes_under(
    plan: _Plan, row: Row, opened: _Opened, texts: Sequence[tuple[Column, Cell]], sections: Sequence[Line]
) -> bool:
    """Whether the row needs no line to open it: what it says is numbered, or follows a numbered heading right away."""
    own_number = bool(texts) and is_numbered(texts[0][1].text)
    if plan.number:
        return own_number and _same_number(plan, row, opened)
    return own_number or bool(sections)


def _opening(plan: _Plan, row: Row, opened: _Opened) -> tuple[list[Line], list[Piece]]:
    """The numbered headings that begin with this row, and what else heads it, joined."""
    sections: list[Line] = []
    pieces = list(opened.section)
    for column in plan.opening:
        if not (cell := _said(row[column.place])):
            continue
        piece = Piece(_line(cell.text), cell.place)
        if is_numbered(cell.text) and (plan.number is None or column.place in plan.shared):
            if not opened.before or opened.before[column.place] is not cell:
                sections.append((piece,))
        else:
            pieces += [*([Piece("；")] if pieces else []), piece]
    return sections, pieces


def _head_line(plan: _Plan, row: Row, opened: _Opened, pieces: Sequence[Piece]) -> Line:
    if plan.number is None:
        return (Piece(f"第{opened.count}行:"), *pieces)
    cell = row[plan.number.place]
    number = cell if folded(cell.text) or not opened.before else opened.before[plan.number.place]
    printed = folded(number.text).strip(".、:") or f"第{opened.count}行"
    return (Piece("序号"), Piece(printed, number.place), Piece(":"), *pieces)


def _same_number(plan: _Plan, row: Row, opened: _Opened) -> bool:
    if plan.number is None or not opened.before:
        return False
    cell = row[plan.number.place]
    return cell is opened.before[plan.number.place] or not cell.text.strip()


def _measures(plan: _Plan, row: Row, texts: Sequence[tuple[Column, Cell]]) -> Iterator[Line]:
    """The row's text, cut into its numbered measures, with the labelled lines under each."""
    labelled = [(column, cell) for column in plan.labelled if (cell := _said(row[column.place]))]
    if not texts:
        yield from labelled_lines(labelled, None)
        return
    first = texts[0][1]
    parts = numbered(first.text)
    yield from _prose(parts.intro, first)
    for number, start, end in parts.items:
        yield from _prose(first.text[start:end], first)
        yield from labelled_lines(labelled, (number, len(parts.items)))
    if not parts.items:
        yield from labelled_lines([*texts[1:], *labelled], None)
    else:
        yield from labelled_lines(texts[1:], None)


def _prose(text: str, cell: Cell) -> Iterator[Line]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        last = place == len(lines) - 1 and not line.endswith(tuple(ENDED))
        yield (Piece(line, cell.place), *([Piece("。")] if last else []))


# --- cells ---------------------------------------------------------------------------------------------------


def _said(cell: Cell) -> Cell | None:
    """The cell; None where it says nothing."""
    words = folded(cell.text)
    return cell if words and words not in rulebook("tables").words["nothing"] else None


def _line(text: str) -> str:
    """A cell's text on one line."""
    return "".join(line.strip() for line in text.split("\n"))
