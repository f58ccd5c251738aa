"""What part of the graph is looked at: the parameters of an address, which is the permalink of the view."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.pages.addresses import ROOT
from api.pages.rendering import Asked
from graph.errors import ParameterError
from graph.exports.colours import COLOURS

PATH: Final = f"{ROOT}/explorer"
LARGEST: Final = 5_000  # nodes
_USUAL: Final = 300
_EXPANDED: Final = 200  # nodes around one that is expanded
_DEEPEST: Final = 3


class Sort(StrEnum):
    """What is shown of the things named: what is around them, their measures and all these name, who works together."""

    AROUND = "around"
    DUTIES = "duties"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class View:
    """A part of the graph: around ``nodes`` (IRIs, keys or names), and one step around those that were expanded.

    ``hidden`` are types of nodes that are left away.
    """

    sort: Sort
    nodes: tuple[str, ...]
    expanded: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    depth: int = 1
    most: int = _USUAL

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for yet."""
        return not self.nodes and self.sort != Sort.TOGETHER

    def around(self, node: str) -> "View":
        """One step around a node that is expanded."""
        return View(Sort.AROUND, (node,), most=_EXPANDED)


def view(asked: Asked) -> View:
    """The view that an address asks for; ParameterError where a value is none."""
    given = asked.values("node", "also", "hide")
    return View(
        _sort(asked.value("view", Sort.AROUND)),
        tuple(given.get("node", ())),
        tuple(dict.fromkeys(given.get("also", ()))),
        tuple(each for each in given.get("hide", ()) if each in COLOURS),
        _whole(asked, "depth", 1, _DEEPEST),
        _whole(asked, "most", _USUAL, LARGEST),
    )


def _sort(value: str) -> Sort:
    if value not in set(Sort):
        raise ParameterError("view", f"is {value!r}, not one of {', '.join(Sort)}")
    return Sort(value)


def _whole(asked: Asked, name: str, usual: int, largest: int) -> int:
    value = asked.value(name, str(usual))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= largest):
        raise ParameterError(name, f"is {value!r}, not a number from 1 to {largest}")
    return int(value)
