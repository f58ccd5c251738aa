"""Finds the places (地点) that a passage names: divisions, and rivers, reserves, zones, sites and other features.

Divisions and well-known features come from the gazetteer; other features are found by what their names end in (the
rules of ``rules/places.toml``). The longest printed name counts. No place is what stands inside the name of something
else: an agency, a firm, an event, a cited title (masked before), a quoted slogan, an economic belt.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from graph.known.rows import Level
from graph.model import PlaceType
from loaders.gazetteer import DivisionMention, gazetteer
from loaders.recognise.place_cores import part
from loaders.recognise.place_forms import SUFFIXES, PlaceMention, formed
from loaders.rulebook import rulebook

__all__ = ["PlaceMention", "places"]

_LIST = "places/list"  # whose members are no divisions, however they are called: 白沙、清川等镇
_ROAD = 16  # characters before a place in which the road's name may stand
_SHORT_QUOTE = 12  # characters of a quotation that is a name or a slogan rather than a sentence
# What firms, newspapers and banks call themselves by.
_NAMING = frozenset(f"places/{rule}" for rule in ("division", "area", "feature", "river", "lake"))


def places(
    passage: str, within: str | None, year: int | None, agencies: Sequence[tuple[int, int]] = ()
) -> tuple[PlaceMention, ...]:
    """The places named in ``passage``, a text of the jurisdiction ``within``, outside the names of ``agencies``.

    >>> [place.name for place in places("治理澄阳市石桥水库、黛溪县金溪河", "云岭省", 2021)]
    ['澄阳市', '石桥水库', '黛溪县', '金溪河']
    """
    listed = [_lengthened(passage, mention) for mention in _listed(passage, within, year)]
    by_form = [_absorbed(passage, mention, listed) for mention in formed(passage, listed)]
    named = _longest([*(one for one in by_form if one.rule == _LIST), *listed, *by_form])
    if not named:
        return ()
    events = [found.span() for found in part("nth").finditer(passage)]
    names = (*_bodies(agencies, named), *events)
    found = [mention for mention in _outside(passage, named) if not _covered(mention, names)]
    return tuple(reversed(found))


def _bodies(agencies: Iterable[tuple[int, int]], named: Sequence[PlaceMention]) -> Iterator[tuple[int, int]]:
    """The agencies' names but those that are a place's only: a division that acts itself (清川市石梁镇要…)."""
    places = {(one.start, one.end) for one in named}
    ends = {one.end for one in named if one.type is PlaceType.DIVISION}
    return (span for span in agencies if span not in places and span[1] not in ends)


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
    if beside:
        return True
    listed = _NEXT_RIVERS.match(passage, end) or _LAST_RIVER.search(passage, max(0, start - 6), start)
    return listed is not None and any(name not in gazetteer().bare for name in listed[0].split("、") if name)


_NEXT_RIVERS = re.compile("(?:、[一-鿿]{1,4}?[江河湖溪](?=[、,。;)等沿两流]))+")
_LAST_RIVER = re.compile("(?<![一-鿿])[一-鿿]{1,4}[河湖溪]、\\Z")
_BY_RIVER = re.compile("[江河]\\((?:[一-鿿]{1,3}江、)*\\Z")


def _lengthened(passage: str, mention: PlaceMention) -> PlaceMention:
    """A known feature with what belongs to its name: 乌江水系, 长江上游干流流域."""
    tail = part("tail").match(passage, mention.end)
    return _from(passage, mention.start, tail.end(), mention) if tail and mention.rule == "places/feature" else mention


def _from(passage: str, start: int, end: int, mention: PlaceMention) -> PlaceMention:
    """The feature with other bounds."""
    return replace(mention, start=start, end=end, mention=passage[start:end], name=passage[start:end])


def _absorbed(passage: str, mention: PlaceMention, listed: Iterable[PlaceMention]) -> PlaceMention:
    """A protected area with the division's or river's name right before it, which is part of its official name."""
    before = next((one for one in listed if one.end == mention.start), None)
    if before is None or before.mention.endswith(_WHOLE) or not _absorbs(mention, before):
        return mention
    return _absorbed(passage, _from(passage, before.start, mention.end, mention), listed)


_WHOLE = (*SUFFIXES, "流域", "水系", "库区")  # names that no other begins with


def _absorbs(mention: PlaceMention, before: PlaceMention) -> bool:
    """Whether names of that sort begin with such a one: any short name, or a feature's only."""
    taken = _absorbing().get(mention.rule)
    return taken is True or (taken == "feature" and before.type is PlaceType.FEATURE)


@cache
def _absorbing() -> Mapping[str, bool | str]:
    rules = rulebook("places").rules
    return {f"places/{rule.name}": rule.fields["absorbs"] for rule in rules if "absorbs" in rule.fields}


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
        or (mention.mention[-1] not in SUFFIXES and part("street").match(passage, mention.end) is not None)
        or _of_road(passage, mention)
        or any(_ends_before(part(guard).match(passage, mention.end), limit) for guard in guards)
        or _inside_quotation(passage, mention)
    )


def _of_road(passage: str, mention: PlaceMention) -> bool:
    """Whether it tells of a road which section is meant: 清岚高速黛溪至榆溪段."""
    before = part("road").search(passage, max(0, mention.start - _ROAD), mention.start)
    return before is not None and part("section").match(passage, mention.end) is not None


def _ends_before(found: re.Match[str] | None, limit: int) -> bool:
    return found is not None and found.end() <= limit


def _inside_quotation(passage: str, mention: PlaceMention) -> bool:
    """Whether it is a part of a short quoted name: “清川生态日”."""
    opened = passage.rfind("“", max(0, mention.start - _SHORT_QUOTE), mention.start)
    closed = passage.find("”", mention.end, mention.end + _SHORT_QUOTE)
    if opened < 0 or closed < 0 or "”" in passage[opened : mention.start] or closed - opened > _SHORT_QUOTE:
        return False
    return passage[opened + 1 : closed] != mention.mention
