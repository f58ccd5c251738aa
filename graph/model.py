"""What a careful reader takes from one document: frozen values, no behaviour.

Everything a text prints is here as printed and as resolved. What is inferred from it (an inherited deadline, a
group's members, a successor) is not: that is ``graph.derive``'s. Offsets count the characters (code points) of the
source as received, half open.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class DocumentKind(StrEnum):
    """文种: what sort of plan it is."""

    RECTIFICATION_PLAN = "rectification-plan"  # 整改方案
    IMPLEMENTATION_PLAN = "implementation-plan"  # 实施方案
    IMPLEMENTATION_OPINIONS = "implementation-opinions"  # 实施意见
    ACTION_PLAN = "action-plan"  # 行动计划, 行动方案
    WORK_POINTS = "work-points"  # 工作要点
    PROGRESS_REPORT = "progress-report"  # 整改落实情况
    NOTICE = "notice"  # 通知
    GUIDING_OPINIONS = "guiding-opinions"  # 指导意见
    OTHER = "other"


class Role(StrEnum):
    """职责: how an agency answers for a measure."""

    LEAD = "lead"  # 牵头
    RESPONSIBLE = "responsible"  # 责任单位, 负责
    PARTICIPANT = "participant"  # 配合, 参与
    SUPERVISOR = "supervisor"  # 督导, 验收


class Basis(StrEnum):
    """依据: what a statement rests on."""

    EXPLICIT = "explicit"  # the measure's own responsibility clause, or a printed date
    DOCUMENT_RULE = "document_rule"  # the document says that the first listed leads
    DOCUMENT_DEFAULT = "document_default"  # the document says once who answers for all that follows
    IN_TEXT = "in_text"  # the sentence itself names the actor
    INHERITED = "inherited"  # derived: the plan's own deadline
    CONVENTION = "convention"  # derived: custom, without a printed rule
    CORRECTED = "corrected"  # a person says so who has looked at the print


class Modality(StrEnum):
    """道义情态 of a measure as a whole."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    ENCOURAGEMENT = "encouragement"


class DeadlineKind(StrEnum):
    """How a date binds: to be done by it, from it on, or during a span."""

    BY = "by"
    FROM = "from"
    DURING = "during"


class Precision(StrEnum):
    """How exactly a date is printed."""

    DAY = "day"
    TEN_DAYS = "ten-days"  # 旬
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


class Comparator(StrEnum):
    """How a figure binds."""

    AT_LEAST = ">="
    AT_MOST = "<="
    BELOW = "<"
    ABOVE = ">"
    EXACTLY = "="


class Change(StrEnum):
    """Whether a figure is a level to reach or a change against a baseline."""

    LEVEL = "level"
    INCREASE = "increase"
    DECREASE = "decrease"


class PlaceType(StrEnum):
    """An administrative division, or a named feature (river, reserve, site, functional area)."""

    DIVISION = "division"
    FEATURE = "feature"


class AgencyKind(StrEnum):
    """What sort of body answers."""

    AGENCY = "agency"  # one organ of party or state, a mass organisation, a company
    GROUP = "group"  # 各市(州)人民政府, 成员单位: several at once, left as one
    UNIT = "unit"  # a body within a body: 综合处
    COORDINATING_BODY = "coordinating-body"  # 领导小组, 专班, 指挥部


class CitationRelation(StrEnum):
    """Why another document is named."""

    BASED_ON = "based-on"  # 根据, 按照, 依据
    IMPLEMENTS = "implements"  # 贯彻落实
    MENTIONS = "mentions"


class ChangeKind(StrEnum):
    """改革方式: how agencies became others."""

    RENAMED = "renamed"  # 更名
    MERGED = "merged"  # with others into a new body
    ABSORBED = "absorbed"  # by a body that was there before
    SPLIT = "split"  # into several
    TRANSFERRED = "transferred"  # a function moved, the body went on


class Through(StrEnum):
    """承责途径: why an agency answers for a measure that may name another one."""

    NAMED = "named"  # the measure names it
    PREDECESSOR = "predecessor"  # the measure names a body that became it
    SUCCESSOR = "successor"  # the measure names a body that it became
    GROUP = "group"  # the measure names a group of which it was a member


class Reach(StrEnum):
    """计入范围: which duties of an agency are asked for beside those that name it."""

    PRINTED = "printed"  # none
    LINE = "line"  # those of its predecessors and successors
    GROUPS = "groups"  # those of the groups that it belonged to
    ALL = "all"  # both


class ProgressState(StrEnum):
    """进展状态: how far a measure has come, as an agency records it."""

    NOT_STARTED = "not-started"  # 未启动
    UNDER_WAY = "under-way"  # 推进中, 达到序时进度
    DELAYED = "delayed"  # 滞后
    DONE = "done"  # 已完成: those who answer for it say so
    VERIFIED = "verified"  # 已验收: by the body that verifies
    RETURNED = "returned"  # 退回整改
    CLOSED = "closed"  # 已销号


class Verdict(StrEnum):
    """核对结论: what a person says of a fact that was read."""

    ACCEPTED = "accepted"  # it is so
    REJECTED = "rejected"  # nothing of the sort is printed there
    CHANGED = "changed"  # it is otherwise
    ADDED = "added"  # it was overlooked


class FactKind(StrEnum):
    """事实类型: what sort of fact a correction is about."""

    ASSIGNMENT = "assignment"
    DEADLINE = "deadline"
    RECURRENCE = "recurrence"
    TARGET = "target"
    PLACE = "place"
    CITATION = "citation"
    FIGURE = "figure"


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


@dataclass(frozen=True, slots=True)
class Citation:
    """引文: another document named by 《title》, with its 发文字号 where printed."""

    title: str
    number: str | None
    relation: CitationRelation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Fact:
    """进展数据: a figure that a progress report states."""

    mention: str
    subject: str
    value: Decimal
    unit: str
    as_of: date | None
    evidence: Evidence


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
