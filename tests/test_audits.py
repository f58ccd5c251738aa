"""Audits: each rule finds what is planted for it; figures are compared only where the text joins them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from api.cli import command
from api.settings import Settings
from graph import iri
from graph.errors import NotFound
from graph.findings.audit import RATES, SUMS, Report, Rule, Severity, audit, rules
from graph.findings.audit_rdf import triples
from graph.findings.figures import Verdict, comparisons
from graph.model import Document, DocumentKind, Evidence, Fact
from graph.query import folder
from graph.store import Store
from tests.evaluate import SHARED
from tests.sample_documents import documents, rectification
from tests.serving import serving

PLANS = sorted((SHARED / "documents").glob("*.txt"))
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DAY = "^^<http://www.w3.org/2001/XMLSchema#date>"
CODE = "https://w3id.org/dutygraph/code/"
DOCUMENT = """<d> a dg:Document ; dg:key "d" ; dg:title "计划" ; dg:hasText <t> ; dg:hasMeasure <m> .
    <m> dg:number "一" ; dg:inDocument <d> ; dg:evidence <e> . <e> dg:inText <t> ; dg:start 0 ; dg:end 2 ;
    dg:quote "一项" ."""
OBLIGES = f"<m> dg:modality <{CODE}modality/obligation> ."
LED = f'<m> dg:hasAssignment <a> . <a> dg:role <{CODE}role/lead> ; dg:mention "甲局" ; dg:evidence <e> .'
SHARING = f"""<m> dg:hasAssignment <a> , <b> . <a> dg:role <{CODE}role/responsible> .
    <b> dg:role <{CODE}role/responsible> .
    <m> dg:hasDeadline <l> ."""
DATED = f'<d> dg:issued "2018-09-13"{DAY} .'
NAMED = f'{DATED} {LED} <a> dg:agency <g> . <g> skos:prefLabel "甲省甲局"@zh .'
COVERAGE = f"""<d> dg:jurisdiction <v> . <v> dg:partOf <w> . <f> dg:key "f" ; dg:jurisdiction <w> ; dg:hasTarget <y> .
    <m> dg:hasTarget <x> . <x> dg:indicator <i> ; dg:value {{lower}} ; dg:mention "全市覆盖率达到" ; dg:evidence <e> .
    <y> dg:indicator <j> ; dg:value {{upper}} ; dg:mention "全省覆盖率达到" .
    <x> dg:comparator <{CODE}comparator/ge> ; dg:unit "%" ; dg:change <{CODE}change/level> .
    <y> dg:comparator <{CODE}comparator/ge> ; dg:unit "%" ; dg:change <{CODE}change/level> .
    <i> skos:prefLabel "全市覆盖率"@zh ; dg:generalIndicator <k> .
    <j> skos:prefLabel "全省覆盖率"@zh ; dg:generalIndicator <k> ."""
PLANTED = {
    "nobody-responsible": OBLIGES + "<m> dg:hasDeadline <l> .",
    "no-lead": OBLIGES + SHARING,
    "no-deadline": OBLIGES + LED,
    "neither-lead-nor-deadline": OBLIGES + f"<m> dg:hasAssignment <a> . <a> dg:role <{CODE}role/responsible> .",
    "several-leads": LED + f'<m> dg:hasAssignment <b> . <b> dg:role <{CODE}role/lead> ; dg:mention "乙局" .',
    "deadline-before-issue": DATED
    + f"""<m> dg:hasDeadline <l> . <l> dg:due "2018-06-30"{DAY} ; dg:mention "6月底前" ; dg:evidence <e> ;
        dg:basis <{CODE}basis/explicit> .""",
    "agency-ended": NAMED + f'<g> dg:endNotAfter "2018-07-01"{DAY} .',
    "agency-not-yet": NAMED + f'<g> dg:startNotBefore "2018-10-01"{DAY} .',
    "division-ended": DATED
    + f"""<m> dg:hasPlace <p> . <p> dg:place <v> ; dg:mention "甲县" ; dg:evidence <e> .
        <v> dg:validUntil "2018-07-01"{DAY} ; dg:endNotAfter "2018-07-01"{DAY} .""",
    "numbering": '<d> dg:hasRemark <r> . <r> dg:code "number-gap" ; dg:message "缺第二项" .',
    "name-unknown": LED + "<d> dg:hasUnresolved <a> .",
    "number-shared": """<m> dg:ordinal 2 . <n> dg:number "一" ; dg:ordinal 1 ; dg:inDocument <d> ; dg:evidence <h> .
        <h> dg:inText <t> ; dg:start 3 ; dg:end 5 ; dg:quote "二项" .""",
    "citation-not-loaded": f"""<d> dg:hasCitation <c> . <c> dg:title "甲办法" ; dg:evidence <e> ;
        dg:citationRelation <{CODE}citation-relation/based-on> .""",
    "target-weaker": COVERAGE.format(lower="62", upper="65"),
    "measure-repeated": """<m> dg:text "推进甲河沿岸污水管网建设和改造工程" .
        <n> dg:text "推进甲河沿岸污水管网建设和改造工程" ;
        dg:number "二" ; dg:inDocument <f> ; dg:evidence <h> . <f> dg:key "f" ; dg:hasText <u> .
        <h> dg:inText <u> ; dg:start 3 ; dg:end 5 ; dg:quote "二项" .""",
}  # fmt: skip
SOUND = {
    "a target may go beyond that of a jurisdiction above": ("target-weaker", COVERAGE.format(lower="66", upper="65")),
    "a sole agency needs no lead": ("no-lead", OBLIGES + LED),
    "what recurs needs no deadline": ("no-deadline", OBLIGES + "<m> dg:hasRecurrence <r> ."),
    "an interdiction binds everybody": ("nobody-responsible", ""),
    "the day of publication is not that of signing": (
        "agency-ended",
        f'<d> dg:published "2022-01-01"{DAY} . {LED} <a> dg:agency <g> . <g> dg:endNotAfter "2018-07-01"{DAY} .',
    ),
    "an end of which the day is unknown may lie after": (
        "agency-ended",
        NAMED + f'<g> dg:endNotBefore "2018-08-31"{DAY} ; dg:endNotAfter "2018-12-30"{DAY} .',
    ),
    "of a year's end only the next year is sure": (
        "division-ended",
        DATED
        + f"""<m> dg:hasPlace <p> . <p> dg:place <v> ; dg:mention "甲县" ; dg:evidence <e> .
            <v> dg:validUntil "2017-12-31"{DAY} .""",
    ),
    "a document that is loaded is no gap": (
        "citation-not-loaded",
        f"""<d> dg:hasCitation <c> . <c> dg:title "计划" ; dg:evidence <e> ;
            dg:citationRelation <{CODE}citation-relation/implements> .""",
    ),
}


def planted(more: str) -> Store:
    prefixes = """@prefix dg: <https://w3id.org/dutygraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."""
    quads = parse(prefixes + DOCUMENT + more, format=RdfFormat.TURTLE, base_iri="https://example.org/")
    store = Store.memory()
    store.load_reference([(iri.document_graph("d"), quads)])
    return store


