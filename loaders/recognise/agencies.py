"""A printed list of agencies (甲局、乙市和丙县党委和政府等) split into names, its coordinations distributed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from loaders.gazetteer import gazetteer
from loaders.rulebook import alternation, rulebook

OPENING, CLOSING = "(〔[【", ")〕]】"
_LIKE_VERBS = re.compile("可持续|目的|不动产|不良资产|自由")
_EDGES = " :\n。\ufffc"
_BRACKETED = re.compile(r"[(〔].*?[)〕]")


@dataclass(frozen=True, slots=True)
class Name:
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

    def owned(self, owner: str) -> "Name":
        """The same name as that of a body of ``owner``."""
        return Name(self.text, self.start, self.end, self.note, owner)


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns made of rules/agencies.toml."""

    begin: re.Pattern[str]
    finish: re.Pattern[str]
    note: re.Pattern[str]
    organ_end: re.Pattern[str]
    refused: re.Pattern[str]
    conjunction: re.Pattern[str]
    whole: re.Pattern[str]
    owner_organs: re.Pattern[str]
    division: re.Pattern[str]
    shared: re.Pattern[str]
    level: re.Pattern[str]
    own: re.Pattern[str]
    merged: re.Pattern[str]
    every: re.Pattern[str]
    whole_pair: re.Pattern[str]
    local: re.Pattern[str]


@cache
def _words() -> _Words:
    book = rulebook("agencies")
    either = {name: alternation(entries) for name, entries in book.words.items()}
    organs = f"(?:{either['party_organ']}|{either['state_organ']})"
    notes = alternation(rulebook("clauses").words["role_note"])
    bracket = r"(?:\([^()]*\)|〔[^〔〕]*〕)"
    return _Words(
        begin=re.compile(f"(?:{either['list_begin']})"),
        finish=book.compile("$list_end"),
        note=re.compile(rf"[(〔\[]({notes})[)〕\]]$"),
        organ_end=re.compile(f"{either['organ']}{bracket}?$"),
        refused=re.compile(either["not_in_name"]),
        conjunction=re.compile(either["conjunction"]),
        whole=re.compile(either["whole_name"]),
        owner_organs=re.compile(f"(?P<owner>.+?)(?P<organs>{organs}(?:(?:和|及|与|、)?{organs})+)$"),
        division=re.compile(rf"(?:各|有关|相关|其他)?[一-鿿]{{0,11}}(?:省|市|州|县|区|旗|盟|镇|乡|街道){bracket}?$"),
        shared=re.compile(
            f"^(?P<owner>.*?(?:省|市|州|县|区|旗|盟|镇|乡|街道|园|级){bracket}?)(?P<organ>(?:{either['shared_organ']}.*))$"
        ),
        level=book.compile("$level_mark(?=[一-鿿])"),
        own=book.compile("$own_beginning|$branch"),
        merged=book.compile("$merged"),
        every=book.compile("$every"),
        whole_pair=book.compile("$whole_pair"),
        local=book.compile("$local"),
    )


def split(passage: str, start: int, end: int) -> tuple[Name, ...]:
    """The agencies named in ``passage[start:end]``, in printed order, coordinations distributed.

    >>> [name.text for name in split("清川市、南屏县党委和政府", 0, 12)]
    ['清川市党委', '清川市政府', '南屏县党委', '南屏县政府']
    >>> [name.text for name in split("省卫生健康委、教育厅等", 0, 11)]
    ['省卫生健康委', '省教育厅']
    """
    found: list[Name] = []
    for run_start, run_end in _pieces(passage, start, end, ",;"):
        parts = [name for piece in _pieces(passage, run_start, run_end, "、") for name in _parts(passage, *piece)]
        if passage.endswith("部门", run_start, run_end):
            parts = [_department(name) for name in parts]
        found += _carry_level(_spread_organs(parts), found)
    return tuple(name for name in found if name.text)


def looks_like_agency(name: str) -> bool:
    """Whether a phrase is built as an agency's name is: a known ending, no verb or clause inside.

    >>> looks_like_agency("省生态环境厅"), looks_like_agency("以下简称省厅")
    (True, False)
    """
    words = _words()
    shaped = 2 <= len(name) <= 40 and bool(words.organ_end.search(name))
    return shaped and not words.refused.search(_bare(name)) and not _COUNTED.search(name)


