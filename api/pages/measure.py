"""A measure: who answers for it and why, dates, targets, places, how far it has come, and its words in context."""

from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from api.pages.questions import rows
from api.pages.rendering import Asked
from api.pages.reviewing.told import Said, about
from graph.collections import Entry, collections, tell
from graph.errors import NotFound
from graph.findings import progress
from graph.findings.progress import Entry as Recorded
from graph.solutions import Value
from graph.store import Store

_ABOUT = 160  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Measure:
    """What the page shows: the entry, the characters before and after its quote, what agencies recorded."""

    entry: Entry
    fields: dict[str, Value | None]
    lists: dict[str, tuple[dict[str, Value | None], ...]]
    before: str
    quote: str
    after: str
    recorded: tuple[Recorded, ...]
    corrections: tuple[Said, ...]
    previous: str | None
    following: str | None


def measure(store: Store, asked: Asked, node: str) -> Measure:
    """The page of that measure; NotFound where there is none."""
    entry = next(iter(tell(collections()["measures"], [node], store)), None)
    if entry is None or not entry.fields:
        raise NotFound(f"there is no measure {unquote(node)}")
    fields = dict(entry.fields)
    text, start, end = _printed(store, node)
    previous, following = _neighbours(store, node)
    return Measure(
        entry,
        fields,
        {name: tuple(map(dict, found)) for name, found in entry.lists},
        text[max(0, start - _ABOUT) : start],
        text[start:end],
        text[end : end + _ABOUT],
        progress.histories(store, [node]).get(node, ()),
        tuple(about(store, str(fields["key"]), str(fields["number"]), asked.language)),
        previous,
        following,
    )


def _printed(store: Store, node: str) -> tuple[str, int, int]:
    row = next(rows(store, "text", node=NamedNode(node)), None)
    return (str(row["text"]), int(str(row["start"])), int(str(row["end"]))) if row else ("", 0, 0)


def _neighbours(store: Store, node: str) -> tuple[str | None, str | None]:
    found = [str(row["other"]) for row in rows(store, "beside", node=NamedNode(node))]
    place = found.index(node) if node in found else 0
    return (found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None)
