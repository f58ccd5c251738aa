"""Targets of one indicator held against each other (指标对比): across jurisdictions, years and versions."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.questions import Row, rows
from api.pages.rendering import Asked, words
from api.pages.tables import Table, table
from api.pages.targets import Targets, targets
from api.pages.worked import worked
from graph.solutions import Solutions
from graph.store import Store

_SHOWN = (
    *("jurisdiction", "indicator", "comparator", "value", "unit", "change", "baseline", "by", "scope", "verdict"),
    *("against_value", "against_by", "against_jurisdiction", "issued", "number", "measure", "document", "key"),
    *("start", "end"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows; ``several`` are the indicators that more than one document sets figures for.

    Where there are ``more`` targets than these, they are shown as they are, held against no others.
    """

    indicator: str
    several: tuple[Row, ...]
    verdicts: tuple[tuple[str, int], ...]
    targets: Table | None
    more: bool
    remarks: tuple[str, ...]
    download: str


def comparison(store: Store, asked: Asked) -> Comparison:
    """The targets of the indicator that is asked for, each with what it is held against and the verdict.

    Of many the first are told unless ``whole`` asks for all.
    """
    named, whole = asked.value("indicator"), bool(asked.value("whole"))
    told = worked(store, ("targets", named, whole), lambda: targets(store, named, whole=whole)) if named else None
    return Comparison(
        named,
        worked(store, "several", lambda: tuple(rows(store, "several"))),
        _verdicts(told) if told else (),
        table(_chosen(told.found), words(asked.language)) if told else None,
        bool(told and told.more),
        told.remarks if told else (),
        f"/comparison?{urlencode({'indicator': named, 'format': 'csv'})}",
    )


def _verdicts(told: Targets) -> tuple[tuple[str, int], ...]:
    if told.more:
        return ()
    return tuple(Counter(str(verdict) for verdict in told.found.column("verdict") if verdict).most_common())


def _chosen(found: Solutions) -> Solutions:
    kept = [name for name in _SHOWN if name in found.variables]
    places = [found.variables.index(name) for name in kept]
    return Solutions(tuple(kept), tuple(tuple(row[place] for place in places) for row in found.rows))