_COUNTED = re.compile(r"\d个")  # 组成6个督查组


def is_certain(text: str) -> bool:
    """An agency beyond doubt, without any word of responsibility near it: a level or owner before, an organ behind."""
    return bool(_CERTAIN.search(text)) and looks_like_agency(text)


_CERTAIN = re.compile(
    r"^(?:省|市|州|县|区|自治区|各|国家|中国|[一-鿿]{2,12}(?:省|市|州|县|区)).*(?:厅|局|委|办|办公室|政府|管委会|党委|院|中心|部门|单位|公司|会)(?:[(〔].*[)〕])?$"
    r"|^[一-鿿]{1,10}(?:(?<![东西南北中内外全局头底干])部|总局|银行|证监会|银保监会)$"
)


def may_be_name(text: str) -> bool:
    """Whether a phrase that a label introduces may be a name at all: an agency's ending, or no verb in it."""
    words = _words()
    return bool(words.organ_end.search(text)) or not words.refused.search(_bare(text))


def _bare(name: str) -> str:
    """The name without brackets and without the words whose characters would be taken for verbs."""
    return _LIKE_VERBS.sub("", _BRACKETED.sub("", name))


def _pieces(passage: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """The stretches between separators outside brackets."""
    depth, begin = 0, start
    for place in range(start, end):
        character = passage[place]
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif character in separators and depth == 0 and not _words().whole_pair.match(passage, place, end):
            yield begin, place
            begin = place + 1
    yield begin, end


def _parts(passage: str, start: int, end: int) -> Iterator[Name]:
    """The names of one piece: edges trimmed, 和 and 及 split where both sides are agencies, organs told apart."""
    for name in _names_in(passage[start:end]):
        yield Name(name.text, name.start + start, name.end + start, name.note)


@lru_cache(maxsize=1 << 13)
def _names_in(piece: str) -> tuple[Name, ...]:
    """The names of a piece by their places in it; the same pieces stand in clause after clause."""
    name = _trimmed(piece, 0, len(piece))
    return tuple(organ for part in _split_conjunction(name) for organ in _split_organs(part)) if name else ()


def _trimmed(passage: str, start: int, end: int) -> Name | None:
    words = _words()
    while start < end and passage[start] in _EDGES:
        start += 1
    while end > start and passage[end - 1] in _EDGES:
        end -= 1
    if (begin := words.begin.match(passage, start, end)) and begin.end() < end:
        start = begin.end()
    note = words.note.search(passage[start:end])
    stop = start + note.start() if note else end
    if finish := words.finish.search(passage[start:stop]):
        stop = start + finish.start()
    return Name(passage[start:stop], start, stop, note[1] if note else "") if stop > start else None


def _split_conjunction(name: Name) -> Iterator[Name]:
    """甲厅和乙厅 → 甲厅, 乙厅; names that hold a 和 of their own (住房和城乡建设厅) stay whole."""
    words = _words()
    shielded = words.whole.sub(lambda found: "\ufffc" * len(found[0]), name.text)
    for joint in words.conjunction.finditer(shielded):
        left, right = name.text[: joint.start()], name.text[joint.end() :]
        if _inside_bracket(name.text, joint.start()) or words.owner_organs.search(name.text):
            continue
        if (looks_like_agency(left) or words.division.match(left)) and looks_like_agency(right):
            left = words.finish.sub("", left)  # 甲局等部门和各县政府
            yield Name(left, name.start, name.start + len(left), name.note)
            yield from _split_conjunction(Name(right, name.start + joint.end(), name.end, name.note))
            return
    yield from _split_merged(name)


def _inside_bracket(text: str, place: int) -> bool:
    before = text[:place]
    return sum(before.count(mark) for mark in OPENING) > sum(before.count(mark) for mark in CLOSING)


def _split_merged(name: Name) -> Iterator[Name]:
    """省财政厅省水利厅 (separators lost in damaged text) → both, where every part is an agency's name."""
    cuts = [0, *(found.start() for found in _words().merged.finditer(name.text)), len(name.text)]
    parts = [name.text[a:b] for a, b in pairwise(cuts)]
    if len(parts) > 1 and all(looks_like_agency(part) or _words().division.match(part) for part in parts):
        for cut, part in zip(cuts, parts, strict=False):
            yield Name(part, name.start + cut, name.start + cut + len(part), name.note)
    else:
        yield name


def _split_organs(name: Name) -> Iterator[Name]:
    """各县党委和政府 → 各县党委, 各县政府."""
    if found := _words().owner_organs.match(name.text):
        organs = rulebook("agencies").words
        each = re.compile(alternation(organs["party_organ"] + organs["state_organ"]))
        for organ in each.findall(found["organs"]):
            yield name.called(found["owner"] + organ)
    else:
        yield name


def _spread_organs(parts: list[Name]) -> list[Name]:
    """遵义市、毕节市人民政府 → both governments; 各县党委、政府 → both of 各县."""
    words, spread = _words(), list[Name]()
    for place, name in enumerate(parts):
        if spread and _is_bare_organ(name.text) and (owner := words.shared.match(spread[-1].text)):
            spread.append(name.called(owner["owner"] + name.text))
            continue
        if spread and (division := _same_division(spread[-1].text, name.text)):
            spread.append(name.owned(division))
            continue
        organs = _organs_after(parts, place)
        spread += [Name(name.text + organ, name.start, end, name.note) for organ, end in organs] or [name]
    return spread


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


def _is_bare_organ(text: str) -> bool:
    organs = rulebook("agencies").words
    return text in organs["party_organ"] or text in organs["state_organ"]


def _organs_after(parts: list[Name], place: int) -> list[tuple[str, int]]:
    """The organs that a bare division shares with the first name behind it that has some: (organ, end of print)."""
    words = _words()
    if not words.division.match(parts[place].text):
        return []
    for later, name in enumerate(parts[place + 1 :], place + 1):
        if found := words.shared.match(name.text):
            if found["owner"].endswith("级") and parts[place].text.startswith("各"):
                return []  # 各乡镇(街道)、县级有关部门: two groups
            same = [other for other in parts[later:] if other.start == name.start]
            return [(other.text[len(found["owner"]) :], other.end) for other in same]
        if not words.division.match(name.text):
            return []
    return []


def _department(name: Name) -> Name:
    """省发展改革、财政等部门 → 省发展改革部门, 财政部门; what is a name already stays."""
    return name if looks_like_agency(name.text) else name.called(name.text + "部门")


def _carry_level(names: list[Name], before: list[Name]) -> list[Name]:
    """省卫生健康委、教育厅 → 省卫生健康委, 省教育厅; names with a beginning of their own take none."""
    words, level, carried = _words(), "", list[Name]()
    if before and (found := words.level.match(before[-1].text)):
        level = found[1]
    for printed in names:
        every = bool(carried) and carried[-1].text.startswith("各") and words.every.fullmatch(printed.text)
        name = printed.called("各" + printed.text) if every else printed
        if found := words.level.match(name.text):
            level = found[1]
        elif any(one.match(name.text) for one in (words.own, words.division, words.shared, _COMMITTEE)):
            level = ""
        relative = not found and level and looks_like_agency(name.text) and not _has_own_place(name.text)
        carried.append(name.called(level + name.text) if relative else name)
    return carried


_TOWN_OFFICE = 5  # characters of 街道办事处, with no name before it


def _has_own_place(text: str) -> bool:
    """A ministry, or a body named after its place (清川供电公司): it takes no 省 from the names before."""
    if text.endswith(("部", "总局", "总署")):
        return not text.endswith(("宣传部", "组织部", "统战部", "工作部", "干部", "武装部", "社会工作部"))
    if len(text) > _TOWN_OFFICE and text.endswith(("街道办事处", "镇人民政府", "乡人民政府", "镇政府", "乡政府")):
        return True
    return bool(_words().local.search(text)) and any(mention.start == 0 for mention in gazetteer().find(text))
