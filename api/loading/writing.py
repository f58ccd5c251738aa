"""Documents that are ready, written: into the graph, then its search index, then what is remembered of their files.

In that order, a batch at a time: whatever is stopped between two of them, the next load makes good.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.loading.reading import Found
from graph.content import Content
from graph.loaded import Known, Loaded
from graph.search import Writer
from graph.store import Outcome, Store
from loaders.preparing import Prepared


@dataclass(frozen=True, slots=True)
class Writing:
    """Where documents are written."""

    graph: Store
    index: Writer | None
    memory: Loaded

    def write(self, found: Iterable[Found]) -> dict[str, Outcome]:
        """What became of each document, by its key."""
        outcomes: dict[str, Outcome] = {}
        waiting: deque[Found] = deque()
        for batch in self.graph.put_batches(_contents(found, waiting, outcomes)):
            outcomes |= batch
            while waiting and all(each.key in outcomes for each in waiting[0].documents):
                self._remember(waiting.popleft())
            self._commit()
        self._commit()
        return outcomes

    def _remember(self, found: Found) -> None:
        for document in found.documents:
            if self.index and isinstance(document, Prepared):
                self.index.put_entry(document.entry)
        self.memory.put_documents(found.signature, [_known(document) for document in found.documents])

    def _commit(self) -> None:
        if self.index:
            self.index.commit()
        self.memory.commit()


def _contents(
    found: Iterable[Found], waiting: deque[Found], outcomes: dict[str, Outcome]
) -> Iterator[tuple[str, Content]]:
    """What the store has to write; what it has already is unchanged."""
    for group in found:
        outcomes |= {each.key: Outcome.UNCHANGED for each in group.documents if isinstance(each, Known)}
        fresh = [each for each in group.documents if isinstance(each, Prepared)]
        if fresh:
            waiting.append(group)
        yield from ((each.key, each.content) for each in fresh)


def _known(document: Prepared | Known) -> Known:
    if isinstance(document, Known):
        return document
    return Known(document.key, document.content.run.value, document.files, document.counts)
