"""Tasks for a worker: pages of collections and of what a search found, or all of it piece by piece."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from textwrap import indent
from typing import Any, Protocol
from urllib.parse import urlencode

from api.answers import as_json, plain
from api.tasks.cursors import cursor as cursor_at
from api.tasks.cursors import position
from api.tasks.links import local
from api.tasks.telling import remarked
from graph import search
from graph.collections import Collection, Entry, Fields, collections, select, tell
from graph.exports.spreadsheets import harmless
from graph.selections import Selection
from graph.store import Store

COUNT = "Dutygraph-Count"
ALL = "all"  # as a limit
FOUND = "measures"  # what a search finds
_PIECE = 200  # entries that are told of at once
_DEPTH = "    "  # of an item in its page
_CUT = "q: more than {most} measures have these words; only the best {most} are looked at: say more words"


class Written(Protocol):
    """Where an answer goes: its head first."""

    rows: int | None

    def head(self, content_type: str, *, headers: Mapping[str, str] | None = None) -> None:
        """Says what follows."""

    def write(self, piece: bytes) -> int:
        """Takes a piece of the answer."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is asked for, how it is to be written, and the path and parameters by which it was asked for.

    Without a limit all of it is one page.
    """

    limit: int | None
    cursor: str | None
    written: str
    path: str
    pairs: Sequence[tuple[str, str]]


def collection(
    store: Store, output: Written, *, name: str, values: Mapping[str, object], page: Mapping[str, Any]
) -> None:
    """A page of a collection."""
    wanted = collections()[name]
    _write(store, output, wanted, select(store, wanted, values), _Listing(Page(**page)))


def found(
    store: Store,
    output: Written,
    *,
    words: str,
    hits: Sequence[tuple[str, float]],
    values: Mapping[str, object],
    page: Mapping[str, Any],
) -> None:
    """A page of those hits of a search, the best first, that are in the graph and fit the filters too."""
    wanted, scores = collections()[FOUND], dict(hits[: search.MOST])
    selection = select(store, wanted, values).among(words, scores)
    if len(hits) > search.MOST:
        selection = replace(selection, remarks=(*selection.remarks, _CUT.format(most=search.MOST)))
    _write(store, output, wanted, selection, _Listing(Page(**page), lambda entry: _shown(words, entry, scores)))


def marked(text: str, spots: Iterable[tuple[int, int]], part: tuple[int, int]) -> str:
    """The part of the text in HTML, with ``mark`` around each spot.

    >>> marked("备用水源<建设>", [(2, 4)], (0, 6))
    '备用<mark>水源</mark>&lt;建'
    """
    start, end = part
    pieces, done = [], start
    for first, last in spots:
        if start <= first and last <= end:
            pieces += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
            done = last
    return "".join([*pieces, escape(text[done:end])])


@dataclass(frozen=True, slots=True)
class _Listing:
    """A page, and what is told of each entry beside what the graph says."""

    page: Page
    more: Callable[[Entry], dict[str, Any]] = lambda _: {}


def _write(store: Store, output: Written, wanted: Collection, selection: Selection, listing: _Listing) -> None:
    page = listing.page
    start = position(page.cursor, selection.token) if page.cursor else 0
    nodes = selection.nodes[start:] if page.limit is None else selection.some(start, page.limit)
    following = _following(selection, start + len(nodes), page)
    headers = {COUNT: str(selection.count)}
    if following:
        headers["Link"] = f'<{following}>; rel="next", <{_whole(page)}>; rel="collection"'
    headers |= remarked(selection.remarks)
    output.head("text/csv; charset=utf-8" if page.written == "csv" else "application/json", headers=headers)
    pieces = (tell(wanted, nodes[place : place + _PIECE], store) for place in range(0, len(nodes), _PIECE))
    if page.written == "csv":
        _write_csv(output, wanted, pieces)
    else:
        items = (listing.more(entry) | _item(entry) for entries in pieces for entry in entries)
        _write_json(output, selection, items, following)


def _whole(page: Page) -> str:
    """The address of all pages at once."""
    kept = [(name, value) for name, value in page.pairs if name not in {"cursor", "limit"}]
    return f"{page.path}?{urlencode([*kept, ('limit', ALL)])}"


def _following(selection: Selection, start: int, page: Page) -> str | None:
    """The address of the next page; None after the last."""
    if start >= selection.count:
        return None
    kept = [(name, value) for name, value in page.pairs if name != "cursor"]
    return f"{page.path}?{urlencode([*kept, ('cursor', cursor_at(selection.token, start))])}"


def _write_json(output: Written, selection: Selection, items: Iterable[dict[str, Any]], following: str | None) -> None:
    """The page as JSON, an item after the other: what has been told is not held until all is."""
    told = {"count": selection.count, "items": [], "next": following, "remarks": selection.remarks}
    before, after = as_json(told).split(b"[]", 1)
    output.write(before + b"[")
    end = b"]"
    for number, item in enumerate(items):
        output.write((b",\n" if number else b"\n") + indent(as_json(item).decode().rstrip(), _DEPTH).encode())
        end = b"\n  ]"
    output.write(end + after)


def _item(entry: Entry) -> dict[str, Any]:
    lists = {name: [_plain(fields) for fields in rows] for name, rows in entry.lists}
    return {"iri": entry.iri, "href": local(entry.iri)} | _plain(entry.fields) | lists


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: plain(value) for name, value in fields}


def _shown(words: str, entry: Entry, scores: Mapping[str, float]) -> dict[str, Any]:
    text = str(dict(entry.fields).get("text") or "")
    spots = search.places(words, text)
    snippet = marked(text, spots, search.snippet(text, spots))
    return {"score": round(scores[entry.iri], 3), "highlights": spots, "snippet": snippet}


def _write_csv(output: Written, collection: Collection, pieces: Iterable[Sequence[Entry]]) -> None:
    """A line for each entry; of a list the first column of each row, parted by ``; ``."""
    output.write(_lines([["iri", *collection.columns, *collection.lists]]))
    for entries in pieces:
        output.write(_lines(_cells(collection, entry) for entry in entries))


def _cells(collection: Collection, entry: Entry) -> Iterable[object]:
    fields = dict(entry.fields)
    lists = ("; ".join(str(row[0][1]) for row in rows) for _, rows in entry.lists)
    return map(harmless, (entry.iri, *(plain(fields.get(name)) for name in collection.columns), *lists))


def _lines(rows: Iterable[Iterable[object]]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue().encode()