@pytest.mark.parametrize("rule", folder("audits"))
def test_a_rule_finds_what_is_planted_for_it(rule: str) -> None:
    found = audit(planted(PLANTED[rule]), [rule]).findings

    assert [finding.rule.name for finding in found] == [rule]
    assert found[0].key == "d"
    assert found[0].spots[0].document == "计划"


IN_ENGLISH = {
    "no-lead": "2 agencies answer for it",
    "several-leads": "2 leads, such as 乙局 and 甲局",
    "deadline-before-issue": "6月底前: 2018-06-30 lies before 2018-09-13, the day of signing",
    "agency-ended": "甲局: until 2018-07-01 at the latest; signed on 2018-09-13",
    "agency-not-yet": "甲局: from 2018-10-01 at the earliest; signed on 2018-09-13",
    "division-ended": "甲县: until 2018-07-01; signed on 2018-09-13",
    "numbering": "a number before this one is left out",
    "number-shared": "another measure has the number 一 already",
    "target-weaker": "全市覆盖率达到; above it (f): 全省覆盖率达到",
    "measure-repeated": "the same as 二 of f",
}


@pytest.mark.parametrize("rule", folder("audits"))
def test_a_finding_is_told_in_english_but_for_what_is_printed(rule: str) -> None:
    (finding,) = audit(planted(PLANTED[rule]), [rule]).findings

    assert finding.told("zh") == finding.value
    assert finding.told("en") == IN_ENGLISH.get(rule, finding.value)


