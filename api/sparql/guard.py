"""What a SPARQL text from outside may not do: reach other servers, or bring a process down.

The engine cannot be told to leave SERVICE alone; it runs out of stack on a few kilobytes of nested or chained
operators, and takes minutes to plan a few hundred patterns of one group. So every text passes here first.
"""

from dataclasses import dataclass, field
from typing import NoReturn

from api.failures import QueryFault, Refused, TooLarge
from api.sparql.lexer import Kind, Place, Token

_JOINTS = {"||", "&&", "!", "|", "/", ";", ",", ".", "^", "*", "+", "-"}
_JOINING = {"UNION", "OPTIONAL", "MINUS", "FILTER", "LATERAL", "GRAPH", "VALUES", "AS", "BIND"}
_TERMS = {Kind.IRI, Kind.NAME, Kind.BLANK, Kind.VARIABLE, Kind.STRING, Kind.NUMBER}
_TERM_WORDS = {"A", "TRUE", "FALSE", "UNDEF"}
_PARTS = "ask in several queries"
_TRIPLES = {Place.GROUP, Place.TERMS, Place.BLANK, Place.TRIPLE}


@dataclass(frozen=True, slots=True)
class Caps:
    """How large a query may be."""

    length: int = 64 * 1024  # bytes of UTF-8
    depth: int = 64  # of brackets of any kind, or of ! in a row
    patterns: int = 100  # triple patterns joined in one group: the time to plan them grows with n⁴
    terms: int = 2_000  # in all VALUES
    joints: int = 2_000  # operators and clauses: the parser recurses once for each


CAPS = Caps()


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
