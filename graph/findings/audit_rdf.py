"""An audit's report in the SHACL result vocabulary (https://www.w3.org/TR/shacl/#validation-report), for machines.

A result's IRI is made of the rule, the node and what was found: the same finding has the same one in every report.
"""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple, serialize

from graph import vocab as dg
from graph.findings.audit import Finding, Report, Rule, Spot
from graph.formats import PREFIXES, Format
from graph.iri import BASE

_SH = "http://www.w3.org/ns/shacl#"
_AUDIT = f"{BASE}id/audit/"
_CONSTRAINT = NamedNode(f"{_SH}SPARQLConstraintComponent")

Value = NamedNode | Literal


def written(report: Report, wanted: Format) -> bytes:
    """The report as RDF in that format; NotAcceptable where the format holds no graph."""
    prefixes = {**PREFIXES, "sh": _SH}
    return serialize(triples(report), format=wanted.rdf(), prefixes=prefixes) or b""


def triples(report: Report) -> Iterator[Triple]:
    """The report: whether nothing was found, and a result for each finding, with its evidence."""
    results = {_result(finding): finding for finding in report.findings}
    node = NamedNode(f"{_AUDIT}report/{_digest(*(result.value for result in results))}")
    yield Triple(node, dg.rdfType, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), Literal(not results))
    for rule in dict.fromkeys(finding.rule for finding in report.findings):
        yield from _described(rule)
    for result, finding in results.items():
        yield Triple(node, _sh("result"), result)
        yield from (Triple(result, predicate, value) for predicate, value in _facts(finding))
        for spot in finding.spots:
            yield from _evidence(result, spot)


def _facts(finding: Finding) -> Iterator[tuple[NamedNode, Value]]:
    rule = finding.rule
    yield dg.rdfType, _sh("ValidationResult")
    yield _sh("focusNode"), NamedNode(finding.focus)
    yield _sh("resultSeverity"), _sh(rule.severity.capitalize())
    yield _sh("sourceShape"), NamedNode(_AUDIT + rule.name)
    yield _sh("sourceConstraintComponent"), _CONSTRAINT
    yield _sh("resultMessage"), Literal(":".join(filter(None, (rule.summary, finding.value))), language="zh")
    english = ": ".join(filter(None, (rule.summary_en, finding.value_en)))
    yield _sh("resultMessage"), Literal(english, language="en")
    if finding.value:
        yield _sh("value"), Literal(finding.value)


def _described(rule: Rule) -> Iterator[Triple]:
    node = NamedNode(_AUDIT + rule.name)
    yield Triple(node, dg.rdfType, _sh("NodeShape"))
    yield Triple(node, _sh("name"), Literal(rule.summary, language="zh"))
    yield Triple(node, _sh("name"), Literal(rule.summary_en, language="en"))
    yield Triple(node, _sh("description"), Literal(rule.explanation, language="zh"))
    yield Triple(node, _sh("description"), Literal(rule.explanation_en, language="en"))


def _evidence(result: NamedNode, spot: Spot) -> Iterator[Triple]:
    if spot.evidence is None or spot.start is None or spot.end is None:
        return
    node = NamedNode(spot.evidence)
    yield Triple(result, dg.evidence, node)
    yield Triple(node, dg.rdfType, dg.Evidence)
    yield Triple(node, dg.start, Literal(spot.start))
    yield Triple(node, dg.end, Literal(spot.end))
    yield Triple(node, dg.quote, Literal(spot.quote))


def _result(finding: Finding) -> NamedNode:
    first = finding.spots[0].evidence or ""
    return NamedNode(f"{_AUDIT}{finding.rule.name}/{_digest(finding.focus, finding.value, first)}")


def _digest(*words: str) -> str:
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)
