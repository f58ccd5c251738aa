"""Nodes and edges with attributes, as tools that draw and count graphs want them.

An attribute has one type in all nodes and edges, and only values of it: what a format cannot write is not in here.
Texts hold no characters that XML forbids.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

Plain = str | int | float | bool

# Characters that XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Type(StrEnum):
    """What the values of an attribute are; dates are ISO 8601."""

    STRING = "string"
    INTEGER = "integer"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its name in English for programs, its title in Chinese for people."""

    name: str
    title: str
    type: Type = Type.STRING


ATTRIBUTES: Final = (
    Attribute("kind", "类别"),
    Attribute("key", "文件键"),
    Attribute("document_number", "发文字号"),
    Attribute("issued", "成文日期", Type.DATE),
    Attribute("published", "发布日期", Type.DATE),
    Attribute("jurisdiction", "行政区"),
    Attribute("source_file", "来源文件"),
    Attribute("number", "编号"),
    Attribute("heading", "标题"),
    Attribute("text", "内容"),
    Attribute("modality", "情态"),
    Attribute("due", "到期日", Type.DATE),
    Attribute("due_basis", "到期依据"),
    Attribute("code", "区划代码"),
    Attribute("role", "职责"),
    Attribute("basis", "依据"),
    Attribute("mention", "原文写法"),
    Attribute("rank", "次序", Type.INTEGER),
    Attribute("comparator", "比较"),
    Attribute("value", "数值"),
    Attribute("unit", "单位"),
    Attribute("change", "变化"),
    Attribute("by", "指标期限", Type.DATE),
    Attribute("first", "原文起点", Type.INTEGER),
    Attribute("last", "原文终点", Type.INTEGER),
    Attribute("quote", "原文"),
    Attribute("measures", "措施数", Type.INTEGER),
    Attribute("shared", "共同措施数", Type.INTEGER),
    Attribute("community", "协作群", Type.INTEGER),
)
"""All attributes there are. None has a name that a format gives a meaning of its own: id, label, source, start …"""

TYPES: Final = {attribute.name: attribute.type for attribute in ATTRIBUTES}
TITLES: Final = {attribute.name: attribute.title for attribute in ATTRIBUTES}


@dataclass(frozen=True, slots=True)
class Node:
    """A document, measure, agency, place or indicator; ``id`` is its IRI."""

    id: str
    type: str
    label: str
    values: tuple[tuple[str, Plain], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """That a document contains a measure, a measure is assigned to an agency …; ``id`` is unique."""

    id: str
    type: str
    source: str
    target: str
    values: tuple[tuple[str, Plain], ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and the edges between them; of the nodes that were reached so many were ``left_out``."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0

    @property
    def truncated(self) -> bool:
        """Whether there are more nodes than these."""
        return self.left_out > 0

    def columns(self, elements: Iterable[Node | Edge]) -> tuple[Attribute, ...]:
        """The attributes that at least one of the elements has, in the order of the table."""
        used = {name for element in elements for name, _ in element.values}
        return tuple(attribute for attribute in ATTRIBUTES if attribute.name in used)


def plain(value: object) -> Plain:
    r"""The value as one that every format can write.

    >>> plain(date(2020, 12, 31)), plain(Decimal("96.2")), plain("a\x00b")
    ('2020-12-31', '96.2', 'ab')
    """
    match value:
        case bool() | int() | float():
            return value
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return _FORBIDDEN.sub("", str(value))
