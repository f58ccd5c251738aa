"""Targets of one indicator against each other: which is stricter, which weaker, which later.

A target is held against the latest earlier one of its own jurisdiction, and against the latest of the nearest
jurisdiction above that has one. Figures are compared in base units; those that cannot be (another base, a class
against a number, a level against a change, an increase against a decrease, another area) are told as such, not
guessed at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal

from graph import vocab as dg
from graph.solutions import Solutions, Value

_HELD: Final = (
    "against",
    "against_value",
    "against_unit",
    "against_by",
    "against_key",
    "against_quote",
    "verdict",
    "time",
)
_FOLLOWER: Final = ("document", "key", "jurisdiction", "issued", "source", "start", "end", "quote")
_FOLLOWS: Final = frozenset({"implements", "based-on"})
_AT_LEAST: Final = frozenset({">=", ">"})
_AT_MOST: Final = frozenset({"<=", "<"})
_STATE: Final = "中国"
_CLASSES: Final = "ⅠⅡⅢⅣⅤ"  # of water quality: the first is the best


@dataclass(frozen=True, slots=True)
class Wording:
    """What has to be known of words: the base unit of a figure, and the area that an indicator's name begins with."""

    base: Callable[[float, str], tuple[float, str]]
    area: Callable[[str], str]


class Verdict(StrEnum):
    """How a target stands to another."""

    STRICTER = "stricter"
    EQUAL = "equal"
    WEAKER = "weaker"
    UNLIKE = "unlike"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as compared; ``row`` is where it comes from."""

    row: tuple[Value | None, ...]
    of: Mapping[str, Value | None]

    @property
    def issued(self) -> date:
        """The day of its document."""
        day = self.of["issued"]
        return day if isinstance(day, date) else date.min

    def text(self, name: str) -> str:
        """A column as text, empty where there is nothing."""
        return "" if self.of[name] is None else str(self.of[name])


_Alike = Mapping[tuple[str, str], Sequence[Aim]]  # what stands for the same, by its name and its jurisdiction


def compared(found: Solutions, above: Mapping[str, Sequence[str]], wording: Wording) -> Solutions:
    """The rows of ``targets-compared`` with what each is held against, one row for each comparison.

    ``above`` names the jurisdictions above each, the nearest first. A target that nothing can be held against has one
    row without a verdict.
    """
    aims = [Aim(row, dict(zip(found.variables, row, strict=True))) for row in found.rows]
    alike: dict[tuple[str, str], list[Aim]] = defaultdict(list)
    for aim in aims:
        alike[aim.text("general"), aim.text("jurisdiction")].append(aim)
    rows = [(*aim.row, *told) for aim in aims for told in _comparisons(aim, alike, above, wording)]
    return Solutions((*found.variables, *_HELD), tuple(rows))


def missing(found: Solutions, followers: Mapping[str, Solutions]) -> Solutions:
    """A row for each target that a document which follows another's, in another jurisdiction, says nothing of.

    ``followers`` are the rows of ``cited-by`` by the key of the document that they are of.
    """
    aims = [Aim(row, dict(zip(found.variables, row, strict=True))) for row in found.rows]
    told = {(aim.text("general"), aim.text("key")) for aim in aims}
    rows: dict[tuple[Value | None, ...], None] = {}
    for aim in aims:
        for follower in _following(followers.get(aim.text("key"))):
            if (aim.text("general"), str(follower["key"])) not in told and follower["jurisdiction"] != aim.of[
                "jurisdiction"
            ]:
                own = {"general": aim.of["general"], **{name: follower[name] for name in _FOLLOWER}}
                rows[*(own.get(name) for name in found.variables), *_held(aim), Verdict.MISSING.value, None] = None
    return Solutions((*found.variables, *_HELD), tuple(rows))


def _following(found: Solutions | None) -> Iterator[Mapping[str, Value | None]]:
    for row in found.rows if found else ():
        follower = dict(zip(found.variables, row, strict=True)) if found else {}
        if follower["relation"] in _FOLLOWS:
            yield follower


def superiors(select: Callable[[str], Solutions], home: str) -> Sequence[str]:
    """The names of the jurisdictions above one, the nearest first, the state last."""
    seen, level, found = {home, _STATE}, [home], list[str]()
    while level:
        names = " ".join(str(Literal(name, language="zh")) for name in level)
        above = select(
            f"SELECT DISTINCT ?label {{ VALUES ?name {{ {names} }} "
            f"?home {dg.prefLabel} ?name ; {dg.partOf} ?above . ?above {dg.prefLabel} ?label }} ORDER BY ?label"
        )
        level = [name for name in map(str, above.column("label")) if name not in seen]
        seen.update(level)
        found += level
    return found if home == _STATE else [*found, _STATE]


def _comparisons(
    aim: Aim, alike: _Alike, above: Mapping[str, Sequence[str]], wording: Wording
) -> Iterator[tuple[Value | None, ...]]:
    others = [*_before(aim, alike, above)]
    yield from (_told(aim, other, wording) for other in others)
    if not others:
        yield (None,) * len(_HELD)


def _before(aim: Aim, alike: _Alike, above: Mapping[str, Sequence[str]]) -> Iterator[Aim]:
    """The targets that it is held against: of its own jurisdiction's document before, and of the one above."""
    home = aim.text("jurisdiction")
    yield from _latest(_earlier(aim, home, alike))
    for superior in above.get(home, ()):
        if theirs := _earlier(aim, superior, alike):
            yield from _latest(theirs)
            return


