"""The outline of a document: its enumerators nested, gaps and repetitions told, headings parted from text."""

from collections.abc import Iterator, Sequence

from loaders.enumerators import RANK, TABLE_END, Mark, enumerators, value_of
from loaders.outline import Item, Outline
from loaders.subheadings import headed
from loaders.text import Doubt

__all__ = ["segment", "value_of"]


def segment(chars: str, start: int, end: int) -> Outline:
    """The outline of ``chars[start:end]``; every enumerator as printed, gaps and repetitions told and never mended."""
    marks = enumerators(chars, start, end)
    first = marks[0].start if marks else end
    return Outline((start, first), headed(chars, _tree(marks, end)), tuple(_doubts(marks)))


# --- nesting -------------------------------------------------------------------------------------------------


def _tree(marks: list[Mark], end: int) -> tuple[Item, ...]:
    """The items nested by the styles of their enumerators: a style met before closes all it was opened above."""
    levels: list[int] = []
    stack: list[Mark] = []
    for place, mark in enumerate(marks):
        _close_levels(stack, mark, marks[place + 1 :])
        levels.append(len(stack) + 1)
        if mark.style != TABLE_END:
            stack.append(mark)
    return tuple(_nest(marks, levels, 0, len(marks), end, ()))


def _close_levels(stack: list[Mark], mark: Mark, later: Sequence[Mark]) -> None:
    same = next((level for level, open_mark in enumerate(stack) if open_mark.style == mark.style), None)
    if same is not None:
        del stack[same:]
        return
    while stack and RANK.index(stack[-1].style) > RANK.index(mark.style) and not _holds(stack[-1], mark, later):
        stack.pop()


_LOOSE = ("task", "ordinal", "decimal", "article", "stage")
_HEADS = ("part", "chapter", "chapter-section", "han")


def _holds(upper: Mark, mark: Mark, later: Sequence[Mark]) -> bool:
    """Whether a mark of usually higher rank begins a list inside an item that goes on behind it: 1. (一) (二) 2."""
    if mark.ordinal > 1:
        return False
    if upper.style in _LOOSE:
        return True
    following = next((each for each in later if each.style in (upper.style, *_HEADS)), None)
    return following is not None and following.style == upper.style and following.ordinal == upper.ordinal + 1


def _nest(
    marks: list[Mark], levels: list[int], first: int, stop: int, end: int, path: tuple[str, ...]
) -> Iterator[Item]:
    while first < stop:
        after = next((place for place in range(first + 1, stop) if levels[place] <= levels[first]), stop)
        mark = marks[first]
        item_end = marks[after].start if after < len(marks) else end
        own_end = marks[first + 1].start if first + 1 < after else item_end
        here = (*path, mark.number)
        inner = tuple(_nest(marks, levels, first + 1, after, item_end, here))
        if mark.style != TABLE_END:
            yield Item(here, mark.style, mark.start, "", mark.end, own_end, item_end, inner)
        first = after


# --- doubts --------------------------------------------------------------------------------------------------


def _doubts(marks: Sequence[Mark]) -> Iterator[Doubt]:
    """Numbers missing from or repeated in a sequence, as printed."""
    before: dict[str, int] = {}
    for mark in (each for each in marks if each.style != TABLE_END):
        last = before.get(mark.style)
        if last is not None and mark.ordinal > last + 1:
            missing = "、".join(str(value) for value in range(last + 1, min(mark.ordinal, last + 6)))
            yield Doubt(mark.start, mark.end, "number-gap", f"编号{mark.number}之前缺第{missing}项")
        elif last is not None and mark.ordinal == last and mark.ordinal != 1:
            yield Doubt(mark.start, mark.end, "number-repeated", f"编号{mark.number}重复")
        before[mark.style] = mark.ordinal
