"""The task for a worker that makes a page for people: it reads the store and writes HTML."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from api.answers import as_spreadsheet
from api.pages import (
    agency,
    answering,
    audit,
    calendar,
    cascade,
    comparison,
    division,
    documents,
    gallery,
    indicator,
    listed,
    lists,
    measure,
    network,
    standing,
    start,
    versions,
    workload,
)
from api.pages.rendering import Asked, render
from api.workers.output import Output
from graph.errors import NotFound
from graph.exports import sheet
from graph.exports.workbook import MEDIA_TYPE as XLSX
from graph.formats import HTML
from graph.store import Store

View = Callable[[Store, Asked], object]
Thing = Callable[[Store, Asked, str], object]
_VIEWS: Mapping[str, View] = {
    "start": start.start,
    "audit": audit.audit,
    "calendar": calendar.calendar,
    "queries": gallery.gallery,
    "versions": versions.versions,
    "cascade": cascade.cascade,
    "workload": workload.workloads,
    "comparison": comparison.comparison,
    "standing": standing.standing,
    "network": network.network,
}
_THINGS: Mapping[str, Thing] = {
    "document": documents.document,
    "measure": measure.measure,
    "agency": agency.agency,
    "division": division.place,
    "feature": division.place,
    "indicator": indicator.indicator,
}


def page(store: Store, output: Output, *, name: str, visit: Mapping[str, Any]) -> None:
    """The page of that name that is about no single thing."""
    told = visited(visit)
    write(output, render(name, told, _VIEWS[name](store, told)))


def listing(store: Store, output: Output, *, name: str, visit: Mapping[str, Any]) -> None:
    """A page of a collection, with its filters."""
    told = visited(visit)
    write(output, render("list", told, lists.listing(store, told, name)))


def file(store: Store, output: Output, *, name: str, written: str, visit: Mapping[str, Any]) -> None:
    """All of a collection that the page shows, on all of its pages, as ``csv`` or ``xlsx``."""
    found = listed.table(store, visited(visit), name)
    media = XLSX if written == "xlsx" else "text/csv; charset=utf-8"
    output.head(media, headers={"Content-Disposition": f'attachment; filename="{name}.{written}"'})
    output.write(sheet.write(found) if written == "xlsx" else as_spreadsheet(found))
    output.rows = len(found.rows)


def thing(store: Store, output: Output, *, kind: str, iri: str, visit: Mapping[str, Any]) -> None:
    """The page about one thing."""
    if kind not in _THINGS:
        raise NotFound(f"there are no pages of the kind {kind!r}; there are {', '.join(_THINGS)}")
    told = visited(visit)
    write(output, render(kind if kind != "feature" else "division", told, _THINGS[kind](store, told, iri)))


def question(store: Store, output: Output, *, name: str, visit: Mapping[str, Any]) -> None:
    """A saved question as a form, with its answer where it has been filled in."""
    told = visited(visit)
    write(output, render("question", told, gallery.question(store, told, name)))


def answer(
    store: Store,
    output: Output,
    *,
    understood: Mapping[str, Any],
    hits: Sequence[tuple[str, float]],
    words: str,
    visit: Mapping[str, Any],
) -> None:
    """How a question was understood, its answer, and the measures that have its words."""
    told = visited(visit)
    write(output, render("answer", told, answering.answer(store, told, understood, [iri for iri, _ in hits], words)))


def visited(values: Mapping[str, Any]) -> Asked:
    """The values as they were before they went between processes."""
    pairs, kept = (tuple((name, value) for name, value in values[each]) for each in ("pairs", "kept"))
    return Asked(values["path"], pairs, values["language"], kept, date.fromisoformat(values["today"]))


def write(output: Output, text: str) -> None:
    """Writes a page."""
    output.head(HTML.content_type, headers={"Vary": "Accept-Language"})
    output.write(text.encode())
