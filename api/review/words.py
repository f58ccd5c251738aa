"""The words of a review, in Chinese and in English: kinds of marks, codes, headings."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.marks import MarkKind


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """The words of one language; ``signs`` stand for the kinds where there is no colour."""

    language: str
    title: str
    kinds: Mapping[MarkKind, str]
    signs: Mapping[MarkKind, str]
    codes: Mapping[str, str]
    head: Mapping[str, str]
    legend: str
    counts: str
    summary: str
    remarks: str
    number: str
    starts: str
    modality: str
    nobody: str
    line: str
    whole_document: str

    def of_code(self, code: str) -> str:
        """The word for a code; the code itself, in words, where it has none."""
        return self.codes.get(code, code.replace("_", " ").replace("-", " "))


_SIGNS = {
    MarkKind.RULE: "则",
    MarkKind.REMARK: "疑",
    MarkKind.TARGET: "指",
    MarkKind.FACT: "数",
    MarkKind.RECURRENCE: "频",
    MarkKind.DEADLINE: "时",
    MarkKind.AGENCY: "机",
    MarkKind.PLACE: "地",
    MarkKind.CITATION: "引",
}

CHINESE = ReviewWords(
    language="zh",
    title="核对",
    kinds={
        MarkKind.SECTION: "章节",
        MarkKind.MEASURE: "措施",
        MarkKind.RULE: "通则",
        MarkKind.REMARK: "存疑",
        MarkKind.TARGET: "指标",
        MarkKind.FACT: "进展数据",
        MarkKind.RECURRENCE: "频次",
        MarkKind.DEADLINE: "时限",
        MarkKind.AGENCY: "机构",
        MarkKind.PLACE: "地点",
        MarkKind.CITATION: "引文",
    },
    signs=_SIGNS,
    codes={
        "lead": "牵头",
        "responsible": "负责",
        "participant": "配合",
        "supervisor": "督导",
        "explicit": "明示",
        "document_rule": "文件规则",
        "document_default": "文件通则",
        "in_text": "正文",
        "corrected": "人工更正",
        "obligation": "义务",
        "prohibition": "禁止",
        "permission": "允许",
        "encouragement": "鼓励",
        "by": "截至",
        "from": "起于",
        "during": "期间",
        "day": "日",
        "ten-days": "旬",
        "month": "月",
        "quarter": "季度",
        "half-year": "半年",
        "year": "年",
        ">=": "≥",
        "<=": "≤",
        "level": "达到",
        "increase": "增加",
        "decrease": "减少",
        "division": "行政区划",
        "feature": "地物",
        "based-on": "依据",
        "implements": "贯彻",
        "mentions": "提及",
        "rule": "全文通则",
        "unresolved": "所指不明",
        "every": "每",
        "Y": "年",
        "M": "个月",
        "W": "周",
        "D": "天",
        "times": "次",
        "baseline": "基期",
        "scope": "范围",
        "rectification-plan": "整改方案",
        "implementation-plan": "实施方案",
        "implementation-opinions": "实施意见",
        "action-plan": "行动计划",
        "work-points": "工作要点",
        "progress-report": "落实情况报告",
        "notice": "通知",
        "guiding-opinions": "指导意见",
        "other": "其他",
    },
    head={
        "title": "标题",
        "carries": "所附文件",
        "kind": "文种",
        "issuers": "发文机关",
        "jurisdiction": "辖区",
        "number": "发文字号",
        "issued": "成文日期",
        "published": "发布日期",
        "addressees": "主送机关",
    },
    legend="图例",
    counts="合计",
    summary="措施一览",
    remarks="存疑",
    number="编号",
    starts="内容",
    modality="情态",
    nobody="未见责任单位",
    line="第{line}行第{column}字",
    whole_document="全文",
)

ENGLISH = ReviewWords(
    language="en",
    title="Review",
    kinds={
        MarkKind.SECTION: "section",
        MarkKind.MEASURE: "measure",
        MarkKind.RULE: "document rule",
        MarkKind.REMARK: "remark",
        MarkKind.TARGET: "target",
        MarkKind.FACT: "fact",
        MarkKind.RECURRENCE: "recurrence",
        MarkKind.DEADLINE: "deadline",
        MarkKind.AGENCY: "agency",
        MarkKind.PLACE: "place",
        MarkKind.CITATION: "citation",
    },
    signs=_SIGNS,
    codes={
        ">=": "≥",
        "<=": "≤",
        "rule": "holds for the whole document",
        "every": "every ",
        "Y": " years ",
        "M": " months ",
        "W": " weeks ",
        "D": " days ",
    },
    head={
        "title": "title",
        "carries": "carries",
        "kind": "kind",
        "issuers": "issuers",
        "jurisdiction": "jurisdiction",
        "number": "number",
        "issued": "issued",
        "published": "published",
        "addressees": "addressees",
    },
    legend="Legend",
    counts="Counts",
    summary="Measures",
    remarks="Remarks",
    number="number",
    starts="text",
    modality="modality",
    nobody="nobody named to answer",
    line="line {line}, character {column}",
    whole_document="whole document",
)
