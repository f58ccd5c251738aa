"""Addresses of this service for the IRIs of the graph."""

import re
from urllib.parse import quote, unquote_to_bytes

from graph.iri import BASE

_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_KEPT = re.compile(r"[^\w\-(),·、《》〈〉〔〕“”]")


def local(iri: str) -> str:
    """Where the service tells of a node: a path under its own root for IRIs of ours, the IRI itself for others.

    >>> local("https://w3id.org/dutygraph/id/measure/k%20k/一.(一)")
    '/id/measure/k%20k/%E4%B8%80.(%E4%B8%80)'
    """
    return quote(iri.removeprefix(BASE[:-1]), safe="/%#~.,()=:@!$&'*+;?") if iri.startswith(BASE) else iri


def iri_of(raw_path: bytes) -> str:
    """The IRI that a path, as it came over the wire, stands for: characters as the graph writes them.

    What needs no escape in an IRI of ours is unescaped, whatever else is escaped stays so, in capitals.

    >>> iri_of(b"/id/measure/k%20k/%e4%b8%80.%28%E4%B8%80%29")
    'https://w3id.org/dutygraph/id/measure/k%20k/一.(一)'
    """
    path = raw_path.decode("utf-8", "surrogateescape")
    return BASE[:-1] + _ESCAPED.sub(lambda run: _unescaped(run[0]), path)


def _unescaped(run: str) -> str:
    try:
        characters = unquote_to_bytes(run).decode()
    except UnicodeDecodeError:
        return run.upper()
    return _KEPT.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), characters)
