"""A made plan as it is published: title, number, preamble, signature, a notice around it."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from graph.model import DocumentKind
from loaders.made.phrases import TitlePattern, styles
from loaders.made.setting import Setting

Cited = tuple[tuple[str, str | None], ...]
_SELVES = {
    DocumentKind.IMPLEMENTATION_OPINIONS: "意见",
    DocumentKind.WORK_POINTS: "要点",
    DocumentKind.ACTION_PLAN: "计划",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan says about itself, as it is expected, with the paragraphs above and below its body."""

    title: str
    kind: DocumentKind
    issuers: tuple[str, ...]
    number: str | None
    issued: date | None
    citations: Cited
    above: tuple[str, ...]
    below: tuple[str, ...] = ()


def headed(rng: Random, setting: Setting, pattern: TitlePattern) -> Head:
    """The head of a plan of that title: bare, signed, issued under its number, or carried by a notice."""
    title = pattern.pattern.format(place=setting.place.printed, year=setting.year, topic=setting.topic.name)
    preamble, cited = _preamble(rng, setting, pattern.kind)
    day = date(setting.year, rng.randint(1, 5), rng.randint(1, 28))
    bare = Head(title, pattern.kind, (), None, None, cited, (title, preamble))
    if pattern.issuers:
        return _issued(rng, setting, bare, pattern.issuers, day)
    if "{year}" in pattern.pattern and rng.random() < 0.3:
        return bare
    office = f"{setting.place.name}人民政府办公{'厅' if setting.level == '省' else '室'}"
    if rng.random() < 0.5:
        return replace(bare, issuers=(office,), issued=day, below=(office, _written(day)))
    return _carried(rng, setting, bare, office, day)


def _issued(rng: Random, setting: Setting, bare: Head, issuers: tuple[str, ...], day: date) -> Head:
    number = _number(rng, setting, "发")
    names = tuple(name.format(division=setting.place.name) for name in issuers)
    above = (
        bare.title,
        number,
        f"({_written(day)})",
        f"{setting.all_parts[0]},{setting.level}直各部门:",
        bare.above[-1],
    )
    return replace(bare, issuers=names, number=number, issued=day, above=above)


def _carried(rng: Random, setting: Setting, bare: Head, office: str, day: date) -> Head:
    notice = f"{office}关于印发{bare.title}的通知"
    number = _number(rng, setting, "办发")
    above = (
        notice,
        number,
        f"{setting.all_parts[0]},{setting.level}直各有关单位:",
        f"《{bare.title}》已经{setting.level}政府同意,现印发给你们,请认真组织实施。",
        office,
        _written(day),
        *bare.above,
    )
    cited = ((bare.title, None), *bare.citations)
    return Head(notice, bare.kind, (office,), number, day, cited, above)


def _preamble(rng: Random, setting: Setting, kind: DocumentKind) -> tuple[str, Cited]:
    """The first paragraph, and what it cites."""
    words = styles().words
    titles = rng.sample(words["preamble.titles"], rng.randint(1, 2))
    cited = tuple((title.format(topic=setting.topic.name), _cited_number(rng, setting)) for title in titles)
    printed = "、".join(f"《{title}》" + (f"({number})" if number else "") for title, number in cited)
    pattern = rng.choice(words["preamble.patterns"]).replace("方案", _SELVES.get(kind, "方案"))
    return pattern.format(cited=printed, topic=setting.topic.name, level=setting.level), cited


def _cited_number(rng: Random, setting: Setting) -> str | None:
    if rng.random() < 0.5:
        return None
    pattern = rng.choice(styles().words["preamble.numbers"])
    return pattern.format(year=setting.year - rng.randint(0, 2), n=rng.randint(1, 60))


def _number(rng: Random, setting: Setting, series: str) -> str:
    return f"{setting.place.name[0]}政{series}〔{setting.year}〕{rng.randint(1, 80)}号"


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
