"""Papers with a reader's marks in their text: what a careful reader finds there, told by where it is printed.

``⟦清川市⟧`` is a place, ``⟦清川=清川市⟧`` one that is printed short; ``⟪处理率达到95%｜>=95%⟫`` holds a target: how its
figure binds (``↑``, ``↓``: by how much it changes), the figure, its unit; several are parted by ``；``.
"""

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from graph.model import Document, SourceFile
from loaders import load
from tests.scoring import Score

Key = tuple[str, ...]
"""A measure's number (``plan`` outside every measure) and what is found in it."""

_MARK = re.compile(r"⟦(?P<print>[^=⟧]*)(?:=(?P<name>[^⟧]*))?⟧|⟪|｜(?P<aims>[^⟫]*)⟫")
_AIM = re.compile(r"(?P<change>[↑↓]?)(?P<binds>[<>]?=|[<>])(?P<value>[\d.]+|[Ⅰ-Ⅴ])(?P<unit>.*)")
_PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Marked:
    """A paper's text without the marks; the places and the aims by where they are printed in it."""

    text: str
    places: tuple[tuple[int, str], ...]
    aims: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How well the places and the targets of a paper were found, and which were missed or are not marked."""

    places: Score
    targets: Score
    wrong: tuple[Key, ...]


def marked(raw: str) -> Marked:
    """The text and its marks.

    >>> marked("治理⟦清川=清川市⟧河道，⟪新建管网3公里｜=3公里⟫。")
    Marked(text='治理清川河道，新建管网3公里。', places=((2, '清川市'),), aims=((13, '=3公里'),))
    """
    text, end = "", 0
    places: list[tuple[int, str]] = []
    aims: list[tuple[int, str]] = []
    for mark in _MARK.finditer(raw):
        text += raw[end : mark.start()]
        if mark["print"]:
            places.append((len(text), mark["name"] or mark["print"]))
            text += mark["print"]
        aims += [(len(text) - 1, aim) for aim in (mark["aims"] or "").split("；") if aim]
        end = mark.end()
    return Marked(text + raw[end:], tuple(places), tuple(aims))


def found(paper: Marked) -> Found:
    """What the loader finds in a paper beside what is marked in it."""
    data = paper.text.encode()
    source = SourceFile("paper.txt", sha256(data).hexdigest(), len(data), "text/plain", "utf-8", paper.text)
    document = load(source, "paper")
    places, aims = _marks(paper, document)
    own = {(measure.number, place.name) for measure in document.measures for place in measure.places}
    targets = Counter(_targets(document))
    wrong = (*(places ^ own), *(aims - targets), *(targets - aims))
    return Found(
        Score(len(places & own), len(own), len(places)),
        Score((aims & targets).total(), targets.total(), aims.total()),
        tuple(sorted(wrong)),
    )


def _marks(paper: Marked, document: Document) -> tuple[set[Key], Counter[Key]]:
    """What is marked: the places of each measure, the aims of each and of the plan."""
    spans = [(each.evidence.start, each.evidence.end, each.number) for each in document.measures]

    def where(place: int) -> str:
        return next((number for start, end, number in spans if start <= place < end), _PLAN)

    places: set[Key] = {(where(place), name) for place, name in paper.places if where(place) != _PLAN}
    return places, Counter((where(place), *_aim(aim)) for place, aim in paper.aims)


def _aim(mark: str) -> Key:
    aim = _AIM.fullmatch(mark)
    assert aim, mark
    change = {"": "level", "↑": "increase", "↓": "decrease"}[aim["change"]]
    return change, aim["binds"], _figure(aim["value"]), aim["unit"]


def _targets(document: Document) -> list[Key]:
    holders = [(measure.number, target) for measure in document.measures for target in measure.targets]
    holders += [(_PLAN, target) for target in document.targets]
    return [
        (number, each.change.value, each.comparator.value, _figure(str(each.value)), each.unit)
        for number, each in holders
    ]


def _figure(value: str) -> str:
    return str(float(value)) if value[0].isdigit() else value
