"""Facts of progress reports: literal paragraphs in, what they state out."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.recognise.facts import FactMention, facts

_WORDS = [
    "截至2021年6月底",
    "已",
    "完成",
    "12项",
    "5.5%",
    "3名",
    "任务",
    "同比下降",
    "、",
    ",",
    "。",
    "(",
    ")",
    "“",
    "”",
    "其中",
    "\n",
]


def _told(passage: str) -> list[tuple[str, str]]:
    return [(fact.subject, f"{fact.value}{fact.unit}") for fact in facts(passage)]


def test_a_fact_begins_behind_the_number_of_its_line() -> None:
    assert _told("1.新建管网52公里,改造3.5公里。\n2、搬迁养殖场43家。①清淤12立方米") == [
        ("新建管网", "52公里"),
        ("改造", "3.5公里"),
        ("搬迁养殖场", "43家"),
        ("清淤", "12立方米"),
    ]


def test_a_fact_says_what_it_counts_how_much_and_as_of_when() -> None:
    assert facts("截至2021年9月底,全市已清理河道垃圾3.2万吨。") == (
        FactMention(
            start=11,
            end=25,
            rule="facts/told",
            subject="全市已清理河道垃圾",
            value=Decimal("3.2"),
            unit="万吨",
            as_of=date(2021, 9, 30),
        ),
    )


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        (
            "市纪委对3个单位、12名干部(处级4人、科级8人)进行问责。",
            [("单位", "3个"), ("干部", "12名"), ("处级", "4人"), ("科级", "8人")],
        ),
        ("先后召开调度会共计15次。", [("召开调度会", "15次")]),
        ("按类型梳理出水类问题6个、气类问题2个。", [("水类问题", "6个"), ("气类问题", "2个")]),
        ("立案查处61起,罚款238.5万元。", [("立案查处", "61起"), ("罚款", "238.5万元")]),
        (
            "反馈的30项问题,22项已销号,8项正在整改。",
            [("反馈的问题", "30项"), ("反馈的问题中已销号", "22项"), ("反馈的问题中正在整改", "8项")],
        ),
        ("反馈的30项问题,已完成销号22项。", [("反馈的问题", "30项"), ("反馈的问题中已完成销号", "22项")]),
        (
            "反馈的30项问题。完成投资2亿元,验收项目9个。",
            [("反馈的问题", "30项"), ("完成投资", "2亿元"), ("验收项目", "9个")],
        ),
        ("臭氧浓度为140微克/立方米,同比下降6%。", [("臭氧浓度", "140微克/立方米"), ("臭氧浓度同比下降", "6%")]),
        (
            "空气优良率达到91.3%,较上年提高2.1个百分点。",
            [("空气优良率", "91.3%"), ("空气优良率较上年提高", "2.1个百分点")],
        ),
        ("优良天数达到340天。", [("优良天数", "340天")]),
        ("办结率98%左右,走访群众500余户。", [("办结率", "98%"), ("走访群众", "500户")]),
    ],
)
def test_the_subject_is_what_is_counted_or_measured(passage: str, told: list[tuple[str, str]]) -> None:
    assert _told(passage) == told


@pytest.mark.parametrize(
    "passage",
    [
        "2021年6月30日印发第3批清单。",
        "推行“1+6”工作法,编印《整改100问》。",
        "每月开展巡查2次。",
        "对10万元以上的合同逐份复核。",
        "下一步力争完成8项。",
        "自受理之日起5个工作日内办结。",
    ],
)
def test_names_customs_thresholds_and_plans_state_nothing(passage: str) -> None:
    assert facts(passage) == ()


@pytest.mark.parametrize(
    ("passage", "days"),
    [
        ("截至2020年12月31日,立案3起;罚款5万元。约谈2人。", [date(2020, 12, 31), date(2020, 12, 31), None]),
        ("立案3起。截至2021年5月中旬,办结2起。", [None, date(2021, 5, 20)]),
        ("截至2019年底,清运垃圾60吨。", [date(2019, 12, 31)]),
        ("截至目前,清运垃圾60吨。", [None]),
        ("截至2021年2月30日,清运垃圾60吨。", [None]),
    ],
)
def test_the_day_holds_for_its_sentence(passage: str, days: list[date | None]) -> None:
    assert [fact.as_of for fact in facts(passage)] == days


@pytest.mark.parametrize(
    ("reference", "day"), [(date(2022, 9, 20), date(2022, 9, 14)), (date(2022, 3, 1), date(2021, 9, 14)), (None, None)]
)
def test_a_day_without_a_year_is_the_last_one_before_the_document(reference: date | None, day: date | None) -> None:
    assert [fact.as_of for fact in facts("截至9月14日,已办结6件。", reference)] == [day]


def test_which_ones_is_no_number_of_them() -> None:
    assert _told("县水务局负责的第4件、县民政局负责的第17、18件进展滞后。") == []


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_facts_lie_in_order_within_any_passage(passage: str) -> None:
    found = facts(passage)

    assert all(0 <= fact.start < fact.end <= len(passage) for fact in found)
    assert all(before.end <= after.end for before, after in pairwise(found))
    assert all(fact.subject for fact in found)
