import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.recognise.recurrences import RecurrenceMention, recurrences


def told(passage: str) -> list[tuple[str, str, int | None]]:
    """Each recurrence as printed, its duration and how often at least."""
    return [(passage[one.start : one.end], one.every, one.at_least) for one in recurrences(passage)]


def test_a_recurrence_says_where_it_stands_who_acts_and_on_which_days() -> None:
    mention = RecurrenceMention(4, 18, "recurrences/each-day-of-month", "P1M", None, "市水利局", 20, 23)

    assert recurrences("市水利局每月20日至23日将进度报送") == (mention,)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("各级河长每年巡河不少于4次", [("每年巡河不少于4次", "P1Y", 4)]),
        ("每半年至少听取1次汇报", [("每半年至少听取1次汇报", "P6M", 1)]),
        ("每月10日前将进展报市水利局", [("每月10日前将进展报市水利局", "P1M", None)]),
        ("每年1月底前和7月底前分别报送总结", [("每年1月底前和7月底前分别报送总结", "P1Y", None)]),
        ("每年春秋两季组织集中整治", [("每年春秋两季组织集中整治", "P1Y", None)]),
        ("每年对20%的企业开展抽查", [("每年对20%的企业开展抽查", "P1Y", None)]),
        ("每年开展2—3次联合检查", [("每年开展2—3次联合检查", "P1Y", 2)]),
        ("每10天调度一次", [("每10天调度一次", "P10D", 1)]),
        ("每半月通报一次", [("每半月通报一次", "P15D", 1)]),
        ("每周一调度", [("每周一调度", "P1W", None)]),
        ("于每年12月31日前,由市水利局报送", [("每年12月31日前,由市水利局报送", "P1Y", None)]),
        (
            "各单位于每年2月底前,根据成效,提出名单,报送省水利厅",
            [("每年2月底前,根据成效,提出名单,报送省水利厅", "P1Y", None)],
        ),
        ("水样每月1次、底泥每季度1次", [("每月1次", "P1M", 1), ("每季度1次", "P3M", 1)]),
        ("实行“周调度、月通报、季考核”", [("周调度", "P1W", None), ("月通报", "P1M", None), ("季考核", "P3M", None)]),
        (
            "一月一调度、一季一通报、半年一考核",
            [("一月一调度", "P1M", None), ("一季一通报", "P3M", None), ("半年一考核", "P6M", None)],
        ),
        ("按月晾晒、按季评比", [("按月晾晒", "P1M", None), ("按季评比", "P3M", None)]),
        ("每年培训不少于1万人次", [("每年培训不少于1万人次", "P1Y", None)]),
        ("(县级河长每季度巡河1次)", [("每季度巡河1次", "P3M", 1)]),
    ],
)
def test_actions_that_recur_are_found(passage: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert told(passage) == expected


def test_coordinated_recurrences_are_three_each_with_its_actor() -> None:
    found = recurrences("省水利厅每季度、专项小组每2个月、各成员单位每个月会商一次。")

    assert [(one.every, one.at_least, one.actor) for one in found] == [
        ("P3M", 1, "省水利厅"),
        ("P2M", 1, "专项小组"),
        ("P1M", 1, "各成员单位"),
    ]


@pytest.mark.parametrize(
    ("passage", "actor"),
    [
        ("各县(市、区)每季度报告一次", "各县(市、区)"),
        ("加强调度,市水利局要每月通报进展", "市水利局"),
        ("由县级政府每年公布名录", "县级政府"),
        ("以及市直有关部门每年报告情况", "市直有关部门"),
        ("水厂出水每日检测1次", None),
        ("将进度情况于每月5日前报送", None),
    ],
)
def test_the_actor_is_the_body_named_right_before(passage: str, actor: str | None) -> None:
    assert [one.actor for one in recurrences(passage)] == [actor]


@pytest.mark.parametrize(
    ("passage", "days"),
    [
        ("每月21日至24日反馈进展", (21, 24)),
        ("每月5日前报送", (None, 5)),
        ("每月15日开展清扫", (15, 15)),
        ("每季度首月10日前上报", (None, 10)),
        ("每月10日、25日报送", (None, None)),
        ("每年6月30日前报送", (None, None)),
    ],
)
def test_days_of_the_month_are_told(passage: str, days: tuple[int | None, int | None]) -> None:
    assert [(one.first_day, one.last_day) for one in recurrences(passage)] == [days]


@pytest.mark.parametrize(
    "passage",
    [
        "每人每天补助50元",
        "每年每亩补助500元",
        "每亩每年给予200元",
        "按每年每户300元发放",
        "每小时35蒸吨",
        "每平方公里",
        "每件10元",
        "定期开展巡查",
        "每次检查不少于2人",
        "每年递减3%以上",
        "浓度每年下降2微克/立方米",
        "每年组织不超过1次的检查",
        "每年检查不超过2次",
        "每年11月25日前",
        "今后每年的8月15日",
        "每年7月为宣传月",
        "一年内完成",
        "三年一轮换",
        "《每年开展一次评估的办法》",
        "每年一次性补助10万元",
        "每个乡镇建成1座站",
        "逐步完善",
        "按时报送",
        "2019年考核",
        "每周期满",
    ],
)
def test_other_periods_are_none(passage: str) -> None:
    assert recurrences(passage) == ()


@given(st.text("每年季度月周日旬半两2一次开展调度、,。()按逐至少各县市局25-前", max_size=40))
def test_recurrences_begin_in_order_inside_the_passage(passage: str) -> None:
    starts = [mention.start for mention in recurrences(passage)]

    assert starts == sorted(set(starts))
    assert all(mention.start < mention.end <= len(passage) for mention in recurrences(passage))


@given(st.integers(1, 99), st.sampled_from([("年", "Y"), ("个月", "M"), ("周", "W"), ("天", "D")]))
def test_any_count_of_units_is_read_back(count: int, unit: tuple[str, str]) -> None:
    assert [one.every for one in recurrences(f"每{count}{unit[0]}开展一次检查")] == [f"P{count}{unit[1]}"]
