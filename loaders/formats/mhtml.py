"""Web archives (MHTML, RFC 2557), as browsers and Word save pages: the page in them, read as any other."""

from email import message_from_bytes
from email.message import Message

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents
from loaders.formats.html import page
from loaders.limits import Limits


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The contents of the first page in a web archive."""
    parts = message_from_bytes(data).walk()
    html = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if html is None:
        raise Unreadable(name, Fault.NO_PAGE, Remedy.AS_HTML)
    return page(name, _body(html), limits, html.get_content_charset())


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
