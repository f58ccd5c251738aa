"""What a SPARQL text from outside may not do: reach other servers, or bring a process down.

The engine cannot be told to leave SERVICE alone; it runs out of stack on a few kilobytes of nested or chained
operators, and takes minutes to plan a few hundred patterns of one group. So every text passes here first. What passes
and still goes wrong ends one worker and nothing else (``api.workers.worker``): there SERVICE finds no socket.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import NoReturn
from urllib.parse import urljoin

from api.failures import QueryFault, Refused, TooLarge
from api.sparql.lexer import Kind, Place, Token, tokens

_JOINTS = {"||", "&&", "!", "|", "/", ";", ",", ".", "^", "*", "+", "-"}
_JOINING = {"UNION", "OPTIONAL", "MINUS", "FILTER", "LATERAL", "GRAPH", "VALUES", "AS", "BIND"}
_TERMS = {Kind.IRI, Kind.NAME, Kind.BLANK, Kind.VARIABLE, Kind.STRING, Kind.NUMBER}
_TERM_WORDS = {"A", "TRUE", "FALSE", "UNDEF"}
_PARTS = "ask in several queries"
_TRIPLES = {Place.GROUP, Place.TERMS, Place.BLANK, Place.TRIPLE}


class Form(StrEnum):
    """查询形式: what a query answers with."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class Caps:
    """How large a query may be."""

    length: int = 64 * 1024  # bytes of UTF-8
    depth: int = 64  # of brackets of any kind, or of ! in a row
    patterns: int = 100  # triple patterns joined in one group: the time to plan them grows with n⁴
    terms: int = 2_000  # in all VALUES
    joints: int = 2_000  # operators and clauses: the parser recurses once for each


CAPS = Caps()


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


def check_length(text: str, caps: Caps = CAPS) -> None:
    """TooLarge where the text is longer than it may be."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > caps.length:
        raise TooLarge(f"the text has {size} bytes, more than {caps.length}; {_PARTS}")


def fault(kind: type[QueryFault], text: str, place: int, message: str) -> NoReturn:
    """Raises the fault with the line and column of its place; the message says what is wrong there; what to do."""
    line, column = position(text, place)
    what, _, remedy = message.partition("; ")
    raise kind(f"{what} at line {line}, column {column}; {remedy}", line, column)


def position(text: str, place: int) -> tuple[int, int]:
    r"""Line and column, both from 1, of a place in a text.

    >>> position("ASK {\n}", 6)
    (2, 1)
    """
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def resolved(base: str, name: str) -> str:
    """The IRI that a name is short for beside a base; the name itself where it is no IRI anyhow.

    >>> resolved("http://example.org/a/", "../b")
    'http://example.org/b'
    """
    try:
        return urljoin(base, name)
    except ValueError:
        return name


@dataclass(slots=True)
class _Group:
    joined: bool  # its patterns are planned with those around it
    patterns: int = 0
    fresh: bool = True  # the next term begins a pattern, or goes on with one for a further object
    last: int = 0  # patterns taken over from the group that ended last


@dataclass(slots=True)
class Guard:
    """Raises Refused or TooLarge at the first token that goes too far."""

    text: str
    caps: Caps = CAPS
    joints: int = 0
    terms: int = 0
    negations: int = 0
    groups: list[_Group] = field(default_factory=list)

    def take(self, token: Token, before: Token | None) -> None:
        """Reads the next token."""
        if token.kind is Kind.PUNCTUATION:
            self._punctuation(token, before)
        elif token.kind in _TERMS or token.word in _TERM_WORDS:
            self._term(token, before)
        elif token.word:
            self._word(token)

    def _punctuation(self, token: Token, before: Token | None) -> None:
        if token.text in _JOINTS and token.place is not Place.TEMPLATE:
            self._joint(token)
        self.negations = self.negations + 1 if token.text == "!" else 0
        if max(token.depth, self.negations) > self.caps.depth:
            self._too_large(token, f"nested more than {self.caps.depth} deep; do with fewer brackets")
        if token.text == "{":
            self._service_name(before)
        if token.place is Place.GROUP and token.text in "{}":
            self._brace(token, before)
        elif self.groups and token.place in _TRIPLES:
            self._mark(token, before)

    def _brace(self, token: Token, before: Token | None) -> None:
        if token.text == "{":
            self.groups.append(_Group(joined=not (before and before.word) and len(self.groups) > 0))
        elif self.groups:
            ended = self.groups.pop()
            if self.groups:
                self.groups[-1].fresh, self.groups[-1].last = True, 0
            if self.groups and ended.joined:
                self.groups[-1].last = ended.patterns
                self._pattern(token, ended.patterns)

    def _mark(self, token: Token, before: Token | None) -> None:
        if token.text in {"(", "["}:
            self._element(token, before)
        if token.text in {".", ";", ",", "[", "{|"}:
            self.groups[-1].fresh = True
        elif token.text == "/":
            self._pattern(token, 1)

    def _term(self, token: Token, before: Token | None) -> None:
        if token.place is Place.DATA:
            self.terms += 1
            if self.terms > self.caps.terms:
                self._too_large(token, f"more than {self.caps.terms} terms in VALUES; {_PARTS}")
        elif self.groups and token.place in _TRIPLES:
            self._element(token, before)

    def _element(self, token: Token, before: Token | None) -> None:
        """A further term of a collection makes two patterns; elsewhere one begins with the first term after a mark."""
        if token.place is Place.TERMS and before and _goes_on(token, before):
            self._pattern(token, 2)
        elif self.groups[-1].fresh:
            self.groups[-1].fresh = False
            self._pattern(token, 1)

    def _pattern(self, token: Token, number: int) -> None:
        self.groups[-1].patterns += number
        if self.groups[-1].patterns > self.caps.patterns:
            self._too_large(token, f"more than {self.caps.patterns} triple patterns in one group; {_PARTS}")

    def _word(self, token: Token) -> None:
        if "SERVICE" in token.word:  # the parser also reads «trueSERVICE» as two words
            self._refuse_service(token)
        if token.word in _JOINING:
            self._joint(token)
        if self.groups:
            self.groups[-1].fresh = True
            if token.word == "UNION":
                self.groups[-1].patterns -= self.groups[-1].last

    def _service_name(self, before: Token | None) -> None:
        """Refuses «SERVICEex:x {», which the parser reads as two tokens."""
        if before and before.kind is Kind.NAME and "SERVICE" in _words(before.text):
            self._refuse_service(before)

    def _joint(self, token: Token) -> None:
        self.joints += 1
        if self.joints > self.caps.joints:
            self._too_large(token, f"more than {self.caps.joints} operators and clauses; {_PARTS}")

    def _refuse_service(self, token: Token) -> NoReturn:
        message = "no other server is asked: SERVICE; ask it yourself and hand its answer over with VALUES"
        fault(Refused, self.text, token.start, message)

    def _too_large(self, token: Token, message: str) -> NoReturn:
        fault(TooLarge, self.text, token.start, message)


def _goes_on(token: Token, before: Token) -> bool:
    """Whether two elements of a collection follow each other; in a path something stands between."""
    if token.text == "(":
        return before.text in {"(", ")"}
    return before.kind in _TERMS or before.text in {")", "]"}


def _words(name: str) -> str:
    """Those parts of a prefixed name in which the parser could see a keyword."""
    prefix, _, local = name.partition(":")
    return f"{prefix} {local.partition('.')[2]}".upper()


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_READ = {"http:", "https:", "urn:", "tag:"}  # what graphs are named by


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
