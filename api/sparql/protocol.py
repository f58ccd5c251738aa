"""Requests of the SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/.

A query comes in the address (GET), in a form, or as the body (POST, QUERY); an update in a form or as the body (POST).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from urllib.parse import parse_qsl

from fastapi import Request

from api.failures import BadRequest, Refused, TooLarge, TooSlow, UnsupportedType
from api.limits import Limits
from graph import formats
from graph.formats import Format, Kind
from graph.iri import is_absolute

FORM_TYPE = "application/x-www-form-urlencoded"
_UTF8 = {"utf-8", "utf8", "us-ascii"}
_MOST_PARAMETERS = 1_000

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """Which operation: the parameter that holds its text, the type of a body that is it, what names its graphs."""

    name: str
    media_type: str
    default_graphs: str
    named_graphs: str


QUERY = Operation("query", "application/sparql-query", "default-graph-uri", "named-graph-uri")
UPDATE = Operation("update", "application/sparql-update", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says; no ``text`` where it asks for the service's own description."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    accept: str | None
    release: str | None = None

    def wanted(self, kind: Kind) -> Format:
        """The format for an answer of that kind: the one named, by name or media type, else as Accept has it."""
        if not self.format:
            return _chosen(self.accept, kind)
        if "/" in self.format:
            return formats.by_media_type(self.format.replace(" ", "+"), kind)  # a plus in an address is a blank
        return formats.by_name(self.format, kind)


async def asked(request: Request, operation: Operation, limits: Limits, most: int | None = None) -> Asked:
    """What the request says; BadRequest, Refused, UnsupportedType, TooLarge or TooSlow where it is not well formed."""
    said = pairs(request.scope["query_string"])
    if request.method != "GET":
        said += await _posted(request, operation, limits, most or limits.body)
    other = UPDATE if operation is QUERY else QUERY
    if _values(said, other.name):
        raise Refused(f"this endpoint takes no {other.name}")
    texts = _values(said, operation.name)
    if len(texts) > 1 or (not texts and request.method != "GET"):
        raise BadRequest(f"one {operation.name} is wanted, {len(texts)} came")
    return Asked(
        texts[0] if texts else None,
        _graphs(said, operation.default_graphs),
        _graphs(said, operation.named_graphs),
        next(iter(_values(said, "format")), None),
        request.headers.get("accept"),
        _release(said),
    )


async def body(request: Request, most: int, limits: Limits) -> bytes:
    """The body as it came; TooLarge where it has more bytes, TooSlow where it does not arrive in time."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedType("a body is read as it is, not compressed")
    read = bytearray()
    try:
        async with asyncio.timeout(limits.arrival):
            async for piece in request.stream():
                read += piece
                if len(read) > most:
                    raise TooLarge(f"the body has more than {most} bytes")
    except TimeoutError:
        raise TooSlow(f"the body did not arrive within {limits.arrival:g} seconds") from None
    return bytes(read)


def content_type(request: Request) -> Message:
    """The type of the body, with its parameters."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    return header


async def _posted(request: Request, operation: Operation, limits: Limits, most: int) -> Pairs:
    header = content_type(request)
    media_type, charset = header.get_content_type(), str(header.get_param("charset", "utf-8"))
    other = UPDATE if operation is QUERY else QUERY
    if media_type == other.media_type:
        raise Refused(f"this endpoint takes no {other.name}")
    if media_type not in {FORM_TYPE, operation.media_type}:
        allowed = f"{FORM_TYPE} or {operation.media_type}"
        raise UnsupportedType(f"the {operation.name} is to come as {allowed}, not as {media_type}")
    if charset.lower() not in _UTF8:
        raise UnsupportedType(f"the {operation.name} is to come in UTF-8, not in {charset}")
    text = await body(request, most, limits)
    return pairs(text) if media_type == FORM_TYPE else [(operation.name, _decoded(text))]


def pairs(encoded: bytes) -> Pairs:
    """The names and values of an address or a form; BadRequest where they are not as they have to be."""
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as fault:
        raise BadRequest(f"the parameters are not percent-encoded UTF-8 ({fault})") from fault


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as fault:
        raise BadRequest(f"the body is not in UTF-8 ({fault})") from fault


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    names = _values(pairs, name)
    for each in names:
        if not is_absolute(each):
            raise BadRequest(f"{name}: {each!r} is no IRI")
    return names


def _release(pairs: Pairs) -> str | None:
    """The release that the answer is to be as of, in the address or in the form."""
    names = {*_values(pairs, "release")}
    if len(names) > 1:
        raise BadRequest(f"one release is wanted, {len(names)} came")
    return next(iter(names), None)


@lru_cache(maxsize=256)
def _chosen(accept: str | None, kind: Kind) -> Format:
    return formats.choose(accept, kind)


def _values(pairs: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)
