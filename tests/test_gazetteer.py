"""The gazetteers as data; which division a printed name means; where a passage names one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadDefinition
from graph.known.rows import AgencyChange, Division, Level, Transfer
from graph.model import ChangeKind
from loaders import bodies
from loaders import divisions as tables
from loaders.gazetteer import DivisionMention, FeatureMention, gazetteer
from loaders.names import words
from loaders.rulebook import rulebook

ROWS = tables.divisions()
CODES = {row.code for row in ROWS if row.code}
NAMES = {row.name for row in ROWS}
COUNTRY = [row for row in ROWS if not row.fictional and row.level is not Level.AREA]
INVENTED = [row for row in ROWS if row.fictional]
TABLES = ("divisions", "divisions_fictional", "functional_areas", "division_aliases", "features", "agencies")
OF_BODIES = ("agency_names", "agency_transfers", "group_divisions", "group_organs", "group_members")
OF_DIVISIONS = ("division_changes", "direct_counties")


def first_column(table: str) -> list[str]:
    lines = (files("loaders") / "gazetteers" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return [line.partition(",")[0] for line in lines if not line.startswith("#")][1:]


def found(passage: str, within: str | None = None, year: int | None = None) -> list[tuple[str, str]]:
    mentions = gazetteer().find(passage, within, year)
    return [(passage[mention.start : mention.end], mention.division.name) for mention in mentions]


# --- the tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [*TABLES, "national_bodies", *OF_BODIES, *OF_DIVISIONS])
def test_every_table_says_where_it_comes_from_when_and_under_which_licence(table: str) -> None:
    text = (files("loaders") / "gazetteers" / f"{table}.csv").read_text(encoding="utf-8")
    head = " ".join(line for line in text.splitlines() if line.startswith("#"))

    assert "Licence: CC0 1.0" in head
    assert "2026" in head or table == "divisions_fictional"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    "table", ["divisions", "divisions_fictional", "functional_areas", "division_aliases", "features", "national_bodies"]
)
def test_every_table_is_sorted(table: str) -> None:
    column = first_column(table)

    assert column == sorted(column)


@pytest.mark.parametrize("table", ["functional_areas", "division_aliases", "features", "national_bodies"])
def test_every_key_stands_once(table: str) -> None:
    assert [key for key, times in Counter(first_column(table)).items() if times > 1] == []


def test_a_code_has_one_holder_at_a_time() -> None:
    clashes = [
        (earlier, later)
        for earlier, later in pairwise(row for row in ROWS if row.code)
        if earlier.code == later.code and (earlier.valid_until or 9999) > (later.valid_from or 0)
    ]

    assert clashes == []


def test_parents_and_successors_exist() -> None:
    assert [row for row in ROWS if row.parent and row.parent not in CODES] == []
    assert [row for row in ROWS if not CODES.issuperset(row.successors)] == []


def test_only_provinces_have_no_parent_and_a_parent_is_of_a_higher_level() -> None:
    level = {row.code: row.level for row in ROWS}
    order = [Level.PROVINCE, Level.PREFECTURE, Level.COUNTY]

    assert {row.level for row in ROWS if row.parent is None} == {Level.PROVINCE}
    assert [
        row
        for row in ROWS
        if row.parent and row.level in order and order.index(level[row.parent]) >= order.index(row.level)
    ] == []


def test_validity_ends_after_it_begins_and_what_lives_has_no_successor() -> None:
    assert [row for row in ROWS if row.valid_until and row.valid_until < (row.valid_from or 0)] == []
    assert [row for row in ROWS if row.valid_until is None and row.successors] == []


def test_the_number_of_living_divisions_is_that_of_the_yearbook() -> None:
    living = Counter(row.level.value for row in COUNTRY if row.valid_until is None)

    assert living == {"province": 34, "prefecture": 333, "county": 2846}


def test_no_invented_name_is_borne_by_a_real_division_or_feature() -> None:
    invented = {form for row in INVENTED for form in (row.name, *tables.short_names(row.name))}
    real = {form for name in NAMES - {row.name for row in INVENTED} for form in (name, *tables.short_names(name))}
    real |= {feature.name for feature in tables.features() if feature.note is None}

    assert invented & real == set()
    assert {row.level for row in INVENTED} == set(Level)


def test_aliases_and_exceptions_name_divisions() -> None:
    assert [alias for alias, name in tables.aliases() if name not in NAMES] == []
    level = {row.name: row.level for row in COUNTRY if row.valid_until is None}
    reforms: tuple[AgencyChange | Transfer, ...] = (*bodies.agency_changes(), *bodies.transfers())
    for row in reforms:
        assert {level[name] for name in row.only} <= {row.level}
    assert {name for change in bodies.agency_changes() for name in change.excepted} <= level.keys()
    assert {name for row in bodies.agency_names() for name in row.only} <= level.keys()


def test_features_are_of_known_kinds_and_no_divisions() -> None:
    kinds = {feature.kind for feature in tables.features()}

    assert kinds == {
        "river", "lake", "sea", "mountain", "region", "reservoir", "canal", "reserve", "site", "island"
    }  # fmt: skip
    assert {feature.name for feature in tables.features()} & NAMES == set()


def test_agencies_change_into_others_within_ordered_days() -> None:
    for change in bodies.agency_changes():
        assert change.not_before <= change.not_after
        assert change.level in {"national", "province", "municipality", "prefecture"}
        assert ChangeKind(change.change) is not ChangeKind.TRANSFERRED
        assert not set(change.former) & set(change.successor)
        assert change.source


def test_no_agency_becomes_two_things_by_rows_for_the_same_divisions() -> None:
    rows = Counter((change.level, change.only, change.former[0]) for change in bodies.agency_changes())

    assert {row for row, times in rows.items() if times > 1} <= {("national", (), "国防科学技术工业委员会")}


def test_what_founds_a_body_is_no_row_that_dissolves_another_into_it() -> None:
    absorbing = {change.successor[0] for change in bodies.agency_changes() if change.change == ChangeKind.ABSORBED}
    names = {body.name for body in bodies.national_bodies()} | {"司法厅", "农业农村厅"}

    assert absorbing <= names


def test_short_forms_are_the_same_in_every_row_that_names_a_body() -> None:
    """A short form may stand in one row and be left out of another, but stands for one full name of a level."""
    meant: dict[tuple[str, str], set[str]] = {}
    for change in bodies.agency_changes():
        for full, *short in (change.former, change.successor):
            for form in short:
                meant.setdefault((change.level, form), set()).add(full)

    assert {form: full for form, full in meant.items() if len(full) > 1} == {}


SOURCED = (
    *(bodies.agency_changes(), bodies.agency_names(), bodies.transfers(), bodies.national_bodies()),
    *(bodies.group_divisions(), bodies.group_organs(), bodies.group_members()),
    *(tables.changes(), tables.direct_counties()),
)


def test_every_row_names_its_source() -> None:
    assert [row for table in SOURCED for row in table if not row.source] == []


def test_changes_of_divisions_are_those_of_the_table_of_codes_and_in_their_years() -> None:
    ended = {(row.code, row.name, row.valid_until) for row in ROWS}

    for change in tables.changes():
        assert (change.code, change.name, change.year) in ended
        assert date(change.year, 1, 1) <= change.not_before <= change.not_after <= date(change.year, 12, 31)


def test_counties_directly_under_their_province_live_below_a_prefecture() -> None:
    living = {(row.code, row.name): row for row in COUNTRY if row.valid_until is None}

    for county in tables.direct_counties():
        assert living[county.code, county.name].level is Level.COUNTY
        assert living[county.code, county.name].parent != f"{county.code[:2]}0000"


def test_whom_a_group_means_is_said_once_and_with_levels_that_there_are() -> None:
    rules = bodies.group_divisions()
    levels = {"state", "province", "municipality", "prefecture", "county", "direct"}

    assert [
        form for form, times in Counter(each for rule in rules for each in rule.beginnings).items() if times > 1
    ] == []
    assert {level for rule in rules for level in (*rule.within, *rule.levels)} <= levels
    assert all("~" in organ for row in bodies.group_organs() for organ in row.organs)


def test_an_abbreviation_stands_for_one_national_body() -> None:
    forms = Counter(form for body in bodies.national_bodies() for form in (body.name, *body.short))

    assert [form for form, times in forms.items() if times > 1] == []


def test_every_national_change_is_between_known_bodies() -> None:
    known = {body.name for body in bodies.national_bodies()}

    for change in bodies.agency_changes():
        if change.level == "national":
            assert {change.former[0], change.successor[0]} <= known


def test_a_row_of_another_width_is_refused_by_file_and_line() -> None:
    with pytest.raises(BadDefinition, match=r"^gazetteers/features\.csv, line 5: 3 values instead of 4$"):
        list(tables.rows("features", 4))


@pytest.mark.parametrize("kind", sorted(rulebook("places").words))
def test_no_word_stands_twice_in_a_list(kind: str) -> None:
    assert [word for word, times in Counter(rulebook("places").words[kind]).items() if times > 1] == []


def test_everyday_and_generic_names_are_names_of_divisions() -> None:
    shorts = {form for name in NAMES for form in tables.short_names(name)}

    assert words().everyday <= shorts
    assert words().generic_division <= NAMES


# --- short forms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云岭省", ("云岭",)),
        ("清川市", ("清川",)),
        ("鹿鸣区", ("鹿鸣",)),
        ("苍岭彝族苗族自治县", ("苍岭自治县", "苍岭县", "苍岭")),
        ("乌澜苗族侗族自治州", ("乌澜自治州", "乌澜州", "乌澜")),
        ("内蒙古自治区", ("内蒙古",)),
        ("宁夏回族自治区", ("宁夏自治区", "宁夏")),
        ("香港特别行政区", ("香港",)),
        ("伊犁哈萨克自治州", ("伊犁自治州", "伊犁州", "伊犁")),
        ("陵水黎族自治县", ("陵水自治县", "陵水县", "陵水")),
        ("龙胜各族自治县", ("龙胜自治县", "龙胜县", "龙胜")),
        ("积石山保安族东乡族撒拉族自治县", ("积石山自治县", "积石山县", "积石山")),
        ("东乡族自治县", ("东乡县",)),
        ("阿拉善盟", ("阿拉善",)),
        ("神农架林区", ("神农架",)),
        ("喀什地区", ("喀什",)),
        ("达拉特旗", ("达拉特",)),
        ("科尔沁左翼中旗", ()),
        ("井陉矿区", ()),
        ("滨海新区", ()),
        ("市中区", ()),
        ("宁县", ()),
    ],
)
def test_short_forms_follow_from_the_full_name(name: str, short: tuple[str, ...]) -> None:
    assert tables.short_names(name) == short


# --- names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "within", "year", "full"),
    [
        ("贵州", None, None, "贵州省"),
        ("宁夏自治区", None, None, "宁夏回族自治区"),
        ("黔南州", None, None, "黔南布依族苗族自治州"),
        ("威宁县", "贵州省", None, "威宁彝族回族苗族自治县"),
        ("三都", "贵州省", None, "三都水族自治县"),
        ("铜仁", "贵州省", None, "铜仁市"),
        ("遵义", "贵州省", 2012, "遵义市"),
        ("毕节", "贵州省", 2000, "毕节地区"),
        ("昭阳", "昭通市", None, "昭阳区"),
        ("石嘴山", None, None, "石嘴山市"),
        ("吉林", None, None, "吉林省"),
        ("海南", None, None, "海南省"),
        ("海南", "青海省", None, "海南藏族自治州"),
        ("西安", "黑龙江省", None, "西安市"),
        ("白云", "贵州省", None, "白云区"),
        ("贵安新区", "贵州省", None, "贵安新区"),
        ("贵安", "贵州省", None, "贵安新区"),
        ("前郭县", None, None, "前郭尔罗斯蒙古族自治县"),
        ("水富县", "云南省", 2018, "水富县"),
        ("水富", "云南省", 2017, "水富县"),
        ("水富", "云南省", 2020, "水富市"),
        ("苍岭县", "云岭省", 2021, "苍岭彝族苗族自治县"),
        ("云岭", "清川市", None, "云岭省"),
        ("曲溪", "岚江市", 2019, "曲溪县"),
        ("曲溪", "岚江市", 2021, "曲溪区"),
        ("云岭省清川市", None, None, "清川市"),
        ("清川市鹿鸣区", None, None, "鹿鸣区"),
        ("贵州铜仁", None, None, "铜仁市"),
        ("朝阳区", "长春市", None, "朝阳区"),
        ("朝阳区", None, None, None),
        ("云岭", "云南省", None, None),
        ("云岭", None, None, None),
        ("无此地", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_name_means_the_nearest_division_that_bears_it(
    name: str, within: str | None, year: int | None, full: str | None
) -> None:
    division = gazetteer().division(name, within, year)

    assert (division.name if division else None) == full
    assert year is not None or gazetteer().full_name(name, within) == full


def test_of_two_divisions_with_one_name_the_one_in_the_jurisdiction_is_meant() -> None:
    known = gazetteer()

    assert [getattr(known.division("朝阳区", within), "code", None) for within in ("长春市", "北京市")] == [
        "220104",
        "110105",
    ]


def test_every_living_division_is_found_by_its_full_name_in_its_superior() -> None:
    known = gazetteer()
    lost = [
        row
        for row in COUNTRY
        if row.valid_until is None
        and (above := known.parent(row))
        and known.division(row.name, above.name) != row
        and known.division(above.name + row.name) != row
    ]

    assert lost == []


def test_superiors_are_those_of_the_time() -> None:
    known = gazetteer()
    county = known.division("茶岭县")
    assert county is not None

    assert getattr(known.parent(county), "name", None) == "岚江市"
    assert known.province_of(county).name == "云岭省"
    assert known.parent(known.province_of(county)) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("云岭省", "省"), ("清川市", "市"), ("茶岭县", "县"), ("鹿鸣区", "区"), ("乌澜州", "州"), ("阿拉善盟", "盟"),
        ("达拉特旗", "旗"), ("宁夏", "自治区"), ("喀什地区", "地区"), ("云岭新区", "新区"),
    ],
)  # fmt: skip
def test_the_level_word_is_what_its_own_texts_call_a_division(name: str, word: str) -> None:
    division = gazetteer().division(name, "云岭省")
    assert division is not None

    assert gazetteer().level_word(division) == word


def test_areas_have_no_short_names_made_by_rule() -> None:
    known = gazetteer()
    area, city = known.division("云岭新区"), known.division("清川市")
    assert area is not None
    assert city is not None

    assert (known.short_names(area), known.short_names(city)) == ((), ("清川",))


# --- in a passage ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "within", "names"),
    [
        ("仁怀市、威宁县治理", "贵州省", ["仁怀市", "威宁彝族回族苗族自治县"]),
        ("在宁县、环县试点", "甘肃省", ["宁县", "环县"]),
        ("示范县和县城", "河南省", []),
        ("各市和县", "安徽省", []),
        ("水富县的岸线", "云南省", ["水富县"]),
        ("推进清川市鹿鸣区整治", "云岭省", ["清川市", "鹿鸣区"]),
        ("支持清川、岚江建设", "云岭省", ["清川市", "岚江市"]),
        ("帮扶浙江安吉、江苏昆山", "云岭省", ["浙江省", "安吉县", "江苏省", "昆山市"]),
        ("加强安吉经验推广", "云岭省", []),
        ("贵安新区和云岭新区", "云岭省", ["贵安新区", "云岭新区"]),
        ("清川市场监管", "清川市", ["清川市"]),
        ("清川路两侧", "清川市", []),
    ],
)
def test_divisions_are_found_where_they_stand(passage: str, within: str, names: list[str]) -> None:
    assert [name for _, name in found(passage, within, 2021)] == names


@pytest.mark.parametrize(
    ("passage", "within"),
    [
        ("突破重大理论问题", "云南省"),
        ("维护金融安全", "广西壮族自治区"),
        ("搭建平台,提高要求", "广东省"),
        ("普惠水平提升", "贵州省"),
        ("节约资源,畅通通道", "广西壮族自治区"),
        ("过上安宁生活", "云南省"),
        ("开展平安建设", "青海省"),
        ("沿河造林", "贵州省"),
        ("主城区、老城区改造", "山西省"),
        ("推广贵州茅台工艺", "云岭省"),
        ("排海口整治,出海口清淤", "海南省"),
        ("云岭高原", "云南省"),
    ],
)
def test_words_that_look_like_names_are_none(passage: str, within: str) -> None:
    assert found(passage, within, 2021) == []


@pytest.mark.parametrize(
    ("passage", "within", "names"),
    [
        ("推进资源、恭城等县", "广西壮族自治区", ["资源县", "恭城瑶族自治县"]),
        ("沿河、印江等2县", "贵州省", ["沿河土家族自治县", "印江土家族苗族自治县"]),
        ("攀枝花市东区、西区", "四川省", ["攀枝花市", "东区", "西区"]),
        ("桂林市资源县", "广西壮族自治区", ["桂林市", "资源县"]),
    ],
)
def test_an_everyday_word_is_a_name_in_a_list_or_after_its_superior(
    passage: str, within: str, names: list[str]
) -> None:
    assert [name for _, name in found(passage, within, 2021)] == names


def test_a_name_inside_a_rejected_one_is_found() -> None:
    assert found("扩大方城县试点", "河南省", 2021) == [("方城县", "方城县")]


def test_known_features_hide_the_divisions_in_their_names() -> None:
    passage = "金沙江、洞庭湖南岸"
    mentions = list(gazetteer().names(passage, "贵州省", 2021))

    assert [passage[mention.start : mention.end] for mention in mentions] == ["金沙江", "洞庭湖"]
    assert all(isinstance(mention, FeatureMention) for mention in mentions)


def test_a_feature_whose_end_begins_another_word_is_none() -> None:
    assert list(gazetteer().names("提高工资水平", "湖南省", 2021)) == []


def fragments() -> st.SearchStrategy[str]:
    names = st.sampled_from([*NAMES, *words().no_place, *words().follow, *words().lead, "、", "和", "等县", "长江"])
    return st.lists(names, max_size=12).map("".join)


@given(fragments(), st.sampled_from(["云岭省", "贵州省", "北京市", "喀什地区", "中国", None]))
def test_mentions_are_in_order_and_apart(passage: str, within: str | None) -> None:
    mentions = list(gazetteer().names(passage, within, 2021))
    borders = [border for mention in mentions for border in (mention.start, mention.end)]

    assert borders == sorted(borders)
    assert gazetteer().find(passage, within, 2021) == tuple(
        mention for mention in mentions if isinstance(mention, DivisionMention)
    )
    assert_forms(passage, mentions)


def assert_forms(passage: str, mentions: Sequence[DivisionMention | FeatureMention]) -> None:
    for mention in mentions:
        text = passage[mention.start : mention.end]
        if isinstance(mention, DivisionMention):
            assert mention.division in gazetteer().forms[text]
        else:
            assert mention.feature.name == text


def living(level: Level) -> Iterator[Division]:
    return (row for row in COUNTRY if row.valid_until is None and row.level is level)


def test_provinces_and_prefectures_are_found_by_their_full_names_everywhere() -> None:
    lost = [
        row.name
        for level in (Level.PROVINCE, Level.PREFECTURE)
        for row in living(level)
        if found(f"推进{row.name}工作", "云岭省", 2024) != [(row.name, row.name)]
    ]

    assert lost == []
