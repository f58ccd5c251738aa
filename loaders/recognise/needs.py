"""Which rules are worth trying on a passage: those of which it has a word that they need, all looked for at once.

A rule's field ``needs`` lists words without one of which it is not tried; ``$name`` stands for all of a word list.
"""

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from loaders.rulebook import Rule, rulebook

_Needs = tuple[AhoCorasick, tuple[frozenset[int], ...], frozenset[int]]


def worth_trying(passage: str, kind: str) -> frozenset[int]:
    """The rules of a kind, by their place in its rulebook, that may fit in a passage; those that need nothing always.

    >>> worth_trying("望江", "places") < worth_trying("望江镇", "places")
    True
    """
    words, of_words, always = _needs(kind)
    found = words.find_matches_as_indexes(passage, overlapping=True)
    return always.union(*(of_words[word] for word, _, _ in found))


@cache
def _needs(kind: str) -> _Needs:
    """The words that rules need, by the place of each the rules that need it, and the rules that need none."""
    needs = [frozenset(_words(kind, rule)) for rule in rulebook(kind).rules]
    words = tuple(sorted(frozenset[str]().union(*needs)))
    of_words = (frozenset(place for place, needed in enumerate(needs) if word in needed) for word in words)
    return AhoCorasick(words), tuple(of_words), frozenset(place for place, needed in enumerate(needs) if not needed)


def _words(kind: str, rule: Rule) -> Iterator[str]:
    for need in rule.fields.get("needs", ()):
        yield from rulebook(kind).words[need[1:]] if need.startswith("$") else (need,)
