"""SPARQL updates from outside: what they may not do, and how the protocol's graphs get into them.

The engine has no parameter for using-graph-uri and using-named-graph-uri, so they are written into the text as USING
clauses (https://www.w3.org/TR/sparql11-protocol/#update-dataset).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.failures import BadRequest, Refused
from api.sparql.guard import Caps, Guard, check_length, fault
from api.sparql.lexer import Kind, Place, Token, tokens

_OWN = {"USING", "WITH"}


@dataclass(frozen=True, slots=True)
class _Change:
    """What takes the place of a part of the text."""

    start: int
    end: int
    text: str


def admit(update: str, length: int, using: Sequence[str] = (), named: Sequence[str] = ()) -> str:
    """The update with its graphs; Refused or TooLarge where it may not run, BadRequest where it names graphs itself.

    >>> admit("DELETE WHERE { ?s ?p 1 }", 99, ["http://a"])
    'DELETE { ?s ?p 1 } USING <http://a> WHERE { ?s ?p 1 }'
    """
    caps = Caps(length=length)
    check_length(update, caps)
    guard, read, before = Guard(update, caps), list[Token](), None
    for token in tokens(update):
        guard.take(token, before)
        _refuse_load(update, token, before)
        if token.depth == 0 or token.text in "{}":
            read.append(token)
        before = token
    return _with_graphs(update, read, using, named) if using or named else update


def _refuse_load(update: str, token: Token, before: Token | None) -> None:
    """The parser also reads «LOADex:a» as two tokens, where an operation begins."""
    begins = before is None or before.text == ";" or before.kind is Kind.IRI
    glued = token.kind is Kind.NAME and begins and "LOAD" in token.text.partition(":")[0].upper()
    if token.place is Place.TOP and ("LOAD" in token.word or glued):
        message = "nothing is read from other addresses: LOAD; send the data itself, to /admin/graphs"
        fault(Refused, update, token.start, message)


def _with_graphs(update: str, read: list[Token], using: Sequence[str], named: Sequence[str]) -> str:
    if any(token.word in _OWN for token in read):
        raise BadRequest(
            "the update names its graphs by USING or WITH, the request by using-graph-uri: one of them only"
        )
    clause = " ".join([*(f"USING <{name}>" for name in using), *(f"USING NAMED <{name}>" for name in named)])
    for change in reversed(_changes(update, read, clause)):
        update = update[: change.start] + change.text + update[change.end :]
    return update


def _changes(update: str, read: list[Token], clause: str) -> list[_Change]:
    """Before each WHERE its graphs; what is deleted by its own pattern is first written out."""
    found = []
    for place, (before, token) in enumerate(pairwise(read)):
        if token.word == "WHERE" and before.word == "DELETE":
            found.append(_Change(token.start, token.start, f"{_group(update, read[place + 2 :])} {clause} "))
        elif token.word == "WHERE":
            found.append(_Change(token.start, token.start, f"{clause} "))
        elif before.text == "}" and before.depth == 1 and token.text == "{" and token.depth == 1:
            found.append(_Change(token.start, token.start, f"{clause} "))  # WHERE may be left out
    return found


def _group(update: str, read: list[Token]) -> str:
    """The text of the group that begins with the first of these tokens."""
    end = next((token for token in read if token.text == "}" and token.depth == 1), None)
    return update[read[0].start : end.start + 1] if read and end else ""
