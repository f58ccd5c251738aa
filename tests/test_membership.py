"""Who the members of a group are on a day: with small tables and with those that are shipped."""

from datetime import date

import pytest
from pyoxigraph import Literal

from graph import derive, iri
from graph import vocab as dg
from graph.known.division_days import DivisionDays, Span, division_days
from graph.known.membership import LISTED, Member, membership
from graph.known.reference import keys
from graph.known.rows import Division, DivisionChange, GroupMember, Level
from graph.model import Agency, AgencyKind
from loaders.reference import groups
from tests.sample_documents import groups as sample_groups
from tests.sample_documents import work_points

COUNTY = Division("990121", "柏川县", Level.COUNTY, "990100", 1981, 2015, ("990104",))
DISTRICT = Division("990104", "柏川区", Level.COUNTY, "990100", 2015, None, ())
DECIDED = DivisionChange("990121", "柏川县", 2015, date(2015, 7, 2), date(2015, 7, 9), "云函〔2015〕1号", "报")


def group(name: str, jurisdiction: str, kind: AgencyKind = AgencyKind.GROUP) -> Agency:
    return Agency(jurisdiction + name, jurisdiction, kind)


def named(name: str, jurisdiction: str, day: date) -> list[str]:
    return [member.name for member in groups().members(group(name, jurisdiction), day)]


def days(*changes: DivisionChange) -> DivisionDays:
    rows = (COUNTY, DISTRICT)
    return division_days(rows, keys(rows), changes)


# --- divisions on a day ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "county", "district"),
    [
        (date(2014, 12, 31), True, False),
        (date(2015, 1, 1), None, None),  # some day of that year
        (date(2015, 12, 30), None, None),
        (date(2015, 12, 31), False, True),  # as the table has it
    ],
)
def test_in_the_year_of_its_change_nobody_knows_whether_a_division_existed(
    day: date, county: bool | None, district: bool | None
) -> None:
    assert (days().existed(COUNTY, day), days().existed(DISTRICT, day)) == (county, district)


@pytest.mark.parametrize(
    ("day", "county", "district"),
    [
        (date(2015, 7, 1), True, False),
        (date(2015, 7, 2), None, None),
        (date(2015, 7, 8), None, None),
        (date(2015, 7, 9), False, True),
    ],
)
def test_where_more_is_known_of_a_change_less_is_in_doubt(
    day: date, county: bool | None, district: bool | None
) -> None:
    assert (days(DECIDED).existed(COUNTY, day), days(DECIDED).existed(DISTRICT, day)) == (county, district)


def test_a_division_of_the_first_year_of_the_table_began_before_it_and_one_that_lives_has_not_ended() -> None:
    assert (days().began(COUNTY), days().ended(DISTRICT)) == (None, None)
    assert days(DECIDED).began(DISTRICT) == Span(date(2015, 7, 2), date(2015, 7, 9), DECIDED)


# --- members --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["各市(州)人民政府", "各市〔州〕人民政府", "各市（州）人民政府"])
def test_the_governments_of_the_prefectures_are_those_of_the_day(name: str) -> None:
    found = named(name, "贵州省", date(2017, 12, 19))

    assert len(found) == 9
    assert {"遵义市人民政府", "毕节市人民政府", "黔南布依族苗族自治州人民政府"} <= {*found}


def test_what_was_another_division_then_is_called_as_it_was_then() -> None:
    assert "毕节地区" in named("各市(州)", "贵州省", date(2010, 6, 1))
    assert "毕节地区人民政府" not in named("各市(州)人民政府", "贵州省", date(2010, 6, 1))  # it had an 行政公署
    assert "中共毕节市委" in named("各市(州)党委", "贵州省", date(2012, 6, 1))


@pytest.mark.parametrize(
    ("day", "member", "not_yet"),
    [
        (date(2018, 7, 1), "水富县", "水富市"),
        (date(2018, 7, 2), "水富市", "水富县"),
        (date(2018, 9, 13), "水富市", "水富县"),
    ],
)
def test_a_county_is_a_member_until_the_day_it_became_a_city(day: date, member: str, not_yet: str) -> None:
    found = named("各县(区)", "昭通市", day)

    assert len(found) == 11
    assert member in found
    assert not_yet not in found


def test_a_division_whose_day_is_unknown_is_left_out_in_that_year() -> None:
    assert len(named("各县(市、区)", "贵州省", date(2019, 6, 1))) == 88
    in_doubt = named("各县(市、区)", "贵州省", date(2021, 6, 1))

    assert len(in_doubt) == 87
    assert not {"黔西县", "黔西市"} & {*in_doubt}


def test_a_county_that_only_got_another_code_is_a_member_throughout() -> None:
    assert "威宁彝族回族苗族自治县" in named("各县(市、区)", "贵州省", date(2011, 6, 1))


