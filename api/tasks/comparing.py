"""Tasks for a worker: the targets of one indicator in all documents, held against each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from pyoxigraph import Literal

from api.answers import as_csv, as_json, rows
from api.tasks.queries import REMARKS
from api.workers.output import Output
from graph import formats, query
from graph import vocab as dg
from graph.comparison import Wording, compared
from graph.formats import Kind
from graph.solutions import Solutions
from graph.store import Store
from loaders.general_indicators import area
from loaders.units import base

_STATE = "中国"


def targets(store: Store, output: Output, *, indicator: str, written: str) -> None:
    """The targets with what each is held against."""
    answer, remarks = held(store, indicator)
    headers = {REMARKS: quote("; ".join(remarks), safe=" ;:,.()'")} if remarks else {}
    if written == "csv":
        output.head(formats.by_name("csv", Kind.RESULTS).content_type, headers=headers)
        output.write(as_csv(answer))
    else:
        output.head("application/json", headers=headers)
        output.write(as_json({"count": len(answer.rows), "items": rows(answer), "remarks": remarks}))
    output.rows = len(answer.rows)


def held(store: Store, indicator: str) -> tuple[Solutions, tuple[str, ...]]:
    """The rows, and remarks on the indicator's name."""
    bound = query.bind(query.query("targets-compared"), {"indicator": indicator}, store)
    found = store.select(bound.text)
    homes = dict.fromkeys(str(name) for name in found.column("jurisdiction") if name)
    return compared(found, _above(store, homes), Wording(base, area)), bound.remarks


def _above(store: Store, homes: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The jurisdictions above each, the nearest first, the state last."""
    return {home: [*_superiors(store, home), _STATE] for home in homes if home != _STATE}


def _superiors(store: Store, home: str) -> Iterator[str]:
    seen, level = {home, _STATE}, [home]
    while level:
        names = " ".join(str(Literal(name, language="zh")) for name in level)
        found = store.select(
            f"SELECT DISTINCT ?label {{ VALUES ?name {{ {names} }} "
            f"?home {dg.prefLabel} ?name ; {dg.partOf} ?above . ?above {dg.prefLabel} ?label }} ORDER BY ?label"
        )
        level = [name for name in map(str, found.column("label")) if name not in seen]
        seen.update(level)
        yield from level
