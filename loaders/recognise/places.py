"""Finds the places (地点) that a passage names: divisions, and rivers, reserves, zones, sites and other features.

Divisions and well-known features come from the gazetteer; other features are found by what their names end in (the
rules of ``rules/places.toml``). The longest printed name counts. No place is what stands inside the name of something
else: an agency, a firm, an event, a cited title (masked before), a quoted slogan, an economic belt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.known.rows import Level
from graph.model import PlaceType
from loaders.gazetteer import DivisionMention, gazetteer
from loaders.names import words
from loaders.recognise.place_cores import is_name, part, stands_alone
from loaders.rulebook import Rule, rulebook

Edges = Mapping[int, bool]
"""Where known names end, and whether another name may not run over that place."""

_SHORT_QUOTE = 12  # characters of a quotation that is a name or a slogan rather than a sentence
_SUFFIXES = "省市州盟县区旗镇乡"
_TOWNS = ("镇", "乡", "街道")
_LISTS = ("places/list", "places/pair")
# What firms, newspapers and banks call themselves by.
_NAMING = frozenset(f"places/{rule}" for rule in ("division", "area", "feature", "river", "lake"))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as printed; ``name`` is a division's full name, a feature's is ``mention`` with what a list shares."""

    start: int
    end: int
    rule: str
    mention: str
    name: str
    type: PlaceType


def places(
    passage: str, within: str | None, year: int | None, agencies: Sequence[tuple[int, int]] = ()
) -> tuple[PlaceMention, ...]:
    """The places named in ``passage``, a text of the jurisdiction ``within``, outside the names of ``agencies``.

    >>> [place.name for place in places("治理澄阳市石桥水库、黛溪县金溪河", "云岭省", 2021)]
    ['澄阳市', '石桥水库', '黛溪县', '金溪河']
    """
    listed = [_lengthened(passage, mention) for mention in _listed(passage, within, year)]
    formed = [_absorbed(passage, mention, listed) for mention in _formed(passage, listed)]
    named = _longest([*(one for one in formed if one.rule in _LISTS), *listed, *formed])
    events = tuple(found.span() for found in part("nth").finditer(passage))
    found = [mention for mention in _outside(passage, named) if not _within_name(mention, agencies, events)]
    return tuple(reversed(found))


# --- names that are known -------------------------------------------------------------------------------------


def _listed(passage: str, within: str | None, year: int | None) -> Iterator[PlaceMention]:
    """The divisions, functional areas and features of the gazetteer."""
    for found in gazetteer().names(passage, within, year):
        mention = passage[found.start : found.end]
        if not isinstance(found, DivisionMention):
            yield PlaceMention(found.start, found.end, "places/feature", mention, mention, PlaceType.FEATURE)
        elif found.division.level is Level.AREA:
            yield PlaceMention(found.start, found.end, "places/area", mention, found.division.name, PlaceType.FEATURE)
        elif mention[-1] in "江河湖" and _is_water(passage, found.start, found.end):  # 牡丹江干流
            yield PlaceMention(found.start, found.end, "places/feature", mention, mention, PlaceType.FEATURE)
        else:
            name = found.division.name
            yield PlaceMention(found.start, found.end, "places/division", mention, name, PlaceType.DIVISION)


def _is_water(passage: str, start: int, end: int) -> bool:
    """Whether what stands beside a division's short name makes it the river's: 牡丹江干流, 红河(元江)."""
    beside = part("of_water").match(passage, end) or _BY_RIVER.search(passage, max(0, start - 20), start)
    return beside is not None


_BY_RIVER = re.compile("[江河]\\((?:[一-鿿]{1,3}江、)*\\Z")


def _lengthened(passage: str, mention: PlaceMention) -> PlaceMention:
    """A known feature with what belongs to its name: 乌江水系, 长江上游干流流域."""
    tail = part("tail").match(passage, mention.end)
    return _from(passage, mention.start, tail.end(), mention) if tail and mention.rule == "places/feature" else mention


def _from(passage: str, start: int, end: int, mention: PlaceMention) -> PlaceMention:
    """The feature with other bounds."""
    return replace(mention, start=start, end=end, mention=passage[start:end], name=passage[start:end])


# --- names that are found by their form -----------------------------------------------------------------------


