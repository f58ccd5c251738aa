import pytest

from graph.model import Role
from loaders.recognise.standing import AnswersForAll, FirstLeads, standing


@pytest.mark.parametrize(
    "sentence",
    [
        "各项任务排在第一位的单位为牵头单位。",
        "(责任单位:省水利厅、省财政厅,列第一位者为牵头单位,下同)",
        "责任单位中列首位的为牵头单位。",
        "排名第一的为牵头单位,下同。",
        "各任务第一个单位为牵头单位。",
        "责任单位排序第一的部门为牵头责任单位。",
    ],
)
def test_that_the_first_listed_leads_is_told_in_many_wordings(sentence: str) -> None:
    (statement,) = standing(sentence)

    assert isinstance(statement, FirstLeads)


@pytest.mark.parametrize(
    ("sentence", "role", "names"),
    [
        ("以下各项均需县(市、区)政府落实,不再列出。", Role.RESPONSIBLE, ["县(市、区)政府"]),
        ("除另有注明外,以下任务均涉及各市(州)人民政府,不再重复。", Role.RESPONSIBLE, ["各市(州)人民政府"]),
        ("各项任务均由各县(市、区)人民政府负责落实,以下不再一一列出。", Role.RESPONSIBLE, ["各县(市、区)人民政府"]),
        ("各项任务均需市财政局、市审计局配合,不再单列。", Role.PARTICIPANT, ["市财政局", "市审计局"]),
    ],
)
def test_that_someone_answers_for_all_is_told_in_many_wordings(sentence: str, role: Role, names: list[str]) -> None:
    (statement,) = standing(sentence)

    assert isinstance(statement, AnswersForAll)
    assert (statement.role, [name.text for name in statement.names]) == (role, names)


@pytest.mark.parametrize("sentence", ["坚持把生态保护放在第一位。", "环境保护为首要任务。", "以下简称指挥部。"])
def test_other_firsts_are_no_rules(sentence: str) -> None:
    assert standing(sentence) == ()
