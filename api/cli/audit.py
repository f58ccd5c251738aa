"""``dutygraph audit``: what is amiss in the plans themselves, with severity and evidence."""

from collections import Counter
from pathlib import Path

import click

from api.cli.console import format_option, notices, out, store_option, write
from api.cli.messages import Messages
from api.cli.tables import table
from api.settings import Settings
from api.tasks.audit_page import Manner
from api.tasks.audits import body
from graph.findings.audit import Finding, Report, Spot, audit, rules
from graph.iri import BASE
from graph.store import Store

_LONGEST = 40  # characters of a quote
_FORMATS = ("table", "json", "csv", "html", "turtle", "jsonld")


def command(say: Messages, chosen: Settings) -> click.Command:
    """The command ``audit``."""

    @click.command("audit", help=say.audit)
    @click.argument("names", metavar="[RULE]...", nargs=-1, type=click.Choice(list(rules())))
    @click.option("--document", help=say.audit_document)
    @format_option(say, _FORMATS)
    @store_option(say, chosen)
    def run(names: tuple[str, ...], document: str | None, written: str, store: Path) -> None:
        found = audit(Store.read_only(store), names, document)
        if written == "table":
            _show(say, found)
        else:
            write(body(found, written, Manner(say.language, BASE[:-1])))

    return run


def _show(say: Messages, found: Report) -> None:
    for rule in found.rules:
        some = [finding for finding in found.findings if finding.rule == rule]
        if some:
            title = rule.summary_en if say.is_english else rule.summary
            out().print(f"\n{say.severities[rule.severity]} · {title} ({len(some)}) [{rule.name}]", markup=False)
            out().print(table(_headings(say), (_row(finding, say.language) for finding in some)))
    if found.confirmed:
        out().print(f"\n{say.confirmed} ({len(found.confirmed)})", markup=False)
        right = ((*_place(each.spots[0]), each.value, each.spots[0].quote) for each in found.confirmed)
        out().print(table((say.document, say.place, say.sums, say.columns.get("quote", "quote")), right))
    counts = Counter(finding.rule.severity.value for finding in found.findings)
    notices().print(", ".join(f"{words} {counts[each]}" for each, words in say.severities.items()))


def _headings(say: Messages) -> list[str]:
    return [say.document, say.place, *(say.columns.get(name, name) for name in ("number", "value", "quote"))]


def _row(finding: Finding, language: str) -> tuple[str, ...]:
    spot = finding.spots[0]
    quote = spot.quote if len(spot.quote) <= _LONGEST else f"{spot.quote[:_LONGEST]}…"
    return (*_place(spot), finding.number or "", finding.told(language), quote.replace("\n", " "))


def _place(spot: Spot) -> tuple[str, str]:
    return spot.key, f"{spot.source} {spot.start}–{spot.end}" if spot.start is not None else spot.source
