"""Headings: where an item's heading ends and its text begins, and which headings open aims or accounts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from loaders.outline import Item, leaves
from loaders.recognise.actors import actors
from loaders.recognise.agency_names import is_certain
from loaders.recognise.clauses import clauses
from loaders.rulebook import rulebook

_HEADING_LENGTH = 45
_USUAL_HEADING_LENGTH = 26
_LONGEST_CLAUSE = 400
_FAMILY = 3
_SHORT_HEADING = 16


@dataclass(frozen=True, slots=True)
class _Styles:
    """The levels (style, depth) whose leaves mostly begin with a heading: run in, or on a line of its own.

    ``brothers`` are the starts of the leaves that do so with their brothers, whatever others of their level do;
    ``openings`` tells by its start how each leaf begins.
    """

    run_in: frozenset[tuple[str, int]]
    on_line: frozenset[tuple[str, int]]
    brothers: frozenset[int]
    openings: Mapping[int, "_Opening"]


@dataclass(frozen=True, slots=True)
class _Opening:
    """How an item begins: its first line where that may be a heading, and where its first sentence ends."""

    line: str
    sentence: int | None

    def is_heading_line(self, sentence: int) -> bool:
        """Whether the first of several paragraphs is a heading: short, no sentence longer than ``sentence``."""
        return bool(self.line) and len(self.line) <= (_HEADING_LENGTH * 2 if self.line[-1] != "。" else sentence)


def headed(chars: str, roots: Sequence[Item]) -> tuple[Item, ...]:
    """The items with their headings parted from their text."""
    styles = _styles(chars, roots)
    return tuple(_headed(chars, item, styles) for item in roots)


def _styles(chars: str, roots: Sequence[Item]) -> _Styles:
    lengths: dict[tuple[str, int], list[int]] = defaultdict(list)
    on_line: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for item in _holders(roots):
        on_line[_level(item)].append(_is_short_line(chars, item))
    length: dict[int, int] = {}
    openings: dict[int, _Opening] = {}
    for item in leaves(roots):
        opening = openings[item.start] = _opening(chars, item)
        length[item.start] = opening.sentence - item.text_start if opening.sentence is not None else 0
        lengths[_level(item)].append(length[item.start])
        on_line[_level(item)].append(opening.is_heading_line(_USUAL_HEADING_LENGTH))
    return _Styles(
        frozenset(level for level, found in lengths.items() if _are_headings(found)),
        frozenset(level for level, found in on_line.items() if sum(found) * 2 > len(found)),
        frozenset(
            start for family in _families(roots) if _share_style([length[one] for one in family]) for start in family
        ),
        openings,
    )


def _opening(chars: str, item: Item) -> _Opening:
    line = _line_end(chars, item)
    return _Opening(_first_line(chars, item, line), _first_sentence(chars, item, line))


def _share_style(lengths: Sequence[int]) -> bool:
    """Whether brothers show a style of their own: most of three or more, or both of two with a short heading each."""
    if len(lengths) >= _FAMILY:
        return _are_headings(lengths)
    return all(0 < length <= _SHORT_HEADING for length in lengths)


def _holders(roots: Sequence[Item]) -> Iterator[Item]:
    for item in roots:
        if item.items:
            yield item
            yield from _holders(item.items)


def _is_short_line(chars: str, item: Item) -> bool:
    """Whether the first line of an item that holds others is one short sentence or none."""
    first = chars[item.text_start : _line_end(chars, item)]
    return 0 < len(first) <= _USUAL_HEADING_LENGTH and "。" not in first[:-1]


def _families(roots: Sequence[Item]) -> Iterator[list[int]]:
    """The starts of the leaves among brothers."""
    own = [item.start for item in roots if not item.items]
    if len(own) > 1:
        yield own
    for item in roots:
        yield from _families(item.items)


def _level(item: Item) -> tuple[str, int]:
    return item.style, len(item.path)


def _are_headings(lengths: Sequence[int]) -> bool:
    """Whether first sentences of these lengths (0: the only one) are headings: short in most items."""
    firsts = [length for length in lengths if length]
    short = sum(length <= _HEADING_LENGTH for length in firsts)
    return short * 2 >= len(lengths) and bool(firsts) and median(firsts) <= _USUAL_HEADING_LENGTH


def _first_sentence(chars: str, item: Item, line: int) -> int | None:
    """Where the item's first sentence ends, if more of its own text follows in the same paragraph."""
    stop = chars.find("。", item.text_start, line)
    near = ":" in chars[item.text_start : item.text_start + _RUN_IN]
    colon = _run_in_colon().match(chars, item.text_start, line) if near else None
    if colon and is_certain(colon[0][:-1]):
        return None  # 县教育局:负责…: who is to act, no heading
    stop = colon.end() - 1 if colon else stop
    rest = chars[stop + 1 : line].lstrip() if stop >= 0 else ""
    return stop + 1 if rest and rest[0] not in "(〔[【" and not _only_labels(rest) else None


_RUN_IN = 24  # characters of a heading that a colon parts from its text, at most


@cache
def _run_in_colon() -> re.Pattern[str]:
    """加强领导:各县要…: a heading that a colon parts from its text, and no label."""
    return rulebook("outline").compile("$run_in")


def _line_end(chars: str, item: Item) -> int:
    line = chars.find("\n", item.text_start, item.own_end)
    return item.own_end if line < 0 else line


