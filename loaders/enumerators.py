"""Enumerators: where numbers stand that begin an item, of which style, and which of them count."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import normalize

from loaders.rulebook import rulebook


class Mark(NamedTuple):
    """An enumerator: ``number`` as printed (brackets as ASCII), ``ordinal`` its value."""

    style: str
    number: str
    ordinal: int
    start: int
    end: int
    own_line: bool


TABLE_END = "table-end"
"""The style of the line behind a table's last row: it ends the row and begins no item."""

# The usual order of levels, highest first (GB/T 9704-2012, 7.3.3, and what is added to it in use).
RANK = (
    "part",
    "chapter",
    "chapter-section",
    "roman",
    "han",
    "ordinal",
    "article",
    "bracketed-han",
    TABLE_END,
    "row",
    "task",
    "section",
    "arabic",
    "decimal",
    "decimal-deep",
    "bracketed-arabic",
    "arabic-bracket",
    "roman-small",
    "circled",
    "lettered",
    "stage",
)
_NO_DIGITS, _CIRCLED, _ROMAN = re.compile("[^0-9]+"), re.compile("[①-⑳]"), re.compile("[Ⅰ-Ⅻⅰ-ⅻ]|[IVX]+")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_AS_PRINTED = ("circled", "roman", "roman-small")  # one character to Unicode, and to who cites it
_CONTENTS = re.compile("目[录次]$(?<=^目.)", re.MULTILINE)
_FIRST_TITLE = re.compile(r"\n(.{2,30}?)[.…·\d]*(?=\n)")
_SIGNS = "★☆▲△※*"
_SENTENCE_ENDS = "。;:!?)〕】”\n"


def enumerators(chars: str, start: int, end: int) -> list[Mark]:
    """The enumerators of ``chars[start:end]`` that count, in printed order; those of a table of contents do not."""
    return _accepted(_candidates(chars, _after_contents(chars, start, end), end)) or _spoken(chars, start, end)


def _spoken(chars: str, start: int, end: int) -> list[Mark]:
    """Paragraphs that count themselves as speech does (一要…, 二要…), where a text has no other numbers."""
    spoken = rulebook("outline").compile("(?m:^)$spoken").finditer(chars, start, end)
    marks = [Mark("han", one["number"], value_of(one["number"]), one.start(), one.end(), True) for one in spoken]
    return marks if [mark.ordinal for mark in marks[:2]] == [1, 2] else []


@lru_cache(maxsize=1024)
def value_of(number: str) -> int:
    """The value of an enumerator's number.

    >>> value_of("十二"), value_of("(二十一)"), value_of("7"), value_of("③"), value_of("Ⅳ"), value_of("b")
    (12, 21, 7, 3, 4, 2)
    """
    digits = _NO_DIGITS.sub("", number.rsplit(".", 1)[-1])
    if digits:
        return int(digits)
    if circled := _CIRCLED.search(number):
        return ord(circled[0]) - ord("①") + 1
    if roman := normalize("NFKC", number) if _ROMAN.fullmatch(number) else "":
        return _of_roman(roman.upper())
    if len(number) == 1 and number.isascii():
        return ord(number.upper()) - ord("A") + 1
    value, unit = 0, 0
    for character in number:
        if character == "百":
            value, unit = value + (unit or 1) * 100, 0
        elif character == "十":
            value, unit = value + (unit or 1) * 10, 0
        else:
            unit = _DIGITS.get(character, unit)
    return value + unit


def _of_roman(number: str) -> int:
    """The value of a Roman numeral below forty."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


@cache
def _patterns(*, own_line: bool) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The rules as one pattern whose groups are their numbers, in order, and the style of each."""
    book = rulebook("outline")
    rules = [rule for rule in book.rules if own_line or rule.fields.get("inline", True)]
    wordings = (rule.wording.replace("(?P<number>", "(") for rule in rules)
    return book.compile("|".join(wordings)), tuple(rule.fields.get("style", rule.name) for rule in rules)


@cache
def _inline_start() -> re.Pattern[str]:
    """A place inside a paragraph where an enumerator may stand: after the end of a sentence."""
    return re.compile(f"[(〔①-⒛㈠-㈩一二三四五六七八九十第0-9](?<=[{_SENTENCE_ENDS}].)")


def _candidates(chars: str, start: int, end: int) -> list[Mark]:
    marks: list[Mark] = []
    listed = False
    for first, stop in _paragraphs(chars, start, end):
        listed = _attachments().match(chars, first, stop) is not None or (listed and _names_only(chars, first, stop))
        if not listed:
            marks += _of_paragraph(chars, first, stop)
    return marks


