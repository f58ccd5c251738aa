"""An agency: its names, its duties by role and day, with whom it shares them, and ways to take them along."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from api.pages.questions import Row, rows
from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from api.pages.worked import is_crowded
from graph import query
from graph.collections import Entry, collections, outlined, tell
from graph.errors import NotFound
from graph.model import Reach, Role
from graph.paging import page
from graph.query import Values
from graph.solutions import Solutions
from graph.store import Store

_SHOWN = ("number", "measure", "text", "role", "basis", "through", "agency", "due", "due_basis", "document", "key")
_PLACED = ("start", "end", "mention_start", "mention_end")
_PARTNERS = 12
_ROWS, _FEW = 200, 30  # of duties; where there are many documents to look through, the few soonest due
_MOST = 500  # measures that are then counted unasked; duties-many.rq counts one more


@dataclass(frozen=True, slots=True)
class Agency:
    """What the page shows; ``load`` counts measures by role (rows) and by year (``years``).

    ``more`` is where all duties are listed, if there are more than the page shows; ``counting`` the same page with
    ``load`` and ``partners``, where these are not counted unasked.
    """

    iri: str
    entry: Entry
    name: str
    kind: str | None
    jurisdiction: str | None
    names: tuple[str, ...]
    former: tuple[str, ...]
    reach: str
    reaches: tuple[str, ...]
    roles: tuple[str, ...]
    role: str
    counting: str
    years: tuple[str, ...]
    load: tuple[tuple[str, tuple[int, ...], int], ...]
    duties: Table
    more: str
    history: Table
    partners: tuple[tuple[str, int], ...]
    remarks: tuple[str, ...]
    download: str


def agency(store: Store, asked: Asked, node: str) -> Agency:
    """The page of the agency with that IRI; NotFound where there is none."""
    known = outlined(collections()["agencies"], ("names", "former_names"), counting=False)
    entry = next(iter(tell(known, [node], store)), None)
    if entry is None or not dict(entry.fields).get("name"):
        raise NotFound(f"there is no agency {node}")
    fields, lists = dict(entry.fields), dict(entry.lists)
    values: Values = {"agency": node, **asked.values("reach", "role", "due")}
    most = _FEW if is_crowded(store) else _ROWS
    duties, remarks = _answer(store, "measures-by-agency", values, most + 1)
    whole = f"/pages/queries/measures-by-agency?{urlencode([*_flat(values), ('ask', '1')])}"
    reach = asked.value("reach", Reach.PRINTED.value)
    is_counted = bool(asked.value("count")) or not _is_busy(store, node)
    years, load = _load(_duties(store, node, reach) if is_counted else ())
    partners = _partners(_answer(store, "joint-responsibility", {"agency": node})[0]) if is_counted else ()
    spoken = words(asked.language)
    return Agency(
        node,
        entry,
        str(fields["name"]),
        str(fields["kind"]) if fields.get("kind") else None,
        str(fields["jurisdiction"]) if fields.get("jurisdiction") else None,
        tuple(str(dict(row)["name"]) for row in lists.get("names", ())),
        tuple(str(dict(row)["name"]) for row in lists.get("former_names", ())),
        reach,
        tuple(each.value for each in Reach),
        tuple(each.value for each in Role),
        asked.value("role"),
        "" if is_counted else asked.again(count="1"),
        years,
        load,
        table(_chosen(replace(duties, rows=duties.rows[:most])), spoken),
        whole if len(duties.rows) > most else "",
        table(_answer(store, "agency-history", {"agency": node})[0], spoken),
        partners,
        remarks,
        f"/queries/measures-by-agency?{urlencode([*_flat(values), ('format', 'spreadsheet')])}",
    )


def _is_busy(store: Store, node: str) -> bool:
    """Whether there are so many documents, and so many duties in them, that counting all of these takes a while."""
    if not is_crowded(store):
        return False
    return next(rows(store, "duties-many", agency=NamedNode(node)))["measures"] == _MOST + 1


def _flat(values: Values) -> list[tuple[str, str]]:
    return [
        (name, str(each)) for name, value in values.items() for each in (value if isinstance(value, list) else [value])
    ]


def _answer(store: Store, name: str, values: Values, most: int | None = None) -> tuple[Solutions, tuple[str, ...]]:
    """The answer, or so many rows of it at most, and remarks on the values."""
    question = query.query(name)
    bound = query.bind(question, values, store)
    return store.select(bound.text) if most is None else page(store, question, bound, most), bound.remarks


def _chosen(found: Solutions) -> Solutions:
    """The columns that the page has room for; through whom only where there is more than the agency itself."""
    more = {*found.column("through")} - {"named"}
    kept = [name for name in (*_SHOWN, *_PLACED) if more or name not in {"through", "agency"}]
    places = [found.variables.index(name) for name in kept]
    return Solutions(tuple(kept), tuple(tuple(row[place] for place in places) for row in found.rows))


def _duties(store: Store, node: str, reach: str) -> Iterable[Row]:
    """How many measures by role and day; only where others count too, by whom they come."""
    if reach == Reach.PRINTED:
        return rows(store, "duties", agency=NamedNode(node))
    found, _ = _answer(store, "agency-duties", {"agency": node, "reach": reach})
    return (dict(zip(found.variables, row, strict=True)) for row in found.rows)


def _load(duties: Iterable[Row]) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...], int], ...]]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in duties:
        counts[str(row["role"]), str(row["due"])[:4] if row["due"] else ""] += int(str(row["measures"]))
    years = tuple(sorted({year for _, year in counts}, key=lambda year: (not year, year)))
    roles = tuple(each.value for each in Role if any(role == each.value for role, _ in counts))
    rows = ((role, tuple(counts[role, year] for year in years)) for role in roles)
    return years, tuple((role, figures, sum(figures)) for role, figures in rows)


def _partners(found: Solutions) -> tuple[tuple[str, int], ...]:
    pairs = zip(found.column("partner"), found.column("measures"), strict=True)
    counts = Counter({str(partner): int(str(count)) for partner, count in pairs})
    return tuple(counts.most_common(_PARTNERS))
