"""Citations (引文): other documents named by 《title》, with the number (发文字号) that follows one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graph.model import CitationRelation
from loaders.rulebook import Rule, rulebook

MASKED = "\ufffc"
"""What stands in a masked passage for every character of a citation."""

_LONGEST = 200
_CONTEXT = 60
_SHORT_FORM = "short-form"
_NAMED = "named"


@dataclass(frozen=True, slots=True)
class CitationMention:
    """A title with its brackets and the number after it, from ``start`` to ``end``; ``title`` is without brackets."""

    start: int
    end: int
    rule: str
    title: str
    number: str | None
    relation: CitationRelation


@dataclass(frozen=True, slots=True)
class _Title:
    start: int
    end: int
    words: str


def citations(passage: str) -> tuple[CitationMention, ...]:
    """Every document that ``passage`` names by title, as printed; newspapers, programmes and short forms left out.

    An inner title stays in its outer one; a 《 that its paragraph does not close opens nothing.
    """
    found: list[CitationMention] = []
    titles = tuple(_titles(passage))
    short_forms = {title.words for title in titles if _rule(passage, title.start) == _SHORT_FORM}
    for title in titles:
        if not _left_out(passage, title, short_forms):
            found.append(_mention(passage, title, found[-1] if found else None))
    return tuple(found)


def mask(passage: str, mentions: Sequence[CitationMention]) -> str:
    """``passage`` with every character of its citations, in their order, replaced by ``MASKED``.

    >>> mask("落实《办法》", (CitationMention(2, 6, "", "办法", None, CitationRelation.MENTIONS),))
    '落实￼￼￼￼'
    """
    parts: list[str] = []
    position = 0
    for mention in mentions:
        parts += (passage[position : mention.start], MASKED * (mention.end - mention.start))
        position = mention.end
    return "".join((*parts, passage[position:]))


def document_number(printed: str) -> str:
    """A number (发文字号) with the year in the brackets that the standard asks for (GB/T 9704-2012, 7.2.5).

    >>> document_number("云府办[2019]3号")
    '云府办〔2019〕3号'
    """
    return re.sub(r"[〔\[(【](\d{4})[〕\])】]", r"〔\1〕", printed)


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    return rulebook("citations").compile(wording)


def _titles(passage: str) -> Iterator[_Title]:
    """The outermost titles; of one that nothing closes, those inside it."""
    start = passage.find("《")
    while start >= 0:
        end = _closing(passage, start)
        if end:
            yield _Title(start, end, passage[start + 1 : end - 1])
        start = passage.find("《", end or start + 1)


def _closing(passage: str, start: int) -> int | None:
    """The place after the 》 that closes the 《 at ``start``, within its paragraph and sentence."""
    depth = 0
    for place in range(start, min(len(passage), start + _LONGEST)):
        depth += {"《": 1, "》": -1}.get(passage[place], 0)
        if depth == 0:
            return place + 1 if place > start + 1 else None
        if passage[place] in "\n。":
            return None
    return None


def _left_out(passage: str, title: _Title, short_forms: set[str]) -> bool:
    """Whether a title is only a short form, a newspaper's or a programme's."""
    return (
        title.words in short_forms
        or _pattern("$short").fullmatch(title.words) is not None
        or _pattern(r"$press\Z").search(title.words) is not None
        or _pattern("”?(?:等)?$slot").match(passage, title.end) is not None
    )


def _mention(passage: str, title: _Title, before: CitationMention | None) -> CitationMention:
    numbered = _pattern(r"\((?P<bracketed>$number)[^()\n]{0,60}\)|(?P<bare>$dated)").match(passage, title.end)
    number = document_number(numbered["bracketed"] or numbered["bare"]) if numbered else None
    end = numbered.end() if numbered else title.end
    name, relation = _relation(passage, title, before)
    return CitationMention(title.start, end, f"citations/{name}", title.words, number, relation)


def _relation(passage: str, title: _Title, before: CitationMention | None) -> tuple[str, CitationRelation]:
    """Which rule tells why the title is named, and why; in a list, as for the title before."""
    if before and _pattern("$list").fullmatch(passage, before.end, title.start):
        return before.rule.removeprefix("citations/"), before.relation
    name = _rule(passage, title.start)
    relations = {
        rule.name: rule.fields["relation"] for rule in rulebook("citations").rules if "relation" in rule.fields
    }
    return name, CitationRelation(relations.get(name, CitationRelation.MENTIONS))


def _rule(passage: str, start: int) -> str:
    """The rule whose words lead up to ``start``, the nearest of several."""
    lead = passage[max(0, start - _CONTEXT) : start + 1]
    reaching = [(_reach(rule, lead), rule.name) for rule in rulebook("citations").rules]
    nearest, name = max(reaching, key=lambda pair: pair[0])
    return name if nearest >= 0 else _NAMED


def _reach(rule: Rule, lead: str) -> int:
    """Where the last match of ``rule`` begins that ends right before the 《 at the end of ``lead``; -1 without one."""
    begins = [found.start() for found in rule.pattern.finditer(lead) if found.end() == len(lead) - 1]
    return max(begins, default=-1)
