"""The lines of a document, each sorted by what it is on the page: a title block, a table, a signature, furniture.

The sorts and the wording that tells them are the rules of ``rules/head.toml``.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from loaders.recognise.agency_names import looks_like_agency
from loaders.rulebook import rulebook


class Sort(StrEnum):
    """What a line is; ``SHORT`` is any other without a sentence: a title, a heading, a name."""

    BREADCRUMB = "breadcrumb"
    BANNER = "banner"
    ABSTRACT = "abstract"
    TAIL = "tail"
    FIELD = "field"
    STAMP = "stamp"
    NUMBER = "number"
    DATE = "date"
    ADOPTED = "adopted"
    ATTACHMENT = "attachment"
    NOTE = "note"
    ADDRESSEES = "addressees"
    SIGNED = "signed"
    LETTERHEAD = "letterhead"
    ITEM = "item"
    PROSE = "prose"
    SHORT = "short"


class Line(NamedTuple):
    """The characters ``words`` from ``start`` to ``end`` of a text, and what they are."""

    start: int
    end: int
    words: str
    sort: Sort


_TEXT = (Sort.ITEM, Sort.PROSE)
_CLOSING = (Sort.NOTE, Sort.DATE, Sort.SIGNED, Sort.STAMP, Sort.ATTACHMENT, Sort.FIELD, Sort.TAIL)
_ABSTRACT_REPEATS = 20  # characters that a text has in common with an abstract taken from it
_SIGNERS = 8
_BULLETS = "•●■◆▪★☆◇□"  # what stands before the words of a cell
_CELL = 40  # characters of a cell that is no text
_NEWS = 10  # lines that news take at most before the document they introduce


def lines(chars: str) -> tuple[Line, ...]:
    """The lines of ``chars``, a title parted from a time stamp behind it."""
    return tuple(Line(start, end, chars[start:end], _sort(chars[start:end])) for start, end in _stretches(chars))


def introduction(found: Sequence[Line]) -> int:
    """How many lines of news stand before a document's title: …全文如下."""
    early = takewhile(lambda line: line.sort is not Sort.ITEM, found[:_NEWS])
    said = (place for place, line in enumerate(early) if line.sort is Sort.PROSE and _introduces().search(line.words))
    return next(said, -1) + 1


def top(found: Sequence[Line], start: int) -> int:
    """How many lines stand before the text itself or those whom it addresses, news up to ``start`` left out."""
    sorts = (*_TEXT, Sort.ADDRESSEES)
    own = (place for place in range(start, len(found)) if found[place].sort in sorts and not _sums_up(found, place))
    first = next(own, len(found))
    opening = found[first].words[:_ABSTRACT_REPEATS] if first < len(found) else ""
    for place in range(first + 1, min(first + 4, len(found))):
        if len(opening) == _ABSTRACT_REPEATS and found[place].words.startswith(opening):
            return place
    return first


def _sums_up(found: Sequence[Line], place: int) -> bool:
    """Whether a line is the cell behind a label: of a summary (内容概述 | … |), or a few words behind any other."""
    before, words = found[place - 1].words if place else "", found[place].words
    label = "$label" if len(words) <= _CELL and "。" not in words else "$label_summary"
    return rulebook("head").compile(label + "\\Z").match(before) is not None


def bottom(found: Sequence[Line], first: int) -> int:
    """How many lines stand before the page's furniture that ends the document, the text beginning at ``first``."""
    items = (place for place, line in enumerate(found) if _is_item(line) or _is_heading(found, place))
    last_item = max(items, default=first)
    for place in range(max(first, last_item) + 1, len(found)):
        if found[place].sort in (Sort.TAIL, Sort.BANNER, Sort.BREADCRUMB) and not _signed_below(found, place):
            return place
    return len(found)


def _signed_below(found: Sequence[Line], place: int) -> bool:
    """Whether a signature follows: where to ask (联系电话:…) stands before it, no page's furniture does."""
    if found[place].sort is Sort.TAIL and [line.sort for line in found[place + 1 :]] == [Sort.DATE]:
        return True
    below = range(place + 1, min(place + _SIGNERS, len(found) - 1))
    return any(is_agency(found[each]) and found[each + 1].sort is Sort.DATE for each in below)


def signature(found: Sequence[Line], first: int, last: int) -> int | None:
    """The line of the date in the first signature (落款) of ``found[first:last]``, after at least one line of text.

    A date alone is one where agencies stand before it, or nothing but attachments and notes after it.
    """
    for place in range(first + 1, last):
        line = found[place]
        if line.sort is Sort.SIGNED or (
            line.sort is Sort.DATE and (signers(found, place) or not _goes_on(found, place, last))
        ):
            return place
    return None


def signers(found: Sequence[Line], dated: int) -> tuple[Line, ...]:
    """The lines right before a date that are names of agencies: who signed."""
    place = dated
    while place > 0 and dated - place < _SIGNERS and is_agency(found[place - 1]):
        place -= 1
    if 0 < place < dated and _begins_name(found[place - 1].words, found[place].words):
        place -= 1
    return tuple(found[place:dated])


