"""The tasks of the query editor: a query answered as a page or a workbook, saved questions opened, names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from api.answers import as_json
from api.pages.questions import rows
from api.pages.rendering import render
from api.pages.sparql import editor
from api.pages.sparql.editor import Bounds
from api.tasks.people import visited, write
from api.tasks.queries import Asking, as_asked, refuse_unknown
from api.tasks.telling import JSON
from api.workers.output import Output
from graph.errors import ParameterError
from graph.exports import sheet
from graph.exports.workbook import MEDIA_TYPE
from graph.store import Store

Visit = Mapping[str, Any]


def answer(store: Store, output: Output, *, bounds: tuple[int, float], visit: Visit, **values: Any) -> None:  # noqa: ANN401 (what an Asking takes)
    """The page with the answer of an ``Asking``."""
    asking, told = Asking(**values), visited(visit)
    with _faults(store, asking):
        answered = editor.run(store, told, asking.text)
    write(output, render("sparql", told, editor.answered(told, answered, Bounds(*bounds))))


def saved(store: Store, output: Output, *, bounds: tuple[int, float], visit: Visit) -> None:
    """The page with a saved question in it, its values in their places."""
    told = visited(visit)
    write(output, render("sparql", told, editor.saved(store, told, Bounds(*bounds))))


def workbook(store: Store, output: Output, **values: Any) -> None:  # noqa: ANN401 (what an Asking takes)
    """The rows of an ``Asking`` as a workbook."""
    asking = Asking(**values)
    with _faults(store, asking):
        found = store.select(asking.text)
    output.head(MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="answer.xlsx"'})
    output.write(sheet.write(found))
    output.rows = len(found.rows)


def names(store: Store, output: Output) -> None:
    """What things are called: kind, IRI, name and note of each."""
    output.head(JSON)
    output.write(as_json([[each[name] for name in ("kind", "node", "name", "note")] for each in rows(store, "names")]))


@contextmanager
def _faults(store: Store, asking: Asking) -> Iterator[None]:
    """Refuses graphs that are not there, and says what is wrong with a query in the text as it was asked."""
    refuse_unknown(store, asking.sources)
    try:
        yield
    except ParameterError as fault:
        raise as_asked(fault, asking) from fault
