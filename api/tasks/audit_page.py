"""An audit's report as a page: what was found, rule by rule, the worst first, and the sums that were found right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from api.tasks.links import local
from graph.findings.audit import Confirmed, Finding, Report, Rule, Severity, Spot

_LONGEST = 160  # characters of a quote
_STYLE = """body{font:16px/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;
max-width:70rem;padding:0 1rem;color:#222}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;
table-layout:fixed}th:nth-child(1){width:32%}th:nth-child(2){width:22%}
th,td{border-bottom:1px solid #ddd;padding:.35rem .6rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}th{color:#666;font-weight:600}q{color:#444}a{color:#06c}.note{color:#666;font-size:.9rem}
.violation b{color:#b91c1c}.warning b{color:#b45309}.info b{color:#475569}.right{color:#15803d}
@media print{body{margin:0;max-width:none}a{color:inherit}}"""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "审计报告",
        "about": "以下是文件本身的问题;图谱照录原文。每一条都注明出处。",
        "none": "没有发现问题。",
        "where": "位置",
        "found": "发现",
        "printed": "原文",
        "right": "核对无误的数据",
        "other": "English",
        Severity.VIOLATION: "严重",
        Severity.WARNING: "警告",
        Severity.INFO: "提示",
    },
    "en": {
        "title": "Audit",
        "about": "What is amiss in the plans themselves; the graph says what they say. Every finding has its place.",
        "none": "Nothing was found.",
        "where": "Place",
        "found": "Finding",
        "printed": "In print",
        "right": "Figures that agree",
        "other": "中文",
        Severity.VIOLATION: "violation",
        Severity.WARNING: "warning",
        Severity.INFO: "info",
    },
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page is written: in Chinese (zh) or English (en), links under ``root``, the other language's address."""

    language: str
    root: str = ""
    other: str | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """What the page itself says."""
        return _WORDS[self.language]


def page(found: Report, manner: Manner) -> str:
    """The page, whole in itself."""
    words = manner.words
    rules = (_rule(rule, [each for each in found.findings if each.rule == rule], manner) for rule in found.rules)
    body = "".join(rules) or f"<p>{words['none']}</p>"
    other = f' <a href="{escape(manner.other)}">{words["other"]}</a>' if manner.other else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{manner.language}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<h1>{words["title"]}</h1><p class="note">{words["about"]}{other}</p>'
        f"<p>{_counts(found, words)}</p>{body}{_right(found.confirmed, words)}</body></html>\n"
    )


def _counts(found: Report, words: Mapping[str, str]) -> str:
    counts = Counter(finding.rule.severity for finding in found.findings)
    return " · ".join(f'<span class="{each}"><b>{words[each]}</b> {counts[each]}</span>' for each in Severity)


def _rule(rule: Rule, findings: Sequence[Finding], manner: Manner) -> str:
    if not findings:
        return ""
    words = manner.words
    name = rule.summary if manner.language == "zh" else rule.summary_en
    head = "".join(f"<th>{words[each]}</th>" for each in ("where", "found", "printed"))
    rows = "".join(_finding(finding, manner) for finding in findings)
    return (
        f'<section class="{rule.severity.value}" id="{rule.name}"><h2><b>{words[rule.severity]}</b> {escape(name)} '
        f'({len(findings)})</h2><p class="note">{escape(rule.explained(manner.language))}</p>'
        f"<table><tr>{head}</tr>{rows}</table></section>"
    )


def _finding(finding: Finding, manner: Manner) -> str:
    where = " ".join(filter(None, (finding.spots[0].document, finding.number)))
    link = f'<a href="{escape(manner.root + local(finding.focus))}">{escape(where)}</a>'
    return f"<tr><td>{link}</td><td>{escape(finding.told(manner.language))}</td><td>{_printed(finding.spots)}</td></tr>"


def _printed(spots: Sequence[Spot]) -> str:
    return "<br>".join(
        f"<q>{escape(_short(spot.quote))}</q> <span class=note>{escape(spot.source)} {spot.start}–{spot.end}</span>"
        for spot in spots
        if spot.start is not None
    )


def _right(confirmed: Sequence[Confirmed], words: Mapping[str, str]) -> str:
    if not confirmed:
        return ""
    rows = "".join(
        f'<tr><td>{escape(each.spots[0].document)}</td><td class="right">{escape(each.value)}</td>'
        f"<td>{_printed(each.spots)}</td></tr>"
        for each in confirmed
    )
    return f"<section><h2>{words['right']} ({len(confirmed)})</h2><table>{rows}</table></section>"


def _short(quote: str) -> str:
    return quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"
