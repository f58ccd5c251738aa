"""A document and all that a reader finds in it, as frozen values without behaviour."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from graph.model.codes import (
    AgencyKind,
    Basis,
    Change,
    CitationRelation,
    Comparator,
    DeadlineKind,
    DocumentKind,
    Modality,
    PlaceType,
    Precision,
    Role,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement is printed: ``quote == source.text[start:end]``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Agency:
    """机构: a body with its full name; ``jurisdiction`` is the division it belongs to (中国 for national bodies)."""

    name: str
    jurisdiction: str | None
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class Assignment:
    """责任分工: an agency answers for a measure in a role.

    ``mention`` is as printed (after distributing a coordination), ``agency`` is None where the name stays unresolved,
    ``rank`` counts the agencies of the measure from 0 in printed order, ``rule`` is the sentence of a document rule,
    ``correction`` the id of the correction that made it what it is.
    """

    role: Role
    mention: str
    agency: Agency | None
    basis: Basis
    rank: int
    evidence: Evidence
    rule: Evidence | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """时限: the printed period from ``earliest`` to ``latest``, both inclusive, and how it binds."""

    mention: str
    kind: DeadlineKind
    earliest: date
    latest: date
    precision: Precision
    evidence: Evidence
    actor: str | None = None
    correction: str | None = None

    @property
    def date(self) -> date:
        """The day that counts: the first of a ``from`` date, the last of any other."""
        return self.earliest if self.kind is DeadlineKind.FROM else self.latest

    @property
    def basis(self) -> Basis:
        """What it rests on: the printed date, or what a person said of it."""
        return Basis.CORRECTED if self.correction else Basis.EXPLICIT


@dataclass(frozen=True, slots=True)
class Recurrence:
    """频次: to be done every ``every`` (ISO 8601 duration), at least so often, perhaps on given days of the month."""

    mention: str
    every: str
    at_least: int | None
    evidence: Evidence
    actor: str | None = None
    first_day: int | None = None
    last_day: int | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """指标任务: an indicator with a figure. ``value`` is a number, or a class such as Ⅲ (unit 类)."""

    mention: str
    indicator: str
    comparator: Comparator
    value: Decimal | str
    unit: str
    change: Change
    baseline: str | None
    by: date | None
    scope: str | None
    evidence: Evidence
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """地点: a division by its full name, or a feature as named."""

    mention: str
    name: str
    type: PlaceType
    evidence: Evidence
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """引文: another document named by 《title》, with its 发文字号 where printed."""

    title: str
    number: str | None
    relation: CitationRelation
    evidence: Evidence
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """进展数据: a figure that a progress report states."""

    mention: str
    subject: str
    value: Decimal
    unit: str
    as_of: date | None
    evidence: Evidence
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """存疑: what was doubtful in the text and what was done about it; ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """章节: a numbered heading that holds other items; ``number`` is the path of enumerators as printed."""

    number: str
    heading: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Measure:
    """措施: the smallest numbered item that tells someone to do something.

    ``text`` is its own text, normalised, after enumerator and heading and without its responsibility clauses;
    ``evidence`` spans the whole item as printed. ``number`` may repeat where the print repeats it: ``ordinal``, the
    place among the document's measures from 1, tells them apart.
    """

    ordinal: int
    number: str
    heading: str
    text: str
    modality: Modality
    evidence: Evidence
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
    targets: tuple[Target, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """定位: from the character ``start`` of the text on, what is read stands at ``place`` in the file.

    ``place`` is for people: "page 3, paragraph 12", "sheet 任务清单, cell D7".
    """

    start: int
    place: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """来源文件: the bytes as received and the text they decode to.

    Of a file that is more than text (a page, a workbook) ``text`` is what a reader sees in it, and ``anchors`` (sorted)
    tell where; of plain text there are none. ``url`` and ``fetched`` tell where and when it was fetched, if it was.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    encoding: str
    text: str
    anchors: tuple[Anchor, ...] = ()
    url: str | None = None
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """副本: a further file in which the same document was received; the text is that of another."""

    name: str
    sha256: str
    size: int
    media_type: str
    encoding: str
    url: str | None = None
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """文件: one published document and all a reader finds in it.

    ``key`` names it in the graph (the source's name without its ending). ``jurisdiction`` is the full name of the
    division it governs. ``carries`` is the title of the plan that a notice carries (通知 with a 方案 in it).
    """

    key: str
    source: SourceFile
    title: str | None
    kind: DocumentKind
    issuers: tuple[str, ...]
    jurisdiction: str | None
    document_number: str | None
    issued: date | None
    published: date | None
    addressees: tuple[str, ...] = ()
    carries: str | None = None
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    remarks: tuple[Remark, ...] = ()
    copies: tuple[Copy, ...] = ()
