"""The day that a document is about, by which years left unsaid are read."""

import re
from datetime import date

from loaders.issuing import printed_day

# 2022年度预算执行审计: the year looked into, not the year of the paper.
_AUDITED = "度?(?:[省市县区州本]级)?(?:预算|财政|决算|审计)"
# The year of a title that says which year it is for: 云岭省2019年工作要点; not 落实2017年督察意见, not 2018年至2020年.
_YEAR = re.compile(r"(?:\A|[《〈省市州县区旗盟]|印发)((?:19|20)\d\d)年(?!至|到|[-—]|" + _AUDITED + r")")
# Any other that is no span's: 污染防治攻坚战2020年度方案.
_TOLD_YEAR = re.compile(r"(?<![\d—~至到-])((?:19|20)\d\d)年(?![—~至到-]|" + _AUDITED + r")")


def day_of(title: str | None, number: str | None, days: tuple[date | None, date | None], body: str) -> date | None:
    """When a document was issued, else numbered or published (``days``); another year where its title has it."""
    issued, published = days
    known = issued or _numbered(number, published) or published
    if known is None and (told := _TOLD_YEAR.search(title or "")):
        return date(int(told[1]), 1, 1)
    if known is None and (span := _SPAN.search(title or "")):
        return date(int(span[1]), 1, 1)
    year = _YEAR.search(title or "")
    if year and (known is None or int(year[1]) > known.year or (issued is None and int(year[1]) <= known.year)):
        return date(int(year[1]), 1, 1)
    return known or _told(body)


# A full date that tells until when something is to be done is not the day on which a text was written.
_FULL = re.compile(
    r"(?<!至)(?<!到)(?<![时期]限[:为])(?<!时间[:为])\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?!\d|日?(?:之|以)?前|日?止|日?底)"
)
_DUE = re.compile(r"((?:19|20)\d\d)年(?:(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?底)?(?:之|以)?前|内?(?=完成|建成|新增|新建))")
# What a text says at its very beginning that it is for: 为全力做好2018年防汛工作.
_ABOUT = re.compile(
    r"为[一-鿿]{0,6}?(?:做好|抓好|推进|开展)[一-鿿]{0,6}?((?:19|20)\d\d)年(?:度)?(?![\d—~至到-]|" + _AUDITED + ")"
)
# The years of a plan in its title: 三年行动计划(2023—2025年).
_SPAN = re.compile(r"((?:19|20)\d\d)年?[—~至到-]{1,2}(?:19|20)\d\d年")


def _told(body: str) -> date | None:
    """The year a text begins with, else its first full date; where all are deadlines, the first year it has one in."""
    if about := _ABOUT.match(body):
        return date(int(about[1]), 1, 1)
    if full := _FULL.search(body):
        return printed_day(full[0])
    if years := [int(year) for year in _DUE.findall(body)]:
        return date(min(years), 1, 1)
    return printed_day(body)


def _numbered(number: str | None, published: date | None) -> date | None:
    """The year of the document's number (国发〔2020〕6号), where it was published later or nobody says when."""
    year = re.search(r"〔(\d{4})〕", number or "")
    return date(int(year[1]), 1, 1) if year and (published is None or int(year[1]) < published.year) else None
