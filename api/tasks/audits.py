"""Tasks for a worker: an audit of the plans, as a page, as RDF, as JSON or as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.answers import as_csv, as_json
from api.tasks.audit_page import Manner, page
from api.tasks.links import local
from api.workers.output import Output
from graph import formats
from graph.findings import audit_rdf
from graph.findings.audit import Finding, Report, Rule, Spot, audit
from graph.formats import HTML, Kind
from graph.solutions import Iri, Solutions
from graph.store import Store

COLUMNS = (
    "severity",
    "rule",
    "message",
    "value",
    "focus",
    "number",
    "document",
    "key",
    "source",
    "start",
    "end",
    "quote",
)
GRAPHS = formats.formats(Kind.GRAPH)


def report(
    store: Store, output: Output, *, rules: Sequence[str], document: str | None, written: str, manner: Mapping[str, Any]
) -> None:
    """What these rules, else all, find in that document, else in all."""
    found = audit(store, rules, document)
    output.head(content_type(written), headers={"Vary": "Accept, Accept-Language"})
    output.write(body(found, written, Manner(**manner)))
    output.rows = len(found.findings)


def content_type(written: str) -> str:
    """The content type of a report in the format of that name."""
    if written == HTML.name:
        return HTML.content_type
    if written == "json":
        return "application/json"
    return formats.by_name(written, Kind.RESULTS if written == "csv" else Kind.GRAPH).content_type


def body(found: Report, written: str, manner: Manner) -> bytes:
    """The report in the format of that name: json, csv, html or one for graphs."""
    if written == HTML.name:
        return page(found, manner).encode()
    if written == "json":
        return as_json(told(found))
    if written == "csv":
        return as_csv(rows(found, manner.language))
    return audit_rdf.written(found, formats.by_name(written, Kind.GRAPH))


def told(found: Report) -> dict[str, object]:
    """The report as plain values: the rules with their numbers of findings, the findings, the figures found right."""
    return {
        "rules": [rule_told(rule) | {"findings": _count(found, rule)} for rule in found.rules],
        "findings": [_finding(finding) for finding in found.findings],
        "confirmed": [
            {"value": each.value, "places": [_spot(spot) for spot in each.spots]} for each in found.confirmed
        ],
    }


def rule_told(rule: Rule) -> dict[str, object]:
    """A rule as plain values."""
    return {
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "summary_en": rule.summary_en,
        "explanation": rule.explanation,
        "explanation_en": rule.explanation_en,
    }


def rows(found: Report, language: str) -> Solutions:
    """A row for each finding, with the place that it is about."""
    return Solutions(COLUMNS, tuple(_row(finding, language) for finding in found.findings))


def _row(finding: Finding, language: str) -> tuple[str | int | None, ...]:
    rule, spot = finding.rule, finding.spots[0]
    message = rule.summary if language == "zh" else rule.summary_en
    about = (
        rule.severity.value,
        rule.name,
        message,
        finding.told(language) or None,
        Iri(finding.focus),
        finding.number,
    )
    return (*about, spot.document, spot.key, spot.source, spot.start, spot.end, spot.quote or None)


def _count(found: Report, rule: Rule) -> int:
    return sum(finding.rule == rule for finding in found.findings)


def _finding(finding: Finding) -> dict[str, object]:
    about: Mapping[str, object] = {
        "rule": finding.rule.name,
        "severity": finding.rule.severity.value,
        "message": ":".join(filter(None, (finding.rule.summary, finding.value))),
        "focus": finding.focus,
        "href": local(finding.focus),
        "number": finding.number,
        "value": finding.value,
    }
    return {**about, **_spot(finding.spots[0]), "more": [_spot(spot) for spot in finding.spots[1:]]}


def _spot(spot: Spot) -> dict[str, object]:
    return {name: getattr(spot, name) for name in ("document", "key", "source", "start", "end", "quote")}
