"""HTML pages: decoded, parsed leniently, read by ``loaders.formats.page``."""

from collections.abc import Iterator

from lxml import etree

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import CUT_OFF, Contents, Paragraph, TooLarge
from loaders.encoding import decoded
from loaders.formats.page import blocks
from loaders.limits import Limits
from loaders.rulebook import rulebook

_SHORTEST = 10  # characters of a document's title
_PROLOGUE = 8_192  # bytes in which a page declares its encoding


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The paragraphs and tables of the page ``data``, without scripts, hidden parts and the site's furniture."""
    return page(name, data, limits, _charset(data))


def page(name: str, data: bytes, limits: Limits, charset: str | None) -> Contents:
    """The contents of a page whose encoding is declared, inside or outside of it, to be ``charset``."""
    encoding, text = decoded(name, data, charset)
    root = _parsed(name, text, limits)
    cut = (Paragraph("", CUT_OFF),) if _is_cut(text) else ()
    try:
        found = (*blocks(root, limits), *cut) if root is not None else ()
    except TooLarge as fault:
        raise Unreadable(name, fault.fault, Remedy.PLAIN_TEXT, most=fault.most) from fault
    return Contents(found, encoding, tuple(_fields(root)) if root is not None else ())


def _is_cut(text: str) -> bool:
    """Whether a page that begins as a whole one has no end."""
    return rulebook("html").compile("$begun").search(text) is not None and (
        rulebook("html").compile("$ended").search(text) is None
    )


def _charset(data: bytes) -> str | None:
    found = rulebook("html").compile("$charset").search(data[:_PROLOGUE].decode("latin-1"))
    return found[1] if found else None


def _parsed(name: str, text: str, limits: Limits) -> "etree._Element | None":
    """The page's tree; whatever it declares, its characters are those of ``text`` and nothing outside is fetched."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    plain = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(plain, parser)
    except etree.XMLSyntaxError:  # nothing that could be a page
        return None
    if any("depth" in entry.message for entry in parser.error_log):
        raise Unreadable(name, Fault.DEEP, Remedy.PLAIN_TEXT, most=limits.depth)
    return root


def _fields(root: "etree._Element") -> Iterator[tuple[str, str]]:
    """What the page says of its document in its head; the title of the page where it names none."""
    labelled: dict[str, str] = {}
    for meta in root.iter("meta"):
        value = " ".join((meta.get("content") or "").split())
        for rule in rulebook("html").rules:
            if value and rule.pattern.match(meta.get("name") or ""):
                labelled.setdefault(rule.name, value)
    title = next((" ".join("".join(map(str, each.itertext())).split()) for each in root.iter("title")), "")
    named = rulebook("html").compile("$site").sub("", title)
    if len(named) >= _SHORTEST:
        labelled.setdefault("标题", named)
    yield from ((label, value) for label, value in sorted(labelled.items()) if value)
