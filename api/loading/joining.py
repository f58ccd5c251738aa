"""Documents that were read, each as the one that the store knows by other files where it is the same document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from api.loading.reading import Found, Reading
from graph import vocab as dg
from graph.loaded import Known
from graph.model import Document
from graph.store import Store
from loaders.copies import joined
from loaders.preparing import Prepared, ready

_ANY = f"ASK {{ ?document {dg.key} ?key }}"


@dataclass(slots=True)
class Joining:
    """Looks up in the store what is read; what was joined in this loading is remembered until it is written."""

    graph: Store
    reading: Reading
    kept: dict[str, Document] = field(default_factory=dict)

    def of(self, found: Iterable[Found]) -> Iterator[Found]:
        """What was found, with its documents as they are to be kept."""
        first = not self.graph.ask(_ANY)
        for group in found:
            yield group if first else replace(group, documents=tuple(map(self._joined, group.documents)))

    def _joined(self, document: Prepared | Known) -> Prepared | Known:
        if isinstance(document, Known):
            return document
        keys = {document.key} if self.graph.has(document.key) else self._titled(document)
        if not keys or (document.key in keys and self.graph.files(document.key) <= document.names):
            return document
        own = document.content.document()
        same = joined(own, [self.kept.get(key) or self.graph.document(key) for key in sorted(keys)])
        if same is own:
            return document
        self.kept[same.key] = same
        if same.key != document.key:
            self.reading.joins(document.key, same.key)
        return ready(same, document.files)

    def _titled(self, document: Prepared) -> set[str]:
        return {*self.graph.titled(document.title)} if document.title else set()
