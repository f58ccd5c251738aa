"""Titles: the document's own, over however many lines it is printed, and that of the plan it carries; its kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graph.model import DocumentKind
from loaders.furniture import Line, Sort, is_agency
from loaders.gazetteer import gazetteer
from loaders.rulebook import rulebook
from loaders.townships import township

_WORDS = re.compile("[“《]?(?:[一-鿿]|\\d{4}年)[^:/|]{10,}\\Z")  # what may be a title, whatever it ends in
_LONGEST = 4  # lines that a title takes at most
_RUBRIC = re.compile(
    "\\A(?:【[^【】]{2,20}】|\\[[^\\[\\]]{2,20}\\]|“[^“”]{2,10}公开”|(?:名称|标题):?(?![的与和及]))(?=.{8})"
)  # what a page puts before a title: 【政策文件】, 名称
_SHORTEST = 6  # characters of a title
_HANDED_ON = re.compile("《([^《》]+)》[^《》。]{0,40}(?:印发|下发|转发)给你们")
_ACCOUNT = re.compile(  # to a people's congress, to the public
    "(?:报告|汇报)[^。]{2,80}(?:整改|落实|办理|完成)的?情况,请予?审[议查]|已?完成(?:了)?整改[^。]{0,60}情况[^。]{0,6}(?:公示|公开|通报)"
    "|现将[^。]{0,150}?(?:整改|整治|落实|完成|进展)情况(?:向社会|予以|进行)(?:公示|公开|公布|通报)"
    "|(?:整改|整治|落实|完成|进展|办理|推进|督查|督察)(?:工作)?情况(?:报告|汇报|通报|总结|公示|公布)?如下"
)
_OF_COMPANY = re.compile("[一-鿿]{4,20}(?:有限公司|集团公司|大学|学院|医院)(?=[一-鿿]{2})")
_CLASS = re.compile("(?:组配|主题|信息|体裁|公文|文件)?(?:分类|类别|种类|类型)|关键[词字]|主题词")
_ADDED = re.compile(r"的|(?!\(\d{4}年\d{1,2}月\))\([^()]{0,12}\d{4}[^()]{0,12}\)\Z")
_LISTED = re.compile(r"\d{1,2}[.、]")  # 2.2021年任务清单: one of the attachments, by its number
_BEFORE_A_PLAN = (Sort.DATE, Sort.SIGNED, Sort.ATTACHMENT, Sort.NOTE)


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the lines (by their place, both inclusive) that it is printed on."""

    words: str
    first: int
    last: int


def title(block: Sequence[Line]) -> Title | None:
    """The title in the lines before a document's text; a heading of the page that repeats part of it is passed over."""
    found = tuple(_titles(block))
    best = max(
        found, key=lambda one: sum(_squashed(other.words) in _squashed(one.words) for other in found), default=None
    )
    return best or _plain(block)


def introduced(news: Sequence[Line]) -> Title | None:
    """The title that news cite before a text that has none of its own: 云岭省出台《…实施意见》,全文如下."""
    cited = set(re.findall("《([^《》]+)》", news[-1].words)) if news else set()
    titles = [words for words in cited if _end().search(words)]
    return Title(titles[0], len(news) - 1, len(news) - 1) if len(titles) == 1 else None


def carried(words: str) -> str | None:
    """The title of the plan that a paper of this title carries (关于印发…方案的通知), None where it carries none.

    >>> carried("云岭省水利厅关于印发《落实〈治水规划〉实施方案》的通知")
    '落实〈治水规划〉实施方案'
    >>> carried("云岭省水利厅关于做好防汛工作的通知")
    """
    found = (
        rulebook("head")
        .compile(r"(?:$carrying|关于(?=《[^。]+》的?$paper_word\Z))(?P<plan>[^。]+?)的?$paper_word\Z")
        .search(words)
    )
    if not found:
        return None
    plan = _inner(found["plan"])
    if found[0].startswith("关于") and not found[0].endswith(_SHOWS):
        return None
    handed_on = found[0].startswith(("印发", "下发")) and not _paper_end().search(plan)
    return plan if _plan_end().search(plan) or handed_on else None


