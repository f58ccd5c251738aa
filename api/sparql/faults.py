"""What is wrong with a SPARQL text that the engine could not read, said so that its author can mend it.

The engine tells how far its parser came, which is often past the fault, and all that it would have taken there. The
three faults that are made most (a prefix that is not declared, a bracket or a quotation mark without its partner) are
found by the lexer at their own place; for all others stands the engine's word.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from api.failures import BadQuery
from api.sparql.guard import position
from api.sparql.lexer import Kind, Token, tokens

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_QUOTES = {"'", '"'}
_PLACE = re.compile(r"line (\d+), column (\d+)")
_CLASSES = re.compile(r"(?:, )?\[[^\]]*\](?: \|\s*)?", re.DOTALL)  # of characters, as the engine's grammar has them
_NOTHING = re.compile(r"expected (?:one of )?(?=\n|$)")


def bad_query(text: str, message: str, prefixes: Mapping[str, str]) -> BadQuery:
    """The fault of a query or an update; ``message`` is the engine's, ``prefixes`` are those that may be proposed.

    >>> bad_query("ASK { ?s a dg:Measure }", "…", {"dg": "http://example.org/"}).args[0]
    'the prefix dg: is not declared at line 1, column 12; write PREFIX dg: <http://example.org/> at the head'
    """
    if found := next(chain(_quotes(text), _brackets(text), _prefixes(text, prefixes)), None):
        line, column = position(text, found.place)
        return BadQuery(f"{found.what} at line {line}, column {column}; {found.remedy}", line, column)
    message = message.removeprefix("query: ")
    where = _PLACE.search(message)
    return BadQuery(_readable(message), *(map(int, where.groups()) if where else ()))


class _Fault(NamedTuple):
    place: int
    what: str
    remedy: str


def _quotes(text: str) -> Iterator[_Fault]:
    for token in tokens(text):
        if token.kind is Kind.PUNCTUATION and token.text in _QUOTES:
            remedy = "end it on the same line, or put it in three quotation marks"
            yield _Fault(token.start, "a string does not end", remedy)


def _brackets(text: str) -> Iterator[_Fault]:
    opened: list[Token] = []
    for token in tokens(text):
        if token.kind is not Kind.PUNCTUATION:
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values() and not opened:
            yield _Fault(token.start, f"«{token.text}» closes nothing", "take it away")
        elif token.text in _PAIRS.values() and (due := _PAIRS[opened.pop().text]) != token.text:
            yield _Fault(token.start, f"«{token.text}» stands where «{due}» is due", f"put «{due}» before it")
    for token in reversed(opened):
        yield _Fault(token.start, f"«{token.text}» is not closed", f"add «{_PAIRS[token.text]}»")


def _prefixes(text: str, known: Mapping[str, str]) -> Iterator[_Fault]:
    declared, before = set[str](), ""
    for token in tokens(text):
        prefix = token.text.partition(":")[0]
        if token.kind is Kind.NAME and before == "PREFIX":
            declared.add(prefix)
        elif token.kind is Kind.NAME and prefix not in declared:
            remedy = f"write PREFIX {prefix}: <{known.get(prefix, '…')}> at the head"
            yield _Fault(token.start, f"the prefix {prefix}: is not declared", remedy)
        before = token.word


def _readable(message: str) -> str:
    """The engine's message without the characters that its grammar would also have taken."""
    first, *shown = message.replace("Prefix not found", "a known prefix").rsplit("\n  ", 2)
    return "\n  ".join([_NOTHING.sub("something else is expected", _CLASSES.sub("", first)), *shown])