@pytest.mark.parametrize(
    ("name", "jurisdiction", "count"),
    [
        ("各县区人民政府", "石嘴山市", 3),
        ("各区", "北京市", 16),
        ("县级以上地方人民政府", "昭通市", 12),  # its own and those of its eleven counties
        ("各级党委", "昭通市", 12),
        ("各级人民政府", "云岭省", 32),
        ("各市", "贵州省", 6),  # not the three 州
        ("各地级以上市人民政府", "广东省", 21),
    ],
)
def test_every_division_of_a_kind_is_a_member(name: str, jurisdiction: str, count: int) -> None:
    assert len(named(name, jurisdiction, date(2022, 6, 1))) == count


@pytest.mark.parametrize(
    "name",
    [
        *("有关部门", "省直有关部门", "各有关县(区)", "其他县(区)", "相关县(区)人民政府", "各地", "各部门", "成员单位"),
        *("各市(州)有关部门", "各市(州)生态环境局", "生态环境质量达标县(区)", "各县(区)人民政府等"),
    ],
)
def test_groups_whose_members_nobody_knows_stay_groups(name: str) -> None:
    assert named(name, "昭通市", date(2022, 6, 1)) == []
    assert named(name, "贵州省", date(2022, 6, 1)) == []


def test_only_groups_have_members_and_only_in_divisions_that_have_such() -> None:
    day = date(2022, 6, 1)

    assert groups().members(group("各市(州)", "贵州省", AgencyKind.AGENCY), day) == ()
    assert named("各市(州)", "遵义市", day) == []
    assert named("各县(区)", "中国", day) == []
    assert groups().members(Agency("各县(区)", None, AgencyKind.GROUP), day) == ()


def test_the_provinces_are_those_of_the_mainland_and_none_is_invented() -> None:
    whole = Agency("各省(区、市)人民政府", "中国", AgencyKind.GROUP)
    found = [member.name for member in groups().members(whole, date(2022, 6, 1))]

    assert len(found) == 31
    assert not {"云岭省人民政府", "台湾省人民政府", "香港特别行政区人民政府"} & {*found}
    assert [len(groups().members(whole, date(year, 6, 1))) for year in (1987, 1990)] == [
        29,
        30,
    ]  # 海南省; not yet 重庆市


def test_counties_directly_under_the_province_are_those_of_the_day() -> None:
    assert named("省直管县(市)人民政府", "贵州省", date(2012, 6, 1)) == []
    assert named("省直管县(市)人民政府", "贵州省", date(2017, 12, 19)) == [
        "仁怀市人民政府",
        "威宁彝族回族苗族自治县人民政府",
    ]
    assert {"济源市", "仙桃市"} & {*named("省直管县", "湖北省", date(2022, 6, 1))} == {"仙桃市"}  # without a prefecture


def test_of_two_divisions_with_one_name_the_one_that_texts_mean_has_the_members() -> None:
    assert "昭阳区" in named("各县(区)", "昭通市", date(2022, 6, 1))  # a city of that name was once in 昭通地区


def test_counties_that_share_their_name_are_told_apart() -> None:
    (district,) = (
        member for member in groups().members(group("各区", "贵阳市"), date(2022, 6, 1)) if "白云" in member.name
    )

    assert (district.name, district.jurisdiction, district.division) == ("贵阳市白云区", "贵阳市白云区", "白云区")


def test_members_named_one_by_one_are_so_between_their_days() -> None:
    whole = "云岭省防汛指挥部成员单位"
    listed = [GroupMember(whole, "云岭省水利厅", date(2020, 1, 1), date(2020, 12, 31), "报")]
    known = membership(days(), [], [], listed)
    member = Member("云岭省水利厅", None, None, LISTED, ("group_members", f"{whole}·云岭省水利厅"))

    assert known.members(Agency(whole, "云岭省", AgencyKind.GROUP), date(2020, 12, 31)) == (member,)
    assert known.members(Agency(whole, "云岭省", AgencyKind.GROUP), date(2021, 1, 1)) == ()


def test_every_row_that_members_follow_from_names_its_source() -> None:
    name, quads = groups().graph()
    told = list(quads)

    assert {quad.graph_name for quad in told} == {name}
    assert {quad.subject for quad in told if quad.predicate == dg.source} == {quad.subject for quad in told}


# --- in a document --------------------------------------------------------------------------------------------


def test_a_member_is_derived_with_its_rule_its_day_and_what_it_follows_from() -> None:
    document = work_points()
    graph = iri.derived_graph(document.key)
    node = iri.part(iri.document(document.key), "member", 1)
    said = {(quad.predicate, quad.object) for quad in derive.quads(document, sample_groups()) if quad.subject == node}

    assert said == {
        (dg.rdfType, dg.Membership),
        (dg.group, iri.agency("云岭省各市(州)人民政府")),
        (dg.member, iri.agency("清川市人民政府")),
        (dg.heldOn, Literal("2020-04-02", datatype=dg.xsdDate)),
        (dg.rule, Literal("each-city-and-prefecture")),
        (dg.wasDerivedFrom, iri.document(document.key)),
        (dg.wasDerivedFrom, iri.row("group_divisions", "each-city-and-prefecture")),
    }
    assert {quad.graph_name for quad in derive.quads(document, sample_groups())} == {graph}
