"""Names of places that are told by their form: by what they end in, and where in a passage they may begin.

The rules are those of ``rules/places.toml``; what is known by name already (the gazetteer's) tells where others begin.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import PlaceType
from loaders.gazetteer import gazetteer
from loaders.names import words
from loaders.recognise.needs import worth_trying
from loaders.recognise.place_cores import is_name, may_stand, part, stands_alone
from loaders.rulebook import Rule, rulebook

Edges = Mapping[int, bool]
"""Where known names end, and whether another name may not run over that place."""

SUFFIXES = "省市州盟县区旗镇乡"
LISTS = ("places/list", "places/pair", "places/towns")
_ENDS = SUFFIXES + "道木"
_WATERS = "江河湖溪"
_LANDFORMS = _WATERS + "山"
_ALIKE = "山岭峡洞圩垸岛湾寺关村"  # two of a list that end so tell each other to be names
_SHORTEST = 2
_TOWNS = ("镇", "乡", "街道", "乡镇", "乡(镇)")
_EITHER = ("乡镇", "乡(镇)")  # which of the two each is stays open
_OWN = {"湿地": _WATERS, "水库": "湖", "镇": "镇"}  # what ends so in a list of them is none: 晋阳湖、郭堡水库
_TOWN_ENDS = "镇乡道木"
_AT = "在对沿向"
_ATTRIBUTES = "好新大小老各全本"  # 建好湛江 is no river


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as printed; ``name`` is a division's full name, a feature's is ``mention`` with what a list shares."""

    start: int
    end: int
    rule: str
    mention: str
    name: str
    type: PlaceType


