import pytest

from loaders.enumerators import value_of
from loaders.outline import leaves
from loaders.segment import segment
from loaders.subheadings import is_background, is_objective


def outline(text: str) -> list[tuple[str, str, str]]:
    found = segment(text, 0, len(text))
    return [
        ("/".join(item.path), item.heading, text[item.text_start : item.own_end].strip())
        for item in leaves(found.items)
    ]


def test_the_usual_four_levels_nest() -> None:
    text = (
        "一、重点任务\n(一)治水\n1.清淤。全面清理河道。\n2.截污。全面截断污水。\n(二)治气\n(1)控尘\n"
        "二、保障措施\n(一)加强领导。各县要成立专班。"
    )

    assert outline(text) == [
        ("一/(一)/1", "清淤", "全面清理河道。"),
        ("一/(一)/2", "截污", "全面截断污水。"),
        ("一/(二)/(1)", "", "控尘"),
        ("二/(一)", "加强领导", "各县要成立专班。"),
    ]


def test_numbers_inside_a_paragraph_are_found_where_they_continue_a_sequence() -> None:
    text = "1.治水。(1)清理河道(牵头单位:省水利厅)。(2)截断污水。\n2.治气。(3)控制扬尘,见(1)项。"

    assert [path for path, _, _ in outline(text)] == ["1/(1)", "1/(2)", "2/(3)"]


def test_a_plan_in_one_paragraph_is_cut_at_its_enumerators() -> None:
    text = "为做好工作,制定本方案。一、治水。清理河道。二、治气。控制扬尘。三、治土。"

    assert [path for path, _, _ in outline(text)] == ["一", "二", "三"]


def test_numbers_that_run_on_across_headings_stay_below_them() -> None:
    text = "一、生活保障\n(一)慰问家属。\n(二)发放补助。\n二、心理保障\n(三)开通热线。"

    assert [path for path, _, _ in outline(text)] == ["一/(一)", "一/(二)", "二/(三)"]


def test_a_gap_is_told_and_never_mended() -> None:
    text = "1.甲事。\n2.乙事。\n4.丁事。"

    found = segment(text, 0, len(text))

    assert [("/".join(item.path)) for item in found.items] == ["1", "2", "4"]
    assert [doubt.code for doubt in found.doubts] == ["number-gap"]


def test_decimals_and_years_in_brackets_are_no_enumerators() -> None:
    text = "一、治水\n新增能力1.5万吨。规划(2012-2030年)继续实施。\n3.5万亩湿地得到修复。"

    assert [path for path, _, _ in outline(text)] == ["一"]


def test_a_long_first_sentence_is_no_heading() -> None:
    text = (
        "(1)完成重点河道的清淤疏浚和两岸的绿化提升,建成覆盖主要支流的水质自动监测网络,形成上下游联动的管护机制。明确管护人员。\n"
        "(2)控制扬尘。"
    )

    assert outline(text)[0][1] == ""


def test_a_table_of_contents_is_passed_over() -> None:
    text = "目录\n一、治水\n二、治气\n\n一、治水\n清理河道。\n二、治气\n控制扬尘。"

    assert outline(text) == [("一", "治水", "清理河道。"), ("二", "治气", "控制扬尘。")]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("(三十一)", 31),
        ("一百零五", 105),
        ("⑤", 5),
        ("第三条", 3),
        ("17", 17),
    ],
)
def test_numbers_have_values(number: str, value: int) -> None:
    assert value_of(number) == value


def test_headings_of_aims_and_accounts_are_told() -> None:
    assert is_objective("总体目标")
    assert is_objective("指导思想和基本原则")
    assert not is_objective("落实目标责任制")
    assert is_background("基本情况")
    assert not is_background("加强形势研判")
