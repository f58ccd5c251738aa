"""What the columns of answers are called, in Chinese and in English: the words are in ``headings.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def headings(language: str) -> Mapping[str, str]:
    """The headings in that language, ``zh`` or ``en``, by the names of the columns.

    >>> headings("zh")["due"], headings("en")["due_mention"]
    ('到期日', 'Day as printed')
    """
    told: Mapping[str, Mapping[str, str]] = tomllib.loads((files("api") / "headings.toml").read_text(encoding="utf-8"))
    return told[language]