@pytest.mark.parametrize("reason", SOUND)
def test_a_rule_leaves_alone_what_is_sound(reason: str) -> None:
    rule, data = SOUND[reason]

    assert audit(planted(data), [rule]).findings == ()


def test_every_rule_has_a_severity_and_an_explanation_in_both_languages() -> None:
    for rule in rules().values():
        assert rule.severity in Severity
        assert re.search(r"[\u4e00-\u9fff]", rule.summary + rule.explanation)
        assert not re.search(r"[\u4e00-\u9fff]", rule.summary_en + rule.explanation_en)
        assert all(map(rule.explained, ("zh", "en")))
    assert [*rules()] == sorted(rules(), key=lambda name: ([*Severity].index(rules()[name].severity), name))


def report(text: str) -> Document:
    """A progress report of this text; its figures are marked [subject|value unit]."""
    plain, facts = "", list[Fact]()
    for piece in re.split(r"(\[.*?\])", text):
        if figure := re.fullmatch(r"\[(.*)\|([\d.]+)(.*)\]", piece):
            subject, value, unit = figure.groups()
            quote = f"{subject.rpartition('中')[2]}{value}{unit}"
            evidence = Evidence(len(plain), len(plain) + len(quote), quote)
            facts.append(Fact(quote, subject, Decimal(value), unit, None, evidence))
            plain += quote
        else:
            plain += piece
    plan = rectification()
    return Document(
        key="r",
        source=replace(plan.source, name="r.txt", text=plain),
        title="落实情况",
        kind=DocumentKind.PROGRESS_REPORT,
        issuers=(),
        jurisdiction=None,
        document_number=None,
        issued=None,
        published=None,
        facts=tuple(facts),
    )


COMPARED = {
    "[问题|42项],[问题中已完成|30项],[问题中达到进度|12项]。": [(Verdict.RIGHT, "30+12=42项")],
    "[问题|42项],[问题中已完成|30项],[问题中达到进度|10项]。": [(Verdict.LESS, "30+10=40≠42项")],
    "[问题|42项],[问题中已完成|30项],[问题中达到进度|15项]。": [(Verdict.MORE, "30+15=45≠42项")],
    "[问题|42项],[问题中已完成|30项],[问题中达到进度|10项],其余正在整改。": [],
    "[问题|42项],[问题中已完成|30项]。": [],
    "对[责任人|81名]（[处级|37人]、[科级|44人]）问责。": [(Verdict.RIGHT, "37+44=81名")],
    "对[责任人|81名]([处级|37人]、[科级|33人])问责。": [(Verdict.LESS, "37+33=70≠81名")],
    "对[责任人|81名]问责。被处理人员中,[处分|60人]、[诫勉|21人]。": [(Verdict.RIGHT, "60+21=81名")],
    "对[责任人|81名]问责。被处理人员中,[处分|60人]、[诫勉|20人]。": [],
    "[退林|4850亩]、[退塘|730亩],共[恢复|5580亩]。": [(Verdict.RIGHT, "4850+730=5580亩")],
    "[退林|4850亩]、[退塘|730亩],共[恢复|5000亩]。": [(Verdict.MORE, "4850+730=5580≠5000亩")],
    "[召开会议|24次],[约谈|3次],[通报|2次]。": [],
    "[推送预警|1905条],[核查处置|1888条],[处置率|99.1%]。": [(Verdict.RIGHT, "1888÷1905=99.1%")],
    "[推送预警|1905条],[核查处置|1888条],[处置率|98.1%]。": [(Verdict.WRONG, "1888÷1905=99.1%≠98.1%")],
    "[推送预警|1905条]。[核查处置|1888条],[处置率|98.1%]。": [],
    "[推送预警|1905条],[核查处置|1888条],[满意率|98.1%]。": [],
}


