"""What stands before the head of a place (石桥 in 石桥水库): whether it is a name, and likely to be one by itself."""

import re
from collections import Counter
from functools import cache

from loaders.gazetteer import gazetteer
from loaders.names import words
from loaders.rulebook import Rule, rulebook

_OPENING = ("、", "“", "(")
_SHORT_CORE = 3
_KINDS = ("水库", "湿地", "灌区", "库区", "林场", "农场", "矿区", "码头", "电站", "港")
_LANDFORM = re.compile("[一-鿿]{1,3}[山湖江河海岭峡溪岛泉峰谷]")
_TOWN_BEFORE = ("镇、", "乡、", "道、", "木、")
_TOWN_BEHIND = re.compile("(?:镇|乡|街道|苏木)、[一-鿿]{2,4}(?:镇|乡|街道|苏木)(?![一-鿿]?办)")


def may_stand(passage: str, span: tuple[int, int], rule: Rule) -> bool:
    """Whether it may be a name though no known name stands before it."""
    start, head = span
    core = passage[start:head]
    if passage[start - 1 : start].isdigit() or (core[0] in words().lead and core[:2] not in words().not_lead):
        return False
    return len(core) <= rule.fields["alone"] or passage[:start].endswith(_OPENING)


def stands_alone(passage: str, span: tuple[int, int], rule: Rule) -> bool:
    """Whether it is likely to be a name though neither a known name stands before it nor another one in its list."""
    start, head = span
    core = passage[start:head]
    if "listed" in rule.fields:
        return False
    beside = passage[start - 2 : start] in _TOWN_BEFORE or _TOWN_BEHIND.match(passage, head)
    if rule.fields.get("division") and beside:  # 洛碛镇、石梁镇
        return True
    if _is_told(core, rule) or _beside_alike(passage, span, core):
        return True
    return _name_characters().issuperset(core[: rule.fields["like_names"]])


def _is_told(core: str, rule: Rule) -> bool:
    """Whether the characters before a head of that rule are told to be a name by themselves."""
    fields = rule.fields
    if fields["like_names"] and core in gazetteer().bare and core not in words().everyday:  # 凯里经济开发区
        return True
    if fields.get("landform") and _LANDFORM.fullmatch(core):  # 莽山国家森林公园, 大藤峡库区
        return True
    return len(core) <= fields.get("plain", 0) and _holds_no_sort(core)  # 鸫鸪水库


def _holds_no_sort(core: str) -> bool:
    return is_name(core, strict=True, watery=True) and not part("said").search(core)


def _beside_alike(passage: str, span: tuple[int, int], core: str) -> bool:
    """Whether a list of one sort goes on with it: 铜山水库、严家水库."""
    start, head = span
    kind = passage[head : head + 2]
    kind = kind if kind in _KINDS else kind[:1]
    behind = re.compile(f"{kind}、[一-鿿]{{2,4}}{kind}").match(passage, head)
    listed = behind is not None or passage[:start].endswith(f"{kind}、")
    return listed and len(core) <= _SHORT_CORE and kind in _KINDS


@cache
def _name_characters() -> frozenset[str]:
    """The characters that more than one division's name is made of."""
    times = Counter(char for form in gazetteer().bare for char in set(form))
    return frozenset(char for char, count in times.items() if count > 1)


def is_name(core: str, *, strict: bool, watery: bool = False) -> bool:
    """Whether the characters before a head are a name, not only words of sort: 石桥, not 大型.

    In a ``watery`` one a water may stand: 湖光镇.
    """
    if part("no_name").search(core) or words().leads(core):
        return False
    if strict and not watery and part("water").search(core):
        return False
    rest = part("sort").sub("", core)
    return rest == core if strict else rest == core or len(rest) > 1 or rest == "村"  # 河口村


@cache
def part(name: str) -> re.Pattern[str]:
    """The pattern of that name in the rules of places."""
    return rulebook("places").compile(f"${name}")
