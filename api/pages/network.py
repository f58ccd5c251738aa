"""The network of agencies (协作网络): who shares measures with whom, drawn, with its communities, bridges and years."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.rendering import Asked
from api.pages.worked import is_crowded, worked
from graph.collections import collections, select
from graph.store import Store

if TYPE_CHECKING:
    from graph.findings.network import Member, Network, Tie

_FILTERS = ("text", "division", "document")
_SOME = 50  # documents; of more the network of all agencies is not measured unasked
_DRAWN = 40  # agencies in the drawing
_TIES = 120  # and ties
_AS_DRAWN = f"/pages/explorer/graph?view=together&most={_DRAWN}&format=gexf"
_PLANS = 100  # documents of a theme
_PLACE = re.compile("[^省市州县区盟旗]{1,6}?(?:省|自治区|自治州|市|州|县|区|盟|旗)")
_APART = 5.5
_SIDE = 760
_MARGIN = 90
_ROOM = (100, 46)  # of an agency with its name, across and down
_TURNS = 60  # of the forces between them
_STEPS = 120  # of moving them apart
_PUSH = (1 / 16, 1 / 4)  # of what is missing between two, across and down, that each gives way at once


@dataclass(frozen=True, slots=True)
class Spot:
    """An agency in the drawing; ``size`` is its radius, ``label`` its name without the place that most share."""

    member: "Member"
    label: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Wire:
    """A tie in the drawing."""

    one: Spot
    other: Spot
    measures: int
    width: float
    is_bridge: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The agencies with most shared measures, and the strongest ties between them."""

    spots: tuple[Spot, ...]
    wires: tuple[Wire, ...]
    side: int = _SIDE


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows; ``network`` is None where there is nothing, or something is still to be chosen.

    ``whole`` is where that of all agencies is measured, where that was not done and is possible.
    """

    values: Mapping[str, list[str]]
    network: "Network | None"
    drawing: Drawing
    is_open: bool
    is_busiest: bool
    whole: str
    data: str
    gexf: str


def network(store: Store, asked: Asked) -> Page:
    """The network of the measures that fit: that have the words, in the division or in the document.

    Of some documents that is measured only when asked for where nothing is chosen (``whole``), of many it is too much:
    there ``busiest`` asks for the agencies with most measures.
    """
    values = asked.values(*_FILTERS)
    wanted = {name: some[0] for name, some in values.items()}
    crowded = is_crowded(store)
    is_much = not wanted and is_crowded(store, _SOME)
    is_busiest = crowded and is_much and bool(asked.value("busiest"))
    is_open = is_much and not (is_busiest if crowded else asked.value("whole"))
    make = _of_busiest if is_busiest else _measured
    found = None if is_open else worked(store, ("network", repr(wanted)), lambda: make(store, wanted))
    shown = found if found and found.members else None
    pairs = urlencode(wanted)
    return Page(
        values,
        shown,
        worked(store, ("drawing", repr(wanted)), lambda: _drawing(shown)) if shown else Drawing((), ()),
        is_open,
        is_busiest,
        asked.again(whole="yes") if is_open and not crowded else "",
        f"/network?{urlencode([(name, value) for name, value in wanted.items() if name != 'text'])}",
        _AS_DRAWN if is_busiest else f"/exports/network?format=gexf&{pairs}",
    )


def _of_busiest(store: Store, _wanted: Mapping[str, str]) -> "Network":
    from graph.findings.duties import busiest  # noqa: PLC0415 (networkx is slow to load and seldom needed)
    from graph.findings.network import among  # noqa: PLC0415

    return among(busiest(store, _DRAWN))


def _measured(store: Store, wanted: Mapping[str, str]) -> "Network":
    from graph.findings.duties import duties, of_measures  # noqa: PLC0415 (networkx is slow to load and seldom needed)
    from graph.findings.network import network as measured  # noqa: PLC0415

    found = of_measures(store, _themed(store, wanted)) if "text" in wanted else duties(store, wanted)
    return measured(found, modular=False)


def _themed(store: Store, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """The measures that have the words, and those of documents that bear them in their titles."""
    listed = collections()
    given = {name: value for name, value in wanted.items() if name != "document"}
    plans = select(store, listed["documents"], given).nodes if "document" not in wanted else ()
    titled = (select(store, listed["measures"], {"document": plan}).nodes for plan in plans[:_PLANS])
    return tuple(dict.fromkeys(chain(select(store, listed["measures"], wanted).nodes, *titled)))


def _drawing(found: "Network") -> Drawing:
    """Agencies where the forces of their ties leave them, the same each time."""
    members = sorted(found.members, key=lambda each: (-each.shared, each.name))[:_DRAWN]
    known = {each.name: each for each in members}
    ties = _strongest([tie for tie in found.ties if tie.one in known and tie.other in known])
    places = _places([each.name for each in members], ((tie.one, tie.other) for tie in ties))
    most = max(each.measures for each in members)
    spots = {
        each.name: Spot(each, label, *places[each.name], round(6 + 12 * math.sqrt(each.measures / most), 1))
        for each, label in zip(members, _labels([each.name for each in members]), strict=True)
    }
    strongest = max((tie.measures for tie in ties), default=1)
    wires = (
        Wire(spots[tie.one], spots[tie.other], tie.measures, round(1 + 5 * tie.measures / strongest, 1), tie.bridge)
        for tie in ties
    )
    return Drawing(tuple(spots.values()), tuple(wires))


def _strongest(ties: "Sequence[Tie]") -> "list[Tie]":
    """The strongest of the ties, and of each agency its own strongest, so that none stands alone that has some."""
    own: dict[str, Tie] = {}
    for tie in ties:
        own.setdefault(tie.one, tie)
        own.setdefault(tie.other, tie)
    return list(dict.fromkeys([*own.values(), *ties[:_TIES]]))[:_TIES]


def _labels(names: Sequence[str]) -> list[str]:
    """The names without the place that most begin with.

    >>> _labels(["云岭省水利厅", "云岭省财政厅", "清川市人民政府"])
    ['水利厅', '财政厅', '清川市人民政府']
    """
    places = Counter(found[0] for name in names if (found := _PLACE.match(name)))
    common, count = next(iter(places.most_common(1)), ("", 0))
    shared = common if 2 * count > len(names) else ""
    return [name.removeprefix(shared) or name for name in names]


def _places(names: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    from graph.exports.svg import laid  # noqa: PLC0415 (as above)

    found = laid(names, ties, _APART, _TURNS)
    across, down = (_spread([place[side] for place in found.values()]) for side in (0, 1))
    return _apart({name: (across(x), down(y)) for name, (x, y) in found.items()})


def _apart(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The places moved away from each other, and no further than the margins, until names can be read."""
    import numpy as np  # noqa: PLC0415 (as above)

    spots = np.array([*places.values()])
    ones, others = np.triu_indices(len(spots), 1)
    for _ in range(_STEPS):
        gaps = spots[others] - spots[ones]
        missing = _ROOM - abs(gaps)
        near = (missing[:, 0] > 0) & (missing[:, 1] > 0)
        if not near.any():
            break
        push = missing[near] * np.where(gaps[near] < 0, -1, 1) * _PUSH
        np.subtract.at(spots, ones[near], push)
        np.add.at(spots, others[near], push)
        np.clip(spots, _MARGIN, _SIDE - _MARGIN, out=spots)
    return {name: (round(float(x), 1), round(float(y), 1)) for name, (x, y) in zip(places, spots, strict=True)}


def _spread(values: Sequence[float]) -> Callable[[float], float]:
    """Has values fill the drawing from margin to margin."""
    low, width = min(values), max(values) - min(values)
    return lambda value: round(_MARGIN + (_SIDE - 2 * _MARGIN) * ((value - low) / width if width else 0.5), 1)
