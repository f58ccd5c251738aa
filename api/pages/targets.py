"""The targets set for an indicator: each held against those above and before it, of many the first as they are."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from api.pages.questions import rows
from api.tasks.comparing import held
from graph import parameters, query
from graph.paging import page
from graph.solutions import Solutions
from graph.store import Store

_MOST = 200  # targets that are looked through for what each is held against; figures-many.rq counts one more
_FIRST = 50  # of more, that are shown


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets found, and remarks on the name; where there are ``more``, none of these is held against any."""

    found: Solutions
    remarks: tuple[str, ...]
    more: bool


def targets(store: Store, indicator: str, *, whole: bool = False) -> Targets:
    """The targets of the indicator of that name or IRI, however many there are where they are wanted as a ``whole``."""
    question = query.query("targets-compared")
    if whole or not _are_many(store, parameters.read(question.parameter("indicator"), indicator, store)):
        found, remarks = held(store, indicator)
        return Targets(found, remarks, more=False)
    bound = query.bind(question, {"indicator": indicator}, store)
    return Targets(page(store, question, bound, _FIRST), bound.remarks, more=True)


def _are_many(store: Store, reading: parameters.Reading) -> bool:
    nodes = [term for term in reading.terms if isinstance(term, NamedNode)]
    return bool(nodes) and next(rows(store, "figures-many", node=nodes))["targets"] == _MOST + 1
