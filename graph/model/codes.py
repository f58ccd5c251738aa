"""What of a plan is one of a few: the code lists of ``ontology/codes/``, as enumerations."""

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
