"""What a SPARQL text from outside may not do: reach other servers, or bring the process down.

The engine cannot be told to leave SERVICE alone, and it runs out of stack on a few kilobytes of nested or chained
operators. So every text passes here first. It is cut into the tokens whose reading is certain; where ``<`` could be an
IRI or an operator nobody but the parser can tell, so from there on every character counts as code. A harmless text may
be refused for that, a harmful one is never let through.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import DutyError

MAX_LENGTH = 64 * 1024  # bytes of UTF-8
MAX_DEPTH = 100  # of brackets of any kind, or of ! in a row
MAX_JOINTS = 2_000  # operators and clauses: the parser recurses once for each

# As https://www.w3.org/TR/sparql11-query/#rIRIREF and the rules after it. An IRI is certain with «//» after its scheme
# (no expression has that), or without any character that could end, join or begin another token.
_CERTAIN = re.compile(
    r"""
      (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )*+ \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )*+ '{3}
                | \" (?: [^"\\\n\r] | \\. )*+ \"
                | ' (?: [^'\\\n\r] | \\. )*+ ' )
    | (?P<comment> \# [^\n\r]* )
    | (?P<iri> < [A-Za-z][A-Za-z0-9+.-]* : // [^<>"{}|^`\\\x00-\x20]* >
             | < [\w:.%~@=]* > )
    | (?P<name> [?$]\w+ | :[\w-]+ | \\. )
    | (?P<code> [^"'\#<?$:\\]+ | < (?= [\s=] ) | [?$:] | < (?= <) )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_SERVICE = re.compile("SERVICE", re.IGNORECASE)
_JOINT = re.compile(r"\|\||&&|[!|/;,^*+-]|\.(?!\d)|UNION|OPTIONAL|MINUS|FILTER|LATERAL|GRAPH|VALUES|AS", re.IGNORECASE)
_BRACKETS = re.compile(r"[({\[]|[)}\]]|!+")


class Form(StrEnum):
    """查询形式: what a query answers with; decides which formats can carry the answer."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


class Refused(DutyError):
    """A query does what this service does not allow."""


class TooLarge(DutyError):
    """A request or a query is larger or more deeply nested than this service reads."""


@dataclass(frozen=True, slots=True)
class _Code:
    text: str  # strings, comments, certain IRIs and names are blanks
    ambiguous: bool


def admit(query: str) -> Form | None:
    """The form of a query that may run, None where it shows none; Refused or TooLarge otherwise.

    >>> admit("PREFIX ex: <http://example.org/service/> ASK { ?s ex:label 'SERVICE' }")
    <Form.ASK: 'ASK'>
    """
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > MAX_LENGTH:
        raise TooLarge(f"the query has {size} bytes; this service reads at most {MAX_LENGTH}")
    code = _code(query)
    _refuse_service(code)
    _refuse_nesting(code.text)
    form = _FORM.search(code.text)
    return Form(form[1].upper()) if form else None


def _code(query: str) -> _Code:
    kept: list[str] = []
    place = 0
    while token := _CERTAIN.match(query, place):
        kept.append(token[0] if token.lastgroup == "code" else _blank(token[0]))
        place = token.end()
    return _Code("".join(kept) + query[place:], place < len(query))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _refuse_service(code: _Code) -> None:
    found = _SERVICE.search(code.text)
    if not found:
        return
    line, column = position(code.text, found.start())
    advice = " (write a space after «<» where it compares)" if code.ambiguous else ""
    raise Refused(f"SERVICE at line {line}, column {column}: this endpoint asks no other server{advice}")


def _refuse_nesting(code: str) -> None:
    joints = len(_JOINT.findall(code))
    if joints > MAX_JOINTS:
        raise TooLarge(f"the query joins {joints} patterns and operators; this service reads at most {MAX_JOINTS}")
    depth = 0
    for bracket in _BRACKETS.finditer(code):
        depth += 1 if bracket[0] in "({[" else -1 if bracket[0] in ")}]" else 0
        if max(depth, len(bracket[0])) > MAX_DEPTH:
            line, column = position(code, bracket.start())
            raise TooLarge(f"nested more than {MAX_DEPTH} deep at line {line}, column {column}")


def position(text: str, place: int) -> tuple[int, int]:
    r"""Line and column, both from 1, of a place in a text.

    >>> position("ASK {\n}", 6)
    (2, 1)
    """
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
