from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.recognise.calendar_dates import Printed, number, plan_years
from loaders.recognise.deadlines import DeadlineMention, deadlines
from loaders.rulebook import rulebook
from loaders.text import Doubt

REFERENCE = date(2021, 3, 1)


def told(passage: str, reference: date | None = REFERENCE) -> list[tuple[str, str, str]]:
    """Each deadline as printed, how it binds, and its first and last day."""
    return [
        (
            passage[one.start : one.end],
            one.kind.value,
            f"{one.earliest:%Y%m%d}-{one.latest:%Y%m%d} {one.precision.value}",
        )
        for one in deadlines(passage, reference)[0]
    ]


def doubts(passage: str, reference: date | None = REFERENCE) -> list[tuple[str, str]]:
    return [(passage[doubt.start : doubt.end], doubt.code) for doubt in deadlines(passage, reference)[1]]


def test_a_deadline_says_where_it_stands_and_which_rule_found_it() -> None:
    mention = DeadlineMention(4, 13, "deadlines/month-end", "by", date(2021, 9, 1), date(2021, 9, 30), "month")  # type: ignore[arg-type]

    assert deadlines("管网改造2021年9月底前完成", REFERENCE) == ((mention,), ())


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (
            "2021年12月底前基本完成,2022年6月底前全部完成。",
            [("2021年12月底前", "by", "20211201-20211231 month"), ("2022年6月底前", "by", "20220601-20220630 month")],
        ),
        ("对隐患点逐一治理(2021年9月底前完成)。", [("2021年9月底前", "by", "20210901-20210930 month")]),
        ("各单位于2021年4月15日前报备", [("2021年4月15日前", "by", "20210415-20210415 day")]),
        ("2021年5月20日18:00前上报", [("2021年5月20日18:00前", "by", "20210520-20210520 day")]),
        (
            "计划2021年10月开工,2022年12月竣工",
            [("2021年10月", "by", "20211001-20211031 month"), ("2022年12月", "by", "20221201-20221231 month")],
        ),
        ("力争到2022年基本形成体系", [("到2022年", "by", "20220101-20221231 year")]),
        ("2021年优良天数比例不低于95%", [("2021年", "by", "20210101-20211231 year")]),
        ("2021年由市财政局安排资金", [("2021年", "by", "20210101-20211231 year")]),
        ("2021年新增造林5万亩", [("2021年", "by", "20210101-20211231 year")]),
        ("最迟不得晚于2021年10月", [("2021年10月", "by", "20211001-20211031 month")]),
        ("本办法自2021年10月1日起施行", [("自2021年10月1日起", "from", "20211001-20211001 day")]),
        ("在2021年6月1日至8月31日期间专项执法", [("2021年6月1日至8月31日期间", "during", "20210601-20210831 day")]),
        ("2021年5月至年底,集中攻坚", [("2021年5月至年底", "during", "20210501-20211231 year")]),
        ("用三年时间(2021-2023年),全面治理", [("2021-2023年", "during", "20210101-20231231 year")]),
        (
            "(一)全面排查(2021年5月1日至5月31日)。各县对照",
            [("2021年5月1日至5月31日", "during", "20210501-20210531 day")],
        ),
        ("第一阶段(2021年5月):摸底", [("2021年5月", "by", "20210501-20210531 month")]),
        ("5月10日至6月20日为自查阶段", [("5月10日至6月20日", "during", "20210510-20210620 day")]),
        (
            "政策执行期限为2021年4月1日至2023年12月31日",
            [("2021年4月1日至2023年12月31日", "during", "20210401-20231231 day")],
        ),
        ("整改时限\n2021年12月", [("2021年12月", "by", "20211201-20211231 month")]),
        ("2025年浓度比2020年下降10%", [("2025年", "by", "20250101-20251231 year")]),
        ("2021年底前清理已备案项目", [("2021年底前", "by", "20210101-20211231 year")]),
        ("试点从即日起至12月31日", [("至12月31日", "during", "20211231-20211231 day")]),
        ("截至2021年12月底,各县要完成80%", [("截至2021年12月底", "by", "20211201-20211231 month")]),
    ],
)
def test_dates_bind(passage: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(passage) == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("2022年、2023年分别新增管网10公里、20公里", ["2022年", "2023年"]),
        ("2022年底和2023年底前分别达到60%、80%", ["2022年底", "2023年底前"]),
        ("到2025年、2030年,覆盖率分别达到45%、50%", ["到2025年", "2030年"]),
        ("6月30日和12月31日前上报", ["6月30日", "12月31日前"]),
        ("2019年和2020年工作总结", []),
    ],
)
def test_coordinated_dates_bind_together(passage: str, expected: list[str]) -> None:
    assert [printed for printed, _, _ in told(passage)] == expected


