"""WordprocessingML: the names of its elements, and how the small values in them are read (ECMA-376 part 1, 17)."""

import posixpath

from lxml.etree import _Element

from loaders.formats.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_USUAL = {"officeDocument": "word/document.xml"} | {
    kind: f"{kind}.xml" for kind in ("numbering", "styles", "footnotes", "endnotes")
}
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_OFF = frozenset(("0", "false", "off", "none"))


def part(package: Package, kind: str, of: str = "") -> tuple[str, _Element | None]:
    """Where in the package the part of a kind (officeDocument, numbering …) is that belongs to another, and its root.

    A file in the strict form of the standard is read as one in the usual form.
    """
    folder, name = posixpath.split(of)
    relations = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    targets = [each.get("Target") or "" for each in relations if _is_of(each, kind)] if relations is not None else []
    member = posixpath.normpath(posixpath.join("/", folder, targets[0] if targets else _USUAL[kind])).lstrip("/")
    data = package.read(member)
    if data is None:
        return member, None
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return member, package.parsed(member, data)


def _is_of(relation: _Element, kind: str) -> bool:
    return (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"


def value(parent: _Element | None, name: str) -> str | None:
    """The value of a property among the children of ``parent``."""
    found = parent.find(f"{W}{name}") if parent is not None else None
    return found.get(f"{W}val") if found is not None else None


def number(parent: _Element | None, name: str) -> int | None:
    """The value of a property that is a whole number; None where it is none."""
    found = value(parent, name) or ""
    return int(found) if found.removeprefix("-").isdecimal() and len(found) < 10 else None


def on(switch: _Element | None) -> bool:
    """Whether a switch is set: it is there, and does not say that it is off."""
    return switch is not None and (switch.get(f"{W}val") or "true").lower() not in _OFF
