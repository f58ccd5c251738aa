"""Places in a passage where a wording rule fits: the first step of recognisers that try rules in order.

A rules file used so has the parts ``first`` (the characters that a rule may begin with), ``anchor`` (where one may
begin) and ``hidden`` (what is not looked into: titles).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.rulebook import Rule, rulebook


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a rule fits, and the named parts that it found."""

    rule: Rule
    start: int
    end: int
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchor: re.Pattern[str]
    hidden: re.Pattern[str]
    rules: tuple[tuple[Rule, re.Pattern[str] | None], ...]


def shapes(passage: str, kind: str) -> Iterator[Shape]:
    """What the rules of a kind find in a passage, from left to right, without overlap."""
    grammar = _grammar(kind)
    titles = [title.span() for title in grammar.hidden.finditer(passage)] if "《" in passage else []
    place = 0
    while anchor := grammar.anchor.search(passage, place):
        start = anchor.start()
        if title_end := next((end for begin, end in titles if begin < start < end), None):
            place = title_end
        elif shape := _first(grammar, passage, start):
            yield shape
            place = shape.end
        else:
            place = start + 1


@cache
def _grammar(kind: str) -> _Grammar:
    book = rulebook(kind)
    follows = [rule.fields.get("follows") for rule in book.rules]
    rules = tuple((rule, re.compile(text) if text else None) for rule, text in zip(book.rules, follows, strict=True))
    # The class of first characters leads the pattern, so that the search skips all others without trying the anchor.
    return _Grammar(book.compile("$first(?<=(?=$anchor).)"), book.compile("$hidden"), rules)


def _first(grammar: _Grammar, passage: str, start: int) -> Shape | None:
    for rule, follows in grammar.rules:
        found = rule.pattern.match(passage, start)
        if found and (follows is None or follows.search(passage, max(0, start - 4), start)):
            return Shape(rule, start, found.end(), {name: text for name, text in found.groupdict().items() if text})
    return None
