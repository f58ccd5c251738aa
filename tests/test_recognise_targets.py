"""Targets, their figures and the days they are due: literal passages in, whole values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Change, Comparator, DeadlineKind
from loaders.recognise.figures import Figure, Kind, figures
from loaders.recognise.frames import frame
from loaders.recognise.horizons import due_dates
from loaders.recognise.indicators import distribute
from loaders.recognise.targets import TargetMention, targets
from loaders.rulebook import rulebook

_FIGURE = rulebook("units").rules[0]
_WORDS = [
    "到2030年",
    "森林覆盖率",
    "达到",
    "分别",
    "和",
    "、",
    ",",
    "。",
    "60%",
    "35以上",
    "全部",
    "全覆盖",
    "(",
    ")",
    "Ⅲ类",
    "新增",
    "万亩",
    "比",
    "“",
    "”",
]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A deadline as the recogniser of deadlines hands it on."""

    start: int
    end: int
    kind: DeadlineKind
    latest: date


def _dues(passage: str, marks: Mapping[str, str], *, carry: bool = False) -> list[str | None]:
    """The due days of a passage's targets, given the printed deadlines and their days."""
    deadlines = [
        _Mark(place := passage.index(printed), place + len(printed), DeadlineKind.BY, date.fromisoformat(day))
        for printed, day in marks.items()
    ]
    return [due.isoformat() if due else None for due in due_dates(passage, targets(passage), deadlines, carry=carry)]


def test_a_target_says_all_that_is_printed() -> None:
    passage = "到2030年,清川市单位工业增加值用水量比2020年下降18%以上。"

    assert targets(passage) == (
        TargetMention(
            start=7,
            end=33,
            rule="targets/decrease-than",
            indicator="清川市单位工业增加值用水量",
            comparator=Comparator.AT_LEAST,
            value=Decimal(18),
            unit="%",
            change=Change.DECREASE,
            baseline="2020",
            scope=None,
        ),
    )


@pytest.mark.parametrize(
    ("passage", "comparator", "value"),
    [
        ("绿化率达到40%", ">=", "40"),
        ("绿化率达到40%左右", ">=", "40"),
        ("绿化率提高到40%", ">=", "40"),
        ("绿化率保持40%", "=", "40"),
        ("绿化率保持40%以上", ">=", "40"),
        ("绿化率不低于40%", ">=", "40"),
        ("绿化率高于40%", ">", "40"),
        ("绿化率超过40%", ">", "40"),
        ("绿化率40%", "=", "40"),
        ("绿化率40%以上", ">=", "40"),
        ("漏损率控制在9%", "<=", "9"),
        ("漏损率控制在9%以内", "<=", "9"),
        ("漏损率降低到9%以下", "<=", "9"),
        ("漏损率不超过9%", "<=", "9"),
        ("漏损率小于9%", "<", "9"),
        ("新建公厕3—5座", ">=", "3"),
        ("漏损率控制在8%-9%", "<=", "9"),
        ("至少建成3座公厕", ">=", "3"),
        ("公厕全覆盖", "=", "100"),
        ("湖区水质优于Ⅲ类", ">", "Ⅲ"),
        ("湖区水质保持在Ⅲ类以上", ">=", "Ⅲ"),
    ],
)
def test_words_tell_how_a_figure_binds(passage: str, comparator: str, value: str) -> None:
    assert [(target.comparator.value, str(target.value)) for target in targets(passage)] == [(comparator, value)]


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("城镇化率由45%提高到52%", [("城镇化率", "level", "45%")]),
        ("粮食产量比上年增长2%", [("粮食产量", "increase", "上年")]),
        ("粮食产量增长2%", [("粮食产量", "increase", "None")]),
        ("与2020年相比,粮食产量增长2%", [("粮食产量", "increase", "2020")]),
        (
            "总磷排放量较2020年末减少5%,总氮排放量减少4%;绿化率达到40%",
            [
                ("总磷排放量", "decrease", "2020"),
                ("总氮排放量", "decrease", "2020"),
                ("绿化率", "level", "None"),
            ],
        ),
        (
            "新增供水能力2万吨/日、管网30公里,改造泵站4座",
            [("供水能力", "increase", "None"), ("管网", "increase", "None"), ("泵站", "level", "None")],
        ),
    ],
)
def test_changes_have_a_direction_and_a_baseline(passage: str, told: list[tuple[str, str, str]]) -> None:
    found = [(target.indicator, target.change.value, str(target.baseline)) for target in targets(passage)]

    assert found == told


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("县城、乡镇垃圾清运率分别达到98%和90%以上", [("县城垃圾清运率", ">=98"), ("乡镇垃圾清运率", ">=90")]),
        ("总氮和总磷排放量分别下降8%、6%以上", [("总氮排放量", ">=8"), ("总磷排放量", ">=6")]),
        ("岚江、清江流域治理率分别保持100%和95%", [("岚江流域治理率", "=100"), ("清江流域治理率", "=95")]),
        (
            "全市新能源汽车、混动汽车占保有量的比例分别提高到30%和20%",
            [("全市新能源汽车占保有量的比例", ">=30"), ("全市混动汽车占保有量的比例", ">=20")],
        ),
        ("颗粒物、臭氧浓度分别控制在30和150微克/立方米以内", [("颗粒物浓度", "<=30"), ("臭氧浓度", "<=150")]),
        ("入园率、巩固率和升学率分别达到90%、99%和96%", [("入园率", ">=90"), ("巩固率", ">=99"), ("升学率", ">=96")]),
        ("城乡居民收入分别增长7%和8%", [("城乡居民收入", "=7"), ("城乡居民收入", "=8")]),
        ("总氮、总磷排放量比2015年减少4%", [("总氮、总磷排放量", "=4")]),
    ],
)
def test_coordinated_figures_pair_with_their_indicators(passage: str, told: list[tuple[str, str]]) -> None:
    found = targets(passage)

    assert [(target.indicator, f"{target.comparator.value}{target.value}") for target in found] == told
    assert {(target.start, target.end) for target in found} == {(0, len(passage))}


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("农膜回收率2025年达到85%,2030年达到90%", [("农膜回收率", None), ("农膜回收率", None)]),
        ("污泥处置率达到90%,其中县城达到80%", [("污泥处置率", None), ("污泥处置率", "县城")]),
        ("供水普及率,力争达到95%", [("供水普及率", None)]),
        ("力争达到95%以上", []),
    ],
)
def test_an_indicator_printed_once_serves_what_follows(passage: str, told: list[tuple[str, str | None]]) -> None:
    assert [(target.indicator, target.scope) for target in targets(passage)] == told


