"""Tasks for a worker: the graph, or a part of it, for other people's tools."""

from collections.abc import Sequence
from typing import Any

from api.tasks.telling import COMPLETE, remarked
from api.workers.output import Output
from graph.exports import EXPORTS
from graph.exports.selection import Wanted, selected
from graph.exports.workbook import MEDIA_TYPE, workbook
from graph.store import Store


def network(store: Store, output: Output, *, written: str, **wanted: Any) -> None:  # noqa: ANN401 (of a Wanted)
    """The network that is asked for, in the format of that name."""
    export = EXPORTS[written]
    found, remarks = selected(store, Wanted(**wanted))
    headers = _attachment(f"dutygraph.{export.extension}") | {COMPLETE: str(not found.truncated).lower()}
    output.head(export.media_type, headers=headers | remarked(remarks))
    output.write(export.write(found))


def ledger(store: Store, output: Output, *, documents: Sequence[str]) -> None:
    """The ledger of these documents, of all where none is named, as a workbook."""
    data = workbook(map(store.document, documents or store.keys()))
    output.head(MEDIA_TYPE, headers=_attachment("dutygraph.xlsx"))
    output.write(data)


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
