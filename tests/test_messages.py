"""What the command line says: the same things in both languages."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from api.cli.messages import messages, said

_SLOT = re.compile(r"\{\w+")
_CHINESE = re.compile(r"[一-鿿]")


def sentences(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Each sentence with its name, those of tables after the name of their table."""
    for name, value in told.items():
        if isinstance(value, str):
            yield above + name, value
        else:
            yield from sentences(value, f"{above}{name}.")


def told(language: str) -> dict[str, str]:
    return dict(sentences(tomllib.loads((files("api") / "cli" / f"{language}.toml").read_text("utf-8"))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_is_said_in_each_language(language: str) -> None:
    assert said(language).language == language
    assert [name for name, sentence in told(language).items() if not sentence.strip()] == []


def test_what_is_filled_in_is_the_same_in_both() -> None:
    chinese, english = told("zh"), told("en")

    assert [name for name, sentence in english.items() if slots(sentence) != slots(chinese[name])] == []
    assert {name for name in chinese.keys() - english.keys() if not name.startswith("verdicts.")} == set()


def slots(sentence: str) -> list[str]:
    return sorted(_SLOT.findall(sentence))


def test_each_is_in_its_own_language() -> None:
    assert [name for name, text in told("en").items() if _CHINESE.search(text) and "销号" not in text] == [
        "progress_verified_by",
        "today",
    ]


def test_the_locale_chooses_the_language() -> None:
    chosen = [
        messages(environment).language
        for environment in ({}, {"LANG": "C"}, {"LANG": "zh_CN.UTF-8"}, {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN"})
    ]

    assert chosen == ["zh", "zh", "zh", "en"]
