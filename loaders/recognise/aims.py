"""What is an aim: tells figures to be reached from those that describe, set terms, hand out money or count a set."""

import re
from functools import cache

from loaders.recognise.calendar_dates import number, plan_years
from loaders.recognise.figures import Figure, Kind
from loaders.recognise.frames import Clause, Frame
from loaders.recognise.indicators import trim
from loaders.recognise.readings import Hit
from loaders.rulebook import rulebook

_BEFORE, _AFTER = 300, 300  # characters of a sentence that are looked at on either side of a comma part


def may_hold_aims(page: Frame, clause: Clause) -> bool:
    """Whether nothing in a comma part or before it says that its figures are of today, of money or of a condition."""
    text = page.passage
    part = max(clause.part, clause.start - _BEFORE)
    vetoed = _pattern("$veto").search(text, clause.start, clause.end)
    return not (
        vetoed
        or _pattern("$past").search(text, part, clause.end)
        or _is_account(page, clause, part)
        or _pattern("$condition").match(text, clause.end, clause.end + _AFTER)
    )


def _is_account(page: Frame, clause: Clause, part: int) -> bool:
    """Whether it tells what was done: in years gone by (2023年,…; “十三五”期间,…), or since 已 stands before it."""
    text = page.passage
    told = _pattern("$ahead").search(text, clause.start, clause.end)
    if not told and part < clause.start and _pattern("$done").search(text, part, clause.start):
        return True
    opened = _YEARS.match(text, clause.sentence) if page.year else None
    if opened is None or _FROM.search(text, opened.end(), clause.end):
        return False
    last = int(opened["year"]) if opened["year"] else plan_years(number(opened["plan"]))[1]
    return last < (page.year or 0)


_YEARS = re.compile(
    "(?P<year>20[0-9]{2})年(?:度|底|末)?,?[^,;。]{0,8}?(?:共(?![建享同有治富])|累计|已)"
    "|“(?P<plan>十[一二三四五六])五”(?:期间|时期|以来),"
)
_FROM = re.compile("到|至|今年|20[0-9]{2}年|力争|确保|以上")


def is_aim(hit: Hit) -> bool:
    """Whether a match tells an aim, by the sort of its first figure and the words around it."""
    if hit.rule.fields.get("entire"):
        return _is_entire(hit)
    return not hit.figures or _is_measured(hit, hit.figures[0])


def _is_entire(hit: Hit) -> bool:
    text = hit.page.passage[hit.clause.start : hit.clause.end]
    if _pattern("$partly").search(text):
        return False
    return "实现" in text or "全部" in text or not _pattern("$towards").search(text)


def _is_measured(hit: Hit, figure: Figure) -> bool:
    if figure.about or not _suits(hit, figure):
        return False
    return not (_recurs(hit, figure) or _counts_a_set(hit, figure) or _describes(hit, figure))


def _suits(hit: Hit, figure: Figure) -> bool:
    """Whether money is earned, brought in or invested, and time is to get shorter or counted as such."""
    if figure.kind is Kind.MONEY:
        start, end = trim(hit.page.marked, *hit.span("subject"))
        earned = _pattern(r"$gain(?:\([^()]*\))?$$").search(hit.page.marked, start, end)
        return earned is not None or _pattern("$earning").fullmatch(hit.text("verb")) is not None
    if figure.kind is Kind.TIME:
        capped = hit.rule.fields.get("comparator") == "<=" or _pattern("$at_most|$below").match(hit.text("lead"))
        nouns = "$span" if capped else "$lasting"
        return _pattern(nouns).search(hit.text("subject")) is not None
    return True


def _recurs(hit: Hit, figure: Figure) -> bool:
    """每季度开展检查不少于2次 tells how often, no aim."""
    return figure.unit in _occasions() and _EACH.search(hit.page.passage, hit.clause.part, figure.start) is not None


_EACH = re.compile("每(?!百人|千人|万人|十万人)")


def _counts_a_set(hit: Hit, figure: Figure) -> bool:
    """打好8个标志性战役 tells how many there are; 不少于8个, 8个以上 would bind."""
    if figure.kind is not Kind.COUNT or not hit.rule.fields.get("carries") or _is_bound(hit):
        return False
    if hit.text("subject").endswith("工程") and hit.text("verb").startswith(_BUILDING):
        return False
    added = hit.rule.fields.get("change") == "increase" and figure.value >= _MANY  # 新增免申即享事项30项
    return _is_weak(hit, figure) or (not added and _is_own_part(hit.text("subject"), figure))


def _is_weak(hit: Hit, figure: Figure) -> bool:
    """Whether what is done says nothing of how much is to be reached: 实施5个项目, unless they are works or many."""
    if not hit.rule.fields.get("counted") or not _pattern("$weak_deed").fullmatch(hit.text("verb")):
        return False
    works = _pattern("[^、的]{3,}(?:建设|改造|修复|加固|绿化|修缮|改造提升)$$").search(hit.text("subject"))
    return not works and not (figure.value >= _MANY and _counts_many(hit, figure))


def _is_own_part(subject: str, figure: Figure) -> bool:
    """Whether a plan's own parts are counted: 6项任务, 3个方面; many works are none: 12个改造工程."""
    if figure.value >= _MANY and _pattern("$worked工程$$").search(subject):
        return False
    parts = _pattern("(?<!整治)(?<![造建])(?<!提质)$set_noun$$").search(subject)
    return parts is not None and figure.unit.endswith(_SET_UNITS)


def _counts_many(hit: Hit, figure: Figure) -> bool:
    """Whether so many are no plan's own parts: 实施20个改造项目, 组织200名教师参加培训, but not 惠及12个乡镇."""
    own = _pattern("(?:方面|部门|单位|领域|环节|行业|(?:$area_noun)(?:$$|[^一-鿿]))").match(hit.text("subject"))
    listed = _pattern("$many_deed").fullmatch(hit.text("verb")) or figure.unit.endswith(_PEOPLE)
    return bool(listed or hit.text("subject").endswith("项目")) and not own


_PEOPLE = ("名", "人", "人次", "场", "场次")
_MANY = 10  # so many are no plan's own parts
_SET_UNITS = (
    "个",
    "项",
    "类",
    "种",
    "条",
    "件",
    "次",
    "部",
    "份",
    "批",
    "场",
    "期",
    "组",
    "轮",
)  # 完成35家评级提升: no set
_BUILDING = ("新建", "建成", "改建", "扩建", "修建", "续建", "完建", "改造")  # works that are built, no parts of a plan


def _is_bound(hit: Hit) -> bool:
    return bool(hit.text("lead") or hit.text("least")) or hit.text("figures").rstrip("的").endswith(
        ("以上", "以内", "以下", "左右")
    )


def _describes(hit: Hit, figure: Figure) -> bool:
    """其中干流长达30公里, 支流达5条: without a time or a will 达 only tells what is."""
    if hit.near or hit.text("verb") != "达" or figure.kind is Kind.RATIO or _is_bound(hit):
        return False
    return not _pattern("$willed").search(hit.page.passage, hit.clause.sentence, hit.clause.end)


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("targets").compile(wording)


@cache
def _occasions() -> frozenset[str]:
    return frozenset(rulebook("targets").words["occasion"])
