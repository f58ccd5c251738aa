import pytest

from graph.model import Role
from loaders.recognise.actors import actor_before, actors

L, R, S = Role.LEAD, Role.RESPONSIBLE, Role.SUPERVISOR

ACTING = [
    ("各县(区)要制定清单。", [("各县(区)", R)]),
    ("各级党委和政府必须扛起责任。", [("各级党委", R), ("各级政府", R)]),
    ("2021年底前,相关县(区)政府要出台专项计划。", [("相关县(区)政府", R)]),
    ("市委、市政府加强统筹协调。", [("市委", R), ("市政府", R)]),
    (
        "市整改办要适时调度。市委督查室、市政府督查室要加大督查力度。",
        [("市整改办", R), ("市委督查室", S), ("市政府督查室", S)],
    ),
    ("苍坪县、南屏县要率先完成改造。", [("苍坪县", R), ("南屏县", R)]),
    ("市纪委监委要牵头成立专班。", [("市纪委监委", L)]),
    ("综合处牵头做好统筹。", [("综合处", L)]),
    ("由综合处向领导小组报送总结。", [("综合处", R)]),
    ("质量不达标的县(区)政府,要于2021年底前制定规划。", [("质量不达标的县(区)政府", R)]),
    (
        "市政府每季度、市河长制领导小组每2个月、各专项小组每个月研究调度一次工作。",
        [("市政府", R), ("市河长制领导小组", R), ("各专项小组", R)],
    ),
    ("一是各乡镇要全面排查。二是县财政局负责保障资金。", [("各乡镇", R), ("县财政局", R)]),
    ("各市(州)、省直有关部门也要公开结果。", [("各市(州)", R), ("省直有关部门", R)]),
]


@pytest.mark.parametrize(("passage", "named"), ACTING)
def test_a_sentence_names_its_actors(passage: str, named: list[tuple[str, Role]]) -> None:
    assert [(actor.name.text, actor.role) for actor in actors(passage)] == named


@pytest.mark.parametrize(
    "passage",
    [
        "重点排污单位要安装监控设备。",
        "企业应当公开信息。",
        "公众要自觉践行绿色生活。",
        "加强与各县政府的对接。",
        "对各县(区)党委和政府开展考核。",
        "督促各县政府制定计划。",
        "全面开展排查,主要任务要细化。",
        "推动各级政府部门要求的事项落地。",
        "提高农业面源污染防治水平,需要多方努力。",
    ],
)
def test_objects_and_regulated_parties_are_no_actors(passage: str) -> None:
    assert actors(passage) == ()


def test_an_actor_named_twice_counts_once() -> None:
    assert len(actors("各县(区)要制定清单。各县(区)要公开清单。")) == 1


@pytest.mark.parametrize(
    ("passage", "actor"),
    [
        ("各单位应于5月28日前报送", "各单位"),
        ("完善台账,清川市、岚江市5月底前建成", "清川市、岚江市"),
        ("县自然资源局要在5月底前编制", "县自然资源局"),
        ("督促各县5月底前完成", None),
        ("确保企业5月底前完成", None),
        ("水质5月底前达标", None),
        ("各县要统筹推进,5月底前完成", None),
    ],
)
def test_a_date_binds_the_body_right_before_it(passage: str, actor: str | None) -> None:
    assert actor_before(passage, passage.index("5月")) == actor