def formed(passage: str, listed: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """The names that end as a rule says; where a town's or a zone's ends, another may begin."""
    rules = [rulebook("places").rules[place] for place in sorted(worth_trying(passage, "places"))]
    edges = {mention.end: mention.rule != "places/feature" for mention in listed}
    likely: list[PlaceMention] = []
    found: list[PlaceMention] = []
    for rule in sorted(rules, key=_turn):
        new = list(_by_rule(passage, rule, edges, likely))
        edges |= {mention.end: True for mention in new if rule.fields.get("edge")}
        found += new
    sure = [mention for mention in found if not _cuts(passage, mention, listed)]
    yield from sure
    yield from _beside(passage, [one for one in likely if not _cuts(passage, one, listed)], [*listed, *sure])


def _turn(rule: Rule) -> int:
    """Towns come first, then what else a name may begin behind."""
    return 2 - ("edge" in rule.fields) - ("division" in rule.fields)


def _beside(passage: str, likely: Sequence[PlaceMention], sure: Iterable[PlaceMention]) -> Iterator[PlaceMention]:
    """Those of the likely names that stand in a list beside a sure one, or beside one that does: 桂影市、鸫鸪水库."""
    rest, news = likely, [*sure, *_alike(passage, likely)]
    while rest and news:
        starts, ends = {one.start for one in news}, {one.end for one in news}
        news = [one for one in rest if _before(passage, one.start) in ends or _behind(passage, one.end) in starts]
        rest = [one for one in rest if one not in news]
        yield from news


def _alike(passage: str, likely: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Those of the likely names behind which another of their sort stands in a list: 六鼎山、鸫鸪山."""
    first = {one.start: one for one in likely if one.mention[-1] in _ALIKE}
    for one in first.values():
        other = first.get(_behind(passage, one.end))
        if other and _tell_each_other(one.mention, other.mention):
            yield from (one, other)


def _tell_each_other(one: str, other: str) -> bool:
    """Whether they end in one word of which the longer cannot consist, or are long both."""
    long = [name for name in (one, other) if len(name) > _SHORTEST]
    return len(long) == 2 or (len(long) == 1 and one[-1] == other[-1])


def _before(passage: str, start: int) -> int:
    """Where the item of a list ends that stands before the one that starts there; -1 if none does."""
    joint = part("joint_before").search(passage, max(0, start - 2), start)
    return joint.start() if joint else -1


def _behind(passage: str, end: int) -> int:
    """Where the next item of a list starts behind the one that ends there; -1 if none does."""
    joint = part("joint").match(passage, end)
    return joint.end() if joint else -1


def _by_rule(passage: str, rule: Rule, edges: Edges, likely: list[PlaceMention]) -> Iterator[PlaceMention]:
    """The names by a rule; those that only a list may tell to be names are put with the ``likely``."""
    for head in rule.pattern.finditer(passage):
        start = _beginning(passage, head.start(), rule, edges)
        if start is None:
            continue
        sure = _is_behind(passage, start, rule, edges) or stands_alone(passage, (start, head.start()), rule)
        if "head" not in head.groupdict():
            found = _whole(passage, (start, head.end()), rule)
            likely.extend([] if sure else [found])
            yield from [found] if sure else ()
        elif sure and _are_named(passage[start : head.end("items")], each=rule.fields.get("each", False)):
            yield from _members(passage, head, start, f"places/{rule.name}")


def _is_behind(passage: str, start: int, rule: Rule, edges: Edges) -> bool:
    """Whether a known name ends there, of such a sort as the rule asks for."""
    sort = rule.fields.get("listed", "place")
    return start in edges and (sort == "place" or (sort == "town" and passage[start - 1] in _TOWN_ENDS))


def _whole(passage: str, span: tuple[int, int], rule: Rule) -> PlaceMention:
    kind = PlaceType.DIVISION if rule.fields.get("division") else PlaceType.FEATURE
    text = passage[slice(*span)]
    return PlaceMention(*span, f"places/{rule.name}", text, text, kind)


def _beginning(passage: str, head: int, rule: Rule, edges: Edges) -> int | None:
    """Where the name that ends in a head begins: the nearest place where a name may."""
    least, most = rule.fields["core"]
    if not most:
        return head
    for start in range(head - 1, max(head - most, 0) - 1, -1):
        if not _is_han(passage, start):
            return None
        if start <= head - least and _may_begin(passage, start, rule, edges):
            own = start + _foreign(passage[start:head], rule)
            return own if _is_own(passage, (own, head), rule, edges) else None
    return None


def _foreign(core: str, rule: Rule) -> int:
    """How many of the characters are another's name: the river's in 汐河柳村乡, the village's in 柳村汐河."""
    other = rule.fields.get("behind")
    found = re.match(other, core) if other else None
    return found.end() if found else 0


def _is_han(passage: str, place: int) -> bool:
    return place >= 0 and "一" <= passage[place] <= "鿿"


def _may_begin(passage: str, start: int, rule: Rule, edges: Edges) -> bool:
    if start in edges or not _is_han(passage, start - 1):
        return True
    if rule.fields.get("bounded"):
        told = passage[start - 1] in _AT and (start - 1 in edges or not _is_han(passage, start - 2))
        return told or passage[start - 2 : start] in words().lead
    return words().may_begin(passage, start)


def _is_own(passage: str, span: tuple[int, int], rule: Rule, edges: Edges) -> bool:
    """Whether the characters before a head are a name of the rule's sort that begins where it seems to."""
    start, head = span
    core, fields = passage[start:head], rule.fields
    shared = fields.get("own") and core[-1] not in _LANDFORMS  # 青山湖污水处理厂 is named after the lake
    if head in edges and (shared or (core[-1] in SUFFIXES and core not in gazetteer().bare)):
        return False
    if _is_joined(core) if start in edges else not may_stand(passage, span, rule):
        return False
    within = any(_parts(passage, span, edge, rule) for edge, parts in edges.items() if parts)
    watery = "division" in fields or "listed" in fields
    known = head in edges and core in gazetteer().bare
    known = known or (_is_told(passage, span, fields, edges) and part("everyday_town").fullmatch(core) is not None)
    return not within and (known or is_name(core, strict=fields.get("strict", False), watery=watery))


def _is_told(passage: str, span: tuple[int, int], fields: Mapping[str, Any], edges: Edges) -> bool:
    """Whether an everyday word may be a name there: a town's behind its county, a village's in a list."""
    start, head = span
    if "division" in fields:
        return edges.get(start, False)
    return "listed" in fields and "、" in (passage[start - 1 : start], passage[head + 1 : head + 2])


def _is_joined(core: str) -> bool:
    """Whether its first character joins it to the name before it: 清川市到云屏山."""
    return core[0] in words().lead and core[:2] not in words().not_lead


def _parts(passage: str, span: tuple[int, int], edge: int, rule: Rule) -> bool:
    """Whether a name ends within another; 云南 does not in 云南驿镇: what stands behind it is no name by itself."""
    start, head = span
    return start < edge < head and (edge <= head - rule.fields["core"][0] or passage[edge - 1] in _ENDS)


def _are_named(items: str, *, each: bool) -> bool:
    """Whether no word leads within a list's items, and, if asked, ``each`` may be a name."""
    names = re.split("[、和]", items)
    return not any(map(words().leads, names)) and (
        not each or all(is_name(item, strict=True, watery=True) for item in items.split("、"))
    )


def _members(passage: str, found: re.Match[str], start: int, rule: str) -> Iterator[PlaceMention]:
    """The members of a list that prints its head once: 甲、乙、丙3大水电站库区 → 甲水电站库区 and so on."""
    kind = PlaceType.DIVISION if found["head"] in _TOWNS else PlaceType.FEATURE
    for item in re.finditer("[^、和]+", passage[start : found.end("items")]):
        begin, end = start + item.start(), start + item.end()
        own = found["head"] in _EITHER or item[0][-1] in _OWN.get(found["head"], "")
        name = item[0] if own else item[0] + found["head"]
        yield PlaceMention(begin, end, rule, item[0], name, kind)


def _cuts(passage: str, mention: PlaceMention, listed: Sequence[PlaceMention]) -> bool:
    """Whether a known name begins inside it and holds what it ends in: 好长江 is no river; 、老白山 begins an item."""
    if mention.rule in LISTS:
        return False
    inside = [one for one in listed if mention.start < one.start < mention.end <= one.end]
    if _are_two(mention, listed):
        return True
    anchored = mention.mention[0] in "东西南北" or passage[mention.start - 1 :][:1] == "、"
    if anchored or any(one.end == mention.start for one in listed):
        return any(one.end > mention.end and one.type is PlaceType.FEATURE for one in inside)  # 、江山江郎山
    whole = mention.mention[-1] in _WATERS and mention.mention[0] not in _ATTRIBUTES  # 治理浦阳江: 阳江 is in it
    return any(not (whole and one.type is PlaceType.DIVISION) for one in inside)


def _are_two(mention: PlaceMention, listed: Sequence[PlaceMention]) -> bool:
    """Whether it is a division's known name and right behind it another known one: 黛溪金江."""
    first = next((one for one in listed if one.start == mention.start and one.type is PlaceType.DIVISION), None)
    return first is not None and any((one.start, one.end) == (first.end, mention.end) for one in listed)
