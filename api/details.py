"""What is wrong with a request, in the language of who asked: the words are in ``details.toml``.

Messages are worded in English where a fault is found, often in another process; their translations are told by the
message, as gettext has it, with what it names filled in.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_GAP = re.compile(r"\{\}")
_FIELD = re.compile(r"(?P<name>[a-z_.]+): (?P<said>.+)", re.ASCII | re.DOTALL)  # as ParameterError has it
_DEEP = 6  # messages within messages
_LONGEST = 2_000  # characters of a message that is looked through
_CHINESE = re.compile("[\u4e00-\u9fff]")


def worded(message: str, language: str) -> str:
    """The message in that language, ``zh`` or ``en``; in English where there is no translation."""
    return (chinese(message) if language == "zh" else None) or message


def chinese(message: str) -> str | None:
    """The message in Chinese; None where there is no translation.

    >>> chinese("due: 'soon' is no year such as 2020")
    "due: 'soon' 不是 2020 这样的年份"
    """
    if len(message) > _LONGEST:
        return None
    field = _FIELD.fullmatch(message)
    if field and (rest := _said(field["said"], _DEEP)) != field["said"]:
        return f"{field['name']}: {rest}"
    found = _said(message, _DEEP)
    return None if found == message else found


def _said(message: str, deep: int) -> str:
    if plain := _plain().get(message):
        return plain
    for pattern, words in _patterns() if deep else ():
        if found := pattern.fullmatch(message):
            parts = [_said(part, deep - 1) for part in found.groups()]
            if parts != [*found.groups()] or _CHINESE.search(words):
                return words.format(*parts)
    return message


@cache
def _words() -> Mapping[str, str]:
    """All messages with their translations."""
    groups = tomllib.loads((files("api") / "details.toml").read_text(encoding="utf-8"))
    return {message: words for group in groups.values() for message, words in group.items()}


@cache
def _plain() -> Mapping[str, str]:
    return {message: words for message, words in _words().items() if not _GAP.search(message)}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those that name something, the ones that say most first."""
    gapped = sorted(_words().keys() - _plain().keys(), key=lambda message: (-len(_GAP.sub("", message)), message))
    return tuple((_pattern(message), _words()[message]) for message in gapped)


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, _GAP.split(message))), re.DOTALL)
