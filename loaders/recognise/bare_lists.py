"""Brackets that hold agencies and nothing else (省水利厅、各市人民政府): whether they say who answers."""

import re

from loaders.recognise.agencies import Name, split
from loaders.recognise.agency_names import is_certain, looks_like_agency
from loaders.recognise.clause_words import words

_EVERY = re.compile("各[一-鿿、()]{0,8}(?:市|县|区|州|旗|盟|乡镇|镇|乡|街道|镇街|村|社区)(?:\\([^()]*\\))?$")
_UNIT = re.compile("[一-鿿]{2,10}(?:处|科|股|室|总队|支队|大队|处室|科室)")  # of the department whose paper it is
_STOPS = ("。", ";")
_LAST = re.compile("。?(?:\n|\\Z)")  # behind a bracket that ends a paragraph
_AFTER_CLAUSE = ("", "。", "\n", ";")
_BODY = re.compile("..(?:管理局|管理处|管委会|管理委员会|公司|指挥部|领导小组|专班|办公室|委员会|支队|大队|海关)$")


def bare_list(passage: str, start: int, end: int) -> tuple[Name, ...]:
    """The names in (省水利厅、各市人民政府), a bracket that holds agencies and nothing else; () where it is none."""
    if end - start > 400 or passage[start:end].isascii() or _is_by_name(passage, start, end):
        return ()
    names = split(passage, start, _before_time(passage, start, end))
    ends = passage[end + 1 : end + 2] in _AFTER_CLAUSE
    apart = ends and passage[max(start - 2, 0) : start - 1] in _STOPS
    last = _LAST.match(passage, end + 1) and all(looks_like_agency(name.text) for name in names)
    units = (apart or last) and all(_UNIT.fullmatch(name.text) for name in names)
    if names and (units or _all_certain(names) or (ends and _all_likely(names))):
        return names
    return ()


def _before_time(passage: str, start: int, end: int) -> int:
    """Where a bare list ends that tells until when behind its names: (省水利厅、省财政厅,持续推进)."""
    comma = max(passage.rfind(mark, start, end) for mark in ",;")
    return comma if comma > start and only_times(passage[comma + 1 : end]) else end


_NAMED_BEFORE = re.compile("[:、报向至送交](?P<name>[一-鿿]{3,14})\\Z")
_NAMED_AT_HEAD = re.compile("(?:^|[:、报向至送交,。;\n])(?P<name>[一-鿿]{3,18})\\Z")


def _is_by_name(passage: str, start: int, end: int) -> bool:
    """Whether a bracket is a part of the name before it: 纪委办公室(监察办公室), 领导小组办公室(省财政厅)负责."""
    goes_on = "一" <= passage[end + 1 : end + 2] <= "鿿"
    named = _NAMED_AT_HEAD if goes_on else _NAMED_BEFORE
    before = named.search(passage, max(0, start - 20), start - 1)
    return before is not None and looks_like_agency(before["name"])


def _all_certain(names: tuple[Name, ...]) -> bool:
    return all(is_certain(name.text) for name in names)


def _all_likely(names: tuple[Name, ...]) -> bool:
    """Whether all are built as agencies are, one beyond doubt or all as the administrations of something."""
    if not all(looks_like_agency(name.text) for name in names):
        return False
    return any(is_certain(name.text) or _EVERY.match(name.text) for name in names) or all(
        _BODY.search(name.text) for name in names
    )


def only_times(rest: str) -> bool:
    """Whether what follows the last verb tells no more than until when: 6月底前完成, 长期坚持."""
    pieces = (piece.strip("。;, \ufffc") for piece in re.split("[,;。]", rest))
    return all(words().until.search(piece) for piece in pieces if piece)
