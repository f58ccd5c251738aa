"""OFD files (GB/T 33190-2016): the text and line objects of each page, read as printed pages.

A package of XML: ``OFD.xml`` names the documents, each document its pages, each page its objects. Templates (what
stands on every page), annotations, seals and attachments are not read.
"""

import posixpath
from collections.abc import Iterator

from lxml.etree import _Element

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.blocks import Contents, TooLarge
from loaders.formats.ofd_objects import glyphs, local, numbers, rules
from loaders.formats.package import Package, opened
from loaders.formats.printed import blocks
from loaders.formats.sheet import Sheet
from loaders.limits import Limits

_POINTS = 72 / 25.4  # a millimetre
_A4 = (0.0, 0.0, 210.0, 297.0)


def read(name: str, data: bytes, limits: Limits) -> Contents:
    """The paragraphs and tables of an OFD file, in reading order."""
    package = opened(name, data, limits)
    if any("encrypt" in posixpath.basename(member).lower() for member in package.archive.namelist()):
        raise Unreadable(name, Fault.ENCRYPTED, Remedy.NO_PASSWORD)
    sheets = list(_sheets(package, limits))
    if not any(sheet.glyphs for sheet in sheets):
        raise Unreadable(name, Fault.SCAN, Remedy.RECOGNISE, empty=len(sheets), pages=len(sheets))
    try:
        return Contents(tuple(blocks(sheets, limits.cells)), "utf-8")
    except TooLarge as fault:
        raise Unreadable(name, fault.fault, Remedy.SPLIT, most=fault.most) from fault


def _sheets(package: Package, limits: Limits) -> Iterator[Sheet]:
    number = characters = 0
    for root in _texts(_part(package, "OFD.xml"), "DocRoot"):
        place = _resolved("", root)
        document = _part(package, place)
        usual = _box(document)
        for page in _all(_first(document, "Pages"), "Page"):
            number += 1
            if number > limits.pages:
                raise Unreadable(package.name, Fault.MANY_PAGES, Remedy.SPLIT, most=limits.pages)
            content = _part(package, _resolved(place, page.get("BaseLoc") or ""))
            sheet = _sheet(number, content, _box(content) or usual or _A4)
            characters += len(sheet.glyphs)
            if characters > limits.characters:
                raise Unreadable(package.name, Fault.MANY_CHARACTERS, Remedy.SPLIT, most=limits.characters)
            yield sheet


def _sheet(number: int, page: _Element, box: tuple[float, ...]) -> Sheet:
    content = _first(page, "Content")
    _, _, width, height = (size * _POINTS for size in box)
    if content is None:
        return Sheet(number, width, height, ())
    return Sheet(number, width, height, tuple(glyphs(content, _POINTS)), tuple(rules(content, _POINTS)))


def _part(package: Package, member: str) -> _Element:
    root = package.xml(member)
    if root is None:
        raise Unreadable(package.name, Fault.MEMBER_MISSING, Remedy.AS_OFD, member=member or "?")
    return root


def _resolved(base: str, place: str) -> str:
    """The member that a place means: from the root of the package, or beside the part that names it.

    >>> _resolved("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), _resolved("Doc_0/Document.xml", "/Doc_0/a.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'Doc_0/a.xml')
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place.strip())).lstrip("/")


def _box(root: _Element) -> tuple[float, ...] | None:
    """The size of a page in millimetres, as a document or a page states it."""
    found = next((numbers(text) for text in _texts(root, "PhysicalBox")), None)
    return tuple(found) if found and len(found) == 4 and min(found[2:]) > 0 else None


def _first(root: _Element | None, name: str) -> _Element | None:
    return next(_all(root, name), None)


def _all(root: _Element | None, name: str) -> Iterator[_Element]:
    return (each for each in root.iter() if local(each) == name) if root is not None else iter(())


def _texts(root: _Element, name: str) -> Iterator[str]:
    return (each.text or "" for each in _all(root, name))
