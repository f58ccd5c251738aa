"""WordprocessingML: the names of its elements, and how the small values in them are read (ECMA-376 part 1, 17)."""

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_OFF = frozenset(("0", "false", "off", "none"))


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
