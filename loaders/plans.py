"""Whether a document is a plan: one that tells someone to do something, not one that tells of something."""

import re
from functools import cache

from graph.model import DocumentKind
from loaders.recognise.clauses import clauses
from loaders.rulebook import alternation, rulebook

_OPENING = 1500  # characters in which a plan says that it is one
_REPORTED_OFTEN = 2
_TOLD_OFTEN = 2
_HEADED_OFTEN = 2
_UNDECIDED = (DocumentKind.OTHER, DocumentKind.NOTICE)


def is_plan(kind: DocumentKind, title: str | None, body: str) -> bool:
    """Whether the items of a document are measures: by its title's genre, else by what the text itself says and does.

    News, explanations, answers, speeches and replies give no measure, however many items they have.

    >>> is_plan(DocumentKind.OTHER, "《清川市河湖管护方案》政策解读", "一、主要任务。各县要成立专班。")
    False
    """
    genre = _genre(title or "")
    if genre == "errand":
        return _has_clauses(body)
    if kind not in _UNDECIDED:
        return genre != "explanation"
    if genre:
        return genre == "rule"
    return _reported(body) < _REPORTED_OFTEN and (_speaks_as_plan(body) or (not title and _headed_as_plan(body)))


def _genre(title: str) -> str | None:
    rules = (rule for rule in rulebook("plans").rules if "genre" in rule.fields and rule.pattern.search(title))
    return next((str(rule.fields["genre"]) for rule in rules), None)


@cache
def _stated() -> re.Pattern[str]:
    return next(rule.pattern for rule in rulebook("plans").rules if rule.name == "stated")


@cache
def _report_words() -> re.Pattern[str]:
    return re.compile(alternation(rulebook("plans").words["reported"]))


def _reported(body: str) -> int:
    """How many different words of news and speech the text has."""
    return len(set(_report_words().findall(body)))


_TOLD = re.compile(
    "(?:部门|单位|政府|党委|乡镇|街道|[县市区局委厅办)]|各地|机关)(?:都|均|也)?(?:要(?!求)|应当|应|必须|须|不得)"
)


def _speaks_as_plan(body: str) -> bool:
    if _stated().search(body, 0, _OPENING) or len(_TOLD.findall(body)) >= _TOLD_OFTEN:
        return True
    return _has_clauses(body)


def _headed_as_plan(body: str) -> bool:
    headings = (
        rulebook("plans").compile("(?m:^)[一二三四五六七八九十]{1,2}、(?P<words>$plan_heading)(?m:$)").finditer(body)
    )
    return len({heading["words"] for heading in headings}) >= _HEADED_OFTEN


def _has_clauses(body: str) -> bool:
    return any(clause.shares for clause in clauses(body))
