"""What a document's relative names are relative to: its division, its issuer, its own leading group."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.gazetteer import Gazetteer
from loaders.head import Head
from loaders.resolve import Context, context, resolve
from loaders.townships import township

_GROUP = re.compile(
    r"(?:(?:省|市|州|县|区|自治区|盟|旗)(?!委|政府|人民政府|长)|(?<=组长的)|(?<=牵头的)|(?<=成立)(?!由|相应|专门|专项|工作|各))(?:(?!组长|成立)[一-鿿]){2,25}?(?:领导小组|指挥部|工作专班)"
)
_GROUP_END = re.compile("领导小组|指挥部|工作专班")
_LONGEST = 32  # characters of a group's name
_SET_UP = re.compile("下设|组长|总指挥|指挥长|召集人")


def setting(head: Head, body: str, gazetteer: Gazetteer) -> Context:
    """The context of a document, with the leading group that it sets up or names most."""
    names = (*head.issuers, *filter(None, (head.title, head.carries)))
    town = township(head.jurisdiction, names)
    plain = _of_corps(context(head.jurisdiction, head.issuers, None, gazetteer, town), names)
    if own := next(filter(None, (_organisation(name, body) for name in names)), None):
        plain = replace(plain, issuer=own, organisation=True)
    named: Counter[str] = Counter()
    for found in _groups(body, head.body_start):
        named[found[0]] += 10 if _SET_UP.search(body, found.end(), found.end() + 60) else 1
    group = resolve(named.most_common(1)[0][0], plain, gazetteer) if named else None
    return replace(plain, leading_group=group.name if group else None)


def _groups(body: str, place: int) -> Iterator[re.Match[str]]:
    """The groups that are named, looked for only before what their names end in: few texts have many."""
    for end in _GROUP_END.finditer(body, place):
        found = _GROUP.search(body, max(place, end.start() - _LONGEST), end.end() + _LONGEST)
        if found and found.start() < end.start():
            yield found
            place = found.end()


def _of_corps(plain: Context, names: Iterable[str]) -> Context:
    """The context of a division of the corps with its city: 师市 is 第八师石河子市."""
    corps = next((found for name in names if (found := _CORPS.search(name))), None)
    return replace(plain, levels=(*plain.levels, ("师市", corps[0]), ("师", corps[1]))) if corps else plain


_CORPS = re.compile("(第[一二三四五六七八九十]{1,3}师)[一-鿿]{2,5}?市")
_ORGANISATION = re.compile(
    "(?:中共)?(?P<name>[一-鿿()]{2,20}?(?:大学|学院|医院|学校|研究院|公司|集团|管理委员会|管委会|中心))"
    "(?=党委|党组|办公室|关于|贯彻|落实|深化|开展|推进|加强|全面|做好|安全|(?:19|20)\\d\\d年|$)"
)
_OWN_WORDS = re.compile(
    "[我全本](?:校|院|公司|集团)|(?:学校|学院|医院|公司|集团|校|院)党委|(?:学校|医院|公司|集团)(?:纪委|实际|领导|各)|集团公司|二级学院|管委会|各部门|[我本]中心"
)


def _organisation(name: str, body: str) -> str | None:
    """The company, school, hospital or zone that a title or an issuer begins with, where the text speaks as its own.

    >>> _organisation("云岭大学贯彻落实巡视反馈意见整改方案", "我校高度重视。")
    '云岭大学'
    >>> _organisation("清川市公立医院综合改革方案", "各医院要落实。")
    """
    found = _ORGANISATION.match(name)
    return found["name"] if found and _OWN_WORDS.search(body) else None