def _earlier(aim: Aim, home: str, alike: _Alike) -> list[Aim]:
    """The targets of that jurisdiction that are as old or older, of other documents."""
    return [each for each in alike.get((aim.text("general"), home), ()) if _is_before(each, aim)]


def _is_before(other: Aim, aim: Aim) -> bool:
    return other.text("key") != aim.text("key") and other.issued <= aim.issued


def _latest(aims: Sequence[Aim]) -> list[Aim]:
    """Those of the document of the latest day."""
    last = max((each.issued for each in aims), default=date.min)
    return [each for each in aims if each.issued == last]


def _told(aim: Aim, other: Aim, wording: Wording) -> tuple[Value | None, ...]:
    return (*_held(other), verdict(aim, other, wording).value, _time(aim, other))


def _held(other: Aim) -> Iterator[Value | None]:
    return (other.of[name] for name in ("indicator", "value", "unit", "by", "key", "quote"))


def verdict(aim: Aim, other: Aim, wording: Wording) -> Verdict:
    """How the figure stands to the other."""
    more = _direction(aim)
    if more is None or more != _direction(other) or aim.text("change") != other.text("change"):
        return Verdict.UNLIKE
    if wording.area(aim.text("indicator")) != wording.area(other.text("indicator")):
        return Verdict.UNLIKE
    mine, theirs = (_figure(each, wording) for each in (aim, other))
    if mine is None or theirs is None or mine[1] != theirs[1]:
        return Verdict.UNLIKE
    difference = (mine[0] - theirs[0]) * more
    if difference == 0:
        return Verdict.EQUAL
    return Verdict.STRICTER if difference > 0 else Verdict.WEAKER


def _direction(aim: Aim) -> int | None:
    """1 where more is more than asked for, -1 where less is; None where only the figure itself will do."""
    if aim.text("value")[:1] in _CLASSES and aim.text("value"):
        return -1
    sign = aim.text("comparator")
    return 1 if sign in _AT_LEAST else -1 if sign in _AT_MOST else None


def _figure(aim: Aim, wording: Wording) -> tuple[float, str] | None:
    value, unit = aim.of["value"], aim.text("unit")
    if isinstance(value, str) and len(value) == 1 and value in _CLASSES:
        return float(_CLASSES.index(value)), unit
    return wording.base(float(value), unit) if isinstance(value, int | float | Decimal) else None


def _time(aim: Aim, other: Aim) -> str | None:
    """Whether it is to be reached later than the other, where both have a day."""
    mine, theirs = aim.of["by"], other.of["by"]
    if not isinstance(mine, date) or not isinstance(theirs, date):
        return None
    return "same" if mine == theirs else "later" if mine > theirs else "earlier"
