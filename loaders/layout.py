"""White space: which of it ends a paragraph, which parts two Latin words, which means nothing.

Three layouts occur: a paragraph a line; a whole document on a line, its paragraphs parted by spaces; and lines broken
at the page's edge, as in mails and copies out of PDF files. Works on folded characters: every white space is a space,
a line feed or ``INVISIBLE``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loaders.rulebook import rulebook

INVISIBLE = "\u200b"

_GAP = re.compile(rf"[ \n{INVISIBLE}]+")
_PACKED_LENGTH, _PACKED_GAPS = 500, 3
_PACKED_GAP = re.compile(r"[。)] ")
_PACKED_ITEM = re.compile(r"[^,、;(] (?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_ENCLOSED = re.compile(r"《[^》\n]{0,200}》|\([^()\n]{0,200}\)|〔[^〕\n]{0,40}〕")
_UNFINISHED = re.compile(r"[^。;:!?\n]\Z")
_REACH = 60  # characters of context that a rule sees on either side of a gap
_NARROWEST, _WIDEST = 24, 200  # page widths, a Chinese character counting two
_RAGGED = 5  # how far a full line may stay short of the page's edge: punctuation does not begin a line
_WRAPPED_LINES = 6


class Gap(NamedTuple):
    """White space at ``start`` to ``end`` and what stands for it: a line feed, a space or nothing."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class _Page:
    width: int  # of the page's full lines
    indented: bool  # whether paragraphs begin with an indentation


def gaps(chars: str, *, wrapped: bool = True) -> Iterator[Gap]:
    """Every stretch of white space in ``chars`` with what stands for it; unless lines may be ``wrapped``, each ends."""
    page = _page(chars) if wrapped else None
    packed = tuple(_packed(chars))
    for gap in _GAP.finditer(chars):
        start, end = gap.span()
        if start == 0 or end == len(chars):
            yield Gap(start, end, "")
        elif "\n" in gap[0]:
            broken = _broken(chars, start, end, page) if page else wrapped and _surely_broken(chars, start, end)
            yield Gap(start, end, _joint(chars, start, end) if broken else "\n")
        elif any(first <= start < last for first, last in packed) and _ends(chars, start, end):
            yield Gap(start, end, "\n")
        else:
            yield Gap(start, end, " " if " " in gap[0] and _latin(chars, start, end) else "")


def _latin(chars: str, start: int, end: int) -> bool:
    left, right = chars[start - 1], chars[end]
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _packed(chars: str) -> Iterator[tuple[int, int]]:
    """The stretches, outside brackets and titles, of lines that hold many paragraphs parted by spaces."""
    position = 0
    for line in chars.split("\n"):
        if line.count(" ") >= _PACKED_GAPS and _is_packed(line):
            yield from _open_stretches(chars, position, position + len(line))
        position += len(line) + 1


def _is_packed(line: str) -> bool:
    many = len(line) >= _PACKED_LENGTH or len(_PACKED_ITEM.findall(line)) >= _PACKED_GAPS
    return many and len(_PACKED_GAP.findall(line)) >= _PACKED_GAPS


def _open_stretches(chars: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for enclosed in _ENCLOSED.finditer(chars, start, end):
        yield start, enclosed.start()
        start = enclosed.end()
    yield start, end


def _ends(chars: str, start: int, end: int) -> bool:
    """Whether a space in a packed line ends a paragraph."""
    context = f"{chars[max(0, start - _REACH) : start]}▁{chars[end : end + _REACH]}"
    rule = next(rule for rule in rulebook("normalise").rules if rule.pattern.search(context))
    return bool(rule.fields["ends"])


def _page(chars: str) -> _Page | None:
    """The page to whose width the lines were broken; None where lines are paragraphs."""
    lines = [line.rstrip(f" {INVISIBLE}") for line in chars.split("\n") if line.strip(f" {INVISIBLE}")]
    if len(lines) < _WRAPPED_LINES or any(_width(line) > _WIDEST for line in lines):
        return None
    widths = [_width(line) for line in lines]
    if max(widths) < _NARROWEST:
        return None
    width = sorted(widths)[-1 - len(widths) // 20]
    unfinished = [own for own, line in zip(widths, lines, strict=True) if _UNFINISHED.search(line)]
    full = sum(own >= width - _RAGGED for own in unfinished)
    if full < _WRAPPED_LINES or full * 5 < len(unfinished) * 2:
        return None
    return _Page(width, _indented(lines))


def _indented(lines: Sequence[str]) -> bool:
    return len(lines) / 20 < sum(line.startswith(" ") for line in lines) < len(lines) / 2


def _broken(chars: str, start: int, end: int, page: _Page) -> bool:
    """Whether the line before this gap was broken at the page's edge, inside a paragraph."""
    space = chars[start:end]
    line = chars[chars.rfind("\n", 0, start) + 1 : start]
    if space.count("\n") > 1 or _begins_item(chars, end) or (page.indented and space.endswith(" ")):
        return False
    if line.endswith(("、", ",")):
        return True
    inside = page.indented or _UNFINISHED.search(line) is not None or _bracket_open(chars, start)
    return inside and _width(line) >= page.width - _RAGGED


def _surely_broken(chars: str, start: int, end: int) -> bool:
    """Whether a line of no page's width was broken: behind a mark that nothing ends with, or in a sentence.

    That is so where sentences stand before it in its line, none ends with it, and the next line goes on with one.
    """
    if chars.count("\n", start, end) > 1 or _begins_item(chars, end):
        return False
    if chars[start - 1] in "、,(《〈“" or chars[end] in "、,。;)》〉”":
        return True
    line = chars[chars.rfind("\n", 0, start) + 1 : start]
    _, stopped, last = line.rpartition("。")
    if not stopped or ":" in last or not _UNFINISHED_END.search(last) or _heads(last.strip()):
        return False
    stop = chars.find("\n", end)
    below = chars[end : stop if stop >= 0 else len(chars)]
    return _GOES_ON.match(below) is not None


def _heads(words: str) -> bool:
    """Whether words behind a sentence are a numbered heading: …制定本方案。 二、工作目标."""
    numbered = rulebook("normalise").compile("$enumerator").match(words)
    return numbered is not None and re.search("[,、;]", words[numbered.end() :]) is None and len(words) <= _HEADING


_HEADING = 20  # characters of a heading with its number
_UNFINISHED_END = re.compile("[一-鿿0-9]\\Z")
# A line that goes on with a sentence: no label, no heading, no signature.
_GOES_ON = re.compile("(?!\\d{1,2}(?:\\)|\\.\\d)|[一-鿿]{2,12}:|附件|此件)[一-鿿0-9“][^:]*[,。;]")


def _bracket_open(chars: str, place: int) -> bool:
    nearby = chars[max(0, place - _REACH * 3) : place]
    return nearby.rfind("(") > nearby.rfind(")")


def _begins_item(chars: str, place: int) -> bool:
    return rulebook("normalise").compile("$enumerator").match(chars, place) is not None


def _joint(chars: str, start: int, end: int) -> str:
    digits = chars[start - 1].isdigit() and chars[end].isdigit()
    return " " if _latin(chars, start, end) and not digits else ""


def _width(line: str) -> int:
    """Columns of a line: two a Chinese character; an indentation is two characters wide, whatever it is made of."""
    words = line.lstrip(" ")
    return len(words.encode("gb18030", "replace")) + (4 if len(words) < len(line) else 0)
