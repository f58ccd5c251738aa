"""A printed list of agencies (甲局、乙市和丙县党委和政府等) split into names, its coordinations distributed."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import looks_like_agency, remembered, words
from loaders.recognise.carrying import has_own_place, reaches_on
from loaders.recognise.departments import department, department_noun, departments_until, is_field, without_noun
from loaders.recognise.levels import glued, of_levels
from loaders.recognise.short_divisions import counted, shared_sort
from loaders.rulebook import alternation, rulebook

OPENING, CLOSING = "(〔[【", ")〕]】"
_ANGLED = "〈<", "〉>"
_EDGES = " :\n。—\ufffc"
_SEPARATORS = {marks: re.compile(f"[{re.escape(OPENING + CLOSING + marks)}〈<〉>]") for marks in (",;", "、")}


class Name(NamedTuple):
    """One agency as named: ``text`` after distributing, ``start``/``end`` where the print names it.

    ``note`` is a role put behind the name in brackets: 省水利厅(牵头). ``owner`` is the division whose body it is where
    the name itself does not say so: 市政府 in 清川市委、市政府.
    """

    text: str
    start: int
    end: int
    note: str = ""
    owner: str = ""

    @property
    def meant(self) -> str:
        """The name with its owner's in the place of its level: 清川市政府."""
        return self.owner + self.text[1:] if self.owner else self.text

    def called(self, text: str) -> "Name":
        """The same print, meaning another name."""
        return Name(text, self.start, self.end, self.note)

    def moved(self, by: int) -> "Name":
        """The same name so many characters later."""
        return Name(self.text, self.start + by, self.end + by, self.note, self.owner) if by else self

    def owned(self, owner: str) -> "Name":
        """The same name as that of a body of ``owner``."""
        return Name(self.text, self.start, self.end, self.note, owner)


def split(passage: str, start: int, end: int) -> tuple[Name, ...]:
    """The agencies named in ``passage[start:end]``, in printed order, coordinations distributed.

    >>> [name.text for name in split("清川市、南屏县党委和政府", 0, 12)]
    ['清川市党委', '清川市政府', '南屏县党委', '南屏县政府']
    >>> [name.text for name in split("省卫生健康委、教育厅等", 0, 11)]
    ['省卫生健康委', '省教育厅']
    """
    listed = _listed if end - start > _LONGEST else _known_list
    return tuple(name.moved(start) for name in listed(passage[start:end]))


def _listed(passage: str) -> tuple[Name, ...]:
    """The agencies named in a list by their places in it."""
    found: list[Name] = []
    for run_start, run_end in _pieces(passage, 0, len(passage), ",;"):
        if short := counted(passage[run_start:run_end]):
            found += [Name(passage[run_start + a : run_start + b], run_start + a, run_start + b) for a, b in short]
            continue
        parts = [name for piece in _pieces(passage, run_start, run_end, "、") for name in _parts(passage, *piece)]
        if (until := departments_until(passage, run_start, run_end)) is not None:
            noun = department_noun(passage, run_start, run_end)
            parts = [name.called(department(name.text, noun)) if name.start < until else name for name in parts]
        found += _carry_level(_spread_organs(parts), found)
    return tuple(name for name in found if name.text)


_known_list = remembered(_listed)
_LONGEST = 400  # characters of a list that is kept in mind: the same one stands in measure after measure


