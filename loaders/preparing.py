"""Documents made ready for the store where they are read: a pure function, for one process or many machines."""

from dataclasses import dataclass

from graph import content, search
from graph.content import Content
from graph.model import Document
from graph.search import Entry
from loaders.gathering import Failure, Group, gathered
from loaders.limits import Limits
from loaders.reference import groups

Counts = tuple[int, ...]
"""Of a document: measures, assignments, deadlines, targets, remarks."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as the store writes it and as the search index does.

    ``files`` are the keys of its sources, ``names`` the names of its files.
    """

    key: str
    title: str | None
    files: tuple[str, ...]
    names: frozenset[str]
    counts: Counts
    content: Content
    entry: Entry


def prepared(group: Group, limits: Limits) -> tuple[Prepared | Failure, ...]:
    """The documents of the group, and what could not be read of it."""
    found = gathered(group, limits)
    return tuple(each if isinstance(each, Failure) else ready(each.document, each.files) for each in found)


def ready(document: Document, files: tuple[str, ...]) -> Prepared:
    """The document made ready; ``files`` are the keys of its sources."""
    return Prepared(
        document.key,
        document.title,
        files,
        frozenset((document.source.name, *(copy.name for copy in document.copies))),
        counts(document),
        content.of_document(document, groups()),
        search.entry(document),
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
