import pytest

from graph.model import AgencyKind
from loaders.gazetteer import gazetteer
from loaders.resolve import Context, context, resolve


def named(text: str, jurisdiction: str, issuers: tuple[str, ...] = (), group: str | None = None) -> str | None:
    found = resolve(text, context(jurisdiction, issuers, group, gazetteer()), gazetteer())
    return found.name if found else None


PROVINCE = [
    ("省生态环境厅", "云岭省生态环境厅"),
    ("省市场监管局", "云岭省市场监管局"),
    ("省委组织部", "中共云岭省委组织部"),
    ("省委", "中共云岭省委"),
    ("省委有关部委", "中共云岭省委有关部委"),
    ("省政府", "云岭省人民政府"),
    ("省政府办公厅", "云岭省人民政府办公厅"),
    ("省政府金融办", "云岭省人民政府金融办"),
    ("省人大常委会办公厅", "云岭省人大常委会办公厅"),
    ("省纪委监委", "云岭省纪委监委"),
    ("省直机关工委", "云岭省直机关工委"),
    ("省级国家机关有关部门", "云岭省级国家机关有关部门"),
    ("团省委", "共青团云岭省委"),
    ("各市(州)人民政府", "云岭省各市(州)人民政府"),
    ("各市〔州〕政府", "云岭省各市(州)人民政府"),
    ("各市(州)党委", "云岭省各市(州)党委"),
    ("清川市人民政府", "清川市人民政府"),
    ("清川市党委", "中共清川市委"),
    ("乌澜州人民政府", "乌澜苗族侗族自治州人民政府"),
    ("苍岭县委", "中共苍岭彝族苗族自治县委"),
    ("云岭新区管委会", "云岭新区管委会"),
    ("云岭银保监局", "云岭省银保监局"),
    ("省云岭银保监局", "云岭省银保监局"),
    ("省推动绿色发展领导小组成员单位", "云岭省推动绿色发展领导小组成员单位"),
    ("省贸促会〔省博览局〕", "云岭省贸促会(省博览局)"),
    ("县级以上地方政府", "云岭省县级以上地方人民政府"),
    ("全省各级各部门", "云岭省各级各部门"),
    ("人民银行清川中心支行", "人民银行清川中心支行"),
    ("国家能源局", "国家能源局"),
    ("财政部", "财政部"),
    ("能源局", "云岭省能源局"),
    ("省电网公司", "云岭省电网公司"),
    ("市生态环境局", None),
]

CITY = [
    ("市环境保护局", "清川市环境保护局"),
    ("市委办公室", "中共清川市委办公室"),
    ("市政府督查室", "清川市人民政府督查室"),
    ("省生态环境厅", "云岭省生态环境厅"),
    ("各县(区)", "清川市各县(区)"),
    ("各县(区)党委", "清川市各县(区)党委"),
    ("相关部门", "清川市相关部门"),
    ("柏川县", "柏川县"),
    ("全市各级各部门", "清川市各级各部门"),
    ("驻清金融机构", "驻清川市金融机构"),
    ("财政局", "清川市财政局"),
    ("教育局", "清川市教育局"),
    ("县财政局", None),
]


@pytest.mark.parametrize(("printed", "full"), PROVINCE)
def test_names_are_relative_to_the_province(printed: str, full: str | None) -> None:
    assert named(printed, "云岭省") == full


@pytest.mark.parametrize(("printed", "full"), CITY)
def test_names_are_relative_to_the_city(printed: str, full: str | None) -> None:
    assert named(printed, "清川市") == full


def test_a_county_names_its_city_and_province_too() -> None:
    assert [named(text, "柏川县") for text in ("县水务局", "市水务局", "省水利厅")] == [
        "柏川县水务局",
        "清川市水务局",
        "云岭省水利厅",
    ]


def test_a_national_document_means_national_bodies() -> None:
    assert [named(text, "中国") for text in ("财政部", "发展改革委", "有关部门", "各省(区、市)人民政府")] == [
        "财政部",
        "发展改革委",
        "有关部门",
        "各省(区、市)人民政府",
    ]


def test_units_belong_to_the_department_that_issued() -> None:
    issuers = ("云岭省生态环境厅办公室",)

    assert named("综合处", "云岭省", issuers) == "云岭省生态环境厅综合处"
    assert named("各牵头处室(单位)", "云岭省", issuers) == "云岭省生态环境厅各牵头处室(单位)"


def test_groups_within_the_leading_group_are_named_after_it() -> None:
    group = "云岭省河长制领导小组"

    assert named("责任追究组", "云岭省", (), group) == "云岭省河长制领导小组责任追究组"
    assert named("领导小组办公室", "云岭省", (), group) == "云岭省河长制领导小组办公室"


def test_kinds_are_told() -> None:
    setting = context("云岭省", (), None, gazetteer())

    kinds = {
        text: agency.kind
        for text in ("省水利厅", "各市(州)人民政府", "省河长制领导小组", "有关部门")
        if (agency := resolve(text, setting, gazetteer()))
    }

    assert kinds == {
        "省水利厅": AgencyKind.AGENCY,
        "各市(州)人民政府": AgencyKind.GROUP,
        "省河长制领导小组": AgencyKind.COORDINATING_BODY,
        "有关部门": AgencyKind.GROUP,
    }


def test_without_a_jurisdiction_relative_names_stay_open() -> None:
    assert resolve("省水利厅", Context(None, ()), gazetteer()) is None
