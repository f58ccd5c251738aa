"""Which division a document governs: its issuers', else its title's, else the one that its text calls its own."""

import re
from collections import Counter
from collections.abc import Sequence

from graph.known.rows import Division, Level
from loaders.gazetteer import DivisionMention, gazetteer
from loaders.names import words
from loaders.resolve import STATE
from loaders.rulebook import rulebook

_OWN = re.compile("(我|本|全)(省|自治区|市|州|县|区|盟|旗)")
_OWN_TOWN = re.compile("(?:我|本|全)(?:镇|乡|街道)")
_RELATIVE = re.compile("(?<![一-鿿])(省|市|州|县)(?:委|政府|直|[一-鿿]{2,8}?[局委厅])")
_NATIONAL = re.compile(
    "(?:国务院|国家|全国|中共中央|中央|中华人民共和国|最高人民|中国)|[^省市县区厅州]{2,12}(?:部|总局|总署|委员会|委)(?:办公厅)?\\Z"
)
# A county that the words of a title alone would not show to be one: 2019年柏川县河湖管护方案.
_STATED = re.compile(r"(?:.{0,40}?印发)?[《〈]?\d{4}年(?:度)?([一-鿿]{2,8}?[县市区旗])")
_CORPS = re.compile("^第[一二三四五六七八九十]{1,3}师(?=[一-鿿]{2,5}市)")  # of the corps, with a city
_ORGAN = (
    "人民政府|政府(?:办|关于|\\d)|委(?:办|关于|员会|、)|人大|人民代表"
    "|[一-鿿]{2,10}(?:局|委员会|办公室|指挥部|领导小组)关于"
)
_LONGEST_NAME = 15  # characters of a division's name
_MAIN_SHARE = 2  # how many times oftener than any other the main division is named
_NAMED_OFTEN = 3
_NO_MORE = "(?![域城划(、]|\\Z)"  # what makes the last word of a name another: 县域, 县(市)


def jurisdiction(issuers: Sequence[str], titles: Sequence[str], chars: str) -> str | None:
    """The full name of the division governed: the issuers', else the title's, else the one the text calls its own."""
    for issuer in issuers:
        if division := _first_division(issuer) or _bearer(issuer, ""):
            return division
        if _NATIONAL.match(issuer):
            return STATE
    named = next((division for title in titles if (division := _first_division(title))), None)
    return named or _own_division(chars) or _opening_division(chars) or _division_above(chars)


def _division_above(chars: str) -> str | None:
    """The division whose 市住建局 a text speaks of, where all divisions that it names are that one's parts."""
    levels = Counter(found[1] for found in _RELATIVE.finditer(chars))
    level = levels.most_common(1)[0][0] if levels else None
    own = {found[2] for found in _OWN.finditer(chars) if found[1] != "全"}
    if own and level not in own:
        return None  # 省林业局 in a paper of 我区
    named = {_at_level(mention.division, level) for mention in gazetteer().find(chars)} if level else set()
    return next(iter(named)) if len(named) == 1 else None


def _opening_division(chars: str) -> str | None:
    """The division whose name a text begins with, where its first sentence calls itself a plan (甲县…方案为…)."""
    opening = chars.split("。", 1)[0]
    begins = any(mention.start == 0 for mention in gazetteer().find(opening))
    return _first_division(opening) if begins and rulebook("head").compile("$plan_word").search(opening) else None


def _first_division(title: str) -> str | None:
    """The division that a title names first, the lowest of a chain (清川市鹿鸣区)."""
    if (stated := _STATED.match(title)) and (named := gazetteer().full_name(stated[1])):
        return named
    title = _CORPS.sub("", title)
    chain: list[DivisionMention] = []
    for mention in gazetteer().find(title):
        if chain and mention.start != chain[-1].end:
            break
        chain.append(mention)
    return chain[-1].division.name if chain else _bearer(title, _ORGAN) or _titled(title)


def _titled(title: str) -> str | None:
    """The division that a title begins with, no word for any (城区), no part of another (兴业县域, 合作市场)."""
    name = _bearer(title, _NO_MORE)
    if name is None or name in words().generic_division:
        return None
    return None if title[len(name) - 1 : len(name) + 1] in words().overlong else name


def _bearer(title: str, behind: str) -> str | None:
    """The full name of a division of today, be it an everyday word, that a title begins with and ``behind`` follows."""
    title, forms = title.removeprefix("中共"), gazetteer().forms
    named = (title[:end] for end in range(min(len(title), _LONGEST_NAME), 1, -1) if title[end - 1] in "省市县区旗州盟")
    living = (
        name for name in named if any(row.name == name and row.valid_until is None for row in forms.get(name, ()))
    )
    return next((name for name in living if re.match(behind, title[len(name) :])), None)


def _own_division(chars: str) -> str | None:
    """The division a text speaks of as 我市 or 全市: of that level, the one it names most, itself or by its parts.

    None where another is named half as often; without such a word, the one named most, if often. 我镇 is of the only
    county named.
    """
    if not _OWN.search(chars) and _OWN_TOWN.search(chars):
        counties = {one.division.name for one in gazetteer().find(chars) if one.division.level is Level.COUNTY}
        return next(iter(counties)) if len(counties) == 1 else None
    own: Counter[str] = Counter()
    for person, level in _OWN.findall(chars):
        own[level] += 1 if person == "全" else _NAMED_OFTEN
    level = own.most_common(1)[0][0] if own else None
    divisions = (mention.division for mention in gazetteer().find(chars))
    named = Counter(name for one in divisions if (name := _at_level(one, level))).most_common(2)
    if not named or (len(named) == 2 and named[0][1] < _MAIN_SHARE * named[1][1]):
        return None
    return named[0][0] if level or named[0][1] >= _NAMED_OFTEN else None


def _at_level(division: Division, level: str | None) -> str | None:
    """The division itself or the one above it that its texts call ``level`` (省, 市 …)."""
    known = gazetteer()
    one: Division | None = division
    while level and one and known.level_word(one) != level:
        one = known.parent(one)
    return one.name if one else None