def _formed(passage: str, listed: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """The names that end as a rule says; where a town's or a zone's ends, another may begin."""
    printed = frozenset(passage)
    rules = [rule for rule, first in _needs() if not printed.isdisjoint(first) and _is_needed(passage, rule)]
    edges = {mention.end: mention.rule != "places/feature" for mention in listed}
    first = [one for rule in rules if rule.fields.get("edge") for one in _by_rule(passage, rule, edges)]
    edges |= {mention.end: True for mention in first}
    rest = (one for rule in rules if not rule.fields.get("edge") for one in _by_rule(passage, rule, edges))
    yield from (mention for mention in (*first, *rest) if not _cuts(mention, listed))


@cache
def _needs() -> tuple[tuple[Rule, frozenset[str]], ...]:
    """The rules, each with the first characters of the words of which it needs one."""
    return tuple((rule, frozenset(word[0] for word in rule.fields["needs"])) for rule in rulebook("places").rules)


def _is_needed(passage: str, rule: Rule) -> bool:
    return any(word in passage for word in rule.fields["needs"])


def _by_rule(passage: str, rule: Rule, edges: Edges) -> Iterator[PlaceMention]:
    for head in rule.pattern.finditer(passage):
        start = _beginning(passage, head.start(), rule, edges)
        if start is not None and "head" in head.groupdict():
            yield from _members(passage, head, start, f"places/{rule.name}")
        elif start is not None:
            text = passage[start : head.end()]
            kind = PlaceType.DIVISION if rule.fields.get("division") else PlaceType.FEATURE
            yield PlaceMention(start, head.end(), f"places/{rule.name}", text, text, kind)


def _beginning(passage: str, head: int, rule: Rule, edges: Edges) -> int | None:
    """Where the name that ends in a head begins: the nearest place where a name may."""
    least, most = rule.fields["core"]
    if not most:
        return head
    reach = _HAN_RUN.search(passage, max(head - most, 0), head)
    for start in range(head - least, reach.start() - 1 if reach else head, -1):
        if _may_begin(passage, start, rule, edges):
            return start if _is_own(passage, (start, head), rule, edges) else None
    return None


_HAN_RUN = re.compile(r"[一-鿿]+\Z")


def _may_begin(passage: str, start: int, rule: Rule, edges: Edges) -> bool:
    if start in edges or not _HAN_RUN.search(passage, max(start - 1, 0), start):
        return True
    if rule.fields.get("bounded"):
        return passage[start - 2 : start] in words().lead
    return words().may_begin(passage, start)


def _is_own(passage: str, span: tuple[int, int], rule: Rule, edges: Edges) -> bool:
    """Whether the characters before a head are a name of the rule's sort that begins where it seems to."""
    start, head = span
    core = passage[start:head]
    if head in edges and (rule.fields.get("own") or (core[-1] in _SUFFIXES and core not in gazetteer().bare)):
        return False
    if start not in edges and not stands_alone(passage, span, rule):
        return False
    within = any(start < edge < head for edge, parts in edges.items() if parts)
    return not within and is_name(core, strict=rule.fields.get("strict", False))


def _members(passage: str, found: re.Match[str], start: int, rule: str) -> Iterator[PlaceMention]:
    """The members of a list that prints its head once: 甲、乙、丙3大水电站库区 → 甲水电站库区 and so on."""
    kind = PlaceType.DIVISION if found["head"] in _TOWNS else PlaceType.FEATURE
    for item in re.finditer("[^、和]+", passage[start : found.end("items")]):
        begin, end = start + item.start(), start + item.end()
        yield PlaceMention(begin, end, rule, item[0], item[0] + found["head"], kind)


def _cuts(mention: PlaceMention, listed: Sequence[PlaceMention]) -> bool:
    """Whether a known name begins inside it and holds what it ends in: 好长江 is no river."""
    anchored = (
        any(one.end == mention.start for one in listed) or mention.rule in _LISTS or mention.mention[0] in "东西南北"
    )
    return not anchored and any(mention.start < one.start < mention.end <= one.end for one in listed)


def _absorbed(passage: str, mention: PlaceMention, listed: Iterable[PlaceMention]) -> PlaceMention:
    """A protected area with the division's or river's name right before it, which is part of its official name."""
    before = next((one for one in listed if one.end == mention.start), None)
    if mention.rule not in _absorbing() or before is None or before.mention[-1] in _SUFFIXES:
        return mention
    return _absorbed(passage, _from(passage, before.start, mention.end, mention), listed)


@cache
def _absorbing() -> frozenset[str]:
    return frozenset(f"places/{rule.name}" for rule in rulebook("places").rules if rule.fields.get("absorbs"))


# --- choice ---------------------------------------------------------------------------------------------------


def _longest(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Those that no longer one covers in part or whole, in the order of the passage."""
    chosen: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda one: (one.start - one.end, one.start)):
        if not _covered(mention, ((one.start, one.end) for one in chosen)):
            chosen.append(mention)
    return sorted(chosen, key=lambda one: one.start)


def _covered(mention: PlaceMention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in spans)


def _within_name(mention: PlaceMention, agencies: Iterable[tuple[int, int]], events: Iterable[tuple[int, int]]) -> bool:
    """Whether it stands inside an agency's or an event's name; a division that acts itself (清川市要…) is a place."""
    larger = (span for span in agencies if span != (mention.start, mention.end))
    return _covered(mention, (*larger, *events))


def _outside(passage: str, named: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """From the last to the first, those that do not stand inside the name of something else.

    Such a name ends before the next place, and an organ is shared by the divisions of a list: 甲市、乙县党委和政府.
    """
    limit, shared = len(passage), False
    for mention in reversed(named):
        joined = shared and passage[mention.end : limit] in ("、", "和", "及")
        shared = joined or _ends_before(part("body").match(passage, mention.end), limit)
        if not shared and not _inside_other_name(passage, mention, limit):
            yield mention
        limit = mention.start


def _inside_other_name(passage: str, mention: PlaceMention, limit: int) -> bool:
    guards = ("event", "titled", "firm") if mention.rule in _NAMING else ("event", "titled")
    return (
        part("belt").match(passage, mention.end) is not None
        or any(_ends_before(part(guard).match(passage, mention.end), limit) for guard in guards)
        or _inside_quotation(passage, mention)
    )


def _ends_before(found: re.Match[str] | None, limit: int) -> bool:
    return found is not None and found.end() <= limit


def _inside_quotation(passage: str, mention: PlaceMention) -> bool:
    """Whether it is a part of a short quoted name: “清川生态日”."""
    opened = passage.rfind("“", max(0, mention.start - _SHORT_QUOTE), mention.start)
    closed = passage.find("”", mention.end, mention.end + _SHORT_QUOTE)
    if opened < 0 or closed < 0 or "”" in passage[opened : mention.start] or closed - opened > _SHORT_QUOTE:
        return False
    return passage[opened + 1 : closed] != mention.mention
