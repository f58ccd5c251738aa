"""Which division a printed name means, and where a passage names one.

A name is read within a jurisdiction (the document's): 三都 in a text of 贵州省 is 三都水族自治县, and of two divisions
with one name the nearer one is meant. What stays open is None: a division is never guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.known.rows import Division, Feature, Level
from loaders import divisions
from loaders.candidates import ELSEWHERE, Scope, choose, line, valid
from loaders.names import Manner, Words, words

_SUFFIXES = ("自治区", "特别行政区", "地区", "新区", "省", "市", "州", "盟", "县", "区", "旗")
_FORGOTTEN = 2000  # of divisions abolished before, nobody uses the short name any more
_LONGEST = 20  # characters of the longest name


@dataclass(frozen=True, slots=True)
class DivisionMention:
    """A division named in a passage."""

    start: int
    end: int
    division: Division


@dataclass(frozen=True, slots=True)
class FeatureMention:
    """A feature of the gazetteer named in a passage."""

    start: int
    end: int
    feature: Feature


Mention = DivisionMention | FeatureMention


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The divisions and features by name; all methods are pure."""

    forms: Mapping[str, tuple[Division, ...]]
    bare: frozenset[str]
    codes: Mapping[str, tuple[Division, ...]]
    features: Mapping[str, Feature]
    patterns: tuple[str, ...]
    automaton: AhoCorasick

    def division(self, name: str, within: str | None = None, year: int | None = None) -> Division | None:
        """The division that a printed full or short name means inside ``within``, None if unknown or still open.

        >>> gazetteer().division("乌澜州", "云岭省").name
        '乌澜苗族侗族自治州'
        """
        return _division(self, name, within, year)

    def full_name(self, name: str, within: str | None = None) -> str | None:
        """The full name of the division that a printed name means inside ``within``."""
        division = self.division(name, within)
        return division.name if division else None

    def parent(self, division: Division) -> Division | None:
        """The division that this one belongs to: the holder of its parent code in the same years."""
        holders = self.codes.get(division.parent or "", ())
        return next((holder for holder in reversed(holders) if _overlap(holder, division)), None)

    def province_of(self, division: Division) -> Division:
        """The province, autonomous region or municipality that the division belongs to (itself, if it is one)."""
        above = self.parent(division)
        return self.province_of(above) if above else division

    def short_names(self, division: Division) -> tuple[str, ...]:
        """The short forms in which the division's name is printed, the longest first."""
        return () if division.level is Level.AREA else divisions.short_names(division.name)

    def level_word(self, division: Division) -> str:
        """The word by which the division's own texts call it: 省, 市, 县, 区, 州, 盟, 旗, 自治区."""
        return next((suffix for suffix in _SUFFIXES if division.name.endswith(suffix)), division.name[-1])

    def find(self, passage: str, within: str | None = None, year: int | None = None) -> tuple[DivisionMention, ...]:
        """The divisions and functional areas that the passage names, leftmost longest first."""
        return tuple(one for one in self.names(passage, within, year) if isinstance(one, DivisionMention))

    def names(self, passage: str, within: str | None = None, year: int | None = None) -> Iterator[Mention]:
        """Divisions and features of the gazetteer in the order of the passage; none overlaps another."""
        return _Search(self, words(), passage, within, year).mentions()


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the tables in ``gazetteers/``."""
    forms: dict[str, list[Division]] = {}
    codes: dict[str, list[Division]] = {}
    bare: set[str] = set()
    for row in divisions.divisions():
        forms.setdefault(row.name, []).append(row)
        codes.setdefault(row.code or row.name, []).append(row)
        for form in _short_forms(row):
            forms.setdefault(form, []).append(row)
            if not form.endswith(_SUFFIXES) or row.name.startswith(form):  # 贵州: the 州 is the name's own
                bare.add(form)
    for alias, name in divisions.aliases():
        forms.setdefault(alias, []).extend(forms[name])
        bare.add(alias)
    features = {feature.name: feature for feature in divisions.features()}
    patterns = (*forms, *(features.keys() - forms.keys()), *(words().no_place - forms.keys() - features.keys()))
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    settled = {form: tuple(rows) for form, rows in forms.items()}
    holders = {code: tuple(rows) for code, rows in codes.items()}
    return Gazetteer(settled, frozenset(bare), holders, features, patterns, automaton)


def _short_forms(row: Division) -> tuple[str, ...]:
    if row.level is Level.AREA:
        return ()
    forms = _forms_of(row.name)
    return forms if row.valid_until is None or row.valid_until >= _FORGOTTEN else forms[:-1]


_LANDFORM = re.compile("山(?!水(?!源)|[区地林体城乡川村东西南北门海])|峡(?![谷江])|洼(?!地)")
_forms_of = cache(divisions.short_names)


# --- resolving a name -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _scope(known: Gazetteer, within: str | None) -> Scope:
    return Scope.of(known.forms.get(within or "", ()))


@lru_cache(maxsize=1 << 16)
def _division(known: Gazetteer, name: str, within: str | None, year: int | None) -> Division | None:
    scope = _scope(known, within)
    if rows := known.forms.get(name):
        return choose(rows, scope, year, bare=name in known.bare)
    for cut in range(len(name) - 2, 1, -1):  # 云岭省清川市, 贵州铜仁: the superior's name before the name
        superior = choose(known.forms.get(name[:cut], ()), scope, year, bare=name[:cut] in known.bare)
        if superior and (division := _below(known, name[cut:], superior, year)):
            return division
    return None


def _below(known: Gazetteer, name: str, superior: Division, year: int | None) -> Division | None:
    """The division below ``superior`` that the name means."""
    rows = tuple(row for row in known.forms.get(name, ()) if superior.code in line(row) and row.code != superior.code)
    return choose(rows, _scope(known, superior.name), year, bare=name in known.bare)


def _overlap(holder: Division, row: Division) -> bool:
    until = holder.valid_until
    return (holder.valid_from or 0) <= (row.valid_until or 9999) and (until is None or until >= (row.valid_from or 0))


# --- finding names in a passage -------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def _reading(known: Gazetteer, form: str, within: str | None, year: int | None) -> tuple[Division, Manner] | None:
    """The division that a form means in a jurisdiction, and what it needs around it to be a name."""
    division = _division(known, form, within, year)
    if division is None:
        return None
    near = _scope(known, within).distance(division) < ELSEWHERE
    living = valid(division, year) or (division.valid_until or 0) >= _FORGOTTEN
    return division, (_bare_manner if form in known.bare else _full_manner)(form, division, near=near, living=living)


def _full_manner(form: str, division: Division, *, near: bool, living: bool) -> Manner:
    if form in words().generic_division or not (near or living):
        return Manner.BELOW
    if len(form) == 2 or form[:-1] in words().everyday:
        return Manner.BOUNDED if near else Manner.BELOW
    if division.level is Level.COUNTY and not near:
        return Manner.BOUNDED
    return Manner.ALWAYS


def _bare_manner(form: str, division: Division, *, near: bool, living: bool) -> Manner:
    if form in words().everyday:
        return Manner.LISTED if near else Manner.BELOW
    if division.level is Level.COUNTY or not living:
        return Manner.BOUNDED if near else Manner.BELOW
    return Manner.LIKELY


@dataclass(frozen=True, slots=True)
class _Search:
    known: Gazetteer
    words: Words
    passage: str
    within: str | None
    year: int | None

    def mentions(self) -> Iterator[Mention]:
        last: Mention | None = None
        for match in self.known.automaton.find_matches_as_indexes(self.passage):
            if last and match[1] < last.end:
                continue
            if found := self._read(match, last) or self._inside(match, last):
                yield found
                last = found

    def _inside(self, rejected: tuple[int, int, int], last: Mention | None) -> Mention | None:
        """A name that begins inside a rejected one, as 方城县 does in 大方城县."""
        index, begin, end = rejected
        while self.known.patterns[index] not in self.words.no_place:
            window = self.known.automaton.find_matches_as_indexes(self.passage[begin + 1 : end + _LONGEST])
            if not window or window[0][1] + begin + 1 >= end:
                break
            index, start, stop = window[0]
            if found := self._read((index, start + begin + 1, stop + begin + 1), last):
                return found
            begin += start + 1
        return None

    def _read(self, match: tuple[int, int, int], last: Mention | None) -> Mention | None:
        index, start, end = match
        form = self.known.patterns[index]
        if feature := self.known.features.get(form):
            fits = self.words.fits(Manner.LIKELY, self.passage, (start, end), adjacent=False)
            return FeatureMention(start, end, feature) if fits else None
        if form[-1] + self.passage[end : end + 1] in self.words.overlong:
            form, end = form[:-1], end - 1
        if form in self.known.bare and _LANDFORM.match(self.passage, end):  # 黄龙山 is not 黄龙's
            return None
        adjacent = last is not None and last.end == start
        if isinstance(last, DivisionMention) and (division := self._after(last, start, form)):
            return DivisionMention(start, end, division)
        if reading := _reading(self.known, form, self.within, self.year):
            division, manner = reading
            if self.words.fits(manner, self.passage, (start, end), adjacent=adjacent):
                return DivisionMention(start, end, division)
        ahead = self._before_neighbour(form, end)
        return DivisionMention(start, end, ahead) if ahead else None

    def _before_neighbour(self, form: str, end: int) -> Division | None:
        """The division that the form means before a neighbour (城中区、鱼峰区)."""
        if form not in self.words.generic_division or self.passage[end : end + 1] != "、":
            return None
        window = self.known.automaton.find_matches_as_indexes(self.passage[end + 1 : end + 1 + _LONGEST])
        if not window or window[0][1] or self.known.patterns[window[0][0]] in self.words.generic_division:
            return None
        reading = _reading(self.known, self.known.patterns[window[0][0]], self.within, self.year)
        superior = self.known.parent(reading[0]) if reading and reading[0].level is Level.COUNTY else None
        return _below(self.known, form, superior, self.year) if superior else None

    def _after(self, last: DivisionMention, start: int, form: str) -> Division | None:
        """The division that the form means right after its superior (清川市鹿鸣区) or a neighbour (城东区、城西区)."""
        between = self.passage[last.end : start]
        if between == "":
            division = _below(self.known, form, last.division, self.year)
            return division if division and self._nameable(form, division, last.division) else None
        neighbourly = between == "、" and form not in self.known.bare and last.division.level is Level.COUNTY
        superior = self.known.parent(last.division) if neighbourly else None
        return _below(self.known, form, superior, self.year) if superior else None

    def _nameable(self, form: str, division: Division, superior: Division) -> bool:
        """Whether an everyday word is a name after this superior: only after its own parent."""
        return form not in self.words.everyday or division.parent == superior.code
