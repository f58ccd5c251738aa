import pytest

from loaders.recognise.agencies import split
from loaders.recognise.agency_names import looks_like_agency

LISTS = [
    ("省水利厅、省财政厅", ["省水利厅", "省财政厅"]),
    ("省水利厅,各市(州)人民政府、云岭新区管委会", ["省水利厅", "各市(州)人民政府", "云岭新区管委会"]),
    ("省卫生健康委、教育厅、民政厅", ["省卫生健康委", "省教育厅", "省民政厅"]),
    ("省总工会、妇联、工商联", ["省总工会", "省妇联", "省工商联"]),
    ("团省委、省教育厅", ["团省委", "省教育厅"]),
    ("清川市、岚江市人民政府", ["清川市人民政府", "岚江市人民政府"]),
    ("各县党委和政府", ["各县党委", "各县政府"]),
    ("各县(市、区)党委、政府", ["各县(市、区)党委", "各县(市、区)政府"]),
    ("清川市、苍坪县党委和政府", ["清川市党委", "清川市政府", "苍坪县党委", "苍坪县政府"]),
    ("各市(州)、县(市、区)人民政府", ["各市(州)人民政府", "各县(市、区)人民政府"]),
    ("云岭新区党工委和管委会", ["云岭新区党工委", "云岭新区管委会"]),
    ("市委、市政府", ["市委", "市政府"]),
    ("省住房和城乡建设厅和省财政厅", ["省住房和城乡建设厅", "省财政厅"]),
    ("省文化和旅游厅、省工业和信息化厅", ["省文化和旅游厅", "省工业和信息化厅"]),
    ("省贸促会〔省博览局〕", ["省贸促会〔省博览局〕"]),
    ("市生态环境局、市财政局等部门", ["市生态环境局", "市财政局"]),
    ("市生态环境局等", ["市生态环境局"]),
    ("省发展改革、财政、水利等部门", ["省发展改革部门", "省财政部门", "省水利部门"]),
    ("省发展改革委省财政厅省水利厅", ["省发展改革委", "省财政厅", "省水利厅"]),
    ("人民银行、银保监会、证监会", ["人民银行", "银保监会", "证监会"]),
    ("省科技厅、教育部", ["省科技厅", "教育部"]),
    ("由省水利厅", ["省水利厅"]),
    ("省水利厅以及各市人民政府。", ["省水利厅", "各市人民政府"]),
]


@pytest.mark.parametrize(("printed", "names"), LISTS)
def test_a_list_is_split_and_its_coordinations_distributed(printed: str, names: list[str]) -> None:
    assert [name.text for name in split(printed, 0, len(printed))] == names


def test_a_role_in_brackets_behind_a_name_is_kept_apart() -> None:
    printed = "省水利厅(牵头)、省财政厅"

    assert [(name.text, name.note) for name in split(printed, 0, len(printed))] == [
        ("省水利厅", "牵头"),
        ("省财政厅", ""),
    ]


def test_spans_lead_to_where_a_name_is_printed() -> None:
    printed = "责任单位:清川市、苍坪县党委和政府"

    spans = [(name.text, printed[name.start : name.end]) for name in split(printed, 5, len(printed))]

    assert spans == [
        ("清川市党委", "清川市、苍坪县党委和政府"),
        ("清川市政府", "清川市、苍坪县党委和政府"),
        ("苍坪县党委", "苍坪县党委和政府"),
        ("苍坪县政府", "苍坪县党委和政府"),
    ]


@pytest.mark.parametrize(
    "name", ["省生态环境厅", "清川市人民政府", "各县(市、区)人民政府", "省推动绿色发展领导小组成员单位"]
)
def test_agencies_look_like_agencies(name: str) -> None:
    assert looks_like_agency(name)


@pytest.mark.parametrize("phrase", ["以下简称督察组", "含生育保险", "2020年底前", "生态环境部门的意见", "详见附件"])
def test_other_phrases_do_not(phrase: str) -> None:
    assert not looks_like_agency(phrase)
