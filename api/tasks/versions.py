"""Tasks for a worker: two versions of a plan, side by side."""

from api.tasks.telling import tabled
from api.workers.output import Output
from graph import iri
from graph import vocab as dg
from graph.findings.diff import diff, table
from graph.solutions import Solutions
from graph.store import Store


def changes(store: Store, output: Output, *, earlier: str, later: str, written: str) -> None:
    """What is different in the later document."""
    tabled(output, compared(store, earlier, later), written)


def compared(store: Store, earlier: str, later: str) -> Solutions:
    """The rows of ``graph.findings.diff`` for the documents of these keys; NotFound where there is none of one."""
    versions = store.document(earlier), store.document(later)
    return table(diff(*versions, same=lambda old, new: _is_one(store, old, new)), *versions)


def _is_one(store: Store, old: str, new: str) -> bool:
    """Whether the graph knows one to have followed the other."""
    former, heir = iri.agency(old), iri.agency(new)
    return store.ask(f"ASK {{ {{ {heir} {dg.successorOf}+ {former} }} UNION {{ {former} {dg.successorOf}+ {heir} }} }}")