_BODY = "[一-鿿]{2,12}[省市县区旗州盟][一-鿿]{4,30}"


def _begins_name(words: str, after: str) -> bool:
    """Whether a name is printed over two lines: 清川市环境保护督察反馈意见 / 整改工作领导小组办公室."""
    plain = re.fullmatch(_BODY, words) and not re.match(_BODY, after)
    return bool(plain) and looks_like_agency(words + after) and _sort(words) is Sort.SHORT


def is_agency(line: Line) -> bool:
    """Whether a line is nothing but the name of an agency, or of several one after another."""
    return line.sort is Sort.SHORT and looks_like_agency(line.words) and not _is_label(line.words)


def _is_label(words: str) -> bool:
    """Whether words only head a list of agencies (牵头单位), as in a table whose cells are lines."""
    return rulebook("clauses").compile("$label").fullmatch(words) is not None


def closing(found: Sequence[Line], first: int, last: int) -> int:
    """How many lines of ``found[first:last]`` stand before its last notes, dates and lists of attachments."""
    attachments = (place for place in range(first, last) if found[place].sort is Sort.ATTACHMENT)
    last = next((place for place in attachments if not has_text(found, place, last)), last)
    while last > first and found[last - 1].sort in _CLOSING:
        last -= 1
    return last


def has_items(found: Sequence[Line], first: int, last: int) -> bool:
    """Whether ``found[first:last]`` has numbered items of text."""
    return any(_is_item(line) for line in found[first:last])


def has_text(found: Sequence[Line], first: int, last: int) -> bool:
    """Whether ``found[first:last]`` has sentences."""
    return any(line.sort is Sort.PROSE or _is_item(line) for line in found[first:last])


def _goes_on(found: Sequence[Line], first: int, last: int) -> bool:
    """Whether text follows before any attachment."""
    own = takewhile(lambda line: line.sort is not Sort.ATTACHMENT, found[first:last])
    return any(line.sort in _TEXT for line in own)


def _is_item(line: Line) -> bool:
    """A numbered item, not only an enumerator before an attachment's title or a link."""
    return line.sort is Sort.ITEM and any(end in line.words for end in "。;")


def _is_heading(found: Sequence[Line], place: int) -> bool:
    """A numbered heading with a text under it."""
    after = found[place + 1 : place + 2]
    return found[place].sort is Sort.ITEM and bool(after) and after[0].sort is Sort.PROSE


@cache
def _introduces() -> re.Pattern[str]:
    return rulebook("head").compile(r"$introduction[:。]?\Z")


@cache
def _cell() -> re.Pattern[str]:
    """A cell or line without the bullet and the page's remarks around it."""
    return rulebook("head").compile(
        r"(?:[•●■◆▪★☆◇□]+|【$remark】|\($remark\))*(?P<words>[^|]*?)(?:\($remark\))?(?:\||\Z)"
    )


_DATED_OR_NUMBERED = re.compile(r"[日号]|\d[-/.]\d|—\d{4}年")


@cache
def _parted() -> re.Pattern[str]:
    """A title with the number before it or the number, date or time stamp behind it."""
    behind = r"(?P<behind>(?:[一-鿿]{2,5}:)?(?:$stamp|$day)$time?.*|$delivered|\(?$document_number\)?)"
    before = "(?P<before>$document_number:?)(?=《|[^。:]{2,60}(?:关于|印发|转发)|[^。:]{4,60}$title_end\\Z)"
    return rulebook("head").compile(rf"{before}|(?P<title>[^。\n]*?$title_end》?){behind}\Z")


def _stretches(chars: str) -> Iterator[tuple[int, int]]:
    start = 0
    for words in chars.split("\n"):
        for first, last in _cells(words):
            yield from _parts(chars, start + first, start + last)
        start += len(words) + 1


def _cells(words: str) -> Iterator[tuple[int, int]]:
    """What a line holds that is not empty: itself, but in tables and among the page's remarks."""
    before, behind = _beside()
    if words and "|" not in words and not words.startswith(before) and not words.endswith(behind):
        yield 0, len(words)
        return
    yield from (cell.span("words") for cell in _cell().finditer(words) if cell["words"])


@cache
def _beside() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a line begins and ends with that has bullets or the page's remarks beside its words."""
    remarks = rulebook("head").words["remark"]
    bracketed = tuple(f"({remark})" for remark in remarks)
    return (*_BULLETS, *bracketed, *(f"【{remark}】" for remark in remarks)), bracketed


def _parts(chars: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _DATED_OR_NUMBERED.search(chars, start, end) and (parted := _parted().match(chars, start, end)):
        cut = max(parted.end("before"), parted.end("title"))
        yield start, cut
        start = cut
    yield start, end


def _sort(words: str) -> Sort:
    told = _sorts().match(words)
    return Sort(told.lastgroup) if told and told.lastgroup else Sort.SHORT


@cache
def _sorts() -> re.Pattern[str]:
    """The rules of lines as one pattern, each a group with its name."""
    book = rulebook("head")
    return book.compile("|".join(f"(?P<{rule.name}>{rule.wording})" for rule in book.rules))
