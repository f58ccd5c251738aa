"""On the five real plans: what falls on an agency with those before it, on a city through groups; counted by eye."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from graph import iri
from graph import vocab as dg
from graph.query import bind, query
from graph.solutions import Value
from graph.store import Store
from loaders import load
from loaders.read import read
from loaders.reference import agencies, groups, reference
from tests.evaluate import SHARED

PLANS = sorted((SHARED / "documents").glob("*.txt"))
pytestmark = pytest.mark.skipif(len(PLANS) != 5, reason="the five real plans are not beside the repository")


@pytest.fixture(scope="module")
def plans() -> Store:
    store = Store.memory()
    store.load_reference(reference(), "1")
    for path in PLANS:
        store.put(load(read(path), path.stem[:3]), groups())
    store.follow(iri.AGENCIES_GRAPH, dg.Agency, agencies().quads, "1")
    return store


def rows(store: Store, name: str, *columns: str, **values: str) -> set[tuple[Value, ...]]:
    answer = store.select(bind(query(name), values, store).text)
    return set(zip(*(answer.column(column) for column in columns), strict=True))


def counted(store: Store, **values: str) -> Counter[tuple[Value, ...]]:
    """How many measures there are for each document, way and body that is named."""
    found = rows(store, "measures-by-agency", "key", "through", "agency", "measure", **values)
    return Counter(row[:-1] for row in found)


def test_the_duties_of_the_department_of_ecology_are_those_of_environmental_protection_before_it_too(
    plans: Store,
) -> None:
    """43 of the 47 numbered items of 2020 name it, and 19 of the 22 lists of 2017 its predecessor."""
    after, before = ("004", "named", "贵州省生态环境厅"), ("000", "predecessor", "贵州省环境保护厅")

    assert counted(plans, agency="贵州省生态环境厅") == {after: 43}
    assert counted(plans, agency="贵州省生态环境厅", reach="line") == {after: 43, before: 19}
    assert counted(plans, agency="贵州省生态环境厅", at="2021-01-01") == {after: 43, before: 19}
    assert counted(plans, agency="贵州省环境保护厅", at="2018-08-31") == {("000", "named", "贵州省环境保护厅"): 19}


def test_the_bureau_of_big_data_is_one_under_its_two_short_names(plans: Store) -> None:
    assert counted(plans, agency="省大数据局") == counted(plans, agency="省大数据管理局") == {
        ("000", "named", "贵州省大数据管理局"): 1,
        ("004", "named", "贵州省大数据局"): 1,
    }  # fmt: skip


def test_what_falls_on_a_city_through_groups_is_told_beside_what_names_it(plans: Store) -> None:
    """Items 20, 21, 29 and 30 of 2020 name 遵义市, 19 name every city; so do all 22 lists of 2017, and one sentence."""
    named = {("004", "named", "遵义市人民政府"): 4}
    of_2020, of_2017 = ((key, "group", "贵州省各市(州)人民政府") for key in ("004", "000"))

    assert counted(plans, agency="遵义市人民政府") == named
    assert counted(plans, agency="遵义市人民政府", reach="groups") == named | {of_2020: 19, of_2017: 22}
    assert counted(plans, agency="中共遵义市委", reach="groups") == {("000", "group", "贵州省各市(州)党委"): 22}


def by_way(found: Iterable[tuple[Value, ...]]) -> dict[Value, int]:
    return dict(Counter(way for way, _ in found))


def test_a_citys_duties_are_those_of_its_bodies_its_counties_its_places_and_its_groups(plans: Store) -> None:
    columns = "via", "measure"

    assert by_way(rows(plans, "division-obligations", *columns, division="遵义市")) == {"agency": 26, "place": 2}
    assert by_way(rows(plans, "division-obligations", *columns, division="遵义市", reach="groups")) == {
        "agency": 26,  # 4 of the city in 2020, 22 of 仁怀市, which lies in it, in 2017
        "place": 2,
        "group": 42,  # 23 in 2017, 19 in 2020
    }


def test_a_city_answers_for_what_the_county_that_it_was_is_named_for(plans: Store) -> None:
    """The plan of September 2018 still prints 水富县."""
    assert rows(plans, "division-obligations", "via", division="水富市") == set()
    assert rows(plans, "division-obligations", "via", "agency", division="水富市", reach="line") == {
        ("predecessor", "水富县"),
        ("predecessor", None),
    }
    assert rows(plans, "agency-history", "original", "resulting", "not_before", agency="水富县") == {
        ("水富县", "水富市", date(2018, 7, 2))
    }


def test_a_division_is_told_with_what_it_was_since_when_and_by_which_decision(plans: Store) -> None:
    columns = ("division", "code", "valid_from", "valid_until", "became", "source")
    found = rows(plans, "division-history", *columns, division="水富市")
    decision = "民函〔2018〕108号 (areacodes 2017-2018; approved 2018-07-02)"

    assert found == {
        ("水富市", "530681", date(2018, 7, 2), None, None, None),
        *(("水富县", code, None, date(2018, 7, 1), "水富市", decision) for code in ("532131", "530630")),
    }
    assert {("威宁彝族回族苗族自治县", "贵州省")} == rows(
        plans, "division-history", "division", "directly_under", division="威宁县"
    )


def test_who_answers_now_for_the_plan_of_2017_is_told_for_every_body_that_is_gone(plans: Store) -> None:
    found = rows(plans, "answerable", "agency", "answerable", document="000", at="2020-06-01")

    assert {(named[3:], now[3:]) for named, now in _texts(found) if named != now and now.startswith("贵州省")} == {
        *(("环境保护厅", "生态环境厅"), ("国土资源厅", "自然资源厅"), ("林业厅", "林业局"), ("农委", "农业农村厅")),
        *(("经济和信息化委", "工业和信息化厅"), ("安全监管局", "应急管理厅"), ("卫生计生委", "卫生健康委员会")),
        *(("纪委监察厅", "纪委监委"), ("人民政府金融办", "地方金融监督管理局")),
    }
    assert ("贵州省编委办", "中共贵州省委机构编制委员会办公室") in found


def _texts(found: Iterable[tuple[Value, ...]]) -> Iterable[tuple[str, str]]:
    return ((str(named), str(now)) for named, now in found)


def test_functions_that_moved_are_told_with_their_source(plans: Store) -> None:
    found = rows(plans, "agency-history", "function", "original", "kind", agency="贵州省自然资源厅")

    assert ("城乡规划管理", "贵州省住房和城乡建设厅", "transferred") in found
    assert ("贵州省国土资源厅", "renamed") in {(original, kind) for _, original, kind in found}


def test_groups_that_nobody_can_expand_stay_groups(plans: Store) -> None:
    expanded = {name for (name,) in rows(plans, "group-members", "group")}

    assert expanded == {
        *("贵州省各市(州)", "贵州省各市(州)人民政府", "贵州省各市(州)党委", "昭通市各县(区)", "昭通市各级党委"),
        *("昭通市各级人民政府", "昭通市县级以上地方人民政府"),
    }  # the plan of 石嘴山市 has no date of its own
