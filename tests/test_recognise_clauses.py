import pytest

from graph.model import Role
from loaders.recognise.clause_words import role_of_label
from loaders.recognise.clauses import clauses

L, R, P, S = Role.LEAD, Role.RESPONSIBLE, Role.PARTICIPANT, Role.SUPERVISOR

CLAUSES = [
    # labels in brackets of every kind
    (
        "(牵头单位:省水利厅,责任单位:省财政厅、各市〔州〕人民政府)",
        [(L, ["省水利厅"]), (R, ["省财政厅", "各市〔州〕人民政府"])],
    ),
    ("〔责任单位:省水利厅〕", [(R, ["省水利厅"])]),
    ("【责任部门:市水务局】", [(R, ["市水务局"])]),
    ("[牵头:市水务局;配合:市财政局]", [(L, ["市水务局"]), (P, ["市财政局"])]),
    # labels on lines and in running text
    (
        "完成河道清淤。\n责任单位:清川市、苍坪县党委和政府。",
        [(R, ["清川市党委", "清川市政府", "苍坪县党委", "苍坪县政府"])],
    ),
    (
        "牵头单位:市水务局;配合单位:市财政局、各县区;完成时限:2021年12月底",
        [(L, ["市水务局"]), (P, ["市财政局", "各县区"])],
    ),
    ("督导单位:市水务局。验收单位:市财政局。", [(S, ["市水务局"]), (S, ["市财政局"])]),
    ("整改责任单位:苍坪县人民政府", [(R, ["苍坪县人民政府"])]),
    ("牵头责任单位:市水务局,配合责任单位:市财政局", [(L, ["市水务局"]), (P, ["市财政局"])]),
    ("市水务局为牵头单位,市财政局为配合单位。", [(L, ["市水务局"]), (P, ["市财政局"])]),
    ("责任单位:省水利厅(牵头)、省财政厅", [(L, ["省水利厅"]), (R, ["省财政厅"])]),
    ("(责任单位:省水利厅、省财政厅按职责分工负责)", [(R, ["省水利厅", "省财政厅"])]),
    # verbs
    ("推进管网改造(省水利厅牵头,各市人民政府配合)。", [(L, ["省水利厅"]), (P, ["各市人民政府"])]),
    ("(省卫生健康委、教育厅牵头,各市人民政府负责)", [(L, ["省卫生健康委", "省教育厅"]), (R, ["各市人民政府"])]),
    ("(省水利厅会同省财政厅负责)", [(R, ["省水利厅"]), (P, ["省财政厅"])]),
    ("(省水利厅、省财政厅按职责分工负责)", [(R, ["省水利厅", "省财政厅"])]),
    ("(省水利厅负责,2021年6月底前完成)", [(R, ["省水利厅"])]),
    ("(省水利厅指导)", [(S, ["省水利厅"])]),
    ("做好清淤工作,由省水利厅牵头,省财政厅、省审计厅配合。", [(L, ["省水利厅"]), (P, ["省财政厅", "省审计厅"])]),
    ("市水务局负责。", [(R, ["市水务局"])]),
    # bare lists
    ("(省水利厅、各市人民政府)", [(R, ["省水利厅", "各市人民政府"])]),
    # unclosed and nested brackets
    ("(牵头单位:省水利厅,责任单位:省贸促会〔省博览局〕", [(L, ["省水利厅"]), (R, ["省贸促会〔省博览局〕"])]),
]


@pytest.mark.parametrize(("text", "shares"), CLAUSES)
def test_a_clause_names_who_answers_in_which_role(text: str, shares: list[tuple[Role, list[str]]]) -> None:
    found = [(share.role, [name.text for name in share.names]) for clause in clauses(text) for share in clause.shares]

    assert found == shares


@pytest.mark.parametrize(
    "text",
    [
        "(以下简称督察组)",
        "(含生育保险)",
        "(企业直接向省发展改革委申报,不需市级部门转报)",
        "坚持问题导向,压实各方责任。",
        "(2012—2030年)",
        "建立健全责任单位台账。",
        "各市(州)要加快进度。",
    ],
)
def test_what_is_no_clause_gives_none(text: str) -> None:
    assert clauses(text) == ()


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("牵头单位", L),
        ("责任单位", R),
        ("整改责任单位", R),
        ("配合单位", P),
        ("参与部门", P),
        ("验收牵头单位", S),
        ("配合责任单位", P),
    ],
)
def test_a_label_tells_a_role(label: str, role: Role) -> None:
    assert role_of_label(label) is role


def test_a_clause_spans_its_brackets() -> None:
    text = "开展排查(省水利厅负责)。开展整治。"

    (clause,) = clauses(text)

    assert text[clause.start : clause.end] == "(省水利厅负责)"
