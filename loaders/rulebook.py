"""Reads the wording rules (``rules/*.toml``): named, composed of parts, each with its examples.

A rules file holds ``[parts]`` (fragments of patterns, usable in others as ``$name``), ``[[rule]]`` tables (``name``,
``pattern``, ``examples``, optional ``not`` and any further fields its recogniser reads) and ``[words]`` (word lists,
usable in patterns as ``$name`` too: an alternation, longest first). A literal dollar is written ``$$``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from graph.errors import BadDefinition


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording: ``fields`` holds what the file says beside name, pattern and proofs."""

    name: str
    pattern: re.Pattern[str]
    fields: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one kind of fact, in the order in which they are tried, and its word lists."""

    kind: str
    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, str]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """The pattern with its ``$parts`` filled in, compiled."""
        return re.compile(_expand(pattern, self.parts, f"{self.kind}: {pattern}"))


@cache
def rulebook(kind: str) -> Rulebook:
    """The rulebook ``rules/<kind>.toml``; BadDefinition names file and rule where it is faulty."""
    table = tomllib.loads((files("loaders") / "rules" / f"{kind}.toml").read_text(encoding="utf-8"))
    words = {name: tuple(entries) for name, entries in table.get("words", {}).items()}
    parts = dict(table.get("parts", {})) | {name: alternation(entries) for name, entries in words.items()}
    return Rulebook(kind, tuple(_rule(kind, entry, parts) for entry in table.get("rule", ())), words, parts)


def alternation(words: tuple[str, ...]) -> str:
    """A pattern that matches the longest of the words that stands at a place.

    >>> alternation(("省", "省级"))
    '(?:省级|省)'
    """
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _rule(kind: str, entry: dict[str, Any], parts: Mapping[str, str]) -> Rule:
    known = {"name", "pattern", "examples", "not"}
    where = f"{kind}/{entry.get('name', '?')}"
    try:
        pattern = re.compile(_expand(entry["pattern"], parts, where))
    except re.error as fault:
        raise BadDefinition(f"rules/{where}: {fault} in {fault.pattern!r}") from fault
    fields = {key: value for key, value in entry.items() if key not in known}
    return Rule(entry["name"], pattern, fields, tuple(entry.get("examples", ())), tuple(entry.get("not", ())))


def _expand(pattern: str, parts: Mapping[str, str], where: str) -> str:
    for _ in range(8):
        if "$" not in pattern.replace("$$", ""):
            return pattern.replace("$$", "$")
        try:
            pattern = Template(pattern.replace("$$", "$$$$")).substitute(parts)
        except (KeyError, ValueError) as fault:
            raise BadDefinition(f"rules/{where}: no part {fault} in {pattern!r}") from fault
    raise BadDefinition(f"rules/{where}: parts refer to each other in a circle")