_SHOWS = ("公示", "公告", "通知")  # 关于《…整改方案》的公示 shows the plan, a 说明 only speaks of it


def handed_on(opening: str) -> str | None:
    """The title of the plan that a paper without one says it carries: 《…方案》…印发给你们."""
    found = _HANDED_ON.search(opening)
    return found[1] if found else None


def _inner(words: str) -> str:
    """The first title in brackets, where ``words`` are titles in brackets; else ``words``."""
    depth = 0
    for place, char in enumerate(words):
        depth += {"《": 1, "〈": 1, "》": -1, "〉": -1}.get(char, 0)
        if depth == 0 and place == 0:
            return words
        if depth == 0:
            return words[1:place] if re.match("[、和及《〈]|\\Z", words[place + 1 :]) else words
    return words


def plan_title(found: Sequence[Line], first: int, last: int, carried: str | None) -> Title | None:
    """The carried plan's own title among ``found[first:last]``, below the paper that carries it.

    It repeats the title that the paper says, or stands after a signature or the word for an attachment (附件).
    """
    for one in _titles(found[first:last]):
        place = first + one.first
        repeats = carried is not None and _squashed(one.words) in _squashed(carried)
        follows = place > 0 and found[place - 1].sort in _BEFORE_A_PLAN and _plan_end().search(one.words) is not None
        text_after = any(line.sort in (Sort.PROSE, Sort.ITEM) for line in found[first + one.last + 1 : last])
        if (repeats or follows) and text_after and not _LISTED.match(one.words):
            return _whole(found, first, Title(one.words, place, first + one.last), carried)
    return None


def _whole(found: Sequence[Line], first: int, plan: Title, carried: str | None) -> Title:
    """The plan's title with the lines above it that the carrying paper says too: 清川湖治理、 / 修复实施方案."""
    while carried and plan.first > first and found[plan.first - 1].sort is Sort.SHORT:
        longer = found[plan.first - 1].words + plan.words
        if _squashed(longer) not in _squashed(carried):
            break
        plan = Title(longer, plan.first - 1, plan.last)
    return plan


def kind(words: str | None, carries: str | None) -> DocumentKind:
    """The document's kind by its title, or by the title of the plan it carries, the last word first.

    >>> kind("清川市水务局关于印发河湖管护实施方案的通知", "河湖管护实施方案").value
    'implementation-plan'
    """
    for name in (carries, words):
        if name and (found := _kind_of(name)):
            return found
    return DocumentKind.OTHER


def kind_by_text(opening: str) -> DocumentKind:
    """The kind of a plan without a title, by what its first paragraph calls it: 为抓好问题整改, …制定本方案."""
    handed = _HANDED_ON.search(opening)
    opening = re.sub("《[^》]*》", "", opening)
    stated = rulebook("kinds").compile(r"(?:\A|(?<=。))(?P<purpose>[^。]*)$self").search(opening)
    if not stated and _ACCOUNT.search(opening):
        return DocumentKind.PROGRESS_REPORT
    if not stated:
        return kind(handed[1], None) if handed else DocumentKind.OTHER
    return _kind_of(("整改" if "整改" in stated["purpose"] else "") + stated["word"]) or DocumentKind.OTHER


def _kind_of(name: str) -> DocumentKind | None:
    words = re.sub(r"(?:\([^()]*\)|[》”])+\Z", "", name)
    rules = (rule for rule in rulebook("kinds").rules if rule.pattern.search(words))
    return next((DocumentKind(rule.fields["kind"]) for rule in rules), None)


def _titles(block: Sequence[Line]) -> Iterator[Title]:
    """Everything in ``block`` that is built as a title."""
    for last, line in enumerate(block):
        if line.sort is Sort.SHORT and _ends(block, last):
            first = _first(block, last)
            words = _inner(_RUBRIC.sub("", "".join(line.words for line in block[first : last + 1])))
            if len(words) >= _SHORTEST and not (("/" in words or _is_class(block, first)) and _is_value(block, first)):
                yield Title(words, first, last)


def _goes_on(block: Sequence[Line], last: int) -> bool:
    """Whether the next line only ends the title: …实施方案 / 的通知, …行动计划 / (2018-2020年)."""
    after = block[last + 1 : last + 2]
    if not after or after[0].sort is not Sort.SHORT:
        return False
    return _ADDED.match(after[0].words) is not None or _is_open(block[last].words, after[0].words)


