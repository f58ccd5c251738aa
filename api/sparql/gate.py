"""The gate before the engine: what there is to know of a query, from its own tokens, once it may run at all.

What passes and still goes wrong ends one worker and nothing else; there SERVICE finds no socket either.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urljoin

from api.failures import Refused
from api.sparql.guard import CAPS, Caps, Guard, check_length, fault
from api.sparql.lexer import Kind, Place, Token, tokens

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_READ = {"http:", "https:", "urn:", "tag:"}  # what graphs are named by


class Form(StrEnum):
    """查询形式: what a query answers with."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class Cut:
    """A query for so many rows and no more; ``rest`` asks for the first row left out, None where none can be."""

    text: str
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A query that may run; ``digest`` is the same for texts that differ in white space and comments only."""

    text: str
    form: Form | None
    digest: str
    sources: tuple[str, ...]  # what FROM names, as far as it is written out
    limit: int | None
    offset: int
    slice: tuple[int, int]  # where LIMIT and OFFSET stand, or could

    def cut(self, rows: int) -> Cut:
        r"""The query for at most that many rows; only a SELECT has rows to be cut.

        >>> admit("SELECT * { ?s ?p ?o } LIMIT 99 OFFSET 5 VALUES ?s { 1 }").cut(10).rest
        'SELECT * { ?s ?p ?o } \nLIMIT 1 OFFSET 15\n VALUES ?s { 1 }'
        """
        if self.form is not Form.SELECT or (self.limit is not None and self.limit <= rows):
            return Cut(self.text)
        return Cut(self._sliced(rows, self.offset), self._sliced(1, self.offset + rows))

    def _sliced(self, limit: int, offset: int) -> str:
        start, end = self.slice
        return f"{self.text[:start]}\nLIMIT {limit} OFFSET {offset}\n{self.text[end:]}"


@lru_cache(maxsize=256)
def admit(query: str, caps: Caps = CAPS) -> Admitted:
    """What there is to know of a query that may run; Refused or TooLarge, with line and column, otherwise.

    >>> admit("PREFIX ex: <http://example.org/service/> ASK { ?s ex:label 'SERVICE' }").form
    <Form.ASK: 'ASK'>
    """
    check_length(query, caps)
    found = _Outline(query)
    guard, before = Guard(query, caps), None
    for token in tokens(query):
        guard.take(token, before)
        found.take(token, before)
        before = token
    return found.admitted()


@dataclass(slots=True)
class _Outline:
    """What a query asks for, as far as its own tokens tell: those outside of all brackets."""

    text: str
    parts: list[str] = field(default_factory=list)
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    form: Form | None = None
    clause: str = ""
    sources: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    slice: tuple[int, int] | None = None

    def take(self, token: Token, before: Token | None) -> None:
        """Reads the next token."""
        self.parts.append(token.text)
        if token.place is not Place.TOP:
            return
        if token.word:
            self._word(token)
        elif token.kind is Kind.NUMBER and self.clause in {"LIMIT", "OFFSET"} and token.text.isdecimal():
            self.numbers[self.clause] = int(token.text)
            self.slice = ((self.slice or (token.start, 0))[0], token.start + len(token.text))
        elif token.kind in {Kind.IRI, Kind.NAME} and before:
            self._name(token, before)

    def _word(self, token: Token) -> None:
        self.clause = "FROM" if (self.clause, token.word) == ("FROM", "NAMED") else token.word
        if self.form is None and token.word in Form.__members__:
            self.form = Form(token.word)
        if token.word in {"LIMIT", "OFFSET", "VALUES"} and self.slice is None:
            self.slice = (token.start, token.start)

    def _name(self, token: Token, before: Token) -> None:
        if self.clause == "FROM":
            self._source(token, self._iri(token))
        elif self.clause == "BASE":
            self.base = self._iri(token)
        elif self.clause == "PREFIX" and token.kind is Kind.IRI:
            self.prefixes[before.text] = self._iri(token)

    def _iri(self, token: Token) -> str:
        if token.kind is Kind.IRI:
            return resolved(self.base, token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        return self.prefixes.get(f"{prefix}:", "") + local.replace("\\", "")

    def _source(self, token: Token, iri: str) -> None:
        scheme = _SCHEME.match(iri)
        if scheme and scheme[0].lower() not in _READ:
            message = f"nothing is read from {scheme[0]} addresses: FROM; name a graph of this service"
            fault(Refused, self.text, token.start, message)
        self.sources.append(iri)
        self.clause = ""

    def admitted(self) -> Admitted:
        """What has been read."""
        digest = sha256("\x1f".join(self.parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        place = self.slice or (len(self.text), len(self.text))
        limit, offset = self.numbers.get("LIMIT"), self.numbers.get("OFFSET", 0)
        return Admitted(self.text, self.form, digest, tuple(self.sources), limit, offset, place)


def resolved(base: str, name: str) -> str:
    """The IRI that a name is short for beside a base; the name itself where it is no IRI anyhow.

    >>> resolved("http://example.org/a/", "../b")
    'http://example.org/b'
    """
    try:
        return urljoin(base, name)
    except ValueError:
        return name
