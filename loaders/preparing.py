"""Documents made ready for the store where they are read: a pure function, for one process or many machines."""

from dataclasses import dataclass

from graph import content, search
from graph.content import Content
from graph.model import Document
from graph.search import Entry
from loaders.gathering import Failure, Group, gathered
from loaders.limits import Limits

Counts = tuple[int, ...]
"""Of a document: measures, assignments, deadlines, targets, remarks."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as the store writes it and as the search index does; ``files`` are the keys of its sources."""

    key: str
    files: tuple[str, ...]
    counts: Counts
    content: Content
    entry: Entry


def prepared(group: Group, limits: Limits) -> tuple[Prepared | Failure, ...]:
    """The documents of the group, and what could not be read of it."""
    return tuple(
        each
        if isinstance(each, Failure)
        else Prepared(
            each.document.key,
            each.files,
            counts(each.document),
            content.of_document(each.document),
            search.entry(each.document),
        )
        for each in gathered(group, limits)
    )


def counts(document: Document) -> Counts:
    """How much was read in a document."""
    measures = document.measures
    return (
        len(measures),
        sum(len(measure.assignments) for measure in measures),
        sum(len(measure.deadlines) for measure in measures) + len(document.deadlines),
        sum(len(measure.targets) for measure in measures) + len(document.targets),
        len(document.remarks),
    )
