"""The names in a question: titles of documents, agencies, places, indicators, and what is left over as its topic."""

import re
from collections.abc import Iterator
from functools import cache

from graph.model import PlaceType
from loaders.asking.notes import Note
from loaders.asking.passage import Passage, trimmed
from loaders.asking.understanding import Meaning, Span
from loaders.gazetteer import Gazetteer
from loaders.names import words
from loaders.recognise.agencies import split
from loaders.recognise.agency_names import is_certain, looks_like_agency
from loaders.recognise.indicators import is_measure
from loaders.recognise.places import places
from loaders.resolve import Context, resolve
from loaders.rulebook import rulebook

_TITLE = re.compile("《([^《》]{2,})》")
_NOWHERE = Context(None, ())
_BEGINNING = re.compile(
    "(?<![一-鿿])(?:国家|中国|中央|国务院|全国|各)|(?<![全各我本该同每])(?:省|自治区|市|州|县|区|旗|盟)(?=[一-鿿])"
)
_TOPIC = re.compile(r"(?=.*[一-鿿])(?!\d+[年月日号季])[\w.%·/-]{2,30}")
_LONGEST = 60  # characters of agencies that are named together
_SHORT = 2  # characters: 率 and one more name no indicator


def titles(passage: Passage) -> Passage:
    """The passage with the titles in it (《…》)."""
    found = _TITLE.finditer(passage.open)
    return passage.taking(*(passage.span(*each.span(), Meaning.DOCUMENT, each[1]) for each in found))


# --- agencies -------------------------------------------------------------------------------------------------


def agencies(passage: Passage, gazetteer: Gazetteer) -> Passage:
    """The passage with the agencies that it names, by their full names where these are beyond doubt."""
    found = [span for start, end in _stretches(passage) for span in _agencies(passage, start, end, gazetteer)]
    return passage.taking(*found)


def _stretches(passage: Passage) -> Iterator[tuple[int, int]]:
    """What may hold names of agencies: the runs, those that 、 parts together."""
    begin, stop = None, 0
    for start, end in passage.runs():
        if begin is not None and passage.open[stop:start] == "、":
            stop = end
            continue
        if begin is not None:
            yield begin, stop
        begin, stop = start, end
    if begin is not None:
        yield begin, stop


def _agencies(passage: Passage, start: int, end: int, gazetteer: Gazetteer) -> Iterator[Span]:
    start, end = trimmed(passage.open, start, end)
    if _is_whole(passage.open, start, end, gazetteer):
        agency = resolve(passage.open[start:end], _NOWHERE, gazetteer)
        yield passage.span(start, end, Meaning.AGENCY, agency.name if agency else passage.open[start:end])
        return
    for begin in _beginnings(passage.open, start, end, gazetteer):
        if begin < start:
            continue
        stop = next((stop for stop in _ends(passage.open, begin, end) if _is_agency(passage.open, begin, stop)), None)
        if stop is None and begin == start and end in _ends(passage.open, begin, end):
            stop = end if looks_like_agency(passage.open[begin:end]) else None
        if stop is not None:
            yield from _named(passage, begin, stop, gazetteer)
            start = stop


def _is_whole(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether all that stands there is one body within another: 省委省政府督查室."""
    owned = _BEGINNING.match(text, start) or any(one.start == 0 for one in gazetteer.find(text[start:end]))
    return (
        bool(owned)
        and text.endswith(rulebook("ask").words["agency_within"], start, end)
        and looks_like_agency(text[start:end])
    )


def _beginnings(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[int]:
    divisions = {start + one.start for one in gazetteer.find(text[start:end])}
    levels = {found.start() for found in _BEGINNING.finditer(text, start, end)}
    return sorted({start} | divisions | levels)


def _ends(text: str, start: int, end: int) -> list[int]:
    return [found.end() for found in _ending().finditer(text, start, min(end, start + _LONGEST))][::-1]


@cache
def _ending() -> re.Pattern[str]:
    return rulebook("ask").compile("$agency_ending")


def _is_agency(text: str, start: int, end: int) -> bool:
    names = split(text, start, end)
    return bool(names) and all(is_certain(name.text) for name in names)


def _named(passage: Passage, start: int, end: int, gazetteer: Gazetteer) -> Iterator[Span]:
    for name in split(passage.open, start, end):
        agency = resolve(name.text, _NOWHERE, gazetteer)
        yield passage.span(name.start, name.end, Meaning.AGENCY, agency.name if agency else name.text)


# --- places ---------------------------------------------------------------------------------------------------


def located(passage: Passage) -> Passage:
    """The passage with the places that it names."""
    found = [passage.span(one.start, one.end, _sort(one.type), one.name) for one in places(passage.open, None, None)]
    return passage.taking(*found)


def _sort(kind: PlaceType) -> Meaning:
    return Meaning.DIVISION if kind is PlaceType.DIVISION else Meaning.FEATURE


# --- what is left over ----------------------------------------------------------------------------------------


def topics(passage: Passage, gazetteer: Gazetteer) -> Passage:
    """The passage with all that is left: bare names, indicators, words of the topic, and what cannot be read."""
    measured = not any(span.meaning in (Meaning.NOUN, Meaning.AGENCY, Meaning.ROLE) for span in passage.spans)
    return passage.taking(*(_rest(passage, run, gazetteer, measured=measured) for run in passage.runs()))


def _rest(passage: Passage, run: tuple[int, int], gazetteer: Gazetteer, *, measured: bool) -> Span:
    start, end = trimmed(passage.open, *run)
    if start == end:
        return passage.span(*run, Meaning.FILLER)
    if named := _bare(passage, start, end, gazetteer):
        return named
    text = passage.open[start:end]
    if not _TOPIC.fullmatch(text):
        return passage.span(start, end, Meaning.UNREAD)
    indicates = measured and is_measure(text) and len(text) > _SHORT
    return passage.span(start, end, Meaning.INDICATOR if indicates else Meaning.TOPIC, text)


def _bare(passage: Passage, start: int, end: int, gazetteer: Gazetteer) -> Span | None:
    """A bare name (清川) with nothing else beside it."""
    name = passage.open[start:end]
    if name in gazetteer.features:
        return passage.span(start, end, Meaning.FEATURE, name)
    known = {row.name for row in gazetteer.forms.get(name, ())}
    if name in words().everyday or len(known) != 1:
        return None
    return passage.span(start, end, Meaning.DIVISION, *known, note=Note("taken", tuple(known)))
