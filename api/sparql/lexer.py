"""The tokens of a SPARQL text, each with the bracket it stands in: https://www.w3.org/TR/sparql11-query/#grammar.

Only a parser knows every ``<``: between operands it compares, elsewhere it opens an IRI. So the lexer keeps track of
whether it stands in an expression and whether an operand has just ended. What is no token at all becomes one character
of punctuation: the engine's parser will say what is wrong with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

_LETTER = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MORE = r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_INNER = rf"[{_LETTER}_{_MORE}-]"
_DOTTED = rf"(?:{_INNER}|\.+(?={_INNER}))*"  # a name may hold full stops but not end with one
_PIECE = rf"(?:[{_LETTER}_{_MORE}:-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])"
_LOCAL = rf"(?:{_PIECE}|\.+(?={_PIECE}))*"

_COMMON = rf"""
      (?P<space> [ \t\r\n]+ | \# [^\r\n]* )
    | (?P<variable> [?$] [{_LETTER}_0-9] [{_LETTER}_{_MORE}]* )
    | (?P<name> (?: [{_LETTER}] {_DOTTED} )? : {_LOCAL} )
    | (?P<blank> _: [{_LETTER}_0-9] {_DOTTED} )
    | (?P<word> [A-Za-z] [A-Za-z0-9_]* )
    | (?P<string> \"{{3}} (?: \"{{0,2}} (?: [^"\\] | \\. ) )*+ \"{{3}}
                | '{{3}} (?: '{{0,2}} (?: [^'\\] | \\. ) )*+ '{{3}}
                | \" (?: [^"\\\n\r] | \\. )*+ \"
                | ' (?: [^'\\\n\r] | \\. )*+ ' )
    | (?P<number> (?: [0-9]+ \.? [0-9]* | \.[0-9]+ ) [eE] [+-]? [0-9]+ | [0-9]* \.[0-9]+ | [0-9]+ )
    | (?P<language> @ [A-Za-z]+ (?: -[A-Za-z0-9]+ )* (?: --[A-Za-z]+ )? )
