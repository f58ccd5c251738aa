"""Rows of an answer as a table for people: what stands for a thing leads to it, what is printed to its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.answers import plain
from api.pages import addresses
from api.pages.rendering import Words
from graph import vocab as dg
from graph.solutions import Iri, Solutions, Value

_LINKING = {"measure": "number", "iri": "agency"}  # columns of IRIs, and the column that tells of the same thing
_ALWAYS = ("number", "text", "measures")
_PLACE = ("key", "source", "start", "end", "quote", "mention_start", "mention_end")
_CODED = (
    *("role", "basis", "due_basis", "kind", "modality", "through", "precision"),
    *("relation", "change", "state", "level", "verdict", "comparator"),
)
_WORDY = ("text", "message", "quote", "description")
_MOST = 160  # characters in a cell
_CODES = frozenset(code.value for codes in dg.SCHEMES for code in codes)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says and where it leads; ``at`` is the place in print where that is one, for paper."""

    text: str
    href: str | None = None
    sort: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; ``count`` is of all rows, some of which may not be shown.

    What is the same in all of them is ``common``, with its heading.
    """

    common: tuple[tuple[str, Cell], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int


def table(found: Solutions, words: Words, most: int = 200) -> Table:
    """The first rows of an answer."""
    hidden = {column for column, named in _LINKING.items() if named in found.variables} | {*_PLACE}
    first = found.rows[:most]
    same = {name for name in found.variables if len(first) > 1 and len({*_column(found, name, first)}) == 1}
    filled = {name for name in found.variables if any(value is not None for value in _column(found, name, first))}
    told = [name for name in found.variables if name not in hidden and (name in filled or not first)]
    shown = [name for name in told if name not in same or name in _ALWAYS]
    placed = "key" in found.variables and "document" not in shown
    headings = (*map(words.column, shown), *((words.column("source"),) if placed else ()))
    rows = [dict(zip(found.variables, row, strict=True)) for row in first]
    common = ((words.column(name), _shared(rows[0], name, words)) for name in told if name not in shown)
    cells = (tuple(_cells(row, shown, words, placed=placed)) for row in rows)
    return Table(tuple(common), headings, tuple(cells), len(found.rows))


def _column(found: Solutions, name: str, rows: Sequence[tuple[Value | None, ...]]) -> Iterator[Value | None]:
    place = found.variables.index(name)
    return (row[place] for row in rows)


def _cells(row: Mapping[str, Value | None], shown: list[str], words: Words, *, placed: bool) -> list[Cell]:
    cells = [_cell(row, name, words) for name in shown]
    return [*cells, Cell(_spot(row), place(row), "figure")] if placed else cells


def _shared(row: Mapping[str, Value | None], name: str, words: Words) -> Cell:
    """What a column says in every row: of the document the whole, since its places differ."""
    if name == "document" and row.get("key"):
        return Cell(str(row[name]), addresses.document(str(row["key"])))
    return _cell(row, name, words)


def _spot(row: Mapping[str, Value | None]) -> str:
    """The place that ``place`` leads to, for people."""
    _, found, span = place(row).partition("#char=")
    return span.replace(",", "–") if found else str(row["key"])


def _cell(row: Mapping[str, Value | None], name: str, words: Words) -> Cell:
    value = row[name]
    text = _told(name, value, words)
    if isinstance(value, Iri):
        return Cell(addresses.name(value), addresses.thing(value))
    for column, named in _LINKING.items():
        if named == name and row.get(column):
            return Cell(text or "→", addresses.thing(row[column]), "number" if name == "number" else "")
    if name == "document" and row.get("key"):
        return Cell(text, place(row), "named", _spot(row))
    if isinstance(value, date):
        return Cell(text, sort="figure day")
    return Cell(text, sort="wordy" if name in _WORDY else "figure" if len(text) < 12 else "")


def _told(name: str, value: Value | None, words: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    text = str(plain(value))
    if name == "via":
        return words.meaning(text)
    if name in _CODED and text in _CODES:
        return words.code(text)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def place(row: Mapping[str, Value | None]) -> str:
    """Where the row is printed: the place in its document's page, that of the mention where there is one."""
    for start, end in (("mention_start", "mention_end"), ("start", "end")):
        first, last = row.get(start), row.get(end)
        if isinstance(first, int) and isinstance(last, int):
            return addresses.document(str(row["key"]), first, last)
    return addresses.document(str(row["key"]))
