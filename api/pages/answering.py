"""The answer to what was typed into the question box: how it was understood, rows, and measures with these words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from api.tasks import asking
from api.tasks.listings import marked
from graph import search
from graph.collections import collections, tell
from graph.errors import ParameterError
from graph.store import Store

_ROWS, _HITS = 100, 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that has the words; ``snippet`` is escaped, the words stand in ``mark``."""

    iri: str
    number: str
    document: str
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Answered:
    """What the page shows; ``rows`` is None where the question was not understood."""

    question: str
    understood: tuple[Mapping[str, Any], ...]
    left: tuple[str, ...]
    unused: tuple[str, ...]
    remarks: tuple[str, ...]
    fault: str
    rows: Table | None
    count: Mapping[str, int] | None
    href: str | None
    form: str | None
    sparql: str | None
    hits: tuple[Hit, ...]


def answer(store: Store, asked: Asked, understood: Mapping[str, Any], hits: Sequence[str], sought: str) -> Answered:
    """What the page of an answer shows."""
    fault, found = "", None
    try:
        found = asking.answer(dict(understood), store, _ROWS)
    except ParameterError as refused:
        fault = asked.told(refused)
    has_rows = found is not None and understood["query"] is not None
    return Answered(
        understood["question"],
        tuple(understood["understood"]),
        tuple(understood["not_understood"]),
        tuple(understood["not_used"]),
        (*understood["remarks"], *(found.remarks if found else ())),
        fault,
        table(found.solutions, words(asked.language), _ROWS) if found and has_rows else None,
        found.count if found else None,
        understood["href"],
        f"/pages{understood['href']}" if understood["href"] else None,
        found.sparql if found else None,
        tuple(_hits(store, hits[:_HITS], sought)),
    )


def _hits(store: Store, nodes: Sequence[str], sought: str) -> list[Hit]:
    found = (each for each in tell(collections()["measures"], nodes, store) if each.fields)
    return [_hit(entry.iri, dict(entry.fields), sought) for entry in found]


def _hit(iri: str, fields: Mapping[str, object], sought: str) -> Hit:
    text = str(fields.get("text") or "")
    spots = search.places(sought, text)
    shown = Markup(marked(text, spots, search.snippet(text, spots)))  # escaped there
    return Hit(iri, str(fields.get("number") or ""), str(fields.get("document") or ""), shown)
