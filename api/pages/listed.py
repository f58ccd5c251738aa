"""A list as a table for a file: the columns that the page shows, all rows, and where each is printed."""

from collections.abc import Iterable, Mapping

from api.pages.lists import columns, listed
from api.pages.rendering import Asked, Words, words
from graph.collections import Entry, collections
from graph.solutions import Solutions, Value
from graph.store import Store

_PLACE = ("source", "start", "end", "quote")
_CODED = ("kind", "relation", "change", "level")
_HIDDEN = (*_PLACE, "key", "measure", "sha256")

Row = Mapping[str, Value | None]


def table(store: Store, asked: Asked, name: str) -> Solutions:
    """Headings in the page's language, a row for each entry; NotFound where there is no such list."""
    say = words(asked.language)
    entries = listed(store, asked, name)
    if name == "measures":
        chosen = columns(asked)
        rows = (tuple(_of_measure(each, column, say) for column in chosen) for each in entries)
        headings = tuple(say[column] for column in chosen)
    else:
        chosen = tuple(each for each in collections()[name].columns if each not in _HIDDEN)
        rows = (tuple(_cell(dict(each.fields), column, say) for column in chosen) for each in entries)
        headings = tuple(map(say.column, chosen))
    places = (tuple(dict(each.fields).get(column) for column in _PLACE) for each in entries)
    told = tuple((*row, *place) for row, place in zip(rows, places, strict=True))
    return Solutions((*headings, *map(say.column, _PLACE)), told)


def _cell(fields: Row, column: str, say: Words) -> Value | None:
    value = fields.get(column)
    return say.code(value) if column in _CODED else value


def _of_measure(entry: Entry, column: str, say: Words) -> Value | None:
    fields = dict(entry.fields)
    lists = {name: [dict(each) for each in rows] for name, rows in entry.lists}
    match column:
        case "agencies":
            return _joined(f"{say.code(each['role'])} {each['agency']}" for each in lists["assignments"])
        case "deadlines":
            return _joined(_deadline(each, say) for each in lists["deadlines"])
        case "targets":
            return _joined(_target(each) for each in lists["targets"])
        case "places":
            return _joined(str(each["name"]) for each in lists["places"])
        case "text":
            return " ".join(str(fields[name]) for name in ("heading", "text") if fields.get(name))
    return fields.get(column)


def _deadline(row: Row, say: Words) -> str:
    return f"{row['due']} ({say.code('inherited')})" if row["basis"] == "inherited" else str(row["due"])


def _target(row: Row) -> str:
    return " ".join(str(row[name]) for name in ("indicator", "comparator", "value", "unit") if row[name] is not None)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))
