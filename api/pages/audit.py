"""What is amiss in the plans, rule by rule, each finding with its place."""

from dataclasses import dataclass

from api.pages.rendering import Asked
from graph.collections import Entry, collections, select, tell
from graph.findings.audit import Finding, Report, Rule
from graph.findings.audit import audit as audited
from graph.store import Store

_MOST = 100  # findings of a rule


@dataclass(frozen=True, slots=True)
class Audit:
    """What the page shows: the rules, the worst first, each with its findings and how many there are."""

    document: str
    documents: tuple[Entry, ...]
    report: Report
    rules: tuple[tuple[Rule, tuple[Finding, ...], int], ...]


def audit(store: Store, asked: Asked) -> Audit:
    """The findings in one document, else in all."""
    key = asked.value("document")
    report = audited(store, (), key or None)
    found = ((rule, [each for each in report.findings if each.rule == rule]) for rule in report.rules)
    documents = collections()["documents"]
    return Audit(
        key,
        tell(documents, select(store, documents, {}).nodes, store),
        report,
        tuple((rule, tuple(some[:_MOST]), len(some)) for rule, some in found if some),
    )