def _paragraphs(chars: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = chars.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


@cache
def _attachments() -> re.Pattern[str]:
    return rulebook("outline").compile("$attachments")


def _names_only(chars: str, start: int, stop: int) -> bool:
    """Whether a paragraph is one more line of a list of attachments: a number and a title (2.任务分工表)."""
    mark = _mark(chars, start, stop, own_line=True)
    return mark is not None and mark.style == "arabic" and chars.find("。", start, stop) < 0 and stop - mark.end < 80


def _of_paragraph(chars: str, start: int, stop: int) -> Iterator[Mark]:
    number = _signs_end(chars, start, stop)
    if mark := _mark(chars, number, stop, own_line=True):
        mark = mark._replace(start=start)
        yield from _with_next(chars, mark, stop)
        start = mark.end
    for found in _inline_start().finditer(chars, start, stop):
        if mark := _mark(chars, found.start(), stop, own_line=False):
            yield from _with_next(chars, mark, stop)


def _with_next(chars: str, mark: Mark, stop: int) -> Iterator[Mark]:
    """The mark, and the one right behind it (一、(一)…) or behind no more than its heading (一、任务(一)…)."""
    yield mark
    behind = _bare_heading().match(chars, mark.end, stop) if mark.style in _HOLDERS else None
    if following := _mark(chars, behind.end() if behind else mark.end, stop, own_line=False):
        yield following


_HOLDERS = ("part", "chapter", "chapter-section", "han")


@cache
def _bare_heading() -> re.Pattern[str]:
    return rulebook("outline").compile("$bare_heading")


def _mark(chars: str, start: int, stop: int, *, own_line: bool) -> Mark | None:
    pattern, styles = _patterns(own_line=own_line)
    found = pattern.match(chars, start, stop)
    if not found or not found.lastindex:
        return None
    style, number = styles[found.lastindex - 1], found[found.lastindex]
    number = (number if style in _AS_PRINTED else normalize("NFKC", number)).strip("().")
    printed = f"({number})" if style.startswith("bracketed") else number
    return Mark(style, printed, value_of(number), start, _signs_end(chars, found.end(), stop), own_line)


def _signs_end(chars: str, start: int, stop: int) -> int:
    """Where signs end that single out an item (★1.…, 2.▲…)."""
    while start < stop and chars[start] in _SIGNS:
        start += 1
    return start


def _accepted(candidates: list[Mark]) -> list[Mark]:
    """The enumerators that count: all at the head of a paragraph, those inside one where they continue a sequence."""
    last: dict[str, int] = {}
    accepted: list[Mark] = []
    for place, mark in enumerate(candidates):
        if mark.style == "section" and not _heads_decimals(mark, last, candidates[place + 1 :]):
            continue
        if mark.own_line or _continues(mark, last, candidates[place + 1 :]):
            accepted.append(mark)
            last[mark.style] = mark.ordinal
            for lower in RANK[RANK.index(mark.style) + 1 :]:
                if lower in last and mark.style in ("han", "bracketed-han", "row", "arabic"):
                    last[lower] = last[lower] if lower.startswith("bracketed-arabic") else 0
    return accepted


def _heads_decimals(mark: Mark, last: dict[str, int], later: Sequence[Mark]) -> bool:
    """Whether a bare number (1 强化责任) is a heading's: 1.1 stands below it, or the heading before had its own."""
    begins = [each.number for each in later[:1]] == [f"{mark.number}.1"]
    after = mark.ordinal + 1  # 1 总体要求 has no decimals of its own
    empty = [(each.style, each.number) for each in later[:2]] == [("section", f"{after}"), ("decimal", f"{after}.1")]
    return begins or empty or (mark.ordinal > 1 and last.get("section") == mark.ordinal - 1)


def _continues(mark: Mark, last: dict[str, int], later: Sequence[Mark]) -> bool:
    before = last.get(mark.style, 0)
    if mark.ordinal == 1:
        following = next((other for other in later if other.style == mark.style), None)
        return following is not None and following.ordinal == 2
    return before + 1 == mark.ordinal or (before >= 3 and before < mark.ordinal <= before + 3)


def _after_contents(chars: str, start: int, end: int) -> int:
    """Where the text begins behind a table of contents (目录), or ``start`` where there is none."""
    title = _CONTENTS.search(chars, start, end)
    if not title:
        return start
    first = _FIRST_TITLE.search(chars, title.end(), end)
    again = chars.find(first[1], first.end(), end) if first else -1
    return again if again > 0 else start
