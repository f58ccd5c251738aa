"""Word's automatic numbers: which number a paragraph bears, told from ``numbering.xml`` and ``styles.xml``.

ECMA-376 part 1, 17.9: a paragraph names a list (``numId``) and a level in it, itself or through its style; the list is
an instance of an abstract list, whose instances go on counting together unless one says where it starts anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from loaders.formats.numerals import numeral
from loaders.formats.word import W, number, on, value

_SUFFIXES = {"space": " ", "nothing": ""}
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its numbers look, and which level above it makes it start anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    legal: bool = False  # every number in Arabic digits
    restart: int | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """An instance of an abstract list."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    lists: dict[str, _List]
    styles: dict[str, _Element]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def of(self, paragraph: _Element) -> str:
        """The number that the paragraph bears, with what parts it from the text; counts it."""
        list_id, depth = self._place(paragraph)
        numbered = self.lists.get(list_id or "")
        level = numbered.levels.get(depth) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._counted(list_id or "", numbered, depth)
        printed = re.sub("%([1-9])", lambda found: _printed(numbered, counts, int(found[1]) - 1, level), level.text)
        return printed + level.suffix if printed.strip() else ""

    def style_name(self, paragraph: _Element) -> str:
        """The name of the paragraph's style, in lower case."""
        style = self.styles.get(_style_id(paragraph) or "")
        return (value(style, "name") or "").lower() if style is not None else ""

    def _place(self, paragraph: _Element) -> tuple[str | None, int]:
        """List and level of a paragraph, by its own word or by that of its styles."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        list_id = value(own, "numId") if own is not None else None
        depth = number(own, "ilvl") if own is not None else None
        if list_id is not None:
            return list_id, depth or 0
        chain = list(self._styles(_style_id(paragraph)))
        list_id = next((found for _, each in chain if (found := value(each, "numId")) is not None), None)
        depths = [depth, *(number(each, "ilvl") for _, each in chain)]
        depth = next((each for each in depths if each is not None), None)
        if depth is None and list_id in self.lists:
            depth = _linked(self.lists[list_id], [style for style, _ in chain])
        return list_id, depth or 0

    def _styles(self, style_id: str | None) -> Iterator[tuple[str, _Element]]:
        """What a style and those it is based on say of numbers, the nearest first."""
        seen: set[str] = set()
        while style_id and style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            style = self.styles[style_id]
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                yield style_id, found
            style_id = value(style, "basedOn")

    def _counted(self, list_id: str, numbered: _List, depth: int) -> dict[int, int]:
        counts = self.counts.setdefault(numbered.abstract, {})
        if depth in numbered.restarts and (list_id, depth) not in self.begun:
            counts[depth] = numbered.restarts[depth]
        else:
            counts[depth] = counts.get(depth, numbered.levels[depth].start - 1) + 1
        self.begun.add((list_id, depth))
        for lower in [lower for lower in counts if lower > depth and _restarts(numbered, lower, depth)]:
            del counts[lower]
        return counts


def numbering(lists: _Element | None, styles: _Element | None) -> Numbering:
    """The lists that ``numbering.xml`` and ``styles.xml`` define, none of them counted yet."""
    found = {str(style.get(f"{W}styleId")): style for style in styles.iter(f"{W}style")} if styles is not None else {}
    if lists is None:
        return Numbering({}, found)
    abstract = {str(each.get(f"{W}abstractNumId")): each for each in lists.iter(f"{W}abstractNum")}
    instances = {str(each.get(f"{W}numId")): each for each in lists.iter(f"{W}num")}
    read = {key: _instance(each, abstract, instances, found) for key, each in instances.items()}
    return Numbering({key: each for key, each in read.items() if each}, found)


def _instance(
    instance: _Element, abstract: dict[str, _Element], instances: dict[str, _Element], styles: dict[str, _Element]
) -> _List | None:
    key = _abstract_id(instance, abstract, instances, styles)
    if key is None:
        return None
    levels = {_depth(each): _level(each, _Level()) for each in abstract[key].findall(f"{W}lvl")}
    restarts = {}
    for override in instance.findall(f"{W}lvlOverride"):
        depth = _depth(override)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[depth] = _level(own, levels.get(depth, _Level()))
        start = number(override, "startOverride")
        if start is not None:
            restarts[depth] = start
    return _List(key, levels, restarts)


def _abstract_id(
    instance: _Element, abstract: dict[str, _Element], instances: dict[str, _Element], styles: dict[str, _Element]
) -> str | None:
    """The abstract list of an instance; one that only names a list style stands for that style's list."""
    for _ in range(3):
        key = value(instance, "abstractNumId")
        if key not in abstract:
            return None
        style = value(abstract[key], "numStyleLink")
        if style not in styles:
            return key
        linked = value(styles[style].find(f"{W}pPr/{W}numPr"), "numId")
        if linked not in instances:
            return key
        instance = instances[linked]
    return None


def _level(element: _Element, base: _Level) -> _Level:
    start, form, text, suffix = (
        number(element, "start"),
        _form(element),
        value(element, "lvlText"),
        value(element, "suff"),
    )
    return replace(
        base,
        start=base.start if start is None else start,
        form=form or base.form,
        text=base.text if text is None else text,
        suffix=_SUFFIXES.get(suffix or "", "\t"),
        legal=on(element.find(f"{W}isLgl")),
        restart=number(element, "lvlRestart"),
        style=value(element, "pStyle"),
    )


def _form(element: _Element) -> str | None:
    """The format of a level's numbers, that for older programs where the newer one is of their own making."""
    forms = [str(each.get(f"{W}val")) for each in element.iter(f"{W}numFmt")]
    return next((form for form in forms if form != "custom"), None)


def _depth(element: _Element) -> int:
    found = element.get(f"{W}ilvl") or "0"
    return int(found) if found.isdigit() else 0


def _printed(numbered: _List, counts: dict[int, int], depth: int, at: _Level) -> str:
    """The number of a level as it shows at the level ``at`` (1.2 at the second); where it starts before it is used."""
    level = numbered.levels.get(depth)
    if level is None:
        return ""
    return numeral(counts.get(depth, level.start), "decimal" if at.legal else level.form)


def _restarts(numbered: _List, lower: int, depth: int) -> bool:
    level = numbered.levels.get(lower)
    return level is None or level.restart is None or depth < level.restart


def _linked(numbered: _List, styles: list[str]) -> int | None:
    return next((depth for depth, level in numbered.levels.items() if level.style in styles), None)


def _style_id(paragraph: _Element) -> str | None:
    properties = paragraph.find(f"{W}pPr")
    return value(properties, "pStyle") if properties is not None else None
