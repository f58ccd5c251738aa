"""Departments told by their fields alone: 住建、应急等部门, 发展改革和旅游部门."""

import re

from loaders.recognise.agency_names import looks_like_agency
from loaders.rulebook import rulebook

_DEPARTMENTS = ("部门", "部门和单位", "部门、单位", "部门单位", "等单位")
_OTHERS = re.compile("等(?:有关|相关)?(?:职能|主管)?部门(?=[及和与、以])")


def departments_until(passage: str, start: int, end: int) -> int | None:
    """Up to where a run lists departments by their fields: to its end, or to 等部门 (住建、应急等部门及属地街道)."""
    if passage.endswith(_DEPARTMENTS, start, end):
        return end
    found = _OTHERS.search(passage, start, end)
    return found.start() if found else None


def is_field(text: str) -> bool:
    """Whether a department is called after it, with its level or without: 旅游, 省公安."""
    return re.sub("^(?:各级|各地|[省市县区州](?:级|直)?)(?=.{2})", "", text) in rulebook("agencies").words["field"]


def department_noun(passage: str, start: int, end: int) -> str:
    """What those told by their fields in a run are: 行政部门 of 教育、卫生健康行政部门; else 部门."""
    return next((noun for noun in _NOUNS if passage.endswith(noun, start, end)), "部门")


def without_noun(text: str) -> str:
    """The field of a department by itself: 财政 of 财政主管部门."""
    return text.removesuffix(department_noun(text, 0, len(text)))


_NOUNS = ("行政主管部门", "行政部门", "主管部门")


def department(text: str, noun: str = "部门") -> str:
    """What a department in such a list is called; what is a name, or places, stays as it is.

    >>> department("省发展改革"), department("省水利厅"), department("各乡(镇)场")
    ('省发展改革部门', '省水利厅', '各乡(镇)场')
    """
    named = looks_like_agency(text) and not is_field(text)
    return text if named or text.endswith("部门") or _PLACES.fullmatch(text) else text + noun


_PLACES = re.compile(r"各[一-鿿]{0,3}[场区市县镇乡村州旗](?:[(〔][^()〔〕]{1,8}[)〕])?[场区市县镇乡村]?")
