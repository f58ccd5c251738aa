"""What a worker can be asked to do: each task reads the store and writes an answer. No HTTP here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from api import answers
from api.failures import BadQuery, Refused
from api.sparql.faults import bad_query
from api.tasks.telling import COMPLETE, JSON, remarked
from api.workers.output import Output
from graph import formats, graphs, query
from graph.description import service
from graph.errors import ParameterError
from graph.formats import PREFIXES, Format, Kind
from graph.solutions import EVERYTHING, Dataset, Solutions, has_rows, kind, query_faults, write
from graph.store import Store, columns

SPREADSHEET = "spreadsheet"  # CSV for people: the standard's would have a text that begins with «=» run as a formula
# What stands once in each row of a format, and how many rows there are beside those marks.
_MARKS: Mapping[str, tuple[bytes, int]] = {
    "json": (b"},{", 1),
    "xml": (b"<result>", 0),
    "csv": (b"\r\n", -1),
    "tsv": (b"\n", -1),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A query from outside; ``written`` names a format for each kind of answer.

    Where it is cut to so many ``rows``, ``text`` is not what was ``asked``, and ``rest`` asks for the row after them.
    """

    asked: str
    text: str
    written: Mapping[str, str]
    rest: str | None = None
    rows: int = 0
    dataset: tuple[Sequence[str], Sequence[str]] = ((), ())
    sources: Sequence[str] = ()
    base: str | None = None
    digest: str = ""

    def arguments(self) -> dict[str, Any]:
        """What the task takes."""
        return {name: getattr(self, name) for name in self.__slots__}


def sparql(store: Store, output: Output, **values: Any) -> None:  # noqa: ANN401 (what an Asking takes)
    """The answer of an ``Asking``."""
    asking = Asking(**values)
    seen = Dataset(*(tuple(names) or None for names in asking.dataset))
    if seen == EVERYTHING:
        refuse_unknown(store, asking.sources)
    try:
        with query_faults(asking.text):
            answer = store.answer(asking.text, seen, asking.base)
            wanted = formats.by_name(asking.written[kind(answer)], kind(answer))
            whole = {} if asking.rest else {COMPLETE: "true"}
            output.head(wanted.content_type, headers=whole, held=asking.rest is not None, mark=_mark(wanted))
            write(answer, wanted, output)
            if asking.rest and output.marks + 1 >= asking.rows and store.select(asking.rest, seen, asking.base).rows:
                output.truncate(b',"truncated":true}' if wanted.name == "json" else b"")
    except ParameterError as fault:
        raise as_asked(fault, asking) from fault
    output.rows = _rows(output, wanted) if has_rows(answer) else None


def saved(
    store: Store, output: Output, *, name: str, values: Mapping[str, object], written: str, content_type: str
) -> None:
    """The answer of a saved query: plain rows for JSON under its own media type, else as the standards write it."""
    bound = query.bind(query.query(name), values, store)
    if written == SPREADSHEET:
        _spreadsheet(output, name, store.select(bound.text), remarked(bound.remarks))
        return
    wanted = formats.by_name(written, Kind.RESULTS)
    output.head(content_type, headers=remarked(bound.remarks), mark=_mark(wanted))
    if content_type == JSON:
        found = answers.rows(store.select(bound.text))
        output.write(answers.rows_as_json(found))
        output.rows = len(found)
    else:
        write(store.answer(bound.text), wanted, output)
        output.rows = _rows(output, wanted)


def _spreadsheet(output: Output, name: str, found: Solutions, headers: Mapping[str, str]) -> None:
    saved_as = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    output.head("text/csv; charset=utf-8", headers={**saved_as, **headers})
    output.write(answers.as_spreadsheet(found))
    output.rows = len(found.rows)


def graph(store: Store, output: Output, *, name: str | None, written: str) -> None:
    """A graph as it is: by its name, or the default graph."""
    answer = graphs.read(store, name)
    wanted = formats.by_name(written, Kind.GRAPH)
    output.head(wanted.content_type)
    write(answer, wanted, output)


def description(store: Store, output: Output, *, endpoint: str, written: str) -> None:
    """What the service says of itself."""
    wanted = formats.by_name(written, Kind.GRAPH)
    output.head(wanted.content_type)
    output.write(service(store, endpoint, wanted))


def health(store: Store, output: Output) -> None:
    """What is served: how many documents, a token of what is in the store."""
    told: dict[str, str | int] = {
        "status": "ok",
        "version": version("dutygraph"),
        "documents": len(store.keys()),
        "state": store.state(),
    }
    _json(output, told)


def ready(store: Store, output: Output) -> None:
    """That the store answers."""
    _json(output, {"status": "ok" if store.ask("ASK {}") else "empty"})


def _json(output: Output, value: dict[str, str | int]) -> None:
    output.head(JSON)
    output.write(answers.as_json(value))


def refuse_unknown(store: Store, sources: Sequence[str]) -> None:
    """Refuses graphs that FROM names and the store has not."""
    for name in sources:
        if not store.has_graph(name):
            raise Refused(f"FROM <{name}>: there is no such graph here, and none is fetched from elsewhere")


def _mark(wanted: Format) -> bytes:
    return _MARKS[wanted.name][0] if wanted.name in _MARKS else b""


def _rows(output: Output, wanted: Format) -> int | None:
    if wanted.name not in _MARKS or output.ends_with(b"[]}}"):
        return 0 if wanted.name in _MARKS else None
    return max(0, output.marks + _MARKS[wanted.name][1])


def as_asked(fault: ParameterError, asking: Asking) -> BadQuery:
    """What is wrong with the query, in the text as it was asked."""
    if asking.rest:
        try:
            columns(asking.asked, asking.base)
        except ParameterError as plain:
            fault = plain
    return bad_query(asking.asked, str(fault), PREFIXES)
