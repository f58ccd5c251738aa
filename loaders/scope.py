"""What each part of a document is: a measure, the plan's objectives, an account of what was, an outlook."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.model import DocumentKind
from loaders.outline import Item, Outline
from loaders.recognise.clauses import Clause, clauses
from loaders.rulebook import alternation, rulebook
from loaders.subheadings import is_background, is_calendar, is_objective


@dataclass(frozen=True, slots=True)
class Duty:
    """A stretch of text that tells someone to do something: the number path, its heading, its spans.

    ``above`` are the items over it, from the top; of a table's row, ``columns`` are the clauses that its cells make,
    ``times`` the cells that say until when.
    """

    number: str
    heading: str
    start: int
    text_start: int
    end: int
    above: tuple[Item, ...] = ()
    columns: tuple[Clause, ...] = ()
    times: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts of a document by what they are; spans are half open.

    ``aims`` are the aims of one problem (整改目标:…) above the measures that solve it.
    """

    duties: tuple[Duty, ...]
    sections: tuple[Item, ...]
    objectives: tuple[tuple[int, int], ...]
    accounts: tuple[tuple[int, int], ...]
    aims: tuple[tuple[int, int], ...] = ()


def scope(chars: str, outline: Outline, kind: DocumentKind, end: int) -> Scope:
    """The duties, headings, objectives and accounts of a document; in a report only its outlook tells duties."""
    holders = tuple(sections(outline.items))
    if kind is DocumentKind.PROGRESS_REPORT:
        outlook = tuple(_outlook(chars, outline, end))
        other = [(duty.start, duty.end) for duty in outlook]
        other += [(item.start, item.end) for item in _topmost(outline.items, _is_asked)]
        other += [line.span() for line in _asked_lines().finditer(chars, outline.preamble[0], end)]
        return Scope(outlook, holders, (), tuple(_gaps(outline.preamble[0], end, other)))
    labels = {part.start for part in _problem_parts(outline.items)}
    stating = tuple(_topmost(outline.items, lambda item: _states_aims(chars, item)))
    objectives = tuple(item for item in stating if item.start not in labels)
    asked = tuple(item for item in stating if item.start in labels and is_objective(item.heading))
    told = (duty for item in outline.items for duty in _duties(item, (), (*objectives, *asked)))
    found = tuple(_without_formal(chars, duty) for duty in told if not _is_formal(chars, duty))
    stated = (*_aim_lines(chars, *outline.preamble), *((item.text_start, item.end) for item in objectives))
    lines = (span for item in holders for span in _aims(chars, item) if not any(a <= span[0] < b for a, b in stated))
    return Scope(found, holders, stated, (), (*lines, *((item.text_start, item.end) for item in asked)))


def _problem_parts(items: Sequence[Item]) -> Iterator[Item]:
    """The items of a problem whose parts are numbered: (一)存在问题 (二)整改目标 (三)整改措施 (四)整改时限."""
    for holder in sections(items):
        if any(part.heading in rulebook("outline").words["measured"] for part in holder.items):
            yield from holder.items


def _is_formal(chars: str, duty: Duty) -> bool:
    """Whether an item only says how long the paper is in force, who explains it, or where and when all is done."""
    return rulebook("outline").compile("$formal|$frame").match(chars[duty.text_start : duty.end]) is not None


def _without_formal(chars: str, duty: Duty) -> Duty:
    """The duty without a last paragraph that says so of the paper."""
    formal = rulebook("outline").compile(r"\n$formal").search(chars[duty.text_start : duty.end])
    return replace(duty, end=duty.text_start + formal.start()) if formal else duty


def _aims(chars: str, item: Item) -> Iterator[tuple[int, int]]:
    """The lines of an item's own text that state its aims."""
    return _aim_lines(chars, item.text_start, item.own_end)


def _aim_lines(chars: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines that state aims: 整改目标:…, 2021年目标任务:…."""
    lines = rulebook("outline").compile("(?m:^)$aim_line").finditer(chars, start, end)
    return (line.span("aim") for line in lines)


def _states_aims(chars: str, item: Item) -> bool:
    """Aims and thoughts, and when all is to be done; not so where someone answers for them (1.增长6%。牵头单位:…)."""
    stated = is_objective(item.heading) or (not item.items and (is_calendar(item.heading) or _only_aims(chars, item)))
    return stated and not clauses(chars, item.start, item.end)


_LEFT_OUT = re.compile(r"\(略\)|[。:略\s]")


def _only_aims(chars: str, item: Item) -> bool:
    """Whether an item is nothing but a heading of aims, its text left out: 一、总体要求(略)."""
    words = "" if item.heading else _LEFT_OUT.sub("", chars[item.text_start : min(item.end, item.text_start + 30)])
    return bool(words) and is_objective(words)


def sections(items: Sequence[Item]) -> Iterator[Item]:
    """The items that hold others, from the top in printed order."""
    for item in items:
        if item.items:
            yield item
            yield from sections(item.items)


def _topmost(items: Sequence[Item], wanted: Callable[[Item], bool]) -> Iterator[Item]:
    for item in items:
        if wanted(item):
            yield item
        else:
            yield from _topmost(item.items, wanted)


def _duties(item: Item, above: tuple[Item, ...], left_out: Sequence[Item] = ()) -> Iterator[Duty]:
    if item in left_out or is_background(item.heading):
        return
    if item.items:
        for child in item.items:
            yield from _duties(child, (*above, item), left_out)
    elif item.text_start < item.own_end and item.heading not in rulebook("outline").words["problem"]:
        yield Duty("/".join(item.path), item.heading, item.start, item.text_start, item.own_end, above)


def section_end(items: Sequence[Item], place: int) -> int | None:
    """Where the section ends in whose own words ``place`` stands; None where that is no section's."""
    for item in sections(items):
        if item.start <= place < item.own_end:
            return item.end
    return None


# --- reports -------------------------------------------------------------------------------------------------


@cache
def _outlook_words() -> str:
    return alternation(rulebook("outline").words["outlook"])


def _outlook(chars: str, outline: Outline, end: int) -> Iterator[Duty]:
    """What a report says will be done: items under a heading of outlook, else paragraphs that begin with 下一步."""
    looked = list(_topmost(outline.items, lambda item: bool(re.search(_outlook_words(), item.heading))))
    for item in looked:
        yield from _duties(item, ())
    if not looked:
        yield from _outlook_paragraphs(chars, outline.preamble[0], end)


def _outlook_paragraphs(chars: str, start: int, end: int) -> Iterator[Duty]:
    opening = re.compile(rf"(?:^|(?<=\n))({_outlook_words()})[一-鿿]{{0,6}}[,:]?")
    found = opening.search(chars, start, end)
    if found:
        text_start = found.end() if found[0][-1] in ",:" else found.end(1)
        yield Duty(found[1], "", found.start(), text_start, end)


def _is_asked(item: Item) -> bool:
    return item.heading in rulebook("outline").words["asked"]


@cache
def _asked_lines() -> re.Pattern[str]:
    """What was found or asked for, behind its label (整改目标:…) or, as the cell of a table, below it."""
    return rulebook("outline").compile(r"(?m:^)(?:\(?(?:$han|\d{1,2})[).、])?$asked(?::|\n+)[^\n]+")


def _gaps(start: int, end: int, others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What stands between the parts that are no account."""
    for first, last in sorted(others):
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end