def _is_open(words: str, after: str) -> bool:
    """Whether a line hands on what only the next one names with the paper: 关于印发政府工作报告 / 任务分工的通知."""
    handing = (
        rulebook("head")
        .compile(r"关于$carrying(?:[^《》]{0,12}《[^《》]+》|[^《》]{2,30}(?<!的通知))\Z|\A关于[^《》]{2,30}工作报告\Z")
        .search(words)
    )
    paper = rulebook("head").compile(r"(?!.*(?:关于|$carrying))[^《》:]{2,30}的$paper_word\Z")
    return handing is not None and paper.match(after) is not None


def _first(block: Sequence[Line], last: int) -> int:
    """The first line of the title that ends on line ``last``; that line itself where none before begins one."""
    lowest = max(0, last - _LONGEST + 1)
    for first in range(last, lowest - 1, -1):
        if block[first].sort is not Sort.SHORT or (first < last and _ends(block, first)):
            break
        words = "".join(line.words for line in block[first : last + 1])
        if _begins(words) and not _cites(block, first):
            return _with_issuers(block, first) if words.startswith("关于") else first
    return last - 1 if last and _ADDED.match(block[last].words) and block[last - 1].sort is Sort.SHORT else last


def _cites(block: Sequence[Line], first: int) -> bool:
    """Whether a line that begins with a cited title goes on from the one before: 关于印发2020年 / 《…》分工的通知."""
    if first == 0 or not block[first].words.startswith("《"):
        return False
    before = block[first - 1]
    return (
        before.sort is Sort.SHORT and re.search("关于|印发", before.words) is not None and not _ends(block, first - 1)
    )


def _ends(block: Sequence[Line], place: int) -> bool:
    """Whether a title ends on this line."""
    words = "".join(line.words for line in block[max(0, place - 1) : place + 1])
    own = words if _ADDED.match(block[place].words) else block[place].words
    return _end().search(own) is not None and not _goes_on(block, place)


def _with_issuers(block: Sequence[Line], first: int) -> int:
    while first > 0 and is_agency(block[first - 1]):
        first -= 1
    return first


def _begins(words: str) -> bool:
    """Whether words begin as titles do: with who or where or when, or with what they are about."""
    if rulebook("head").compile(r"\A(?:[^《]{0,60}?关于|《|\d{4}年|中共|国务院|国家|全国|中央)").match(words):
        return True
    if _OF_COMPANY.match(words):
        return True
    return any(mention.start == 0 for mention in gazetteer().find(words[:20])) or township(None, [words]) is not None


def _plain(block: Sequence[Line]) -> Title | None:
    """The longest line that may be a title, where none ends as titles do."""
    worded = [
        place
        for place, line in enumerate(block)
        if line.sort is Sort.SHORT and _WORDS.match(line.words) and not _is_value(block, place)
    ]
    place = max(worded, key=lambda place: len(block[place].words), default=None)
    return Title(block[place].words, place, place) if place is not None and not is_agency(block[place]) else None


def _is_value(block: Sequence[Line], place: int) -> bool:
    """Whether a line is the value of the label before it: 关键词 | 清川市 养老服务 |."""
    before = block[place - 1].words.rstrip(":") if place else ""
    return rulebook("head").compile(r"(?!$label_title)$label\Z").match(before) is not None


def _is_class(block: Sequence[Line], place: int) -> bool:
    """Whether the line before says what sort of paper it is: 组配分类 | 总体情况 |."""
    return place > 0 and _CLASS.fullmatch(block[place - 1].words) is not None


def _squashed(words: str) -> str:
    return re.sub("[《》〈〉“”()的]", "", words)


@cache
def _end() -> re.Pattern[str]:
    return rulebook("head").compile(r"$title_end[》”]?\Z")


@cache
def _paper_end() -> re.Pattern[str]:
    return rulebook("head").compile(r"$paper_word[》”]?\Z")


@cache
def _plan_end() -> re.Pattern[str]:
    return rulebook("head").compile(r"$plan_word(?:\([^()]*\))*\Z")
