"""Templates and words: a page's values in, HTML in one language out. Whatever a value holds is escaped.

The templates are read once, before workers are forked, and compiled once on a machine; ``words.toml`` holds what they
say in Chinese and English.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlencode

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, StrictUndefined, pass_context
from jinja2.runtime import Context

from api.details import worded
from api.headings import headings
from api.pages import addresses
from api.review import words as review_words
from graph.intervals import in_weeks

LANGUAGES = ("zh", "en")
_REVIEW = {"zh": review_words.CHINESE, "en": review_words.ENGLISH}


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page was asked for: its path and parameters, the language, the day; ``kept`` goes with every link."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    language: str
    kept: tuple[tuple[str, str], ...]
    today: date

    def values(self, *names: str) -> dict[str, list[str]]:
        """The parameters of those names that are filled in, each with all its values."""
        given: dict[str, list[str]] = {}
        for name, value in self.pairs:
            if name in names and value.strip():
                given.setdefault(name, []).append(value.strip())
        return given

    def value(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return self.values(name).get(name, [default])[0]

    def told(self, fault: Exception | str) -> str:
        """What is wrong, or what there is to say, in the language of the page."""
        told = worded(str(fault), self.language)
        name, colon, said = told.partition(": ")
        heading = headings(self.language).get(name) if colon else None
        return f"{heading}: {said}" if heading else told

    @property
    def readable(self) -> str:
        """The address as people write it, for paper."""
        query = "&".join(f"{name}={value}" for name, value in self.pairs if value)
        return unquote(self.path) + (f"?{query}" if query else "")

    def switched(self) -> str:
        """The same page in the other language."""
        return self.again(lang=next(each for each in LANGUAGES if each != self.language))

    def again(self, **changed: str) -> str:
        """The same page with other values for some parameters, without those that are empty."""
        return self.elsewhere(self.path, **changed)

    def elsewhere(self, path: str, **changed: str) -> str:
        """That address with the parameters of this page, some with other values."""
        rest = [(name, value) for name, value in self.pairs if name not in changed and value]
        pairs = [*rest, *((name, value) for name, value in changed.items() if value)]
        return path + (f"?{urlencode(pairs)}" if pairs else "")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    words: Mapping[str, str]
    codes: Mapping[str, str]
    meanings: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]

    def code(self, code: object) -> str:
        """The word for a code of the ontology; nothing for none."""
        return self.codes.get(str(code)) or _REVIEW[self.language].of_code(str(code)) if code else ""

    def meaning(self, meaning: str) -> str:
        """What a word of a question stands for."""
        return self.meanings.get(meaning, meaning.replace("_", " "))

    def value(self, value: str) -> str:
        """The word for a code, anything else as it is."""
        return self.codes.get(value) or _REVIEW[self.language].codes.get(value, value)

    def doubt(self, code: str, message: str) -> str:
        """What was doubtful in a text: as its reader put it, who speaks Chinese, else what the code means."""
        return self.codes.get(code, message)

    def failed(self, status: int) -> str:
        """What it means that a page has that status, in a word."""
        return self.words.get(f"failure_{status}", self.words["failure"])

    def every(self, interval: str) -> str:
        """An interval (ISO 8601) in words: P3M is every three months."""
        letters = in_weeks(interval).removeprefix("P")
        return self.code("every") + "".join(self.code(each) if each.isalpha() else each for each in letters).rstrip()

    def changed(self, change: str) -> str:
        """What became of a measure between two versions."""
        return self.words[f"changed_{change}"]

    def column(self, name: str) -> str:
        """What a column of an answer is called."""
        return headings(self.language).get(name, name.replace("_", " "))


def render(template: str, asked: Asked, page: object) -> str:
    """The page."""
    return environment().get_template(f"{template}.html").render(page=page, asked=asked, say=words(asked.language))


@cache
def environment() -> Environment:
    """The templates, compiled when they are first asked for; what they compile to is kept for the next process."""
    folder = files("api.pages") / "templates"
    sources = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".html")}
    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=_bytecode(),
    )
    made.trim_blocks = made.lstrip_blocks = True
    made.filters |= {"keep": _keep, "short": short, **addresses.FILTERS}
    return made


def _bytecode() -> FileSystemBytecodeCache | None:
    """A folder of this user alone; none where the system has no such place."""
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None


def ready() -> None:
    """Has everything read and compiled that pages are made with."""
    for name in environment().list_templates():
        environment().get_template(name)
    for language in LANGUAGES:
        words(language)
        headings(language)


@cache
def words(language: str) -> Words:
    """The words of the pages in that language."""
    told: dict[str, Any] = tomllib.loads((files("api.pages") / "words.toml").read_text(encoding="utf-8"))[language]
    return Words(language, told["words"], told["codes"], told["meanings"])


def short(text: object, most: int = 60) -> str:
    r"""The beginning of the text, on one line.

    >>> short("一 二\n三四五", 4)
    '一 二 …'
    """
    plain = " ".join(str(text).split())
    return plain if len(plain) <= most else f"{plain[:most]}…"


@pass_context
def _keep(context: Context, href: str) -> str:
    """The address with what goes with every link of the page."""
    kept = urlencode(context["asked"].kept)
    if not kept or not href.startswith("/"):
        return href
    path, mark, fragment = href.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{kept}{mark}{fragment}"
