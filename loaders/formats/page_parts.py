"""What of a web page is furniture: by its element, by what it is called, by how much of it is links.

Every element is measured once, from the innermost outwards, so that a hostile page costs no more than its size.
"""

import re
from dataclasses import dataclass
from functools import cache

from lxml.etree import _Element, iterwalk

from graph.faults import Fault
from loaders.blocks import TooLarge
from loaders.limits import Limits
from loaders.rulebook import rulebook

_TOKENS = re.compile(r"[a-z]+(?=[A-Z])|[A-Za-z]+")
_HAN = re.compile("[\u3400-\u9fff]")
_SLIGHT = 120  # characters beside its links that an element of furniture has at most
_MODEST = 400  # the same of one whose name is furniture beyond doubt
_SHORT = 8  # Chinese characters of a label or a button
_NEARLY_ALL = 0.8
_LINKS = 4  # links that make a list of links


@dataclass(frozen=True, slots=True)
class Measure:
    """What an element holds: how much text, how much of it in links, in how many; and if any, a table or a title.

    It ``says`` something if text outside of links is longer than a label.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    table: bool = False
    titled: bool = False
    says: bool = False


def measures(root: _Element, limits: Limits) -> dict[_Element, Measure]:
    """The measure of every element; TooLarge where they are nested too deep."""
    sums: list[Measure] = []
    found: dict[_Element, Measure] = {}
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            if len(sums) > limits.depth:
                raise TooLarge(Fault.DEEP, limits.depth)
            sums.append(Measure())
            continue
        own = _with(sums.pop(), element)
        found[element] = own
        if sums:
            sums[-1] = _added(sums[-1], own, element.tail)
    return found


def _with(inner: Measure, element: _Element) -> Measure:
    """The measure of an element from that of what it holds; scripts and the like hold nothing."""
    if element.tag in words("out"):
        return Measure()
    text = inner.text + _length(element.text)
    if element.tag == "a" and _leads_away(element.get("href") or ""):
        return Measure(text, text, 1, inner.table, inner.titled, inner.says)
    table, titled = inner.table or element.tag == "table", inner.titled or element.tag == "h1"
    says = inner.says or (element.tag != "a" and _is_long(element.text))
    return Measure(text, inner.linked, inner.links, table, titled, says)


def _added(over: Measure, own: Measure, tail: str | None) -> Measure:
    return Measure(
        over.text + own.text + _length(tail),
        over.linked + own.linked,
        over.links + own.links,
        over.table or own.table,
        over.titled or own.titled,
        over.says or own.says or _is_long(tail),
    )


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_long(text: str | None) -> bool:
    return bool(text) and len(_HAN.findall(str(text))) > _SHORT


def _leads_away(link: str) -> bool:
    """Whether a link leads to another page, not to a place of this one nor to an attachment."""
    return bool(link) and not link.startswith("#") and not link.lower().endswith(tuple(words("attached")))


# --- furniture -----------------------------------------------------------------------------------------------


@cache
def words(name: str) -> frozenset[str]:
    """A word list of ``rules/html.toml``."""
    return frozenset(rulebook("html").words[name])


def is_furniture(element: _Element, measure: Measure) -> bool:
    """Whether an element belongs to the page and not to the document."""
    if element.tag in words("out") or is_hidden(element):
        return True
    if element.tag not in words("block") or element.tag in ("html", "body") or measure.table:
        return False
    own = measure.text - measure.linked
    called = {token.lower() for token in _TOKENS.findall(_called(element))}
    if own <= _MODEST and called & words("plain_furniture") and not (measure.titled or is_content(element)):
        return True
    if own <= _SLIGHT and called & words("furniture") and not (measure.says or is_content(element)):
        return True
    return measure.links >= _LINKS and own * 4 <= measure.linked


def is_hidden(element: _Element) -> bool:
    """Whether an element is not shown."""
    return element.get("hidden") is not None or bool(_hidden().search(element.get("style") or ""))


@cache
def _hidden() -> re.Pattern[str]:
    return rulebook("html").compile("$hidden")


def _called(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def is_content(element: _Element) -> bool:
    """Whether an element is known by its name to hold the document."""
    names = {name.lower().rstrip("-_0123456789") for name in _called(element).split()}
    return element.tag in ("article", "main") or not names.isdisjoint(words("content"))


def content(root: _Element, found: dict[_Element, Measure]) -> _Element | None:
    """The element that holds the document: known by its name, with more than half of the page's text.

    Of those within one another it is the innermost, as long as it holds nearly all of the outermost.
    """
    known = [element for element in found if is_content(element) and found[element].text * 2 > found[root].text]
    most = max((found[element].text for element in known), default=0)
    whole = (element for element in known if found[element].text >= most * _NEARLY_ALL)
    return min(whole, key=lambda element: found[element].text, default=None)