@pytest.mark.parametrize("text", COMPARED)
def test_figures_are_compared_where_the_text_joins_them(text: str) -> None:
    found = comparisons(report(text))

    assert [(each.verdict, str(each)) for each in found] == COMPARED[text]


def test_figures_that_disagree_are_findings_and_those_that_agree_are_told(empty_store: Store) -> None:
    wrong = "[问题|42项],[问题中已完成|30项],[问题中达到进度|10项]。[预警|1905条],[核查处置|1888条],[处置率|98.1%]。"
    empty_store.put(report(wrong + "[退林|4850亩]、[退塘|730亩],共[恢复|5580亩]。"))
    found = audit(empty_store, [SUMS.name, RATES.name])

    assert [(finding.rule, finding.value) for finding in found.findings] == [
        (SUMS, "30+10=40≠42项"),
        (RATES, "1888÷1905=99.1%≠98.1%"),
    ]
    assert [spot.quote for spot in found.findings[0].spots] == ["问题42项", "已完成30项", "达到进度10项"]
    assert [each.value for each in found.confirmed] == ["4850+730=5580亩"]


def test_an_audit_is_of_one_document_where_one_is_named(sample_store: Store) -> None:
    whole, part = audit(sample_store), audit(sample_store, document="yunling-2018")

    assert part.findings == tuple(finding for finding in whole.findings if finding.key == "yunling-2018")
    assert 0 < len(part.findings) < len(whole.findings)
    with pytest.raises(NotFound, match="没有这份"):
        audit(sample_store, document="没有这份")
    with pytest.raises(NotFound, match="no audit"):
        audit(sample_store, ["no-such"])


def test_findings_that_are_not_shown_are_counted(sample_store: Store) -> None:
    whole, short = audit(sample_store), audit(sample_store, shown=0)

    assert short.counts == whole.counts == {rule: whole_of(whole, rule) for rule in whole.counts}
    assert {each.rule for each in short.findings} <= {SUMS, RATES}
    assert len(short.findings) < len(whole.findings)


def whole_of(report: Report, rule: Rule) -> int:
    return sum(each.rule == rule for each in report.findings)


def test_every_finding_quotes_its_source(sample_store: Store) -> None:
    texts = {document.key: document.source.text for document in documents()}

    for finding in audit(sample_store).findings:
        for spot in finding.spots:
            assert spot.start is None or texts[spot.key][spot.start : spot.end] == spot.quote