"""
_FLAGS = re.VERBOSE | re.DOTALL
_PUNCTUATION = r"(?P<punctuation> \^\^ | && | \|\| | != | >= | <= | \)>> | >> | \{\| | \|\} | . )"
_AFTER_OPERAND = rf"{_COMMON} | {_PUNCTUATION}"
_ELSEWHERE = rf"""{_COMMON}
    | (?P<iri> < [^<>\"{{}}|^`\\\x00-\x20]* (?: \\u[0-9A-Fa-f]{{4}} [^<>\"{{}}|^`\\\x00-\x20]* )* > )
    | (?P<triple> <<\(? ) | {_PUNCTUATION}"""


class Kind(Enum):
    """What a token is."""

    IRI = auto()
    NAME = auto()  # with a prefix, which may be empty
    BLANK = auto()
    VARIABLE = auto()
    STRING = auto()
    NUMBER = auto()
    LANGUAGE = auto()
    WORD = auto()
    PUNCTUATION = auto()


class Place(Enum):
    """What a bracket encloses."""

    TOP = auto()
    GROUP = auto()
    DATA = auto()  # VALUES: its variables, its rows
    TEMPLATE = auto()  # triples to be made, or taken away
    EXPRESSION = auto()
    TERMS = auto()  # a collection, a path
    BLANK = auto()
    TRIPLE = auto()


class Token(NamedTuple):
    """A token, where it begins, the bracket it stands in and how many there are around it.

    A bracket stands in what it opens or closes. ``word`` is a keyword in capitals, empty where the token is none.
    """

    kind: Kind
    text: str
    start: int
    place: Place
    depth: int
    word: str = ""


@dataclass(slots=True)
class _Bracket:
    place: Place
    clause: str = ""  # the keyword that tells what the next bracket is


def tokens(text: str) -> Iterator[Token]:
    """The tokens of the text, white space and comments left out.

    >>> [token.text for token in tokens("ASK { FILTER(?a<?b&&?c>1) ?a <?b&&?c> 1 } # ?d")]
    ['ASK', '{', 'FILTER', '(', '?a', '<', '?b', '&&', '?c', '>', '1', ')', '?a', '<?b&&?c>', '1', '}']
    """
    brackets = [_Bracket(Place.TOP)]
    before: Token | None = None
    place = 0
    after_operand, elsewhere = _compiled(_AFTER_OPERAND), _compiled(_ELSEWHERE)
    while place < len(text):
        inside = brackets[-1].place is Place.EXPRESSION
        pattern = after_operand if inside and before and _ends_operand(before) else elsewhere
        match = pattern.match(text, place)
        assert match  # the last alternative takes any character
        place = match.end()
        if match.lastgroup != "space":
            before = _token(match, brackets, before)
            yield before


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Not when the module is imported: the letters of all scripts take a moment."""
    return re.compile(pattern, _FLAGS)


def _token(match: re.Match[str], brackets: list[_Bracket], before: Token | None) -> Token:
    kind, text = _KINDS[str(match.lastgroup)], match[0]
    if kind is Kind.PUNCTUATION:
        if text in _OPENING:
            brackets.append(_Bracket(_opened(text, brackets[-1], before)))
        token = Token(kind, text, match.start(), brackets[-1].place, len(brackets) - 1)
        if text in _CLOSING and len(brackets) > 1:
            _close(brackets, text)
        return token
    word = text.upper() if kind is Kind.WORD else ""
    if word in _CLAUSES:
        brackets[-1].clause = _CLAUSES[word]
    return Token(kind, text, match.start(), brackets[-1].place, len(brackets) - 1, word)


def _close(brackets: list[_Bracket], bracket: str) -> None:
    brackets.pop()
    if bracket != ")" or brackets[-1].clause == "FILTER":
        brackets[-1].clause = ""


def _opened(bracket: str, outer: _Bracket, before: Token | None) -> Place:
    match bracket:
        case "{":
            return _braces(outer, before)
        case "(":
            return _parentheses(outer, before)
        case "[":
            return Place.BLANK
        case _:
            return Place.TRIPLE


def _braces(outer: _Bracket, before: Token | None) -> Place:
    if outer.clause == "VALUES":
        return Place.DATA
    if outer.place is Place.TEMPLATE or (before and before.word in _TEMPLATES):
        return Place.TEMPLATE
    return Place.GROUP


def _parentheses(outer: _Bracket, before: Token | None) -> Place:
    if outer.place is Place.DATA or outer.clause == "VALUES":
        return Place.DATA
    if outer.place is Place.EXPRESSION or outer.clause in {_EXPRESSIONS, "FILTER"}:
        return Place.EXPRESSION
    return Place.EXPRESSION if before and before.word and before.word not in _NO_CALL else Place.TERMS


def _ends_operand(token: Token) -> bool:
    if token.kind is Kind.PUNCTUATION:
        return token.text in _CLOSING
    return token.kind is not Kind.WORD or token.word in {"TRUE", "FALSE"}


_OPENING = {"{", "(", "[", "<<", "<<(", "{|"}
_CLOSING = {"}", ")", "]", ">>", ")>>", "|}"}
_TEMPLATES = {"CONSTRUCT", "INSERT", "DELETE", "DATA"}
_NO_CALL = {"VALUES", "A", "TRUE", "FALSE"}
_EXPRESSIONS = "expressions"  # a clause whose brackets all hold expressions, until its group begins
_CLAUSES = {
    "SELECT": _EXPRESSIONS,
    "GROUP": _EXPRESSIONS,
    "ORDER": _EXPRESSIONS,
    "HAVING": _EXPRESSIONS,
    "WHERE": "",
    "FILTER": "FILTER",
    "VALUES": "VALUES",
}
_KINDS = {kind.name.lower(): kind for kind in Kind} | {"triple": Kind.PUNCTUATION}
