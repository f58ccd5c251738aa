"""An indicator: the figures that plans set for it, as a chart over the years and as a table with verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from api.pages import addresses
from api.pages.charts import Chart, Point, chart
from api.pages.rendering import Asked, words
from api.pages.tables import Table, place, table
from api.pages.targets import targets
from graph.errors import NotFound
from graph.solutions import Solutions, Value
from graph.store import Store

_SHOWN = (
    *("indicator", "comparator", "value", "unit", "change", "baseline", "by", "scope", "jurisdiction", "issued"),
    *("against_value", "verdict", "number", "measure", "document", "key", "start", "end"),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the page shows; a chart for each unit of which there are figures.

    Where there are ``more`` targets than these, they are shown as they are, held against no others.
    """

    iri: str
    name: str
    charts: tuple[Chart, ...]
    targets: Table
    more: bool
    remarks: tuple[str, ...]
    download: str


def indicator(store: Store, asked: Asked, node: str) -> Indicator:
    """The page of the indicator with that IRI; NotFound where there is none."""
    told = targets(store, node)
    found = told.found
    if not found.rows:
        raise NotFound(f"there is no indicator {addresses.name(node)!r}")
    kept = [name for name in _SHOWN if name in found.variables]
    places = [found.variables.index(name) for name in kept]
    chosen = Solutions(tuple(kept), tuple(tuple(row[place] for place in places) for row in found.rows))
    return Indicator(
        node,
        addresses.name(node),
        tuple(_charts(found)),
        table(chosen, words(asked.language)),
        told.more,
        told.remarks,
        f"/comparison?{urlencode({'indicator': node, 'format': 'csv'})}",
    )


def _charts(found: Solutions) -> list[Chart]:
    points: dict[str, dict[Point, None]] = {}
    for row in (dict(zip(found.variables, row, strict=True)) for row in found.rows):
        if point := _point(row):
            points.setdefault(f"{row['unit']}", {})[point] = None
    return [chart(unit, tuple(some)) for unit, some in points.items() if len(some) > 1]


def _point(row: Mapping[str, Value | None]) -> Point | None:
    """A figure in its year: that by which it is to be reached, else that of the document."""
    value, day = row["value"], row["by"] or row["issued"]
    if not isinstance(value, Decimal | int | float) or isinstance(value, bool) or not isinstance(day, date):
        return None
    who = str(row["jurisdiction"] or row["key"])
    told = f"{who} {row['indicator']} {row['comparator']} {value:f} {row['unit']} ({day.year})"
    return Point(day.year, float(value), f"{value:f}", who, told, place(row))
