"""What went wrong with a query, for people: in their language, with its place and what to do.

``faults.toml`` has the words: for each kind of failure what happened and what helps, and for the messages that name a
fault exactly a translation.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from api.failures import QueryFault, failure
from graph.errors import DutyError

_KIND, _WHAT, _REMEDY = "kinds", "what", "remedy"
_AT = re.compile(r" at line \d+, column \d+(?=[;:]|$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened, what to do, the words of the engine or gate; line and column count from 1, None for no place."""

    what: str
    remedy: str
    detail: str
    line: int | None
    column: int | None
    kind: str


def told(error: DutyError, language: str) -> Fault:
    """The error for people."""
    kind = failure(error)
    said = words()[language]
    line, column = (error.line, error.column) if isinstance(error, QueryFault) else (None, None)
    known = said[_KIND].get(kind.name) or {_WHAT: kind.title, _REMEDY: ""}
    found = next(_named(_AT.sub("", str(error)), said.get("messages", ())), None)
    what, remedy = found or (known[_WHAT], known[_REMEDY])
    return Fault(what, remedy, str(error), line, column, kind.name)


def _named(message: str, patterns: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for each in patterns:
        if hit := re.match(each["pattern"], message):
            yield each[_WHAT].format(*hit.groups()), each[_REMEDY].format(*hit.groups())


@cache
def words() -> Mapping[str, Any]:
    """The words by language."""
    return tomllib.loads((files("api.pages.sparql") / "faults.toml").read_text(encoding="utf-8"))
