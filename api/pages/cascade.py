"""A theme from the state down to the counties (层层落实): which documents carry it on, and what each follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from api.pages.rendering import Asked
from api.pages.worked import worked
from graph import query
from graph.solutions import Value
from graph.store import Store

_MOST = 200

Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Cascade:
    """What the page shows: the documents by level, the highest first; no levels where no theme is asked for."""

    text: str
    levels: tuple[tuple[str, tuple[Row, ...]], ...]
    titles: Mapping[str, str]
    count: int
    download: str


def cascade(store: Store, asked: Asked) -> Cascade:
    """The documents of the theme that is asked for."""
    text = asked.value("text")
    rows = worked(store, ("cascade", text), lambda: tuple(_rows(store, text))) if text else ()
    return Cascade(
        text,
        tuple((level, tuple(some)) for level, some in groupby(rows[:_MOST], key=lambda row: str(row["level"] or ""))),
        {str(row["key"]): str(row["document"]) for row in rows},
        len(rows),
        f"/queries/cascade?{urlencode({'text': text, 'format': 'spreadsheet'})}",
    )


def _rows(store: Store, text: str) -> Iterator[Row]:
    found = store.select(query.bind(query.query("cascade"), {"text": text}, store).text)
    return (dict(zip(found.variables, row, strict=True)) for row in found.rows)