@pytest.mark.parametrize(
    "passage",
    [
        "禁止新建每小时20蒸吨以下的锅炉",
        "对15度以上坡地逐步退耕",
        "两岸5公里范围内不得采砂",
        "流域面积50平方公里以上的支流共12条",
        "围绕6个攻坚行动,完成4项改革任务",
        "全市现有水库32座",
        "森林面积占国土面积的61.5%",
        "截至2019年底,自来水普及率达到88%",
        "建设百万亩果园",
        "按每人800元给予一次性补助",
        "补助标准提高到每人2000元",
        "对在岗职工超过50人的企业,优先安排用工",
        "投资额超过3亿元,且亩均税收达到15万元的,给予用地保障",
        "给予最高300万元、最长2年的贷款支持",
        "每年召开会议不少于2次",
        "在3个工作日内办结",
        "优良率达到90%以上的县(市、区)",
        "绿化率(目前为35%)稳步提升",
        "实施“9项提升”计划",
        "农药使用量零增长行动",
        "基本消除劣Ⅴ类断面",
        "基本实现光纤全覆盖",
        "年内实现全覆盖",
        "全部由县级财政承担",
        "已全部完成整改",
        "于2020年6月30日前完成",
    ],
)
def test_figures_that_set_no_aim_are_no_targets(passage: str) -> None:
    assert targets(passage) == ()


@pytest.mark.parametrize("example", _FIGURE.examples)
def test_a_figure_is_read_with_its_unit(example: Mapping[str, str]) -> None:
    (figure,) = figures(example["text"])

    assert example["text"][figure.start : figure.end] == example["finds"]
    assert (str(figure.value), figure.unit, figure.kind) == (example["value"], example["unit"], example["kind"])


@pytest.mark.parametrize("text", _FIGURE.counterexamples)
def test_numbers_of_dates_documents_and_names_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_a_range_has_two_ends_and_a_shared_unit_serves_both_numbers() -> None:
    assert figures("2-3家,15和20余公里") == (
        Figure(0, 4, Decimal(2), Decimal(3), "家", Kind.COUNT),
        Figure(5, 7, Decimal(15), None, "公里", Kind.QUANTITY, about=True),
        Figure(8, 13, Decimal(20), None, "公里", Kind.QUANTITY, about=True),
    )


