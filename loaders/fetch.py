"""Files fetched from an address that the user names.

Only HTTP and HTTPS are spoken, also after a redirect, with the proxies of the environment. The answer may take as long
and be as large as the limits say. Of the address only what leads to the file is kept: no fragment, no password.
"""

import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException, HTTPResponse
from pathlib import PurePosixPath
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.limits import Limits
from loaders.received import Received

SCHEMES = ("http://", "https://")

_AGENT = "Mozilla/5.0 (compatible; dutygraph)"
_REDIRECTS = 5
_STALLED = 30  # seconds without a byte
_PIECE = 2**16


def fetched(address: str, limits: Limits, clock: Callable[[], datetime] | None = None) -> Received:
    """The file at an address; Unreadable names the address and what stood in the way."""
    url = _plain(address)
    try:
        with _opener().open(Request(url, headers={"User-Agent": _AGENT, "Accept": "*/*"}), timeout=_STALLED) as answer:
            data = _bytes(address, answer, limits)
            moment = (clock or _now)().replace(microsecond=0)
            return Received(_name(answer.headers, answer.geturl()), data, _stored(answer.geturl()), moment)
    except HTTPError as fault:
        fault.close()
        raise Unreadable(address, Fault.ANSWERED, Remedy.BROWSER, status=fault.code, reason=fault.reason) from fault
    except URLError as fault:
        raise Unreadable(address, Fault.NOT_FETCHED, Remedy.BROWSER, reason=fault.reason) from fault
    except (OSError, HTTPException, ValueError, zlib.error) as fault:
        reason = str(fault) or type(fault).__name__
        raise Unreadable(address, Fault.NOT_FETCHED, Remedy.BROWSER, reason=reason) from fault


def _now() -> datetime:
    return datetime.now(UTC)


def _plain(address: str) -> str:
    """The address as it goes over the line: Chinese characters in it encoded; Unreadable where it has a password."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as fault:
        raise Unreadable(address, Fault.NO_ADDRESS, Remedy.AS_SHOWN, detail=fault) from fault
    if parts.username or parts.password:
        raise Unreadable(f"{address.partition('://')[0]}://…@{host}", Fault.HAS_PASSWORD, Remedy.BROWSER)
    if not host:
        raise Unreadable(address, Fault.NO_SERVER, Remedy.AS_SHOWN)
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]-._") for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, place, path, query, ""))


def _stored(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(fragment=""))


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, to nothing but HTTP."""

    max_redirections = _REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        if not newurl.lower().startswith(SCHEMES):
            fp.close()
            raise URLError(f"it leads on to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener() -> OpenerDirector:
    opener = OpenerDirector()  # not build_opener: that would open files and FTP too
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, _Redirects, HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _bytes(address: str, answer: HTTPResponse, limits: Limits) -> bytes:
    """The bytes of an answer, unpacked; Unreadable where they are too many, too slow or cut off."""
    packed = (answer.headers.get("Content-Encoding") or "").lower() in ("gzip", "x-gzip", "deflate")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    end = time.monotonic() + limits.seconds
    data = bytearray()
    while piece := answer.read1(_PIECE):
        data += unpacker.decompress(piece, limits.size + 1) if unpacker else piece
        if len(data) > limits.size:
            raise Unreadable(address, Fault.TOO_LARGE, Remedy.SPLIT, most=limits.size)
        if time.monotonic() > end:
            raise Unreadable(address, Fault.FETCH_SLOW, Remedy.BROWSER, most=limits.seconds)
    if answer.length or (unpacker and not unpacker.eof):
        raise Unreadable(address, Fault.ANSWER_CUT, Remedy.AGAIN)
    return bytes(data)


def _name(headers: Message, url: str) -> str:
    """What the file is called: by the server, else by the end of its address, else by the server's own name."""
    parts = urlsplit(url)
    said = _readable(headers.get_filename() or "") or unquote(PurePosixPath(parts.path).name)
    name = PurePosixPath(said.replace("\\", "/")).name
    plain = "".join(char if char.isprintable() else "_" for char in name).strip(". ")
    return plain or (parts.hostname or "").replace(".", "-")


def _readable(name: str) -> str:
    """A name whose bytes were taken for Latin letters, as the header of an answer is read."""
    with suppress(UnicodeError):
        data = name.encode("latin-1")
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    return name
