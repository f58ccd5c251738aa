"""What sort of body a name tells (机构类别)."""

import re
from functools import cache

from graph.model import AgencyKind
from loaders.rulebook import alternation, rulebook


def kind_of(name: str) -> AgencyKind:
    """What sort of body a full name tells: several at once, a leading group, a body within a body, or one agency."""
    if names_group(name) or re.search("各(?!界|民主党派)|有关|相关|其他", name):
        return AgencyKind.GROUP
    if _kind_words("coordinating").search(name):
        return AgencyKind.COORDINATING_BODY
    return AgencyKind.UNIT if re.search("[厅局委部].{1,8}(?:处|室|科|股)$", name) else AgencyKind.AGENCY


def names_group(name: str) -> bool:
    """Whether the words of a name tell several bodies at once: 各市人民政府."""
    return _kind_words("group").search(name) is not None


@cache
def _kind_words(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(rulebook("agencies").words[kind]) + ("$" if kind != "group" else ""))