@pytest.mark.parametrize(
    ("passage", "years"),
    [
        ("2022年6月底前完成设计,9月底前开工", [2022, 2022]),
        ("2022年6月底前完成设计。9月底前开工", [2022, 2022]),
        ("2022年6月底前完成设计,年底前开工", [2022, 2022]),
        ("2022年6月底前完成设计。年底前开工", [2022, 2021]),
        ("2022年底前建成,6月底前出台办法", [2022, 2021]),
        ("2022年,6月底前完成方案,9月底前完成招标", [2022, 2022]),
        ("10月底前完成排查,次年3月底前完成整治", [2021, 2022]),
        ("明年一季度末完成", [2022]),
        ("今年底前完成", [2021]),
    ],
)
def test_a_date_without_a_year_takes_the_one_before_it_or_the_documents(passage: str, years: list[int]) -> None:
    assert [mention.latest.year for mention in deadlines(passage, REFERENCE)[0]] == years


@pytest.mark.parametrize(
    "passage",
    [
        "贯彻2021年中央一号文件精神",
        "编制2021年度水资源公报",
        "2020年全省水资源公报显示水质达98%",
        "2021年春季学期开学后",
        "对2021年1月1日后新建的项目",
        "2020年1月1日以前注册的车辆",
        "1998年以前建成的老旧小区",
        "据2020年统计有水库20座",
        "以2020年为基期",
        "按2015年可比价计算",
        "2018年7月至今共检查120次",
        "12月2日全国交通安全日",
        "3月12日植树节",
        "三个月以内办结",
        "列入2021年立法计划",
        "争取2021年新增债券额度",
        "达到2025年规划目标",
        "2021年是开局之年",
        "2021年1月,市政府召开会议研究部署",
        "2020年,全市完成造林30万亩",
        "已于2021年2月底前完成整改",
        "2021年2月底前已全部完成整改",
        "“十三五”期间,水质明显好转",
        "云岭省防沙治沙条例(2018年修订)",
        "国土绿化纲要(2011-2020年)",
        "按照2021年底前完成的要求倒排工期",
        "从2018年起连续三年获奖",
        "2021年底前的考核结果",
        "有效期至2025年12月31日",
        "每年10月底前报送计划,12月底前完成审核",
        "每两年评估一次,次年3月底前公布",
        "整改进展发布时间:2021年3月1日",
        "2021年远景目标",
        "推进2021年重点工程",
        "自2016年以来持续好转",
        "2020年底,全市有水库120座",
        "2020年底之前已完成转制的企业",
        "当月内办结",
        "截至2021年2月底,完成30项",
    ],
)
def test_other_dates_do_not_bind(passage: str) -> None:
    assert deadlines(passage, REFERENCE) == ((), ())


def test_titles_are_not_looked_into() -> None:
    assert told("落实《到2021年底前的规划》,2021年6月底前完成") == [("2021年6月底前", "by", "20210601-20210630 month")]


