"""What OpenLink Virtuoso 7 does otherwise, and what it is sent and asked instead.

It keeps no durations, finds no path from VALUES, compares a variable that VALUES gave less well than a constant, writes
a question mark for each separator of GROUP_CONCAT that is not ASCII, and answers ASK with a row or none.
"""

import re

from graph import iri

SMALL_PIECE = 500_000  # bytes: it hangs up on large requests before it asks for the password
_OWN = iri.RUNS_GRAPH.value.rpartition("/graph/")[0]
_DURATION, _OWN_DURATION = b"http://www.w3.org/2001/XMLSchema#duration", f"{_OWN}/duration".encode()
_SLOT = r'VALUES \?(?P<slot>_\w+) \{ (?P<term><[^<>\s]*>|"[^"\\]*"(?:\^\^<[^<>\s]*>)?) \}'
_TOKEN = re.compile(
    rf'{_SLOT}|BOUND\(\?(?P<bound>_\w+)\)|\?(?P<name>_\w+)|<[^<>\s]*>|"(?:[^"\\]|\\.)*"|#.*'  # the rest is kept
)
_SEPARATOR = re.compile(r'(?<=separator=")[^"\\]*(?=")', re.IGNORECASE)
_ASK = b'"__ASK_RETVAL"'
_FOREIGN, _MARKED = re.compile(r"[^\x00-\x7f]"), re.compile(rb"~dutygraph-u(?P<code>[0-9a-f]+)~")


def asked(query: str) -> str:
    """The query as it understands it: constants for slots of one value, separators marked."""
    return _SEPARATOR.sub(lambda found: _FOREIGN.sub(_mark, found[0]), _constant(query))


def sent(data: bytes) -> bytes:
    """What is written, as it keeps it."""
    return data.replace(_DURATION, _OWN_DURATION)


def told(body: bytes) -> bytes:
    """Its answer as it was meant."""
    if _ASK in body[:100]:
        return b'{"head":{},"boolean":%s}' % (b"true" if b'"value"' in body else b"false")
    return _MARKED.sub(lambda found: chr(int(found["code"], 16)).encode(), body.replace(_OWN_DURATION, _DURATION))


def _mark(found: re.Match[str]) -> str:
    return f"~dutygraph-u{ord(found[0]):x}~"


def _constant(query: str) -> str:
    """The query with the one value of a slot wherever the slot's variable stands, but for strings and comments."""
    terms = {slot["slot"]: slot["term"] for slot in _TOKEN.finditer(query) if slot["slot"]}

    def instead(token: re.Match[str]) -> str:
        if token["slot"]:
            return ""
        if token["bound"] in terms:
            return "true"
        return terms.get(token["name"], token[0])

    return _TOKEN.sub(instead, query)
