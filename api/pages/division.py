"""A division or another place: what must be done there, and by its bodies."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from api.pages import addresses
from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from api.pages.worked import is_crowded
from graph import query
from graph.collections import Entry, collections, outlined, select, tell
from graph.errors import NotFound
from graph.paging import page
from graph.store import Store

_AGENCIES = 60
_ROWS, _FEW = 100, 30  # of duties; where there are many documents to look through, the few soonest due


@dataclass(frozen=True, slots=True)
class Place:
    """What the page shows; ``more`` is where all duties are listed, if there are more than these."""

    iri: str
    name: str
    entry: Entry
    is_division: bool
    agencies: tuple[Entry, ...]
    duties: Table
    more: str
    download: str
    remarks: tuple[str, ...]


def place(store: Store, asked: Asked, node: str) -> Place:
    """The page of the division or feature with that IRI; NotFound where the graph does not speak of it."""
    name = addresses.name(node)
    is_division = "/id/division/" in node
    if not store.ask(f"ASK {{ {NamedNode(node)} ?property ?value }}"):
        raise NotFound(f"there is no place {name!r}")
    named, values = (
        ("division-obligations", {"division": node}) if is_division else ("measures-by-place", {"place": node})
    )
    question = query.query(named)
    bound = query.bind(question, values, store)
    most = _FEW if is_crowded(store) else _ROWS
    found = page(store, question, bound, most + 1)
    agencies = collections()["agencies"]
    nodes = select(store, agencies, {"division": node}).some(0, _AGENCIES) if is_division else ()
    return Place(
        node,
        name,
        tell(outlined(collections()["divisions"], counting=False), [node], store)[0],
        is_division,
        tell(outlined(agencies, counting=not is_crowded(store)), nodes, store),
        table(replace(found, rows=found.rows[:most]), words(asked.language)),
        f"/pages/queries/{named}?{urlencode({**values, 'ask': '1'})}" if len(found.rows) > most else "",
        f"/queries/{named}?{urlencode({**values, 'format': 'spreadsheet'})}",
        bound.remarks,
    )
