"""Which of the divisions that bear one name is meant in a jurisdiction and a year; none where that stays open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from graph.known.rows import Division, Level

ELSEWHERE = 3
_ORDER = {Level.PROVINCE: 0, Level.PREFECTURE: 1, Level.AREA: 2, Level.COUNTY: 3}


@dataclass(frozen=True, slots=True)
class Scope:
    """A jurisdiction as codes: its own, those above it, its province's."""

    own: frozenset[str]
    above: frozenset[str]
    provinces: frozenset[str]

    @classmethod
    def of(cls, rows: Iterable[Division]) -> Self:
        """The jurisdiction of a name's holders."""
        lines = [line(row) for row in rows]
        own = frozenset(codes[0] for codes in lines)
        above = frozenset(code for codes in lines for code in codes)
        return cls(own, above - own, frozenset(codes[-1] for codes in lines))

    def distance(self, row: Division) -> int:
        """0 in the jurisdiction's own line, 1 in its prefecture, 2 in its province, 3 elsewhere."""
        codes = line(row)
        if self.own.intersection(codes) or row.code in self.above:
            return 0
        if self.above.intersection(codes) - self.provinces:
            return 1
        return 2 if codes[-1] in self.provinces else ELSEWHERE


def line(row: Division) -> tuple[str, str, str]:
    """The codes of a division, of its parent and of its province."""
    nearest = row.code or row.parent or ""
    return nearest, row.parent or nearest, nearest[:2] + "0000"


def choose(rows: tuple[Division, ...], scope: Scope, year: int | None, *, bare: bool) -> Division | None:
    """The nearest of the rows, the valid before the abolished, the higher before the lower; None if that is several."""
    if bare:
        rows = _outranking(rows, scope)
    order = {row: (scope.distance(row), not valid(row, year), _ORDER[row.level], _age(row)) for row in rows}
    first = min(order.values(), default=None)
    best = [row for row in rows if order[row] == first]
    if len(best) != 1 or (bare and best[0].fictional and scope.distance(best[0]) == ELSEWHERE):
        return None  # 云岭 means the invented province in its own documents only
    return best[0]


def _outranking(rows: tuple[Division, ...], scope: Scope) -> tuple[Division, ...]:
    """Without those that a bare name never means beside the others: 吉林 is the province, 西安 no far district."""
    levels = {row.level for row in rows if not row.fictional}
    if Level.PROVINCE in levels:
        return tuple(row for row in rows if row.level is not Level.COUNTY)
    if Level.PREFECTURE in levels:
        return tuple(row for row in rows if not row.name.endswith("区") or row.parent in scope.own | scope.above)
    return rows


def valid(row: Division, year: int | None) -> bool:
    """Whether the division existed in the year; today, where none is given."""
    if year is None:
        return row.valid_until is None
    return (row.valid_from or 0) <= year and (row.valid_until is None or year <= row.valid_until)


def _age(row: Division) -> int:
    return 0 if row.valid_until is None else -row.valid_until
