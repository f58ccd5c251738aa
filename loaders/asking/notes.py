"""What there is to say about how a question was read, in the language of who asked: words in ``remarks.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Note:
    """The ``key`` of what is said and what it names; a note that is named is said in the same language.

    >>> Note("of", ("清川", Note("taken", ("清川市",)))).said("en")
    '“清川”: taken as 清川市'
    """

    key: str
    values: tuple["str | Note", ...] = ()

    def said(self, language: str) -> str:
        """The words in Chinese (``zh``) or in English (``en``)."""
        values = (value.said(language) if isinstance(value, Note) else value for value in self.values)
        return wordings()[language][self.key].format(*values)


@cache
def wordings() -> Mapping[str, Mapping[str, str]]:
    """What is said by each key, by language."""
    told: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files("loaders.asking") / "remarks.toml").read_text(encoding="utf-8")
    )
    return told
