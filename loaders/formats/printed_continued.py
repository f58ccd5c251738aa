"""A printed table that goes on over the page: the row that the page's end cuts in two, and cells merged across it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from loaders.blocks import Block, Cell, Table
from loaders.formats.printed_paragraphs import begins_item, text_of
from loaders.recognise.agency_names import looks_like_agency

_ENDED = ("。", "；", ";", "！", "!")
_LONG = 15  # characters: a cell with so many has a sentence

Row = Sequence[Cell]


def continued(blocks: Iterable[Block]) -> Iterator[Block]:
    """``blocks`` with what a table on the next page only goes on with moved to the last row of the table before it."""
    held: Block | None = None
    for block in blocks:
        following = block
        if isinstance(held, Table) and isinstance(following, Table) and _page(held) != _page(following):
            held, following = _mended(held, following)
        if held:
            yield held
        held = following
    if held:
        yield held


def _page(table: Table) -> str:
    return table.place.partition(",")[0]


def _mended(before: Table, after: Table) -> tuple[Table, Table]:
    """Both tables, the row that was cut whole again in the first; cells of merged rows the same in both."""
    if not before.rows or not after.rows or len(before.rows[0]) != len(after.rows[0]):
        return before, after
    pairs = zip(before.rows, after.rows, strict=False)
    heading = sum(1 for _ in takewhile(lambda pair: _words(pair[0]) == _words(pair[1]), pairs))
    if heading == len(after.rows):
        return before, after
    last, first = before.rows[-1], after.rows[heading]
    cut = _is_cut(last, first)
    changes = _whole(last, first) if cut else _merged(before, after, last, first)
    rest = after.rows[:heading] + after.rows[heading + 1 :] if cut else after.rows
    return _changed(before, before.rows, changes), _changed(after, rest, changes)


def _words(row: Row) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _is_cut(last: Row, first: Row) -> bool:
    """Whether ``first`` is the rest of the row ``last``: nothing new in it, and not a row that lacks only its number.

    A row cut by the page's end has no number in its second part, and nothing where its short cells were whole before.
    """
    if first[0].text.strip() or not last[0].text.strip():
        return False
    pairs = [(upper.text.strip(), lower.text.strip()) for upper, lower in zip(last, first, strict=True)]
    if any(lower and not upper for upper, lower in pairs):
        return False
    begun = next((place for place, (_, lower) in enumerate(pairs) if lower), len(pairs))
    lacking = any(upper and not lower for upper, lower in pairs[begun:])
    return lacking or any(lower and _is_open(upper) for upper, lower in pairs)


def _is_open(text: str) -> bool:
    return len(text) >= _LONG and not text.endswith(_ENDED)


def _whole(last: Row, first: Row) -> Mapping[int, Cell]:
    """By the cells of both parts of a row, the whole cells."""
    changes: dict[int, Cell] = {}
    for upper, lower in zip(last, first, strict=True):
        whole = replace(upper, text=_joined(upper.text, lower.text), rows=upper.rows + lower.rows - 1)
        changes.setdefault(id(upper), whole)
        changes.setdefault(id(lower), changes[id(upper)])
    return changes


def _joined(upper: str, lower: str) -> str:
    head, _, end = upper.rpartition("\n")
    start, _, tail = lower.partition("\n")
    apart = begins_item(start) or (looks_like_agency(end) and looks_like_agency(start))
    whole = f"{end}\n{start}" if apart else text_of((end, start))
    return "\n".join(part for part in (head, whole, tail) if part)


def _merged(before: Table, after: Table, last: Row, first: Row) -> Mapping[int, Cell]:
    """Cells that stand empty because they are merged with the row on the page before, by their column's other cells."""
    changes: dict[int, Cell] = {}
    for column, (upper, lower) in enumerate(zip(last, first, strict=True)):
        if upper.text.strip() and not lower.text.strip() and _merges(column, lower, before.rows[1:] + after.rows[1:]):
            changes[id(upper)] = changes[id(lower)] = replace(upper, rows=upper.rows + lower.rows)
    return changes


def _merges(column: int, empty: Cell, rows: Sequence[Row]) -> bool:
    """Whether cells of a column are merged down, and none but ``empty`` is empty."""
    others = [row[column] for row in rows if row[column] is not empty]
    merging = empty.rows > 1 or any(cell.rows > 1 for cell in others)
    return merging and all(cell.text.strip() for cell in others)


def _changed(table: Table, rows: Sequence[Row], changes: Mapping[int, Cell]) -> Table:
    return replace(table, rows=tuple(tuple(changes.get(id(cell), cell) for cell in row) for row in rows))
