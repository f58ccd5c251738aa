"""Reads a question: its dates, names and words, and the saved query they fill."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from loaders.asking.choice import Choice, choose
from loaders.asking.dates import dates
from loaders.asking.names import agencies, located, titles, topics
from loaders.asking.notes import Note
from loaders.asking.passage import Passage, cues
from loaders.asking.understanding import Meaning, Span, Understanding
from loaders.gazetteer import Gazetteer
from loaders.normalise import normalise
from loaders.text import Text
from loaders.titles import kind

_HAN = re.compile("[一-鿿]")
_JOINED = re.compile("[、,]?(?:或|或者|和|与|及|、)?[、,]?")
LONGEST = 200
"""Characters of a question; what is longer is no question but a text."""


def understand(question: str, today: date, gazetteer: Gazetteer) -> Understanding:
    """How the question is read on that day; nothing is guessed, and nothing is raised for what it says.

    >>> from loaders.gazetteer import gazetteer
    >>> found = understand("省水利厅牵头的任务", date(2020, 5, 1), gazetteer())
    >>> found.query, found.values
    ('measures-by-agency', (('agency', ('省水利厅',)), ('role', ('lead',))))
    """
    if len(question) > LONGEST:
        return Understanding(question, (), remarks=(Note("long", (str(LONGEST),)),))
    if not _HAN.search(question):
        return Understanding(question, (), remarks=(Note("foreign"),))
    text = normalise("".join("," if char.isspace() else char for char in question), wrapped=False)
    read = sorted(_read(text.chars, today, gazetteer), key=lambda span: span.start)
    spans = tuple(_placed(span, text, question) for span in _roles(text.chars, _issued(read)))
    counts = any(span.rule == "count" for span in spans)
    if refusals := tuple(_refusal(span) for span in spans if span.meaning is Meaning.REFUSED):
        return Understanding(question, spans, counts=counts, remarks=refusals)
    choice = choose(spans)
    if choice is None:
        return Understanding(question, spans, counts=counts, remarks=(Note("nothing"),))
    values, remarks = tuple(choice.values.items()), tuple(_remarks(spans, choice))
    return Understanding(question, spans, choice.query, values, choice.unused, counts, remarks)


def _read(chars: str, today: date, gazetteer: Gazetteer) -> tuple[Span, ...]:
    """All spans of a question, the surest first taken."""
    passage = dates(titles(Passage(chars, chars)), today)
    passage = _kinds(cues(passage, early=True))
    passage = located(agencies(passage, gazetteer))
    return topics(cues(passage, early=False), gazetteer).spans


def _kinds(passage: Passage) -> Passage:
    """The passage with the code of each kind of document (文种) that is named."""
    spans = tuple(
        replace(span, values=(kind(span.text, None).value,)) if span.meaning is Meaning.KIND else span
        for span in passage.spans
    )
    return replace(passage, spans=spans)


def _issued(spans: list[Span]) -> Iterator[Span]:
    """The spans, a date of documents (2020年印发的, 2020年工作要点) told apart from one by which something is due."""
    meanings = {span.meaning for span in spans}
    every = Meaning.KIND in meanings and not meanings & {Meaning.NOUN, Meaning.DUE, Meaning.AGENCY, Meaning.ROLE}
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        named = after and after.meaning in (Meaning.ISSUED, Meaning.KIND) and after.start - span.end <= 1
        if span.meaning is Meaning.DATE and (every or named):
            yield replace(span, meaning=Meaning.ISSUED, note=Note("issued"))
        elif span.meaning is Meaning.TOPIC and not every and _titles(spans, span):
            yield replace(span, meaning=Meaning.UNREAD, note=Note("titled"))
        else:
            yield span


def _titles(spans: list[Span], topic: Span) -> bool:
    """Whether the words belong to the title of a document: 水环境保护重点任务实施方案."""
    end = topic.end
    for span in spans:
        if span.start == end and span.meaning in (Meaning.NOUN, Meaning.KIND):
            end = span.end
            if span.meaning is Meaning.KIND:
                return True
    return False


def _roles(chars: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans; of several roles those count that 或 or 和 joins to the first: others may be another body's."""
    last: Span | None = None
    for span in spans:
        if span.meaning is not Meaning.ROLE:
            yield span
        elif last is None or _JOINED.fullmatch(chars, last.end, span.start):
            last = span
            yield span
        else:
            yield replace(span, meaning=Meaning.UNREAD)


def _placed(span: Span, text: Text, question: str) -> Span:
    """The span by its place in the question as typed."""
    found = text.evidence(span.start, span.end)
    return replace(span, start=found.start, end=found.end, text=question[found.start : found.end])


def _refusal(span: Span) -> Note:
    return Note("of", (span.text, Note(f"refused-{span.rule}")))


def _remarks(spans: tuple[Span, ...], choice: Choice) -> Iterator[Note]:
    unread = "…".join(span.text for span in spans if span.meaning is Meaning.UNREAD)
    if unread:
        yield Note("unread", (unread,))
    used = {span.meaning for span in spans if span not in choice.unused}
    for span in choice.unused:
        shown = span.values[0] if span.meaning is Meaning.AGENCY else span.text
        key = "unanswered" if span.meaning is Meaning.WANTED else "one" if span.meaning in used else "wider"
        yield Note(key, (shown,))
    yield from (Note("of", (span.text, span.note)) for span in spans if span.note)
