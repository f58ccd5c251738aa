"""What people said of the facts of one measure, for the pages that show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.reviewing.checking import as_said, note
from api.pages.reviewing.words import words
from graph.corrections import kept
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words: what had been read, what is so instead, where in the text, who said it, when and why."""

    verdict: str
    found: str
    instead: str
    start: int
    end: int
    by: str
    at: str
    why: str | None


def about(store: Store, key: str, number: str, language: str) -> Iterator[Said]:
    """What was said of the measure of that number in the document of that key."""
    say = words(language)
    text = None
    for each in kept.corrections(store, key):
        if each.measure != number:
            continue
        text = store.document(key).source.text if text is None else text
        place = each.selector.place(text)
        start = each.selector.start if place is None else place
        yield Said(
            say.verdict(each.verdict),
            note(each.kind, each.found, language) if each.found else "",
            note(each.kind, as_said(each.value), language) if each.value else "",
            start,
            start + len(each.selector.exact),
            each.by,
            f"{each.at:%Y-%m-%d %H:%M}",
            each.why,
        )
