"""What people corrected, applied to documents that were read, before the store has them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from api.loading.reading import Found, Reading
from graph.corrections import kept
from graph.corrections.applying import applied
from graph.loaded import Known
from graph.model import Document
from graph.store import Store
from loaders import load
from loaders.preparing import Prepared, ready


def corrected(found: Iterable[Found], graph: Store, reading: Reading) -> Iterator[Found]:
    """What was found, with its documents as people corrected those of their keys."""
    keys = frozenset(kept.corrected(graph))
    for group in found:
        yield replace(group, documents=tuple(_corrected(each, keys, graph, reading) for each in group.documents))


def _corrected(document: Prepared | Known, keys: frozenset[str], graph: Store, reading: Reading) -> Prepared | Known:
    if isinstance(document, Known) or document.key not in keys:
        return document
    whole, _ = applied(document.content.document(), kept.corrections(graph, document.key))
    made = ready(whole, document.files)
    reading.counts[made.key] = made.counts
    return made


def reread(document: Document) -> Document:
    """The document read again from its own text, without any corrections: reading is a pure function of it."""
    return replace(load(document.source, document.key), copies=document.copies)
