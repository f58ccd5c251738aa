"""Everything at once, for programs: a table of each kind of fact as NDJSON, CSV and Parquet, the graph as RDF dumps.

``python -m graph.exports.downloads STORE FOLDER`` writes the files of the store in that folder with their manifest:
name, size, SHA-256 digest and number of rows of each. The folder is there when it is whole, or not at all.
"""

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, Final

from graph import formats, iri, ledger
from graph.exports.spreadsheets import harmless
from graph.formats import Kind
from graph.model import Document
from graph.store import Store

MANIFEST: Final = "manifest.json"
_TEXT, _NUMBER, _WHOLE, _TRUTH = "string", "float64", "int64", "bool"
_TYPES: Final = {"start": _WHOLE, "end": _WHOLE, "resolved": _TRUTH, "value": _NUMBER} | dict.fromkeys(
    ("at_least", "first_day", "last_day"), _WHOLE
)
_EVIDENCE: Final = ("start", "end", "quote", "source")
_OF: Final = ("document", "measure")
_SIGN: Final = "comparator"  # one of five signs, none of them a formula

Row = dict[str, Any]

_TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "documents": (
            *("document", "iri", "title", "kind", "issuers", "jurisdiction", "document_number", "issued", "published"),
            *("addressees", "carries", "source"),
        ),
        "measures": (*_OF, "number", "heading", "text", "modality", *_EVIDENCE),
        "assignments": (*_OF, "role", "mention", "agency", "resolved", "basis", "rule", *_EVIDENCE),
        "deadlines": (
            *(*_OF, "mention", "date", "kind", "precision", "earliest", "latest", "actor", "basis", "rule"),
            *_EVIDENCE,
        ),
        "recurrences": (*_OF, "mention", "every", "at_least", "actor", "first_day", "last_day", *_EVIDENCE),
        "targets": (
            *(*_OF, "mention", "indicator", "comparator", "value", "value_text", "unit", "change", "baseline", "by"),
            *("scope", *_EVIDENCE),
        ),
        "places": (*_OF, "mention", "name", "type", *_EVIDENCE),
        "citations": ("document", "title", "number", "relation", *_EVIDENCE),
        "facts": ("document", "mention", "subject", "value", "value_text", "unit", "as_of", *_EVIDENCE),
        "remarks": ("document", "code", "message", *_EVIDENCE),
    }
)
_DUMPS: Final = ("nquads", "trig")
_PARTS: Final = ("assignments", "deadlines", "recurrences", "targets", "places")  # of a measure
_BESIDE: Final = ("deadlines", "targets", "citations", "facts", "remarks")  # of a document as a whole


@dataclass(frozen=True, slots=True)
class Download:
    """A file: what is in it, its size in bytes, its SHA-256 digest in hexadecimal, how many rows or statements."""

    name: str
    content: str
    media_type: str
    bytes: int
    sha256: str
    rows: int | None


def write(store: Store, folder: Path) -> None:
    """Writes the files and their manifest; what is there already is left as it is."""
    if (folder / MANIFEST).is_file():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        files = [*_tables(store, making), *_dumps(store, making)]
        told = {
            "state": store.state(),
            "files": [{name: getattr(file, name) for name in file.__slots__} for file in files],
        }
        (making / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        making.chmod(0o755)
        if not folder.exists():
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def rows(document: Document) -> Iterator[tuple[str, Row]]:
    """Each fact of the document under the name of its table, with all of the table's columns."""
    told, source = ledger.entry(document), {"source": document.source.name, "document": document.key}
    head = told["document"] | source | {"iri": iri.document(document.key).value}
    yield "documents", _row("documents", head | {name: "; ".join(head[name]) for name in ("issuers", "addressees")})
    nodes = iri.measures(document.key, (measure.number for measure in document.measures))
    for node, measure, printed in zip(nodes, told["measures"], document.measures, strict=True):
        of = source | {"measure": node.value}
        yield "measures", _row("measures", measure | of | {"quote": printed.evidence.quote})
        for name in _PARTS:
            yield from ((name, _row(name, part | of)) for part in measure[name])
    for name in _BESIDE:
        yield from ((name, _row(name, part | source)) for part in told[name])


def _row(table: str, known: Row) -> Row:
    value = known.get("value")
    if isinstance(value, str):
        known = known | {"value": None, "value_text": value}
    return {name: known.get(name) for name in _TABLES[table]}


def _tables(store: Store, folder: Path) -> Iterator[Download]:
    counts = dict.fromkeys(_TABLES, 0)
    with ExitStack() as opened:
        writers = {name: _writer(folder, name, opened) for name in _TABLES}
        for document in map(store.document, store.keys()):
            for name, row in rows(document):
                writers[name](row)
                counts[name] += 1
    for name, count in counts.items():
        _parquet(folder, name)
        for extension, media_type in _MEDIA.items():
            yield _told(folder / f"{name}.{extension}", name, media_type, count)


_MEDIA: Final = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


def _writer(folder: Path, name: str, opened: ExitStack) -> Callable[[Row], None]:
    """What writes a row of the table as a line of JSON and one of CSV."""
    lines = opened.enter_context((folder / f"{name}.ndjson").open("w", encoding="utf-8"))
    sheet = opened.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
    cells = csv.writer(sheet)
    cells.writerow(_TABLES[name])

    def write(row: Row) -> None:
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        cells.writerow([value if column == _SIGN else harmless(value) for column, value in row.items()])

    return write


def _parquet(folder: Path, name: str) -> None:
    """The lines of JSON as Parquet (https://parquet.apache.org/docs/), read and written in batches."""
    from arro3.core import DataType, Field, Schema  # noqa: PLC0415 (large, and only needed here)
    from arro3.io import read_json, write_parquet  # noqa: PLC0415

    schema = Schema([Field(column, getattr(DataType, _TYPES.get(column, _TEXT))()) for column in _TABLES[name]])
    write_parquet(read_json(folder / f"{name}.ndjson", schema), folder / f"{name}.parquet", compression="zstd(3)")


def _dumps(store: Store, folder: Path) -> Iterator[Download]:
    for name in _DUMPS:
        wanted = formats.by_name(name, Kind.DATASET)
        path = folder / f"graph.{wanted.extension}"
        with path.open("wb") as output:
            store.write(output, wanted)
        yield _told(path, "graph", wanted.content_type, None)


def _told(path: Path, content: str, media_type: str, count: int | None) -> Download:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Download(path.name, content, media_type, path.stat().st_size, digest, count)


if __name__ == "__main__":
    write(Store.read_only(Path(sys.argv[1])), Path(sys.argv[2]))
