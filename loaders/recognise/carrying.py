"""What a name in a list hands on to the names behind it: 各, or the level that it begins with."""

import re

from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import words

_EVERY = re.compile("各(?!级|地[^、区市州])")
_SCHOOLS = ("学校", "院校", "企业")
_OFFICES = ("局", "厅", "委", "部门")
_UNIT = re.compile("[科股](?:室)?$")  # of the department whose paper it is, of no level
_TOWN_OFFICE = 5  # characters of 街道办事处, with no name before it


def reaches_on(before: str, text: str) -> bool:
    """Whether a 各 reaches on to the next name: 各县、乡镇; not 各区县教育局、学校."""
    reaches = bool(_EVERY.match(before) and words().every.fullmatch(text))
    return reaches and not (text in _SCHOOLS and before.endswith(_OFFICES))


def has_own_place(text: str, level: str) -> bool:
    """A ministry, or a body named after its place (清川供电公司): it takes no 省 from names before it, a 街道 no 镇."""
    if _UNIT.search(text) or (level in ("镇", "乡") and text.startswith("街道")):
        return True
    if text.endswith(("部", "总局", "总署")):
        return not text.endswith(("宣传部", "组织部", "统战部", "工作部", "干部", "武装部", "社会工作部"))
    if len(text) > _TOWN_OFFICE and text.endswith(("街道办事处", "镇人民政府", "乡人民政府", "镇政府", "乡政府")):
        return True
    return bool(words().local.search(text)) and any(mention.start == 0 for mention in gazetteer().find(text))
