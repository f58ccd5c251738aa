"""A document: its text as printed, with every fact marked, linked and to be pointed at by ``#char=start,end``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from markupsafe import Markup, escape

from api.pages import addresses
from api.pages.rendering import Asked
from api.review import words as review_words
from api.review.layout import Block, Review, review, turned
from graph import iri
from graph.marks import Mark, MarkKind
from graph.model import Document, Evidence, Measure, PlaceType, Section
from graph.store import Store

_WORDS = {"zh": review_words.CHINESE, "en": review_words.ENGLISH}
_SWITCHED = tuple(kind for kind in MarkKind if kind is not MarkKind.MEASURE)
_Spot = tuple[int, int, MarkKind]


@dataclass(frozen=True, slots=True)
class Card:
    """A measure beside its text."""

    measure: Measure
    href: str
    findings: Mapping[MarkKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text in HTML, with the measures that it holds."""

    html: Markup
    cards: tuple[Card, ...]
    sort: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows."""

    iri: str
    document: Document
    review: Review
    counts: Mapping[MarkKind, int]
    switched: tuple[MarkKind, ...]
    outline: tuple[Section | Measure, ...]
    parts: tuple[Part, ...]


def document(store: Store, asked: Asked, node: str) -> Page:
    """The page of the document with that IRI; NotFound where there is none."""
    return drawn(store.document(unquote(node.removeprefix(f"{iri.BASE}id/document/"))), asked)


def drawn(found: Document, asked: Asked) -> Page:
    """What the page of a document shows."""
    laid = review(found, _WORDS[asked.language])
    counts = laid.counts()
    nodes = [node.value for node in iri.measures(found.key, (measure.number for measure in found.measures))]
    pages = {measure.ordinal: addresses.thing(node) for measure, node in zip(found.measures, nodes, strict=True)}
    drawing = _Drawing(laid, _targets(found), set())
    parts = tuple(_part(drawing, block, pages) for block in laid.blocks())
    items: list[Section | Measure] = [*found.sections, *found.measures]
    return Page(
        iri.document(found.key).value,
        found,
        laid,
        counts,
        tuple(kind for kind in _SWITCHED if counts.get(kind)),
        tuple(sorted(items, key=lambda item: item.evidence.start)),
        parts,
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A review being drawn: where marks lead, and the places that can be pointed at already."""

    review: Review
    targets: Mapping[_Spot, str]
    anchors: set[str]


def _part(drawing: _Drawing, block: Block, pages: Mapping[int, str]) -> Part:
    text = drawing.review.document.source.text[block.stretches[0].start : block.stretches[-1].end]
    sort = "measure" if block.measures else "between" if text.strip() else "blank"
    spans = "".join(_anchor(drawing, measure.evidence) for measure in block.measures)
    cards = tuple(Card(each, pages[each.ordinal], drawing.review.findings(each)) for each in block.measures)
    return Part(Markup(spans + "".join(_marked(drawing, block))), cards, sort)


def _anchor(drawing: _Drawing, evidence: Evidence) -> str:
    """An empty element at the beginning of a measure, since measures may share a part."""
    name = f"char={evidence.start},{evidence.end}"
    drawing.anchors.add(name)
    return f'<span class="here" id="{name}"></span>'


def _marked(drawing: _Drawing, block: Block) -> Iterator[str]:
    covering: tuple[Mark, ...] = ()
    for stretch in block.stretches:
        marks = tuple(mark for mark in stretch.marks if mark.kind is not MarkKind.MEASURE)
        closed, opened = turned(covering, marks)
        yield "</mark>" * len(closed) + "".join(_tag(drawing, mark, marks) for mark in opened)
        words = str(escape(drawing.review.document.source.text[stretch.start : stretch.end])).replace("\r", "&#13;")
        href = next((place for mark in marks[::-1] if (place := drawing.targets.get(_spot(mark)))), None)
        yield f'<a href="{escape(href)}">{words}</a>' if href and words.strip() else words
        covering = marks
    yield "</mark>" * len(covering)


def _tag(drawing: _Drawing, mark: Mark, covering: tuple[Mark, ...]) -> str:
    """The mark's tag; its title tells what it and those around it say; the first of its span can be pointed at."""
    said = "\n".join(each.note for each in covering[: covering.index(mark) + 1][::-1])
    name = f"char={mark.start},{mark.end}"
    named = "" if name in drawing.anchors else f' id="{name}"'
    drawing.anchors.add(name)
    return f'<mark class="{mark.kind}"{named} title="{escape(said)}">'


def _spot(mark: Mark) -> _Spot:
    return mark.start, mark.end, mark.kind


def _targets(document: Document) -> dict[_Spot, str]:
    """Where the marks of a document lead: to the page of what they name."""
    return dict(chain(*map(_of_measure, document.measures), _of_document(document)))


def _of_measure(measure: Measure) -> Iterator[tuple[_Spot, str]]:
    for duty in measure.assignments:
        if duty.agency:
            yield _at(duty.evidence, MarkKind.AGENCY), addresses.thing(iri.agency(duty.agency.name).value)
    for place in measure.places:
        named = iri.division if place.type is PlaceType.DIVISION else iri.feature
        yield _at(place.evidence, MarkKind.PLACE), addresses.thing(named(place.name).value)
    for target in measure.targets:
        yield _at(target.evidence, MarkKind.TARGET), addresses.thing(iri.indicator(target.indicator).value)
    for deadline in measure.deadlines:
        yield _at(deadline.evidence, MarkKind.DEADLINE), addresses.listing("measures", due=str(deadline.date.year))


def _of_document(document: Document) -> Iterator[tuple[_Spot, str]]:
    for target in document.targets:
        yield _at(target.evidence, MarkKind.TARGET), addresses.thing(iri.indicator(target.indicator).value)
    for deadline in document.deadlines:
        yield _at(deadline.evidence, MarkKind.DEADLINE), addresses.listing("measures", due=str(deadline.date.year))
    for citation in document.citations:
        yield _at(citation.evidence, MarkKind.CITATION), addresses.listing("citations", text=citation.title)


def _at(evidence: Evidence, kind: MarkKind) -> _Spot:
    return evidence.start, evidence.end, kind