@pytest.mark.parametrize(
    ("subject", "count", "parts"),
    [
        ("养老床位利用率、护理床位占比", 2, ("养老床位利用率", "护理床位占比")),
        ("市区和县城燃气(含液化气)普及率", 2, ("市区燃气(含液化气)普及率", "县城燃气(含液化气)普及率")),
        ("甲和乙和丙", 2, ()),
    ],
)
def test_a_coordination_is_told_apart_or_left_alone(subject: str, count: int, parts: tuple[str, ...]) -> None:
    assert distribute(subject, count) == parts


@pytest.mark.parametrize(
    ("passage", "marks", "dues"),
    [
        ("到2030年,绿化率达到40%;漏损率降到9%。", {"到2030年": "2030-12-31"}, ["2030-12-31", "2030-12-31"]),
        ("绿化率2030年达到40%。", {"2030年": "2030-12-31"}, ["2030-12-31"]),
        ("绿化率达到40%。到2030年,完成规划修编。", {"到2030年": "2030-12-31"}, [None]),
        ("到2030年,绿化率达到40%。漏损率降到9%,并持续下降。", {"到2030年": "2030-12-31"}, ["2030-12-31", "2030-12-31"]),
        ("到2030年,绿化率达到40%。强化管护,漏损率降到9%。", {"到2030年": "2030-12-31"}, ["2030-12-31", None]),
        ("到2030年,完成修编。漏损率降到9%。", {"到2030年": "2030-12-31"}, [None]),
        ("到2030年,绿化率达到40%。\n漏损率降到9%。", {"到2030年": "2030-12-31"}, ["2030-12-31", None]),
        ("新建公厕3座(2021年6月底前)。", {"2021年6月底前": "2021-06-30"}, ["2021-06-30"]),
        (
            "2025年底前绿化率达到38%,2030年底前绿化率达到40%。",
            {"2025年底前": "2025-12-31", "2030年底前": "2030-12-31"},
            ["2025-12-31", "2030-12-31"],
        ),
        (
            "绿化率2025年、2030年分别达到38%、40%。",
            {"2025年": "2025-12-31", "2030年": "2030-12-31"},
            ["2025-12-31", "2030-12-31"],
        ),
    ],
)
def test_the_last_deadline_before_a_target_in_its_sentence_governs(
    passage: str, marks: dict[str, str], dues: list[str | None]
) -> None:
    assert _dues(passage, marks) == dues


@pytest.mark.parametrize(
    ("passage", "dues"),
    [
        ("到2030年,生态更好。加强管护,绿化率达到40%。漏损率降到9%。", ["2030-12-31", "2030-12-31"]),
        ("到2030年,主要目标是:\n——绿化率达到40%。\n——漏损率降到9%。", ["2030-12-31", "2030-12-31"]),
        ("到2030年,绿化率达到40%。\n漏损率降到9%。", ["2030-12-31", None]),
        ("绿化率达到40%。到2030年,漏损率降到9%。", [None, "2030-12-31"]),
    ],
)
def test_the_date_of_objectives_carries_through_paragraph_and_list(passage: str, dues: list[str | None]) -> None:
    assert _dues(passage, {"到2030年": "2030-12-31"}, carry=True) == dues


def test_a_date_from_which_something_holds_sets_no_due_day() -> None:
    passage = "从2020年1月1日起,绿化率保持40%。"
    start = _Mark(0, 11, DeadlineKind.FROM, date(2020, 1, 1))

    assert due_dates(passage, targets(passage), [start]) == (None,)


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_targets_lie_in_order_within_any_passage(passage: str) -> None:
    found = targets(passage)

    assert all(0 <= target.start < target.end <= len(passage) for target in found)
    assert [target.end for target in found] == sorted(target.end for target in found)
    assert all(target.indicator for target in found)


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_a_frame_keeps_every_place(passage: str) -> None:
    page = frame(passage)

    assert len(page.marked) == len(passage)
    assert [page.marked[clause.start : clause.end] for clause in page.clauses(re.compile("."))] == [
        part for part in re.split("[,;:。!?\n]", page.marked) if part
    ]


def test_a_row_of_a_table_is_no_sentence() -> None:
    assert len(targets("、".join(["造林5万亩"] * 60))) == 60
    assert targets("、".join(["造林5万亩"] * 61)) == ()


def test_what_is_told_of_a_year_gone_by_is_no_aim() -> None:
    told = "2023年,全市共发布预警86次,转移群众3.1万人次。"
    assert targets(told, 2024) == ()
    assert [target.value for target in targets("2023年,全市新建公厕20座。", 2023)] == [20]
    assert targets("“十三五”期间,扶持200名残疾人自主创业。", 2021) == ()
    assert [target.value for target in targets("“十四五”期间,扶持200名残疾人自主创业。", 2021)] == [200]
