"""How the model's classes are written in RDF and read back: one table, used in both directions.

Each class of ``graph.model`` has a Table: the class of its nodes, a Field for each attribute that is one value, a Part
for each attribute that is a tuple of further records. What is only for queries (short cuts, labels) ``to_rdf`` adds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph import model
from graph import vocab as dg
from graph.codecs import CORRECTION, DAY, DURATION, FIGURE, LABEL, MOMENT, STRING, URL, WHOLE, Codec, code


class Link(StrEnum):
    """Values that are nodes of their own, which ``to_rdf`` describes and ``from_rdf`` looks up."""

    EVIDENCE = auto()
    AGENCY = auto()
    DIVISION = auto()
    PLACE = auto()
    INDICATOR = auto()
    SOURCE = auto()
    PLAN = auto()


@dataclass(frozen=True)
class Field:
    """An attribute that is one value; where it may be None, an absent value has no triple."""

    attribute: str
    property: NamedNode
    codec: Codec | Link
    optional: bool = False

    @cached_property
    def printed(self) -> str:
        """The property as N-Triples has it."""
        return str(self.property)


@dataclass(frozen=True, slots=True)
class Part:
    """An attribute that is a tuple of records; ``kind`` is the step of their IRIs before the ordinal."""

    attribute: str
    link: NamedNode
    kind: str
    table: "Table"


@dataclass(frozen=True, slots=True)
class Table:
    """A class of the model and the class of the nodes that stand for it."""

    model: type[Any]
    class_: NamedNode
    fields: tuple[Field, ...]
    parts: tuple[Part, ...] = ()


_MENTION = Field("mention", dg.mention, STRING)
_EVIDENCE = Field("evidence", dg.evidence, Link.EVIDENCE)
_ACTOR = Field("actor", dg.actor, STRING, optional=True)
_UNIT = Field("unit", dg.unit, STRING)
_NUMBER = Field("number", dg.number, STRING)
_CORRECTION = Field("correction", dg.correction, CORRECTION, optional=True)
_HEADING = Field("heading", dg.heading, STRING)

EVIDENCE = Table(
    model.Evidence,
    dg.Evidence,
    (Field("start", dg.start, WHOLE), Field("end", dg.end, WHOLE), Field("quote", dg.quote, STRING)),
)
ANCHOR = Table(model.Anchor, dg.Anchor, (Field("start", dg.start, WHOLE), Field("place", dg.locator, STRING)))
_RECEIVED = (
    Field("name", dg.fileName, STRING),
    Field("sha256", dg.sha256, STRING),
    Field("size", dg.byteSize, WHOLE),
    Field("media_type", dg.mediaType, STRING),
    Field("encoding", dg.encoding, STRING),
    Field("url", dg.url, URL, optional=True),
    Field("fetched", dg.fetchedAt, MOMENT, optional=True),
)
FILE = Table(model.SourceFile, dg.SourceFile, _RECEIVED, (Part("anchors", dg.hasAnchor, "anchor", ANCHOR),))
COPY = Table(model.Copy, dg.SourceFile, _RECEIVED)
AGENCY = Table(
    model.Agency,
    dg.Agency,
    (
        Field("name", dg.prefLabel, LABEL),
        Field("kind", dg.agencyKind, code(model.AgencyKind)),
        Field("jurisdiction", dg.jurisdiction, Link.DIVISION, optional=True),
    ),
)
ASSIGNMENT = Table(
    model.Assignment,
    dg.Assignment,
    (
        Field("role", dg.role, code(model.Role)),
        Field("basis", dg.basis, code(model.Basis)),
        _MENTION,
        Field("agency", dg.agency, Link.AGENCY, optional=True),
        Field("rank", dg.rank, WHOLE),
        _EVIDENCE,
        Field("rule", dg.ruleStatement, Link.EVIDENCE, optional=True),
        _CORRECTION,
    ),
)
DEADLINE = Table(
    model.Deadline,
    dg.Deadline,
    (
        _MENTION,
        Field("kind", dg.deadlineKind, code(model.DeadlineKind)),
        Field("earliest", dg.earliest, DAY),
        Field("latest", dg.latest, DAY),
        Field("precision", dg.precision, code(model.Precision)),
        _ACTOR,
        _EVIDENCE,
        _CORRECTION,
    ),
)
RECURRENCE = Table(
    model.Recurrence,
    dg.Recurrence,
    (
        _MENTION,
        Field("every", dg.every, DURATION),
        Field("at_least", dg.atLeast, WHOLE, optional=True),
        _ACTOR,
        Field("first_day", dg.firstDay, WHOLE, optional=True),
        Field("last_day", dg.lastDay, WHOLE, optional=True),
        _EVIDENCE,
        _CORRECTION,
    ),
)
TARGET = Table(
    model.Target,
    dg.Target,
    (
        _MENTION,
        Field("indicator", dg.indicator, Link.INDICATOR),
        Field("comparator", dg.comparator, code(model.Comparator)),
        Field("value", dg.value, FIGURE),
        _UNIT,
        Field("change", dg.change, code(model.Change)),
        Field("baseline", dg.baseline, STRING, optional=True),
        Field("by", dg.by, DAY, optional=True),
        Field("scope", dg.scope, STRING, optional=True),
        _EVIDENCE,
        _CORRECTION,
    ),
)
PLACE = Table(
    model.Place,
    dg.PlaceMention,
    (
        _MENTION,
        Field("type", dg.placeType, code(model.PlaceType)),
        Field("name", dg.place, Link.PLACE),
        _EVIDENCE,
        _CORRECTION,
    ),
)
CITATION = Table(
    model.Citation,
    dg.Citation,
    (
        Field("title", dg.title, STRING),
        Field("number", dg.documentNumber, STRING, optional=True),
        Field("relation", dg.citationRelation, code(model.CitationRelation)),
        _EVIDENCE,
        _CORRECTION,
    ),
)
FACT = Table(
    model.Fact,
    dg.ProgressFigure,
    (
        _MENTION,
        Field("subject", dg.subject, STRING),
        Field("value", dg.value, FIGURE),
        _UNIT,
        Field("as_of", dg.asOf, DAY, optional=True),
        _EVIDENCE,
        _CORRECTION,
    ),
)
REMARK = Table(
    model.Remark,
    dg.Remark,
    (
        Field("code", dg.code, STRING),
        Field("message", dg.message, STRING),
        Field("evidence", dg.evidence, Link.EVIDENCE, optional=True),
    ),
)
SECTION = Table(model.Section, dg.Section, (_NUMBER, _HEADING, _EVIDENCE))

_AIMS = (
    Part("deadlines", dg.hasDeadline, "deadline", DEADLINE),
    Part("targets", dg.hasTarget, "target", TARGET),
)
MEASURE = Table(
    model.Measure,
    dg.Measure,
    (
        Field("ordinal", dg.ordinal, WHOLE),
        _NUMBER,
        _HEADING,
        Field("text", dg.text, STRING),
        Field("modality", dg.modality, code(model.Modality)),
        _EVIDENCE,
    ),
    (
        Part("assignments", dg.hasAssignment, "assignment", ASSIGNMENT),
        *_AIMS,
        Part("recurrences", dg.hasRecurrence, "recurrence", RECURRENCE),
        Part("places", dg.hasPlace, "place", PLACE),
    ),
)
DOCUMENT = Table(
    model.Document,
    dg.Document,
    (
        Field("key", dg.key, STRING),
        Field("source", dg.hasText, Link.SOURCE),
        Field("title", dg.title, STRING, optional=True),
        Field("kind", dg.kind, code(model.DocumentKind)),
        Field("jurisdiction", dg.jurisdiction, Link.DIVISION, optional=True),
        Field("document_number", dg.documentNumber, STRING, optional=True),
        Field("issued", dg.issued, DAY, optional=True),
        Field("published", dg.published, DAY, optional=True),
        Field("carries", dg.carries, Link.PLAN, optional=True),
    ),
    (
        *_AIMS,
        Part("citations", dg.hasCitation, "citation", CITATION),
        Part("facts", dg.hasFigure, "figure", FACT),
        Part("remarks", dg.hasRemark, "remark", REMARK),
        Part("copies", dg.hasCopy, "copy", COPY),
    ),
)


@cache
def properties() -> Mapping[NamedNode, Callable[[str], NamedNode | Literal] | None]:
    """All properties that a document is read back from, each with what makes a term of the characters of its value.

    None where these are too little, or may have blanks. Evidence is told by its IRI and the text.
    """
    tables, found = [DOCUMENT, SECTION, MEASURE, FILE, AGENCY], dict(_STRUCTURE)
    while tables:
        table = tables.pop()
        found |= {field.property: _bare(field.codec) for field in table.fields}
        found |= {part.link: NamedNode for part in table.parts}
        tables += [part.table for part in table.parts]
    return MappingProxyType(dict(sorted(found.items(), key=lambda each: str(each[0]))))


def _bare(codec: Codec | Link) -> Callable[[str], NamedNode | Literal] | None:
    return codec.bare if isinstance(codec, Codec) else NamedNode


_LINKS = (dg.hasSection, dg.hasMeasure, dg.listedIssuer, dg.listedAddressee, dg.derivedFrom)
_STRUCTURE: Mapping[NamedNode, Callable[[str], NamedNode | Literal] | None] = {
    **dict.fromkeys(_LINKS, NamedNode),
    **dict.fromkeys((dg.mention, dg.text, dg.prefLabel, dg.title), None),
    dg.ordinal: Literal,
}