def _pieces(passage: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """The stretches between separators outside brackets."""
    depth, begin = 0, start
    for found in _SEPARATORS[separators].finditer(passage, start, end):
        if found[0] in OPENING + _ANGLED[0]:
            depth += 1
        elif found[0] in CLOSING + _ANGLED[1]:
            depth = max(0, depth - 1)
        elif depth == 0 and not words().whole_pair.match(passage, found.start(), end):
            yield begin, found.start()
            begin = found.end()
    yield begin, end


def _parts(passage: str, start: int, end: int) -> Iterator[Name]:
    """The names of one piece: edges trimmed, 和 and 及 split where both sides are agencies, organs told apart."""
    return (name.moved(start) for name in _names_in(passage[start:end]))


@remembered
def _names_in(piece: str) -> tuple[Name, ...]:
    """The names of a piece by their places in it."""
    name = _trimmed(piece, 0, len(piece))
    return tuple(organ for part in _split_conjunction(name) for organ in _split_organs(part)) if name else ()


def _trimmed(passage: str, start: int, end: int) -> Name | None:
    known = words()
    while start < end and passage[start] in _EDGES:
        start += 1
    while end > start and passage[end - 1] in _EDGES:
        end -= 1
    begin = known.begin.match(passage, start, end)
    if begin and begin.end() < end and not gazetteer().full_name(passage[start : start + 3]):  # 和静县, 和平区
        start = begin.end()
    note = known.note.search(passage[start:end])
    stop = start + note.start() if note else end
    if finish := known.finish.search(passage[start:stop]):
        stop = start + finish.start()
    return Name(passage[start:stop], start, stop, note[1] if note else "") if stop > start else None


def _split_conjunction(name: Name) -> Iterator[Name]:
    """甲厅和乙厅 → 甲厅, 乙厅; names that hold a 和 of their own (住房和城乡建设厅) stay whole."""
    known = words()
    shielded = known.whole.sub(lambda found: "\ufffc" * len(found[0]), name.text)
    for joint in known.conjunction.finditer(shielded):
        left, right = name.text[: joint.start()], name.text[joint.end() :]
        if _inside_bracket(name.text, joint.start()) or known.owner_organs.search(name.text):
            continue
        field = is_field(left) and right.endswith("部门") and is_field(without_noun(right))
        many = looks_like_agency(left) and is_field(right)  # 各县政府和市级工商、公安等部门
        if field or many or ((looks_like_agency(left) or known.division.match(left)) and looks_like_agency(right)):
            noun = right[len(without_noun(right)) :]  # 主管部门 of 卫生和水主管部门
            left = left + noun if field else known.finish.sub("", left)  # 甲局等部门和各县政府
            yield from _split_merged(Name(left, name.start, name.start + len(left), name.note))
            right = left + right[1:] if right.startswith("其所属") else right
            yield from _split_conjunction(Name(right, name.start + joint.end(), name.end, name.note))
            return
    yield from _split_merged(name)


def _inside_bracket(text: str, place: int) -> bool:
    before = text[:place]
    return sum(before.count(mark) for mark in OPENING) > sum(before.count(mark) for mark in CLOSING)


def _split_merged(name: Name) -> Iterator[Name]:
    """省财政厅省水利厅 (separators lost in damaged text) → both, where every part is an agency's name."""
    lost = words().merged_groups if name.text.startswith("各") else words().merged
    cuts = [0, *(found.start() for found in lost.finditer(name.text)), len(name.text)]
    parts = [name.text[a:b] for a, b in pairwise(cuts)]
    if len(parts) > 1 and all(looks_like_agency(part) or words().division.match(part) for part in parts):
        for cut, part in zip(cuts, parts, strict=False):
            yield Name(part, name.start + cut, name.start + cut + len(part), name.note)
    else:
        yield name


def _split_organs(name: Name) -> Iterator[Name]:
    """各县党委和政府 → 各县党委, 各县政府."""
    if found := words().owner_organs.match(name.text):
        organs = rulebook("agencies").words
        each = re.compile(alternation(organs["party_organ"] + organs["state_organ"]))
        for organ in each.findall(found["organs"]):
            yield name.called(found["owner"] + organ)
    else:
        yield name


def _spread_organs(parts: list[Name]) -> list[Name]:
    """遵义市、毕节市人民政府 → both governments; 各县党委、政府 → both of 各县."""
    parts, spread = _by_level(parts), list[Name]()
    for place in reversed(range(len(parts) - 1)):
        if whole := shared_sort(parts[place].text, parts[place + 1].text):
            parts[place] = Name(whole, parts[place].start, parts[place + 1].end, parts[place].note)
    for place, name in enumerate(parts):
        if spread and _is_bare_organ(name.text) and _sharer(spread[-1].text):
            sharing = [other for other in spread if other.end == spread[-1].end]  # 甲区、乙区党工委、管委会
            spread += [name.called(owner + name.text) for other in sharing if (owner := _sharer(other.text))]
            continue
        if spread and (division := _same_division(spread[-1].text, name.text)):
            spread.append(name.owned(division))
            continue
        organs = _organs_after(parts, place)
        spread += [Name(name.text + organ, name.start, end, name.note) for organ, end in organs] or [name]
    return spread


def _by_level(parts: list[Name]) -> list[Name]:
    """省、市、县水务局 → 省水务局, 市、县水务局."""
    told = list[Name]()
    for name in (part.called(text) for part in parts for text in glued(part.text)):
        both = of_levels(told[-1].text, name.text) if told else None
        told[-1:] = [told[-1].called(both[0]), name.called(both[1])] if both else [*told[-1:], name]
    return told


@remembered
def _is_division(text: str) -> bool:
    return words().division.match(text) is not None


@remembered
def _sharer(text: str) -> str | None:
    """Whose the organ is that a name ends in: 南屏县 of 南屏县党委; None where its organ cannot be shared."""
    found = words().shared.match(text)
    return found["owner"] if found else None


@remembered
def _same_division(before: str, text: str) -> str | None:
    """The division whose government 市政府 is behind its party committee: 清川市委、市政府.

    >>> _same_division("清川市委", "市政府"), _same_division("省委", "省政府")
    ('清川市', None)
    """
    committee, government = _COMMITTEE.match(before), _GOVERNMENT.match(text)
    same = committee and government and committee["owner"][-1] == text[0]
    return committee["owner"] if committee and same else None


_COMMITTEE = re.compile("(?!各)(?P<owner>[一-鿿]{2,12}[省市州县区旗盟])(?:党)?委$")
_GOVERNMENT = re.compile("[省市州县区旗盟](?:人民)?政府$")


@remembered
def _is_bare_organ(text: str) -> bool:
    return any(text in rulebook("agencies").words[kind] for kind in ("party_organ", "state_organ"))


def _organs_after(parts: list[Name], place: int) -> list[tuple[str, int]]:
    """The organs that a bare division shares with the first name behind it that has some: (organ, end of print)."""
    if not _is_division(parts[place].text):
        return []
    for later, name in enumerate(parts[place + 1 :], place + 1):
        if owner := _sharer(name.text):
            if owner.endswith("级"):
                return []  # 各乡镇(街道)、县级有关部门: two groups
            same = [other for other in parts[later:] if other.start == name.start]
            organs = [(other.text[len(owner) :], other.end) for other in same]
            return [] if _COUNTIES.match(parts[place].text) and _OF_AREA.match(organs[0][0]) else organs
        if not _is_division(name.text):
            return []
    return []


_GROUP_BUREAU = re.compile(
    r"(?P<group>各(?:设区)?(?:县区|区县|市县|县市|市|州|县|区)(?:[(〔][^()〔〕]{1,6}[)〕])?)[一-鿿]{2,12}(?:局|部门)$"
)
_BUREAU = re.compile(
    "(?!省|市|州|县|区|国家|中国|各|有关|相关|其他|属地|职能|主管|行业)[一-鿿]{2,12}(?:(?<!分)局|部门)"
)
_COUNTIES = re.compile(r"各(?:市|州|县|旗|区县)|[一-鿿]+[市州县旗盟镇乡]$")
_OF_AREA = re.compile("管委会|管理委员会|党工委")  # what 各县区 before it has none of


def _carry_level(names: list[Name], before: list[Name]) -> list[Name]:
    """省卫生健康委、教育厅 → 省卫生健康委, 省教育厅; names with a beginning of their own take none."""
    level, carried = _level(before[-1].text) or "" if before else "", list[Name]()
    group: re.Match[str] | None = None
    for printed in names:
        every = bool(carried) and reaches_on(carried[-1].text, printed.text)
        name = printed.called("各" + printed.text) if every else printed
        own = _level(name.text)
        level = level if own is None else own
        group = _GROUP_BUREAU.match(name.text) or (group if own is None and printed is name else None)
        if group and own is None and _BUREAU.fullmatch(name.text):
            name = name.called(group["group"] + name.text)  # 各市(州)教育局、财政局
        relative = own is None and level and looks_like_agency(name.text) and not has_own_place(name.text, level)
        carried.append(name.called(level + name.text) if relative else name)
    return carried


@remembered
def _level(text: str) -> str | None:
    """The level that a name begins with, for those behind it to take: 省; "" where its own beginning ends a level."""
    known = words()
    if found := known.level.match(text):
        return found[1]
    return "" if any(one.match(text) for one in (known.own, known.division, known.shared, _COMMITTEE)) else None
