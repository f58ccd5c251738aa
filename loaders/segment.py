"""The numbered structure of a document: enumerators found, nested, gaps told, headings parted from text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loaders.rulebook import rulebook
from loaders.text import Doubt


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item. Offsets count characters of ``Text.chars``.

    ``start`` stands at the enumerator; its own words are the heading ``heading`` (perhaps empty) and the text from
    ``text_start`` to ``own_end``, where its first sub-item begins; with its sub-items it ends at ``end``.
    """

    path: tuple[str, ...]
    style: str
    start: int
    heading: str
    text_start: int
    own_end: int
    end: int
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a document's body, the unnumbered text before the first of them, and doubts about numbering."""

    preamble: tuple[int, int]
    items: tuple[Item, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """An enumerator: ``number`` as printed (brackets as ASCII), ``ordinal`` its value."""

    style: str
    number: str
    ordinal: int
    start: int
    end: int
    own_line: bool


# The usual order of levels, highest first (GB/T 9704-2012, 7.3.3, and what is added to it in use).
_RANK = (
    "chapter",
    "han",
    "ordinal",
    "article",
    "bracketed-han",
    "task",
    "decimal",
    "arabic",
    "bracketed-arabic",
    "arabic-bracket",
    "circled",
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_SENTENCE_ENDS = "。;:!?)〕】”\n"
_HEADING_LENGTH = 45


def segment(chars: str, start: int, end: int) -> Outline:
    """The outline of ``chars[start:end]``; every enumerator as printed, gaps and repetitions told and never mended."""
    start = _after_contents(chars, start, end)
    marks = _accepted(_candidates(chars, start, end))
    first = marks[0].start if marks else end
    roots = _tree(marks, end)
    styled = _heading_styles(chars, roots)
    items = tuple(_headed(chars, item, styled) for item in roots)
    return Outline((start, first), items, tuple(_doubts(marks)))


def leaves(items: Sequence[Item]) -> Iterator[Item]:
    """The items without sub-items, in printed order."""
    for item in items:
        if item.items:
            yield from leaves(item.items)
        else:
            yield item


def value_of(number: str) -> int:
    """The value of an enumerator's number.

    >>> value_of("十二"), value_of("(二十一)"), value_of("7"), value_of("③")
    (12, 21, 7, 3)
    """
    digits = re.sub(r"[^0-9]", "", number)
    if digits:
        return int(digits)
    if circled := re.search("[①-⑳]", number):
        return ord(circled[0]) - ord("①") + 1
    value, unit = 0, 0
    for character in number:
        if character == "百":
            value, unit = value + (unit or 1) * 100, 0
        elif character == "十":
            value, unit = value + (unit or 1) * 10, 0
        else:
            unit = _DIGITS.get(character, unit)
    return value + unit


# --- finding enumerators -------------------------------------------------------------------------------------


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    return tuple((rule.name, rule.pattern, rule.fields.get("inline", True)) for rule in rulebook("outline").rules)


@cache
def _inline_start() -> re.Pattern[str]:
    """A place inside a paragraph where an enumerator may stand: after the end of a sentence."""
    return re.compile(f"(?<=[{_SENTENCE_ENDS}])(?=[(〔①-⑳一二三四五六七八九十第0-9])")


def _candidates(chars: str, start: int, end: int) -> list[_Mark]:
    marks: list[_Mark] = []
    place = start
    while place < end:
        stop = chars.find("\n", place, end)
        stop = end if stop < 0 else stop
        marks += _of_paragraph(chars, place, stop)
        place = stop + 1
    return marks


def _of_paragraph(chars: str, start: int, stop: int) -> Iterator[_Mark]:
    if mark := _mark(chars, start, stop, own_line=True):
        yield mark
        start = mark.end
        if nested := _mark(chars, start, stop, own_line=False):  # 一、(一)…: two enumerators in a row
            yield nested
    for found in _inline_start().finditer(chars, start, stop):
        if mark := _mark(chars, found.start(), stop, own_line=False):
            yield mark


def _mark(chars: str, start: int, stop: int, *, own_line: bool) -> _Mark | None:
    for style, pattern, inline in _patterns():
        if (inline or own_line) and (found := pattern.match(chars, start, stop)):
            number = found["number"]
            printed = f"({number})" if style.startswith("bracketed") else number
            return _Mark(style, printed, value_of(number), start, found.end(), own_line)
    return None


def _accepted(candidates: list[_Mark]) -> list[_Mark]:
    """The enumerators that count: all at the head of a paragraph, those inside one where they continue a sequence."""
    last: dict[str, int] = {}
    accepted: list[_Mark] = []
    for place, mark in enumerate(candidates):
        if mark.own_line or _continues(mark, last, candidates[place + 1 :]):
            accepted.append(mark)
            last[mark.style] = mark.ordinal
            for lower in _RANK[_RANK.index(mark.style) + 1 :]:
                if lower in last and mark.style in ("han", "bracketed-han", "arabic"):
                    last[lower] = last[lower] if lower.startswith("bracketed-arabic") else 0
    return accepted


def _continues(mark: _Mark, last: dict[str, int], later: Sequence[_Mark]) -> bool:
    before = last.get(mark.style, 0)
    if mark.ordinal == 1:
        following = next((other for other in later if other.style == mark.style), None)
        return following is not None and following.ordinal == 2
    return before + 1 == mark.ordinal or (before >= 3 and before < mark.ordinal <= before + 3)


def _after_contents(chars: str, start: int, end: int) -> int:
    """Where the text begins behind a table of contents (目录), or ``start`` where there is none."""
    title = re.compile("^目[录次]$", re.MULTILINE).search(chars, start, end)
    if not title:
        return start
    first = re.compile(r"\n(.{2,30}?)[.…·\d]*(?=\n)").search(chars, title.end(), end)
    again = chars.find(first[1], first.end(), end) if first else -1
    return again if again > 0 else start


# --- nesting -------------------------------------------------------------------------------------------------


def _tree(marks: list[_Mark], end: int) -> tuple[Item, ...]:
    """The items nested by the styles of their enumerators: a style met before closes all it was opened above."""
    levels: list[int] = []
    stack: list[str] = []
    for mark in marks:
        _close_levels(stack, mark)
        stack.append(mark.style)
        levels.append(len(stack))
    return tuple(_nest(marks, levels, 0, len(marks), end, ()))


def _close_levels(stack: list[str], mark: _Mark) -> None:
    if mark.style in stack:
        del stack[stack.index(mark.style) :]
        return
    loose = ("task", "ordinal", "decimal", "article")
    while stack and _RANK.index(stack[-1]) > _RANK.index(mark.style) and (mark.ordinal > 1 or stack[-1] not in loose):
        stack.pop()


def _nest(
    marks: list[_Mark], levels: list[int], first: int, stop: int, end: int, path: tuple[str, ...]
) -> Iterator[Item]:
    while first < stop:
        after = next((place for place in range(first + 1, stop) if levels[place] <= levels[first]), stop)
        mark = marks[first]
        item_end = marks[after].start if after < len(marks) else end
        own_end = marks[first + 1].start if first + 1 < after else item_end
        here = (*path, mark.number)
        inner = tuple(_nest(marks, levels, first + 1, after, item_end, here))
        yield Item(here, mark.style, mark.start, "", mark.end, own_end, item_end, inner)
        first = after


# --- headings ------------------------------------------------------------------------------------------------


def _heading_styles(chars: str, roots: Sequence[Item]) -> frozenset[tuple[str, int]]:
    """The levels (style, depth) whose leaves mostly begin with a run-in heading (加强领导。各县要…)."""
    short: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for item in leaves(roots):
        if (first := _first_sentence(chars, item)) is not None:
            short[item.style, len(item.path)].append(first - item.text_start <= _HEADING_LENGTH)
        else:
            short[item.style, len(item.path)].append(False)
    return frozenset(level for level, votes in short.items() if sum(votes) * 2 >= len(votes))


def _first_sentence(chars: str, item: Item) -> int | None:
    """Where the item's first sentence ends, if more of its own text follows in the same paragraph."""
    stop = chars.find("。", item.text_start, item.own_end)
    line = chars.find("\n", item.text_start, item.own_end)
    if stop < 0 or (0 <= line < stop):
        return None
    following = chars[stop + 1 : item.own_end]
    rest = following.lstrip()
    return stop + 1 if rest and not following.startswith("\n") and rest[0] not in "(〔[【" else None


def _headed(chars: str, item: Item, styled: frozenset[tuple[str, int]]) -> Item:
    inner = tuple(_headed(chars, child, styled) for child in item.items)
    stop = _heading_end(chars, item, styled)
    heading = chars[item.text_start : stop].strip().rstrip("。:.")
    return replace(item, heading=heading, text_start=_skip_blank(chars, stop, item.own_end), items=inner)


def _skip_blank(chars: str, start: int, end: int) -> int:
    while start < end and chars[start] in " \n":
        start += 1
    return start


def _heading_end(chars: str, item: Item, styled: frozenset[tuple[str, int]]) -> int:
    """Where the heading ends: a line of its own without a full stop, or a short first sentence where that is usual."""
    line = chars.find("\n", item.text_start, item.own_end)
    line = item.own_end if line < 0 else line
    first = chars[item.text_start : line]
    if item.items and not first.rstrip().endswith("。"):
        return line if "。" not in first else item.text_start + first.index("。") + 1
    if chars[line : item.own_end].strip() and first and first[-1] not in "。;)】" and len(first) <= _HEADING_LENGTH * 2:
        return line
    stop = _first_sentence(chars, item)
    if item.items:
        return stop or line
    if stop is not None and stop - item.text_start <= _HEADING_LENGTH and (item.style, len(item.path)) in styled:
        return stop
    return _objective_heading_end(chars, item, stop)


def _objective_heading_end(chars: str, item: Item, stop: int | None) -> int:
    """指导思想。… is a heading whatever its neighbours do."""
    if stop is not None and is_objective(chars[item.text_start : stop - 1]):
        return stop
    return item.text_start


@cache
def _heading_words(kind: str) -> re.Pattern[str]:
    words = "|".join(rulebook("outline").words[kind])
    return re.compile(
        rf"^(?!落实|完成|实现|分解|细化|对标|锚定|紧扣|围绕|解决|整改到位).{{0,8}}(?:{words})(?:[及和与、].{{0,10}})?$"
    )


def is_objective(heading: str) -> bool:
    """Whether a heading opens aims and thoughts (指导思想, 工作目标), under which nothing is a measure."""
    return bool(_heading_words("objective").match(heading.rstrip("。:. ")))


def is_background(heading: str) -> bool:
    """Whether a heading opens an account of how things stand or stood, neither measure nor target."""
    return bool(_heading_words("background").match(heading.rstrip("。:. ")))


# --- doubts --------------------------------------------------------------------------------------------------


def _doubts(marks: Sequence[_Mark]) -> Iterator[Doubt]:
    """Numbers missing from or repeated in a sequence, as printed."""
    before: dict[str, int] = {}
    for mark in marks:
        last = before.get(mark.style)
        if last is not None and mark.ordinal > last + 1:
            missing = "、".join(str(value) for value in range(last + 1, min(mark.ordinal, last + 6)))
            yield Doubt(mark.start, mark.end, "number-gap", f"编号{mark.number}之前缺第{missing}项")
        elif last is not None and mark.ordinal == last and mark.ordinal != 1:
            yield Doubt(mark.start, mark.end, "number-repeated", f"编号{mark.number}重复")
        before[mark.style] = mark.ordinal
