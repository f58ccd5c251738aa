"""What is understood of a question: its words with their meanings, and the saved query they fill."""

from dataclasses import dataclass
from enum import StrEnum

from loaders.asking.notes import Note


class Meaning(StrEnum):
    """What a word of a question stands for."""

    AGENCY = "agency"  # 机构
    ROLE = "role"  # 职责
    DATE = "date"  # 时限
    DIVISION = "division"  # 行政区
    FEATURE = "feature"  # 地物
    INDICATOR = "indicator"  # 指标
    DOCUMENT = "document"  # 文件, by its title
    KIND = "kind"  # 文种
    MODALITY = "modality"  # 道义情态
    TOPIC = "topic"  # 主题词
    WANTED = "wanted"  # 所问: who, when, how many, which documents
    NOUN = "noun"  # 任务, 措施
    DUE = "due"  # 到期, 完成: what a date is the date of
    ISSUED = "issued"  # 印发
    FILLER = "filler"  # 请问, 的: says nothing of its own
    REFUSED = "refused"  # what is asked for is not in the graph
    UNREAD = "unread"  # not understood


CONDITIONS = (
    Meaning.DOCUMENT,
    Meaning.AGENCY,
    Meaning.ROLE,
    Meaning.DATE,
    Meaning.DIVISION,
    Meaning.FEATURE,
    Meaning.INDICATOR,
    Meaning.KIND,
    Meaning.MODALITY,
    Meaning.TOPIC,
)
"""The meanings that choose among what is asked for, in the order in which they fill a query."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of the question and what they stand for.

    ``values`` are what a query is asked with: a name, codes, for dates the first and the last day («» where open);
    ``note`` is what there is to say about the reading. ``rule`` is the name of the wording, where one found it.
    """

    start: int
    end: int
    text: str
    meaning: Meaning
    values: tuple[str, ...] = ()
    note: Note | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question is read.

    ``query`` is the name of the saved query that answers it, None where it cannot be answered; ``values`` are its
    parameters. ``unused`` are conditions that the query cannot take: its answer is wider than what was asked for.
    ``unread`` was not understood. ``counts`` says that a number is wanted. ``remarks`` are for people.
    """

    question: str
    spans: tuple[Span, ...]
    query: str | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unused: tuple[Span, ...] = ()
    counts: bool = False
    remarks: tuple[Note, ...] = ()

    @property
    def unread(self) -> tuple[Span, ...]:
        """What was not understood."""
        return tuple(span for span in self.spans if span.meaning is Meaning.UNREAD)
