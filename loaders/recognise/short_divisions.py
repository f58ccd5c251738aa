"""Divisions in short whose sort is told once behind them (清川、澄阳两市), zones and towns that share theirs."""

import re

from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import remembered
from loaders.rulebook import rulebook

_SORTS = "市州|州市|县市区|市县区|旗县区|旗市区|县区|区县|市县|县市"
_COUNTED = re.compile(
    f"(?P<items>[一-鿿、]{{2,60}}?)(?:[两二三四五六七八九]个?(?:[市县区州旗盟]|{_SORTS})|等?(?:{_SORTS}))"
)


@remembered
def counted(printed: str) -> tuple[tuple[int, int], ...]:
    """Where the divisions of such a list stand in it; nothing where it is none or one of them is not known.

    >>> counted("武汉、黄石两市"), counted("大冶、阳新等县市区"), counted("城市、农村两类")
    (((0, 2), (3, 5)), ((0, 2), (3, 5)), ())
    """
    found = _COUNTED.fullmatch(printed)
    items = list(re.finditer("[^、和]+", found["items"])) if found else []
    known = all(gazetteer().full_name(item[0]) for item in items)
    return tuple(item.span() for item in items) if known and len(items) > 1 else ()


@remembered
def shared_sort(bare: str, whole: str) -> str | None:
    """What ``bare`` is called in full before ``whole`` in a list: 石桥高新区管委会 of 石桥 before 白沙高新区管委会.

    >>> shared_sort("石桥", "白沙高新区管委会"), shared_sort("清河", "望江街道"), shared_sort("公安", "望江街道")
    ('石桥高新区管委会', '清河街道', None)
    """
    found = _SHARING.fullmatch(whole)
    named = found and _BARE.fullmatch(bare) and bare not in rulebook("agencies").words["field"]
    return bare + whole[found.end("name") :] if found and named else None


_BARE = re.compile(
    "(?![各有相其全本])[一-鿿]{2,4}(?<![市县区旗盟局委办部厅处科室所站队会院团府心校镇乡村街道门位构社园])"
)
_ZONE = (
    "(?:国家级|省级)?(?:经济技术|高新技术产业|高新技术|工业|产业|经济|生态|旅游|农业|综合)*"
    "(?:开发区|经开区|高新区|新区|园区|示范区|度假区|保税区|工业园|产业园)"
)
_SHARING = re.compile(
    f"(?P<name>(?![各有相其])[一-鿿]{{2,4}}?)(?:{_ZONE}(?:党工委|管委会|管理委员会)|(?:街道|乡|镇)(?:办事处|人民政府|政府|党委|党工委)?)"
)
