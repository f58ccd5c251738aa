"""The headings of a table: which of its rows they are, what each column holds, whether it is a task table.

A task table (任务清单, 责任分工表) has in every row something to be done and who answers for it, or by when.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from unicodedata import normalize

from graph.model import Role
from loaders.blocks import Cell
from loaders.recognise.clause_words import role_of_label
from loaders.rulebook import rulebook

Row = tuple[Cell, ...]

_BRACKETED = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")
_DEEPEST = 8  # rows in which headings are looked for
_LONGEST = 30  # characters of a heading
_UNKNOWN = "其他"
_FEWEST = 2  # known headings in a row of headings


class Holds(StrEnum):
    """What a column holds; the values are the rules of ``rules/tables.toml``."""

    NUMBER = "number"
    ACCOUNT = "account"
    MIXED = "mixed"  # agencies and persons
    PERSON = "person"
    DEADLINE = "deadline"
    ROLE = "role"
    CATEGORY = "category"
    PROBLEM = "problem"
    OBJECTIVE = "objective"
    MEASURE = "measure"
    TASK = "task"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place in the grid, what it holds, and the label that stands for it in running text."""

    place: int
    holds: Holds
    label: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows ``first`` to ``end`` (exclusive) that head a task table, and its columns from left to right."""

    first: int
    end: int
    columns: tuple[Column, ...]

    def of(self, *kinds: Holds) -> tuple[Column, ...]:
        """The columns that hold one of ``kinds``."""
        return tuple(column for column in self.columns if column.holds in kinds)


ANSWERS = (Holds.ROLE, Holds.MIXED)
_TASKS = (Holds.PROBLEM, Holds.OBJECTIVE, Holds.MEASURE, Holds.TASK)


def heading(rows: Sequence[Row]) -> Heading | None:
    """The heading of a task table; None where ``rows`` are another table's."""
    for first in range(min(_DEEPEST, len(rows) - 1)):
        if sum(holds(words) is not None for words in {cell.text for cell in rows[first]}) < _FEWEST:
            continue
        for end in range(_end(rows, first), first, -1):
            columns = tuple(_columns(rows[first:end], rows[end:]))
            if _is_task_table(columns):
                return Heading(first, end, columns)
    return None


def holds(words: str) -> Holds | None:
    """What a column under this heading holds, None where the heading is no known one.

    >>> holds("责 任 单 位（盖章）"), holds("2020年")
    (<Holds.ROLE: 'role'>, None)
    """
    plain = _BRACKETED.sub("", folded(words)).strip(":")
    return next((Holds(rule.name) for rule in rulebook("tables").rules if plain and rule.pattern.match(plain)), None)


def folded(words: str) -> str:
    """``words`` in half-width forms without white space."""
    return "".join(normalize("NFKC", words).split())


def notes(words: str) -> tuple[str, ...]:
    """What stands in brackets in a heading: 责任单位(列第一位的为牵头单位)."""
    return tuple(_BRACKETED.findall(words))


def _end(rows: Sequence[Row], first: int) -> int:
    """The row after those that may head the table from ``first`` on: as deep as its spans, or one deeper."""
    spans = max((cell.rows for cell in rows[first] if cell.rows < _DEEPEST), default=1)
    end = first + max(spans, 1)
    return min(end + 1 if end < len(rows) and _is_second(rows[end - 1], rows[end]) else end, len(rows) - 1)


def _is_second(above: Row, below: Row) -> bool:
    """Whether ``below`` is a second row of headings: empty or the same under single ones, parts under wide ones."""
    pairs = [(folded(upper.text), folded(lower.text)) for upper, lower in zip(above, below, strict=True)]
    parts = [lower for upper, lower in pairs if lower and lower != upper]
    kept = any(not lower or lower == upper for upper, lower in pairs)
    return kept and bool(parts) and all(len(part) <= _LONGEST and holds(part) for part in parts)


def _columns(rows: Sequence[Row], body: Sequence[Row]) -> Iterator[Column]:
    seen: set[tuple[int, ...]] = set()
    for place in range(len(rows[0])):
        cells = [row[place] for row in rows]
        parts = list(dict.fromkeys(folded(cell.text) for cell in cells if cell.text.strip()))
        kind, words = _reading(parts)
        identity = tuple(map(id, cells)) if parts else (place,)
        if kind and identity not in seen:  # a heading over two columns of the grid heads the first of them
            seen.add(identity)
            yield Column(place, kind, _label(kind, words))
        elif not parts and _counts(row[place] for row in body):
            yield Column(place, Holds.NUMBER, "序号")
        else:  # nobody knows what it holds: it is kept, and nothing is read from it
            yield Column(place, Holds.ACCOUNT, f"{_UNKNOWN}:{''.join(parts)}".rstrip(":"))


def _counts(cells: Iterable[Cell]) -> bool:
    """Whether a column without a heading holds the rows' numbers."""
    said = [words for cell in cells if (words := folded(cell.text))]
    return bool(said) and all(words.rstrip(".、").isdecimal() for words in said)


def _reading(parts: Sequence[str]) -> tuple[Holds | None, str]:
    """What the headings above one another say: the lowest, or both together, or the upper one alone."""
    if any(len(part) > _LONGEST for part in parts):
        return None, ""
    readings = [*parts[-1:], "".join(parts), *parts[:1]]
    return next(((kind, words) for words in readings if (kind := holds(words))), (None, ""))


def _is_task_table(columns: Sequence[Column]) -> bool:
    columns = [column for column in columns if not column.label.startswith(_UNKNOWN)]
    kinds = {column.holds for column in columns}
    answered = not kinds.isdisjoint({*ANSWERS, Holds.DEADLINE})
    return len(columns) > 1 and answered and not kinds.isdisjoint(_TASKS)


# --- labels --------------------------------------------------------------------------------------------------

_ROLE_LABELS = {
    Role.LEAD: "牵头单位",
    Role.RESPONSIBLE: "责任单位",
    Role.PARTICIPANT: "配合单位",
    Role.SUPERVISOR: "督导单位",
}
_FALLBACK = {Holds.DEADLINE: "完成时限", Holds.PERSON: "责任人"}


def _label(kind: Holds, words: str) -> str:
    """The heading as a label, where the readers of running text know it as one; else one that they know."""
    plain = _BRACKETED.sub("", words).strip(":")
    if kind in ANSWERS:
        return plain if kind is Holds.ROLE and _is_role_label(plain) else _ROLE_LABELS[_role(plain)]
    if kind is Holds.ACCOUNT:
        return plain if plain in rulebook("accounts").words["account_label"] else "整改进展"
    if kind in _FALLBACK and not _other_label().fullmatch(plain):
        return _FALLBACK[kind]
    return plain


def _is_role_label(words: str) -> bool:
    return bool(_role_label().fullmatch(words)) and _role(words) is role_of_label(words)


def _role(words: str) -> Role:
    """The role that a heading gives; 牵头及配合单位 lists both sorts, and all that is certain is that they answer."""
    both = any(word in words for word in ("牵头", "主办")) and any(word in words for word in ("配合", "协办", "参与"))
    return Role.RESPONSIBLE if both else role_of_label(words)


@cache
def _role_label() -> re.Pattern[str]:
    return rulebook("clauses").compile("$label")


@cache
def _other_label() -> re.Pattern[str]:
    return rulebook("clauses").compile("$other_label|$person_label")
