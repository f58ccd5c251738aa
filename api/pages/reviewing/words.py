"""The words of the review pages, in Chinese and in English."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.model import FactKind, Verdict


@dataclass(frozen=True, slots=True)
class ReviewingWords:
    """The words of one language."""

    words: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]

    def verdict(self, verdict: Verdict) -> str:
        """What a verdict is called."""
        return self.words[f"verdict_{verdict}"]

    def kind(self, kind: FactKind) -> str:
        """What a kind of fact is called."""
        return self.words[f"kind_{kind}"]


@cache
def words(language: str) -> ReviewingWords:
    """The words in that language."""
    text = (files("api.pages.reviewing") / "words.toml").read_text(encoding="utf-8")
    return ReviewingWords(tomllib.loads(text)[language])