def _headed(chars: str, item: Item, styles: _Styles) -> Item:
    inner = tuple(_headed(chars, child, styles) for child in item.items)
    stop = _heading_end(chars, item, styles)
    heading = chars[item.text_start : stop].strip().rstrip("。:.")
    text_start = _skip_blank(chars, stop, item.own_end)
    return Item(item.path, item.style, item.start, heading, text_start, item.own_end, item.end, inner)


def _skip_blank(chars: str, start: int, end: int) -> int:
    while start < end and chars[start] in " \n":
        start += 1
    return start


def _heading_end(chars: str, item: Item, styles: _Styles) -> int:
    """Where the heading ends: a line of its own, or a short first sentence where that is the style."""
    line = _line_end(chars, item)
    first = chars[item.text_start : line]
    if item.style == "row" or (item.items and "。" not in first.rstrip("。")):
        return line
    sentence = _USUAL_HEADING_LENGTH if _level(item) in styles.on_line else _over_text(chars, line, item)
    opening = styles.openings.get(item.start) or _opening(chars, item)
    if opening.is_heading_line(sentence):
        return line
    stop = opening.sentence
    if item.items:
        return stop or line
    if stop is not None and stop - item.text_start <= _HEADING_LENGTH and _runs_in(chars, item, stop, styles):
        return stop
    return _objective_heading_end(chars, item, stop)


def _over_text(chars: str, line: int, item: Item) -> int:
    """How long a sentence on a line of its own may be to head the paragraph below it."""
    below = chars[line : item.own_end].strip().split("\n", 1)[0]
    length = line - item.text_start
    head = length <= _SHORT_HEADING and len(below) > max(2 * length, _USUAL_HEADING_LENGTH) and not _is_clause(below)
    return _SHORT_HEADING if head and not re.search("[,;:]", chars[item.text_start : line]) else 0


def _runs_in(chars: str, item: Item, stop: int, styles: _Styles) -> bool:
    """Whether the first sentence is a heading by its level's style or its brothers', and tells nobody to act."""
    styled = _level(item) in styles.run_in or item.start in styles.brothers
    return styled and not _tells().search(chars, item.text_start, stop) and not _acts(chars[item.text_start : stop])


def _acts(sentence: str) -> bool:
    """Whether someone beyond doubt acts in a sentence (县教育局组织体检): it is no heading."""
    long = len(sentence) > _HEADED
    return any(
        long or is_certain(actor.name.text) or sentence.endswith("由", 0, actor.name.start)
        for actor in actors(sentence)
    )


_HEADED = 24  # characters from which on a sentence in which anybody acts is no heading


@cache
def _tells() -> re.Pattern[str]:
    return rulebook("outline").compile("$tells")


def _first_line(chars: str, item: Item, line: int) -> str:
    """The first of several paragraphs where it may be a heading, else nothing."""
    below = chars[line : item.own_end].strip()
    first = _bare(chars, item.text_start, line) if below else ""
    if not first or "。" in first[:-1] or first[-1] in ";)】" or len(first) > _HEADING_LENGTH * 2:
        return ""
    return "" if _only_labels(below) else first


def _bare(chars: str, start: int, line: int) -> str:
    """The first paragraph without a responsibility clause in brackets at its end: 抓整治(责任单位:甲局)."""
    opening = chars.rfind("(", start, line)
    ends_so = opening > start and chars[line - 1] == ")" and clauses(chars, opening, line)
    return chars[start : opening if ends_so else line]


def _only_labels(below: str) -> bool:
    """Whether nothing follows but who answers, until when and what for (责任单位:…): the line before it is the text."""
    return all(_is_clause(line) or _aim_line().match(line) for line in below.split("\n"))


@cache
def _aim_line() -> re.Pattern[str]:
    return rulebook("outline").compile("$aim_line")


def _is_clause(line: str) -> bool:
    rest, place = "", 0
    for clause in clauses(line) if len(line) <= _LONGEST_CLAUSE and _may_be_clause().match(line) else ():
        rest, place = rest + line[place : clause.start], clause.end
    return place > 0 and not (rest + line[place:]).strip("。;, ")


@cache
def _may_be_clause() -> re.Pattern[str]:
    """A label at the beginning, or a first sentence that ends as clauses do: most lines do neither."""
    return rulebook("outline").compile("$may_be_clause")


def _objective_heading_end(chars: str, item: Item, stop: int | None) -> int:
    """指导思想。… is a heading whatever its neighbours do; so is 指导思想 where nothing parts it from its text."""
    if stop is not None and is_objective(chars[item.text_start : stop - 1]):
        return stop
    glued = rulebook("outline").compile("$glued_objective").match(chars, item.text_start, item.own_end)
    return glued.end() if glued else item.text_start


@cache
def _heading_words(kind: str) -> re.Pattern[str]:
    return rulebook("outline").compile(
        f"^(?:(?=(?:${kind})$$)|(?!$imperative)).{{0,8}}(?:${kind})(?:[及和与、](?:(?!任务|措施|分工|举措|安排|重点|内容).){{0,10}})?$$"
    )


def is_objective(heading: str) -> bool:
    """Whether a heading opens aims and thoughts (指导思想, 工作目标), under which nothing is a measure."""
    return bool(_heading_words("objective").match(heading.rstrip("。:. ")))


def is_background(heading: str) -> bool:
    """Whether a heading opens an account of how things stand or stood, neither measure nor target."""
    return bool(_heading_words("background").match(heading.rstrip("。:. ")))


def is_calendar(heading: str) -> bool:
    """Whether a heading opens no more than the time in which all is to be done (整治时间)."""
    return bool(_heading_words("calendar").match(heading.rstrip("。:. ")))
