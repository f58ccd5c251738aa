"""The ledger of a document: ``graph.ledger``."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from graph import ledger
from graph.model import (
    Agency,
    AgencyKind,
    Anchor,
    Assignment,
    Basis,
    Change,
    Citation,
    CitationRelation,
    Comparator,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    Evidence,
    Fact,
    Measure,
    Modality,
    Place,
    PlaceType,
    Precision,
    Recurrence,
    Remark,
    Role,
    SourceFile,
    Target,
)
from tests.strategies import UNHURRIED, documents

TEXT = (
    "到2025年建成。(一)岚江治理。每季度巡查,2022年6月底前降至8.5%以内。(市水务局牵头,有关单位配合)"
    "(二)护林。依据《护林办法》。已植树40亩。首位牵头"
)


def at(quote: str) -> Evidence:
    return Evidence(TEXT.index(quote), TEXT.index(quote) + len(quote), quote)


def place(quote: str) -> dict[str, object]:
    return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote), "quote": quote}


PLAN_DEADLINE = Deadline(
    "到2025年", DeadlineKind.BY, date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR, at("到2025年")
)
JUNE = Deadline(
    "2022年6月底前", DeadlineKind.BY, date(2022, 6, 1), date(2022, 6, 30), Precision.MONTH, at("2022年6月底前")
)
BASIN = Agency("清川市水务局", "清川市", AgencyKind.AGENCY)
RATE = Target(
    "降至8.5%以内",
    "漏损率",
    Comparator.AT_MOST,
    Decimal("8.5"),
    "%",
    Change.LEVEL,
    None,
    date(2022, 6, 30),
    "主城区",
    at("降至8.5%以内"),
)
RIVER = Measure(
    1,
    "一/(一)",
    "岚江治理",
    "每季度巡查,2022年6月底前降至8.5%以内。",
    Modality.OBLIGATION,
    at("(一)岚江治理。每季度巡查,2022年6月底前降至8.5%以内。(市水务局牵头,有关单位配合)"),
    assignments=(
        Assignment(Role.LEAD, "市水务局", BASIN, Basis.DOCUMENT_RULE, 0, at("市水务局"), at("首位牵头")),
        Assignment(Role.PARTICIPANT, "有关单位", None, Basis.EXPLICIT, 1, at("有关单位")),
    ),
    deadlines=(JUNE,),
    recurrences=(Recurrence("每季度巡查", "P3M", 1, at("每季度巡查")),),
    targets=(RATE,),
    places=(Place("岚江", "岚江", PlaceType.FEATURE, at("岚江")),),
)
WOODS = Measure(2, "一/(二)", "", "护林。", Modality.ENCOURAGEMENT, at("(二)护林。"))
WHOLE = Document(
    key="清川",
    source=SourceFile("清川.txt", "ab" * 32, 1, "text/plain", "utf-8", TEXT),
    title="清川市治水方案",
    kind=DocumentKind.IMPLEMENTATION_PLAN,
    issuers=("清川市人民政府办公室",),
    jurisdiction="清川市",
    document_number="清政办发〔2021〕7号",
    issued=date(2021, 3, 5),
    published=None,
    addressees=("各县政府",),
    measures=(RIVER, WOODS),
    deadlines=(PLAN_DEADLINE,),
    citations=(Citation("护林办法", None, CitationRelation.BASED_ON, at("《护林办法》")),),
    facts=(Fact("已植树40亩", "已植树", Decimal(40), "亩", None, at("已植树40亩")),),
    remarks=(Remark("agency-unresolved", "“有关单位”所指不明。", at("有关单位")), Remark("no-date", "没有成文日期。")),
)
PLAN_ENTRY = {
    "mention": "到2025年",
    "date": "2025-12-31",
    "kind": "by",
    "precision": "year",
    "earliest": "2025-01-01",
    "latest": "2025-12-31",
    "actor": None,
    **place("到2025年"),
}


def test_a_ledger_holds_all_that_a_reader_finds() -> None:
    assert ledger.entry(WHOLE) == {
        "source": "清川.txt",
        "document": {
            "key": "清川",
            "title": "清川市治水方案",
            "kind": "implementation-plan",
            "issuers": ["清川市人民政府办公室"],
            "jurisdiction": "清川市",
            "document_number": "清政办发〔2021〕7号",
            "issued": "2021-03-05",
            "published": None,
            "addressees": ["各县政府"],
            "carries": None,
        },
        "measures": [
            {
                "number": "一/(一)",
                "heading": "岚江治理",
                "starts": "每季度巡查,2022年6月底前降至8.5",
                "text": "每季度巡查,2022年6月底前降至8.5%以内。",
                "modality": "obligation",
                "assignments": [
                    {
                        "role": "lead",
                        "mention": "市水务局",
                        "agency": "清川市水务局",
                        "resolved": True,
                        "basis": "document_rule",
                        "rule": "首位牵头",
                        **place("市水务局"),
                    },
                    {
                        "role": "participant",
                        "mention": "有关单位",
                        "agency": "有关单位",
                        "resolved": False,
                        "basis": "explicit",
                        "rule": None,
                        **place("有关单位"),
                    },
                ],
                "deadlines": [
                    {
                        "mention": "2022年6月底前",
                        "date": "2022-06-30",
                        "kind": "by",
                        "precision": "month",
                        "earliest": "2022-06-01",
                        "latest": "2022-06-30",
                        "actor": None,
                        "basis": "explicit",
                        **place("2022年6月底前"),
                    }
                ],
                "recurrences": [
                    {
                        "mention": "每季度巡查",
                        "every": "P3M",
                        "at_least": 1,
                        "actor": None,
                        "first_day": None,
                        "last_day": None,
                        **place("每季度巡查"),
                    }
                ],
                "targets": [
                    {
                        "mention": "降至8.5%以内",
                        "indicator": "漏损率",
                        "comparator": "<=",
                        "value": 8.5,
                        "unit": "%",
                        "change": "level",
                        "baseline": None,
                        "by": "2022-06-30",
                        "scope": "主城区",
                        **place("降至8.5%以内"),
                    }
                ],
                "places": [{"mention": "岚江", "name": "岚江", "type": "feature", **place("岚江")}],
                "start": RIVER.evidence.start,
                "end": RIVER.evidence.end,
            },
            {
                "number": "一/(二)",
                "heading": "",
                "starts": "护林。",
                "text": "护林。",
                "modality": "encouragement",
                "assignments": [],
                "deadlines": [PLAN_ENTRY | {"basis": "inherited", "rule": "plan-deadline"}],
                "recurrences": [],
                "targets": [],
                "places": [],
                "start": WOODS.evidence.start,
                "end": WOODS.evidence.end,
            },
        ],
        "deadlines": [PLAN_ENTRY | {"basis": "explicit"}],
        "targets": [],
        "citations": [{"title": "护林办法", "number": None, "relation": "based-on", **place("《护林办法》")}],
        "facts": [
            {
                "mention": "已植树40亩",
                "subject": "已植树",
                "value": 40,
                "unit": "亩",
                "as_of": None,
                **place("已植树40亩"),
            }
        ],
        "remarks": [
            {"code": "agency-unresolved", "message": "“有关单位”所指不明。", **place("有关单位")},
            {"code": "no-date", "message": "没有成文日期。"},
        ],
    }


@pytest.mark.parametrize(
    ("value", "exported"),
    [
        (Decimal(95), 95),
        (Decimal("95.0"), 95),
        (Decimal("1E+3"), 1000),
        (Decimal("8.5"), 8.5),
        (Decimal("-0.25"), -0.25),
        ("Ⅲ", "Ⅲ"),
        ("95", "95"),
    ],
)
def test_a_figure_is_a_number_or_a_class(value: Decimal | str, exported: float | str) -> None:
    whole = replace(WHOLE, targets=(replace(RATE, value=value),))

    found = ledger.entry(whole)["targets"][0]["value"]

    assert (found, type(found)) == (exported, type(exported))


def test_a_day_from_which_is_the_first_of_its_period() -> None:
    whole = replace(WHOLE, deadlines=(replace(PLAN_DEADLINE, kind=DeadlineKind.FROM),))

    assert ledger.entry(whole)["deadlines"][0]["date"] == "2025-01-01"


def test_a_table_has_one_row_for_each_measure_and_assignment() -> None:
    lead = ledger.Row(
        source="清川.txt",
        document="清川市治水方案",
        number="一/(一)",
        heading="岚江治理",
        text="每季度巡查,2022年6月底前降至8.5%以内。",
        modality="obligation",
        role="lead",
        agency="清川市水务局",
        mention="市水务局",
        basis="document_rule",
        due="2022-06-30",
        due_basis="explicit",
        recurrences="每季度巡查",
        targets="漏损率 <= 8.5 %",
        places="岚江",
        start=RIVER.evidence.start,
        end=RIVER.evidence.end,
        place="",
    )
    woods = ledger.Row(
        source="清川.txt",
        document="清川市治水方案",
        number="一/(二)",
        heading="",
        text="护林。",
        modality="encouragement",
        role="",
        agency="",
        mention="",
        basis="",
        due="2025-12-31",
        due_basis="inherited",
        recurrences="",
        targets="",
        places="",
        start=WOODS.evidence.start,
        end=WOODS.evidence.end,
        place="",
    )

    assert list(ledger.rows(WHOLE)) == [
        lead,
        lead._replace(role="participant", agency="有关单位", mention="有关单位", basis="explicit"),
        woods,
    ]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (DeadlineKind.BY, "2022-06-30"),
        (DeadlineKind.FROM, "from 2022-06-01"),
        (DeadlineKind.DURING, "2022-06-01/2022-06-30"),
    ],
)
def test_a_cell_tells_how_its_period_binds(kind: DeadlineKind, cell: str) -> None:
    dated = replace(WOODS, deadlines=(replace(JUNE, kind=kind), PLAN_DEADLINE))

    rows = list(ledger.rows(replace(WHOLE, measures=(dated,))))

    assert [(row.due, row.due_basis) for row in rows] == [(f"{cell}; 2025-12-31", "explicit")]


def test_a_cell_tells_a_decrease_from_a_level() -> None:
    fewer = replace(RATE, change=Change.DECREASE, value="Ⅱ", unit="类")

    rows = list(ledger.rows(replace(WHOLE, measures=(replace(WOODS, targets=(RATE, fewer)),))))

    assert [row.targets for row in rows] == ["漏损率 <= 8.5 %; 漏损率 decrease <= Ⅱ 类"]


@UNHURRIED
@given(documents())
def test_every_ledger_is_json(document: Document) -> None:
    entry = ledger.entry(document)

    assert json.loads(json.dumps(entry, allow_nan=False)) == entry


@UNHURRIED
@given(documents())
def test_every_place_in_a_ledger_is_a_place_in_the_text(document: Document) -> None:
    for found in _quoted(ledger.entry(document)):
        assert document.source.text[found["start"] : found["end"]] == found["quote"]


def _quoted(entry: object) -> list[dict[str, Any]]:
    if isinstance(entry, list):
        return [found for part in entry for found in _quoted(part)]
    if isinstance(entry, dict):
        return [*([entry] if "quote" in entry else []), *_quoted(list(entry.values()))]
    return []


def test_a_fact_from_a_workbook_tells_its_cell() -> None:
    anchors = (Anchor(0, "sheet 任务清单, cell A2"), Anchor(WOODS.evidence.start, "sheet 任务清单, cell C2"))
    located = replace(WHOLE, source=replace(WHOLE.source, anchors=anchors), measures=(WOODS,))

    assert ledger.entry(located)["measures"][0]["place"] == "sheet 任务清单, cell C2"
    assert "place" not in ledger.entry(WHOLE)["measures"][0]