def test_the_report_for_machines_is_in_the_result_vocabulary_of_shacl(client: TestClient, sample_store: Store) -> None:
    answer = client.get("/audits", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    (node,) = graph.subjects(rdflib.RDF.type, SHACL.ValidationReport)
    results = list(graph.objects(node, SHACL.result))
    found = audit(sample_store)

    assert answer.headers["content-type"].startswith("text/turtle")
    assert graph.value(node, SHACL.conforms) == rdflib.Literal(False)
    assert len(results) == len(found.findings)
    for result in results:
        assert {SHACL.focusNode, SHACL.resultSeverity, SHACL.sourceConstraintComponent} <= {*graph.predicates(result)}
    assert len(list(triples(audit(Store.memory())))) == 2


def _marks(client: TestClient) -> Iterator[tuple[str, str]]:
    for name in ("json", "csv", "html", "jsonld", "ntriples"):
        yield name, client.get("/audits", params={"format": name}).text


def test_every_format_tells_all_findings(client: TestClient, sample_store: Store) -> None:
    found, written = audit(sample_store), dict(_marks(client))

    assert len(json.loads(written["json"])["findings"]) == len(found.findings)
    assert written["csv"].count("\r\n") == len(found.findings) + 1
    assert written["html"].count("<tr><td>") == len(found.findings)
    assert written["ntriples"].count("shacl#ValidationResult>") == len(found.findings)
    assert "措施没有时限" in written["jsonld"]


def test_the_page_speaks_the_language_of_its_reader(client: TestClient) -> None:
    chinese = client.get("/audits", headers={"Accept": "text/html"})
    english = client.get("/audits?lang=en", headers={"Accept": "text/html"})

    assert ('<html lang="zh">' in chinese.text, '<html lang="en">' in english.text) == (True, True)
    assert "A measure has no deadline" in english.text
    assert 'href="?lang=zh"' in english.text
    assert 'href="?rule=numbering&amp;lang=en"' in client.get(
        "/audits?rule=numbering&lang=zh&format=html"
    ).text.replace("&amp;format=html", "")


@pytest.mark.parametrize(
    ("address", "status"),
    [("/audits?rule=no-such", 422), ("/audits?document=x", 404), ("/audits?rul=no-lead", 422), ("/audits/rules", 200)],
)
def test_what_cannot_be_audited_is_refused(address: str, status: int, client: TestClient) -> None:
    assert client.get(address).status_code == status


def test_an_audit_comes_over_a_real_port(sample_folder: Path) -> None:
    with serving(Settings(store=sample_folder, journal="")) as served:
        answer = served.ask("GET", "/audits?rule=no-deadline&rule=numbering&document=yunling-2018")

    told = json.loads(answer.body)
    assert [(each["name"], each["findings"]) for each in told["rules"]] == [("no-deadline", 0), ("numbering", 1)]
    assert told["findings"][0]["quote"].startswith("(三)严禁")


def run(*arguments: object) -> str:
    result = CliRunner().invoke(command({}), [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_tells_the_same_as_the_service(sample_folder: Path, client: TestClient) -> None:
    assert json.loads(run("audit", "--format", "json", "--store", sample_folder)) == client.get("/audits").json()
    assert "编号缺项或重复" in run("audit", "numbering", "--store", sample_folder)
    assert 'href="https://w3id.org/dutygraph/id/' in run("audit", "--format", "html", "--store", sample_folder)


@pytest.mark.skipif(not PLANS, reason="the five real plans are not beside this repository")
def test_the_five_real_plans_are_audited(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("load", *PLANS, "--store", store)
    found = audit(Store.read_only(store), ["numbering", "division-ended", SUMS.name])

    assert {(finding.key[:3], finding.value.partition(":")[0]) for finding in found.findings} == {
        ("004", "编号12之前缺第11项"),
        ("001", "水富县"),
    }
    assert [each.value for each in found.confirmed] == [
        "30+12=42项",
        "11+37+33=81名",
        "48+9+2+17+1+3+1=81名",
        "8+11+6+4+5+3+5=42个",
    ]


def test_an_office_that_was_dissolved_is_found_in_a_later_text(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "贵州省农村环境整治工作方案\n一、推进整治\n(一)加快粪污治理,2020年底前完成。牵头单位:省农委。\n2020年5月6日\n",
        encoding="utf-8",
    )
    run("load", plan, "--store", tmp_path / "store")
    found = audit(Store.read_only(tmp_path / "store"), ["agency-ended"]).findings

    assert [(finding.number, finding.value.partition(":")[0]) for finding in found] == [("一/(一)", "省农委")]
    assert date(2018, 12, 30).isoformat() in found[0].value
