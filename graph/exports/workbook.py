"""The ledger (台账) as a workbook: a sheet of measures as agencies keep them, one a kind of fact, one of quotes.

Every row leads to the words of the source: its last cell is a link to the sheet of quotes, where file, offsets and the
text as printed stand. Texts are written as texts: none becomes a formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph.anchors import place_at
from graph.derive import Inherited, inherited
from graph.exports.spreadsheets import OPTIONS
from graph.model import Assignment, Basis, Deadline, Document, Evidence, Measure, Role, Target

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EVIDENCE: Final = "出处"
_WIDE: Final = {"措施": 60, "原文": 80, "文件": 40, "标题": 40, "指标": 40, "责任单位": 30}
_COLUMNS: Final = {
    "措施台账": (
        "文件", "编号", "标题", "措施", "牵头单位", "责任单位", "配合单位", "督导单位",
        "完成时限", "时限依据", "时限原文", "频次", "指标", "地点", _EVIDENCE,
    ),
    "责任分工": ("文件", "编号", "职责", "单位", "原文写法", "依据", _EVIDENCE),
    "时限": ("文件", "编号", "时限原文", "方式", "起", "止", "精度", "依据", _EVIDENCE),
    "指标": ("文件", "编号", "指标", "比较", "数值", "单位", "变化", "期限", "范围", _EVIDENCE),
    "引用": ("文件", "标题", "发文字号", "关系", _EVIDENCE),
    "进展数据": ("文件", "事项", "数值", "单位", "截至", _EVIDENCE),
    "存疑": ("文件", "代码", "说明", _EVIDENCE),
    "文件": (
        "键", "标题", "所载方案", "文种", "印发机关", "行政区", "发文字号",
        "成文日期", "发布日期", "措施数", "来源文件", "SHA-256",
    ),
    _EVIDENCE: ("文件", "起", "止", "位置", "原文"),
}  # fmt: skip

Cell = str | int | float | date | Evidence | None


def workbook(documents: Iterable[Document]) -> bytes:
    """The ledger of the documents as an Office Open XML workbook."""
    output = BytesIO()
    with Workbook(output, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        sheets = {name: _Sheet.new(book, name, columns, head, text) for name, columns in _COLUMNS.items()}
        for document in documents:
            quotes = _Quotes(document, sheets[_EVIDENCE])
            for name, row in _rows(document):
                sheets[name].write([quotes.link(cell) if isinstance(cell, Evidence) else cell for cell in row])
        for sheet in sheets.values():
            sheet.close()
    return output.getvalue()


@dataclass(slots=True)
class _Link:
    row: int


@dataclass(slots=True)
class _Sheet:
    sheet: Worksheet
    columns: Sequence[str]
    text: Format
    rows: int = 0

    @classmethod
    def new(cls, book: Workbook, name: str, columns: Sequence[str], head: Format, text: Format) -> "_Sheet":
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, columns, head)
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDE.get(column, 14))
        return cls(sheet, columns, text)

    def write(self, cells: Iterable["Cell | _Link"]) -> int:
        """The number of the row that is written, from 1 as spreadsheets count."""
        self.rows += 1
        for place, cell in enumerate(cells):
            self._write(place, cell)
        return self.rows + 1

    def _write(self, place: int, cell: "Cell | _Link") -> None:
        match cell:
            case None:
                pass
            case _Link():
                self.sheet.write_url(self.rows, place, f"internal:'{_EVIDENCE}'!A{cell.row}", string="原文")
            case date():
                self.sheet.write_datetime(self.rows, place, cell)
            case int() | float():
                self.sheet.write_number(self.rows, place, cell)
            case _:
                self.sheet.write_string(self.rows, place, str(cell), self.text)

    def close(self) -> None:
        """Lets people filter and sort by every column."""
        self.sheet.autofilter(0, 0, self.rows, len(self.columns) - 1)


@dataclass(slots=True)
class _Quotes:
    """The rows of the sheet of quotes, one a place in the document."""

    document: Document
    sheet: _Sheet
    known: dict[tuple[int, int], _Link] = field(default_factory=dict)

    def link(self, evidence: Evidence) -> _Link:
        where = (evidence.start, evidence.end)
        if where not in self.known:
            place = place_at(self.document.source, evidence.start)
            row = self.sheet.write([self.document.source.name, *where, place, evidence.quote])
            self.known[where] = _Link(row)
        return self.known[where]


def _rows(document: Document) -> Iterator[tuple[str, Sequence[Cell]]]:
    yield "文件", _head(document)
    for measure, taken_over in zip(document.measures, inherited(document), strict=True):
        yield "措施台账", _measure(document, measure, taken_over)
        yield from (("责任分工", _assignment(document, measure.number, each)) for each in measure.assignments)
        yield from (("时限", _deadline(document, measure.number, each)) for each in measure.deadlines)
        yield from (("指标", _target(document, measure.number, each)) for each in measure.targets)
    yield from (("时限", _deadline(document, None, each)) for each in document.deadlines)
    yield from (("指标", _target(document, None, each)) for each in document.targets)
    for cited in document.citations:
        yield "引用", (document.key, cited.title, cited.number, cited.relation, cited.evidence)
    for fact in document.facts:
        yield "进展数据", (document.key, fact.subject, float(fact.value), fact.unit, fact.as_of, fact.evidence)
    for remark in document.remarks:
        yield "存疑", (document.key, remark.code, remark.message, remark.evidence)


_ROLES: Final = {
    Role.LEAD: "牵头",
    Role.RESPONSIBLE: "责任",
    Role.PARTICIPANT: "配合",
    Role.SUPERVISOR: "督导",
}


def _head(document: Document) -> Sequence[Cell]:
    issuers, source = "、".join(document.issuers), document.source
    named = (document.key, document.title, document.carries, document.kind, issuers, document.jurisdiction)
    days = (document.document_number, document.issued, document.published)
    return (*named, *days, len(document.measures), source.name, source.sha256)


def _measure(document: Document, measure: Measure, taken_over: Inherited | None) -> Sequence[Cell]:
    due = measure.deadlines or ((taken_over.deadline,) if taken_over else ())
    last = max(due, key=lambda deadline: deadline.date, default=None)
    return (
        document.key,
        measure.number,
        measure.heading,
        measure.text,
        *(_agencies(measure, role) for role in _ROLES),
        last.date if last else None,
        (Basis.INHERITED if taken_over else last.basis) if last else None,
        "、".join(deadline.mention for deadline in due),
        "、".join(recurrence.mention for recurrence in measure.recurrences),
        "、".join(target.mention for target in measure.targets),
        "、".join(dict.fromkeys(place.name for place in measure.places)),
        measure.evidence,
    )


def _agencies(measure: Measure, role: Role) -> str:
    """As printed where the name could not be resolved."""
    named = (each.agency.name if each.agency else each.mention for each in measure.assignments if each.role is role)
    return "、".join(dict.fromkeys(named))


def _assignment(document: Document, number: str, assignment: Assignment) -> Sequence[Cell]:
    agency = assignment.agency.name if assignment.agency else None
    told = (_ROLES[assignment.role], agency, assignment.mention, assignment.basis)
    return (document.key, number, *told, assignment.evidence)


def _deadline(document: Document, number: str | None, deadline: Deadline) -> Sequence[Cell]:
    days = (deadline.earliest, deadline.latest, deadline.precision)
    return (document.key, number, deadline.mention, deadline.kind, *days, deadline.basis, deadline.evidence)


def _target(document: Document, number: str | None, target: Target) -> Sequence[Cell]:
    value = target.value if isinstance(target.value, str) else float(target.value)
    figure = (target.comparator, value, target.unit, target.change)
    return (document.key, number, target.indicator, *figure, target.by, target.scope, target.evidence)