def test_masked_titles_are_passed_over() -> None:
    assert told("按照\ufffc\ufffc\ufffc要求,2021年6月底前完成") == [("2021年6月底前", "by", "20210601-20210630 month")]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("整改时限:立行立改,长期坚持", [("立行立改", "deadline-open"), ("长期坚持", "deadline-open")]),
        ("主汛期前完成加固", [("主汛期前", "deadline-vague")]),
        ("2021年初前完成论证", [("2021年初前", "deadline-vague")]),
        ("2021年6月31日前完成", [("2021年6月31日前", "deadline-impossible")]),
        ("2021年6月至3月,集中整治", [("2021年6月至3月", "deadline-impossible")]),
        ("2015年底前完成改造", [("2015年底前", "deadline-past")]),
        ("2025年前建成", [("2025年前", "deadline-before")]),
        ("到2025年前建成", []),
    ],
)
def test_what_is_doubtful_is_told(passage: str, expected: list[tuple[str, str]]) -> None:
    assert doubts(passage) == expected


@pytest.mark.parametrize(
    "passage", ["年底前完成", "年内完成", "9月底前完成", "本月底前完成", "今年完成排查", "明年6月底前完成"]
)
def test_without_a_reference_the_year_is_not_guessed(passage: str) -> None:
    assert told(passage, None) == []
    assert [code for _, code in doubts(passage, None)] == ["deadline-without-year"]


def test_a_doubt_has_words_for_people() -> None:
    message = "未写年份,文件年份也不明,未作时限"

    assert deadlines("年内完成", None)[1] == (Doubt(0, 2, "deadline-without-year", message),)


@pytest.mark.parametrize("reference", [date(2021, 11, 30), date(2022, 5, 1)])
def test_a_deadline_shortly_before_the_document_still_binds(reference: date) -> None:
    assert told("2021年9月底前完成排查", reference) == [("2021年9月底前", "by", "20210901-20210930 month")]


@pytest.mark.parametrize("words", ["seasons", "open_ended"])
def test_every_word_of_a_list_is_reached(words: str) -> None:
    entries = rulebook("deadlines").words[words]

    assert [entry for entry in entries if not doubts(f"整改时限:{entry}{'前' if words == 'seasons' else ''}")] == []


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back(day: date) -> None:
    passage = f"{day.year}年{day.month}月{day.day}日前完成整改"

    assert [(one.earliest, one.latest) for one in deadlines(passage, None)[0]] == [(day, day)]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 3000))
def test_any_span_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(length)
    passage = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日,开展整治"

    assert [(one.earliest, one.latest) for one in deadlines(passage, None)[0]] == [(first, last)]


@given(
    st.text("2021年13月底前到至从每内,。、()《》完成整改时限:第二季度上半旬日起末“十四五”期间"),
    st.none() | st.dates(date(2015, 1, 1), date(2025, 1, 1)),
)
def test_mentions_stand_in_order_and_name_real_periods(passage: str, reference: date | None) -> None:
    mentions, found_doubts = deadlines(passage, reference)
    places = [place for mention in mentions for place in (mention.start, mention.end)]

    assert places == sorted(places)
    assert all(mention.earliest <= mention.latest for mention in mentions)
    assert all(0 <= doubt.start < doubt.end <= len(passage) for doubt in found_doubts)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        (Printed(), date(2023, 1, 1), date(2023, 12, 31)),
        (Printed(half="下"), date(2023, 7, 1), date(2023, 12, 31)),
        (Printed(quarter="二"), date(2023, 4, 1), date(2023, 6, 30)),
        (Printed(month="2"), date(2023, 2, 1), date(2023, 2, 28)),
        (Printed(month="十", third="中"), date(2023, 10, 11), date(2023, 10, 20)),
        (Printed(month="12", day="二十五"), date(2023, 12, 25), date(2023, 12, 25)),
    ],
)
def test_a_printed_part_of_a_year_is_a_period(printed: Printed, first: date, last: date) -> None:
    period = printed.of(2023)

    assert (period.earliest, period.latest) == (first, last)


def test_numerals_are_read() -> None:
    assert [number(numeral) for numeral in ("07", "十", "十五", "三十一", "两", "二〇一九")] == [7, 10, 15, 31, 2, 2019]


def test_a_five_year_plan_has_its_years() -> None:
    assert [plan_years(ordinal) for ordinal in (12, 13, 15)] == [(2011, 2015), (2016, 2020), (2026, 2030)]
