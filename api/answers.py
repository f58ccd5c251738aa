"""Answers as bytes in the format that was asked for, the same over HTTP and on the command line."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from graph.exports.spreadsheets import harmless
from graph.formats import Format
from graph.solutions import Solutions, Value
from graph.store import Store

Plain = str | bool | int | float | None
Row = dict[str, Plain]
_FLAT = json.JSONEncoder(ensure_ascii=False, separators=(",\n    ", ": "))


def rows(solutions: Solutions) -> list[Row]:
    """An object per row, keyed by the query's variables in their order; None where a row has no value.

    >>> rows(Solutions(("agency", "due"), (("云岭省水利厅", None),)))
    [{'agency': '云岭省水利厅', 'due': None}]
    """
    return [dict(zip(solutions.variables, map(plain, row), strict=True)) for row in solutions.rows]


def plain(value: Value | None) -> Plain:
    """The value as JSON has it: days as ISO 8601, figures as numbers, IRIs as text.

    >>> plain(date(2020, 12, 31)), plain(Decimal("95.50")), plain(Decimal("95.0"))
    ('2020-12-31', 95.5, 95)
    """
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case _:
            return value


def as_json(value: object) -> bytes:
    """The value as indented JSON in UTF-8, ended by a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def rows_as_json(found: Sequence[Row]) -> bytes:
    r"""The same bytes as ``as_json`` of rows that have columns, several times as fast: the library indents in Python.

    >>> some = [{"agency": "云岭省水利厅", "due": None}, {"agency": "},\n    {", "due": "2020-12-31"}]
    >>> rows_as_json(some) == as_json(some)
    True
    """
    told = _FLAT.encode(found)[2:-2].replace("},\n    {", "\n  },\n  {\n    ")  # in texts a line end is written \\n
    return f"[\n  {{\n    {told}\n  }}\n]\n".encode() if found else as_json(found)


def as_csv(solutions: Solutions) -> bytes:
    """The rows as CSV in UTF-8 (RFC 4180), headed by the variables; no text in it is a formula where it is opened."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(solutions.variables)
    writer.writerows([harmless(plain(value)) for value in row] for row in solutions.rows)
    return table.getvalue().encode()


def as_spreadsheet(solutions: Solutions) -> bytes:
    """The same CSV with the mark by which spreadsheet programs know UTF-8."""
    return "\ufeff".encode() + as_csv(solutions)


def written(solutions: Solutions, name: str) -> bytes:
    """The rows as ``json``, an array of objects, or as ``csv``."""
    return rows_as_json(rows(solutions)) if name == "json" else as_csv(solutions)


def answer(store: Store, query: str, wanted: Format) -> bytes:
    """The answer of a SELECT: as JSON an array of rows, else as the standards write it."""
    return rows_as_json(rows(store.select(query))) if wanted.name == "json" else store.results(query, wanted)
