"""Standing statements of a document (通则): that the first listed leads, that someone answers for all that follows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.model import Role
from loaders.recognise.agencies import Name, split
from loaders.rulebook import Rule, rulebook

MASK = "\ufffc"


@dataclass(frozen=True, slots=True)
class FirstLeads:
    """The first listed of every clause that ends behind ``since`` leads (排在第一位的单位为牵头单位).

    It holds from its start on; as a note (注:…) for all that it is a note to.
    """

    start: int
    end: int
    rule: str
    since: int


@dataclass(frozen=True, slots=True)
class AnswersForAll:
    """From its end on, these agencies have a role in every measure (以下均需…落实,不再列出), up to ``until`` if set."""

    start: int
    end: int
    rule: str
    role: Role
    names: tuple[Name, ...]
    until: int | None = None


def standing(passage: str) -> tuple[FirstLeads | AnswersForAll, ...]:
    """The standing statements of a document's body, in printed order.

    >>> [type(statement).__name__ for statement in standing("(省水利厅、省财政厅,列第一位者为牵头单位,下同)")]
    ['FirstLeads']
    """
    found = sorted(_found(passage), key=lambda statement: (statement.start, -statement.end))
    return tuple(one for place, one in enumerate(found) if all(one.start >= other.end for other in found[:place]))


def silenced(passage: str, statements: Iterable[FirstLeads | AnswersForAll]) -> str:
    """The passage with the statements, and brackets that hold nothing else, as so many U+FFFC: lists end there.

    >>> silenced("(省水利厅负责,列首位的牵头)", [FirstLeads(8, 14, "document/first-listed-leads", 8)])
    '(省水利厅负责,￼￼￼￼￼￼)'
    """
    for each in statements:
        start, end = each.start, each.end
        if passage[start - 1 : start] in _OPENING and passage[end : end + 1] in _CLOSING:
            start, end = start - 1, end + 1
        passage = passage[:start] + MASK * (end - start) + passage[end:]
    return passage


_NOTE = re.compile("注[:1.、]{0,2}$|说明:$")
_OPENING, _CLOSING = ("(", "〔", "[", "【"), (")", "〕", "]", "】")


def _found(passage: str) -> Iterator[FirstLeads | AnswersForAll]:
    for rule in rulebook("document").rules:
        for match in _matches(passage, rule):
            name = f"document/{rule.name}"
            if "names" not in match.groupdict():
                noted = _NOTE.search(passage, max(0, match.start() - 3), match.start())
                yield FirstLeads(match.start(), match.end(), name, 0 if noted else match.start())
            elif names := split(passage, match.start("names"), match.end("names")):
                yield AnswersForAll(match.start(), match.end(), name, _role(match["verb"]), names)


def _matches(passage: str, rule: Rule) -> Iterator[re.Match[str]]:
    """Where a rule fits around one of its hints: looked for nowhere else, since most texts have none."""
    before, after = rule.fields["reach"]
    place = 0
    for hint in _hint(rule.name).finditer(passage):
        start = max(place, hint.start() - before)
        if hint.start() >= place and (found := rule.pattern.search(passage, start, hint.end() + after)):
            place = found.end()
            yield found


@cache
def _hint(name: str) -> re.Pattern[str]:
    rule = next(rule for rule in rulebook("document").rules if rule.name == name)
    return re.compile(rule.fields["hint"])


def _role(verb: str | None) -> Role:
    return Role.PARTICIPANT if verb in ("配合", "参与") else Role.RESPONSIBLE
