"""Standing statements of a document (通则): that the first listed leads, that someone answers for all that follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model import Role
from loaders.recognise.agencies import Name, split
from loaders.rulebook import rulebook

MASK = "\ufffc"


@dataclass(frozen=True, slots=True)
class FirstLeads:
    """From its start on, the first listed of every clause leads (排在第一位的单位为牵头单位)."""

    start: int
    end: int
    rule: str


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
    if not any(word in passage for word in ("第一", "首位", "首个", "下同", "不再", "不另", "不一一")):
        return ()
    return tuple(sorted(_found(passage), key=lambda statement: statement.start))


def silenced(passage: str, statements: Iterable[FirstLeads | AnswersForAll]) -> str:
    """The passage with the statements, and brackets that hold nothing else, as so many U+FFFC: lists end there.

    >>> silenced("(省水利厅负责,列首位的牵头)", [FirstLeads(8, 14, "document/first-listed-leads")])
    '(省水利厅负责,￼￼￼￼￼￼)'
    """
    for each in statements:
        start, end = each.start, each.end
        if passage[start - 1 : start] in _OPENING and passage[end : end + 1] in _CLOSING:
            start, end = start - 1, end + 1
        passage = passage[:start] + MASK * (end - start) + passage[end:]
    return passage


_OPENING, _CLOSING = ("(", "〔", "[", "【"), (")", "〕", "]", "】")


def _found(passage: str) -> Iterator[FirstLeads | AnswersForAll]:
    for rule in rulebook("document").rules:
        for match in rule.pattern.finditer(passage):
            name = f"document/{rule.name}"
            if rule.name != "answers-for-all":
                yield FirstLeads(match.start(), match.end(), name)
            elif names := split(passage, match.start("names"), match.end("names")):
                role = Role.PARTICIPANT if match["verb"] in ("配合", "参与") else Role.RESPONSIBLE
                yield AnswersForAll(match.start(), match.end(), name, role, names)
