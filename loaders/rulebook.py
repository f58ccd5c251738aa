"""Reads the wording rules (``rules/*.toml``): named, composed of parts, each with its examples.

A rules file holds ``[parts]`` (fragments of patterns, usable in others as ``$name``), ``[[rule]]`` tables (``name``,
``pattern``, ``examples``, optional ``not`` and any further fields its recogniser reads) and ``[words]`` (word lists,
usable in patterns as ``$name`` too: an alternation, longest first). A literal dollar is written ``$$``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from graph.errors import BadDefinition

_REFERENCE = re.compile(r"\$(?:\$|([a-z_]\w*))", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """One wording: ``fields`` holds what the file says beside name, pattern and proofs."""

    kind: str
    name: str
    wording: str
    fields: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]
    counterexamples: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The wording with its ``$parts`` filled in, compiled when it is first tried: few texts need all rules."""
        return _compiled(self.kind, self.wording)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one kind of fact, in the order in which they are tried, and its word lists."""

    kind: str
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, str]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """The pattern with its ``$parts`` filled in, compiled once; BadDefinition where it is faulty."""
        return _compiled(self.kind, pattern)


@cache
def rulebook(kind: str) -> Rulebook:
    """The rulebook ``rules/<kind>.toml``."""
    table = tomllib.loads((files("loaders") / "rules" / f"{kind}.toml").read_text(encoding="utf-8"))
    words = {name: tuple(entries) for name, entries in table.get("words", {}).items()}
    return Rulebook(kind, tuple(_rule(kind, entry) for entry in table.get("rule", ())), words, table.get("parts", {}))


def alternation(words: tuple[str, ...]) -> str:
    """A pattern that matches the longest of the words that stands at a place.

    >>> alternation(("省", "省级"))
    '(?:省级|省)'
    """
    ordered = sorted(words, key=len, reverse=True)
    if len(words) < _MANY:
        return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"
    by_first: dict[str, list[str]] = {}
    for word in ordered:
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    ahead = "".join(map(re.escape, by_first))
    return (
        f"(?=[{ahead}])(?:" + "|".join(f"{re.escape(one)}(?:{'|'.join(rest)})" for one, rest in by_first.items()) + ")"
    )


_MANY = 64  # words from which on a place is judged by its first character before any word is tried


def _rule(kind: str, entry: Mapping[str, Any]) -> Rule:
    known = {"name", "pattern", "examples", "not"}
    fields = {key: value for key, value in entry.items() if key not in known}
    examples, counterexamples = tuple(entry.get("examples", ())), tuple(entry.get("not", ()))
    return Rule(kind, entry["name"], entry["pattern"], fields, examples, counterexamples)


@cache
def _compiled(kind: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(_expanded(kind, pattern))
    except (re.error, KeyError, RecursionError) as fault:
        raise BadDefinition(f"rules/{kind}.toml: {type(fault).__name__} {fault} in {pattern!r}") from fault


def _expanded(kind: str, pattern: str) -> str:
    return _REFERENCE.sub(lambda found: _part(kind, found[1]) if found[1] else "$", pattern)


@cache
def _part(kind: str, name: str) -> str:
    book = rulebook(kind)
    return alternation(book.words[name]) if name in book.words else _expanded(kind, book.parts[name])
