"""Whether a string that is some division's name is a name where it stands: 清水 in 一江清水 is none.

Chinese prints no blanks between words, so a short name may straddle two (金融|安全) or be a word itself (资源). The
lists of words that decide are ``[words]`` in ``rules/places.toml``.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from loaders.rulebook import rulebook

_LONGEST_LEAD = 4
_RIVERS = ("江", "河", "渠", "溪", "水")
_BY_LANDFORM = re.compile("[江河湖海山][东西南北]")  # 昌源河南岸, 松山东闸: where it is no province's name


class Manner(Enum):
    """What a name needs around it to count."""

    ALWAYS = auto()  # 清川市: cannot be anything else
    LIKELY = auto()  # 清川: where no words straddle it
    BOUNDED = auto()  # 黛溪: only between words
    LISTED = auto()  # 资源: only in a list of divisions (甲、乙等县)
    BELOW = auto()  # 城区: only after the name of its superior


@dataclass(frozen=True, slots=True)
class Words:
    """The words that decide; see the comments in ``rules/places.toml``."""

    lead: frozenset[str]
    not_lead: frozenset[str]
    follow: frozenset[str]
    everyday: frozenset[str]
    generic_division: frozenset[str]
    no_place: frozenset[str]
    overlong: frozenset[str]
    beyond: frozenset[str]
    listed: re.Pattern[str]

    def may_begin(self, passage: str, start: int) -> bool:
        """Whether a name may begin here: after anything but a Chinese character, a date or a leading word."""
        if start == 0 or not "一" <= passage[start - 1] <= "鿿":
            return True
        before = passage[max(0, start - _LONGEST_LEAD) : start]
        if before[-1] in "年月日" and before[-2:-1].isdigit():
            return True
        if any(before[-length:] in self.lead for length in range(2, len(before) + 1)):
            return True
        return before[-1] in self.lead and passage[start - 1 : start + 1] not in self.not_lead

    def leads(self, core: str) -> bool:
        """Whether a leading word of several characters stands in ``core``."""
        starts = range(len(core) - 1)
        return any(
            core[start : start + length] in self.lead for start in starts for length in range(2, _LONGEST_LEAD + 1)
        )

    def may_end(self, passage: str, end: int) -> bool:
        """Whether the character before ``end`` begins no everyday word with the one behind it."""
        return passage[end - 1 : end + 1] not in self.follow

    def fits(self, manner: Manner, passage: str, span: tuple[int, int], *, adjacent: bool) -> bool:
        """Whether a name of that manner is one here; ``adjacent``: another name ends where this begins."""
        start, end = span
        if manner is Manner.ALWAYS or manner is Manner.BELOW:
            return manner is Manner.ALWAYS
        if passage[end : end + 1] in self.beyond:
            return False
        if manner is Manner.LISTED:
            return self.may_begin(passage, start) and self.listed.match(passage, end) is not None
        begins = adjacent or self.may_begin(passage, start)
        if manner is Manner.BOUNDED:
            of_river = passage[start - 1 : start] in _RIVERS and passage[end : end + 1] == "段"  # 汐河黛溪段
            return (begins or of_river) and self.may_end(passage, end)
        return begins or (not _BY_LANDFORM.match(passage, start) and self.may_end(passage, end))


@cache
def words() -> Words:
    """The word lists of ``rules/places.toml``."""
    book = rulebook("places")
    sets = {name: frozenset(book.words[name]) for name in Words.__slots__ if name != "listed"}
    return Words(**sets, listed=book.compile("$listed"))
