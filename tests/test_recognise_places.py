"""The places that a passage names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import PlaceType
from loaders.names import words
from loaders.recognise.places import PlaceMention, places
from loaders.rulebook import rulebook

DIVISION, FEATURE = PlaceType.DIVISION, PlaceType.FEATURE


def named(passage: str, within: str = "云岭省") -> list[str]:
    return [place.name for place in places(passage, within, 2021)]


def test_a_place_is_told_with_its_span_its_rule_and_its_full_name() -> None:
    assert places("支持清川,治理澜溪河", "云岭省", 2021) == (
        PlaceMention(2, 4, "places/division", "清川", "清川市", DIVISION),
        PlaceMention(7, 10, "places/river", "澜溪河", "澜溪河", FEATURE),
    )


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("实施乌江水系治理", ["乌江水系"]),
        ("长江上游干流流域水质", ["长江上游干流流域"]),
        ("乌江干流的网箱", ["乌江"]),
        ("乌江、赤水河入河排污口", ["乌江", "赤水河"]),
        ("改善牡丹江干流水质", ["牡丹江"]),
        ("牡丹江治理经验", ["牡丹江市"]),
        ("对乌蒙山区的修复", ["乌蒙山区"]),
        ("治理草海湿地", ["草海湿地"]),
        ("维护好长江生态", ["长江"]),
        ("瓮安河、花溪水库沿岸", ["瓮安河", "花溪水库"]),
    ],
)
def test_the_longest_printed_name_counts(passage: str, names: list[str]) -> None:
    assert named(passage, "贵州省") == names


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("完成清川石坎垃圾填埋场整改", ["清川市", "石坎垃圾填埋场"]),
        ("黛溪县石梁水库", ["黛溪县", "石梁水库"]),
        ("岚江市柏木坝片区扬尘", ["岚江市", "柏木坝片区"]),
        ("榆溪芦花湿地", ["榆溪县", "芦花湿地"]),
        ("澄阳市银杏国家级风景名胜区", ["澄阳市", "银杏国家级风景名胜区"]),
        ("清川云杉省级自然保护区", ["清川云杉省级自然保护区"]),
        ("长江清川段白鱼国家级水产种质资源保护区", ["长江清川段白鱼国家级水产种质资源保护区"]),
        ("黛溪县白沙镇金矿渣场", ["黛溪县", "白沙镇"]),
        ("岚江市污水处理厂", ["岚江市"]),
    ],
)
def test_a_division_before_a_site_is_named_by_itself_save_in_the_name_of_a_protected_area(
    passage: str, names: list[str]
) -> None:
    assert named(passage) == names


def test_the_members_of_a_list_share_its_head() -> None:
    passage = "开展石桥、大岩口、花岭3座水库清淤"

    assert places(passage, "云岭省", 2021) == (
        PlaceMention(2, 4, "places/list", "石桥", "石桥水库", FEATURE),
        PlaceMention(5, 8, "places/list", "大岩口", "大岩口水库", FEATURE),
        PlaceMention(9, 11, "places/list", "花岭", "花岭水库", FEATURE),
    )


def test_towns_are_divisions_and_small_towns_are_sites() -> None:
    found = places("在白沙镇、望江乡、桂花街道和核桃小镇试点", "云岭省", 2021)

    assert [(place.name, place.type) for place in found] == [
        ("白沙镇", DIVISION),
        ("望江乡", DIVISION),
        ("桂花街道", DIVISION),
        ("核桃小镇", FEATURE),
    ]


def test_an_area_without_a_code_is_a_feature_with_its_full_name() -> None:
    found = places("支持贵安建设,对接云岭新区", "贵州省", 2021)

    assert [(place.name, place.type) for place in found] == [("贵安新区", FEATURE), ("云岭新区", FEATURE)]


@pytest.mark.parametrize(
    "passage",
    [
        "推动长江经济带发展",
        "长江流域经济带规划",
        "清川城市群建设",
        "依据￼￼￼￼要求",
        "“清川生态日”活动",
        "举办生态文明清川国际论坛",
        "第八届清川山地文化博览会",
        "办好第三届长江上游协商联席会议",
        "清川矿业有限公司技改",
        "对接农业银行清川分行",
        "清川日报刊发",
        "落实云岭省湿地保护规划(2021-2035年)",
        "岚江市生态环境局牵头",
        "清川市、黛溪县党委和政府负责",
        "长江水利委员会",
        "云岭新区管委会落实",
        "全省各地、我市、省级、国家",
        "沿江造林,入河排污,河长巡河",
        "主要河流、一条河、城市黑臭水体",
        "绿水青山就是金山银山",
        "重点园区和工业园区",
        "统筹山水林田湖草沙",
        "完善城乡规划",
    ],
)
def test_what_is_part_of_another_name_or_of_a_word_is_no_place(passage: str) -> None:
    assert named(passage) == []


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("贯彻“三湖两库”工程", ["三湖两库"]),
        ("治理清川市“三湖两库”", ["清川市", "三湖两库"]),
        ("提出“把清川建设成为山水相依的宜居城市”的目标", ["清川市"]),
        ("完成清川市白石坝片区春山集团治理", ["清川市", "白石坝片区"]),
        ("岚江市推进银行改革", ["岚江市"]),
        ("清川市与省林业局合作", ["清川市"]),
        ("编制云岭省湿地保护规划", ["云岭省"]),
        ("贵州省与云岭省交界", ["贵州省", "云岭省"]),
    ],
)
def test_what_only_stands_beside_such_a_name_is_a_place(passage: str, names: list[str]) -> None:
    assert named(passage) == names


def test_no_place_counts_in_the_span_of_an_agency() -> None:
    passage = "云岭新区投促中心与岚江市"

    assert [place.name for place in places(passage, "云岭省", 2021)] == ["云岭新区", "岚江市"]
    assert [place.name for place in places(passage, "云岭省", 2021, [(0, 8)])] == ["岚江市"]


def test_a_division_that_acts_itself_is_a_place() -> None:
    assert [place.name for place in places("清川市要率先完成", "云岭省", 2021, [(0, 3)])] == ["清川市"]
    found = places("清川市石梁镇要率先完成", "云岭省", 2021, [(0, 6)])

    assert [place.name for place in found] == ["清川市", "石梁镇"]


def test_a_name_is_read_in_the_jurisdiction_and_the_year() -> None:
    assert [place.name for place in places("曲溪境内", "岚江市", 2019)] == ["曲溪县"]
    assert [place.name for place in places("曲溪境内", "岚江市", 2021)] == ["曲溪区"]
    assert places("曲溪境内", "贵州省", 2021) == ()
    assert places("云岭境内", None, None) == ()


def pieces() -> st.SearchStrategy[str]:
    book = rulebook("places")
    examples = [example["text"] for rule in book.rules for example in rule.examples]
    return st.lists(
        st.sampled_from([*examples, *book.words["generic"], *book.words["lead"], "、", "(", "“", "”", "长江", "￼"]),
        max_size=10,
    ).map("".join)


@given(pieces())
def test_places_are_in_order_apart_and_as_printed(passage: str) -> None:
    found = places(passage, "云岭省", 2021)
    borders = [border for place in found for border in (place.start, place.end)]

    assert borders == sorted(borders)
    assert [place.mention for place in found] == [passage[place.start : place.end] for place in found]


@given(st.lists(st.sampled_from(sorted(words().lead)), max_size=20).map("".join))
def test_leading_words_alone_name_no_place(passage: str) -> None:
    assert [place for place in places(passage, None, None) if place.type is FEATURE] == []
