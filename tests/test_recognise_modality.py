import pytest

from graph.model import Modality
from loaders.recognise.modality import modality

OBLIGATION, PROHIBITION = Modality.OBLIGATION, Modality.PROHIBITION
PERMISSION, ENCOURAGEMENT = Modality.PERMISSION, Modality.ENCOURAGEMENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强河湖管护,完善监测网络。", OBLIGATION),
        ("", OBLIGATION),
        ("推进岸线清理,全市河道内禁止新建排污口。", OBLIGATION),
        ("各县要严格控制采砂规模;严禁在禁采区采砂。", OBLIGATION),
        ("市长每季度巡河不得少于一次。", OBLIGATION),
        ("全面落实禁止使用高毒农药的规定。", OBLIGATION),
        ("严禁在湖滨带开荒、放牧,不得侵占岸线。", PROHIBITION),
        ("在水源保护区内,任何单位和个人不得新建排污口。", PROHIBITION),
        ("对未通过验收的项目,一律不得投产。违者依法追究责任。", PROHIBITION),
        ("达不到排放标准的,不再审批新增产能。", PROHIBITION),
        ("鼓励社会资本参与河湖管护,给予用地保障。", ENCOURAGEMENT),
        ("对有条件的地区,鼓励先行先试。支持企业节水改造。", ENCOURAGEMENT),
        ("鼓励社会资本参与。各县要制定实施细则。", OBLIGATION),
        ("加大资金支持力度。", OBLIGATION),
        ("对进展快的县,在资金安排上给予倾斜支持。", OBLIGATION),
        ("各县可结合实际适当提高标准。", PERMISSION),
        ("对受灾企业,允许分期缴纳水费;各县可予以减免。", PERMISSION),
        ("建设可再生能源基地。", OBLIGATION),
        ("会议用房、公务接待,可按程序委托酒店承办,比例不低于三成。", PERMISSION),
        ("对确有困难的旅行社、景区和饭店,可申请缓缴;当月税费可分期缴纳。", PERMISSION),
        ("禁渔区所在县(市、区)不得开展垂钓活动,餐馆不得收购渔获。", PROHIBITION),
        ("支持清川市建设水文化馆,2022年底前建成。", OBLIGATION),
        ("守住水质底线,严禁在湖滨开荒。", OBLIGATION),
        ("鼓励居民节水,各县可给予奖励。允许分期缴纳。", OBLIGATION),
    ],
)
def test_a_measure_does_what_all_its_sentences_do_and_else_obliges(text: str, expected: Modality) -> None:
    assert modality(text) is expected
