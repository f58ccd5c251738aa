from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.known.rows import Level
from graph.model import DocumentKind
from loaders.divisions import divisions
from loaders.furniture import Sort, lines
from loaders.governing import jurisdiction
from loaders.head import Head, head
from loaders.issuing import printed_day
from loaders.names import words
from loaders.normalise import normalise
from loaders.rulebook import Rule, rulebook
from loaders.titles import carried, kind

PLAN = "一、总体要求\n全面落实河湖长制。\n二、重点任务\n(一)开展巡河。各县每月巡河。\n"


def head_of(source: str, name: str = "0001.txt") -> Head:
    return head(normalise(source), name)


def body_of(source: str) -> str:
    text = normalise(source)
    found = head(text, "0001.txt")
    return text.chars[found.body_start : found.body_end]


@dataclass(frozen=True, slots=True)
class Case:
    """A document's source, what its head says, and how its own text begins and ends."""

    source: str
    title: str | None
    kind: str
    issuers: tuple[str, ...] = ()
    jurisdiction: str | None = "云岭省"
    number: str | None = None
    issued: str | None = None
    published: str | None = None
    addressees: tuple[str, ...] = ()
    carries: str | None = None
    begins: str = "一、总体要求"
    ends: str = "各县每月巡河。"


CASES = {
    "a plan on a news page": Case(
        "> 新闻 > 云岭省河湖管护督察意见整改方案\n云岭省河湖管护督察意见整改方案 2019-03-01 10:18:34\n\n"
        "摘要:本省开展河湖管护督察整改,全面落实各项任务。\n\n"
        f"  本省开展河湖管护督察整改,全面落实各项任务。\n{PLAN}",
        "云岭省河湖管护督察意见整改方案",
        "rectification-plan",
        published="2019-03-01",
        begins="本省开展",
    ),
    "opinions with a repeated title and a date below it": Case(
        "中共清川市委清川市人民政府关于加强河湖管护的实施意见\n\n浏览量:     时间:2019-03-11 21:25:28\n\n"
        "中共清川市委清川市人民政府关于加强河湖管护的实施意见\n\n2019年3月1日\n\n"
        f"为加强河湖管护,提出如下意见。\n{PLAN}\n\n云岭治水网微信公众号\n\n扫描二维码 一起治水\n"
        "本文链接://example.org/1.html\n相关政策",
        "中共清川市委清川市人民政府关于加强河湖管护的实施意见",
        "implementation-opinions",
        issuers=("中共清川市委", "清川市人民政府"),
        jurisdiction="清川市",
        issued="2019-03-01",
        published="2019-03-11",
        begins="为加强河湖管护",
    ),
    "a notice that carries a plan without its title": Case(
        "欢迎访问 云岭治水网!\n当前位置:首页 > 治水\n"
        "云岭省水利厅办公室关于印发《省水利厅落实〈2019年云岭省治水(河湖)重点工作〉分工方案》的通知\n"
        "发布时间:2019-05-26来源: 云岭省水利厅作者:佚名\n  厅机关各处(室):\n为落实治水要求,制定本方案。\n"
        f"{PLAN}2019年3月1日\n原文链接:https://example.org/1.html\n[免责声明] 文字出自他处。\n"
        "本站信息由第三方提供。\n",
        "云岭省水利厅办公室关于印发《省水利厅落实〈2019年云岭省治水(河湖)重点工作〉分工方案》的通知",
        "implementation-plan",
        issuers=("云岭省水利厅办公室",),
        issued="2019-03-01",
        published="2019-05-26",
        addressees=("厅机关各处(室)",),
        carries="省水利厅落实〈2019年云岭省治水(河湖)重点工作〉分工方案",
        begins="为落实治水要求",
    ),
    "a notice with its plan below its signature": Case(
        "云岭省人民政府关于印发云岭省河湖管护\n若干保障措施的通知\n云府〔2019〕12号\n"
        "各市(州)人民政府，省政府各部门：\n现将《云岭省河湖管护若干保障措施》印发给你们,务必落实。\n"
        "云岭省人民政府\n2019年3月1日\n云岭省河湖管护若干保障措施\n为加强管护,制定以下措施。\n"
        f"{PLAN}(此件公开发布)",
        "云岭省人民政府关于印发云岭省河湖管护若干保障措施的通知",
        "notice",
        issuers=("云岭省人民政府",),
        number="云府〔2019〕12号",
        issued="2019-03-01",
        addressees=("各市(州)人民政府", "省政府各部门"),
        carries="云岭省河湖管护若干保障措施",
        begins="为加强管护",
    ),
    "a notice that passes on measures of departments": Case(
        "云岭省人民政府办公厅转发省水利厅、财政厅关于抓好巡河工作若干措施的通知\n云府办[2019]4号\n"
        "各市人民政府:\n省水利厅、财政厅《关于抓好巡河工作的若干措施》已经省政府同意,现转发给你们。\n"
        "云岭省人民政府办公厅\n2019年3月1日\n关于抓好巡河工作的若干措施\n省水利厅\n省财政厅\n"
        f"为做好巡河工作,提出以下措施。\n{PLAN}",
        "云岭省人民政府办公厅转发省水利厅、财政厅关于抓好巡河工作若干措施的通知",
        "notice",
        issuers=("云岭省人民政府办公厅",),
        number="云府办〔2019〕4号",
        issued="2019-03-01",
        addressees=("各市人民政府",),
        carries="关于抓好巡河工作的若干措施",
        begins="为做好巡河工作",
    ),
    "a notice under a table, with an attachment behind its signature": Case(
        "索 引 号：\n0143/2019-006\n发文机关：\n国务院\n成文日期：\n2019年03月01日\n标　　题：\n"
        "国务院关于推广治水经验的通知\n发文字号：\n国发〔2019〕6号\n发布日期：\n2019年03月10日\n"
        "主 题 词：\n国务院关于推广\n治水经验的通知\n国发〔2019〕6号\n"
        f"各省级人民政府，国务院各部委：\n现就有关事项通知如下。\n{PLAN}附件：治水经验清单\n"
        "国务院       \n2019年3月1日       \n（此件有删节）\n附件\n治水经验清单\n序号\n1\n设立巡河员。\n"
        "扫一扫在手机打开当前页\n",
        "国务院关于推广治水经验的通知",
        "notice",
        issuers=("国务院",),
        jurisdiction="中国",
        number="国发〔2019〕6号",
        issued="2019-03-01",
        published="2019-03-10",
        addressees=("各省级人民政府", "国务院各部委"),
        begins="现就有关事项",
    ),
    "a plan without a title": Case(
        "为抓好河湖管护督察反馈问题整改,根据《河湖管护条例》,我市制定本方案。清川市要落实。\n"
        f"{PLAN}附件:清川市整改任务清单\n",
        None,
        "rectification-plan",
        jurisdiction="清川市",
        begins="为抓好",
    ),
    "a progress report with a foreign date": Case(
        f"云岭省公开河湖管护督察问题整改落实情况\n\n13.03.2019  14:44\n\n    我省认真整改。\n{PLAN}\n[责任编辑: 某某]",
        "云岭省公开河湖管护督察问题整改落实情况",
        "progress-report",
        published="2019-03-13",
        begins="我省认真整改",
    ),
    "departments that sign together without a sign between them": Case(
        "关于印发2019年河湖管护工作要点的通知\n各市水利局、财政局：\n现将工作要点印发给你们。\n"
        "云岭省水利厅 云岭省财政厅\n二〇一九年三月一日\n2019年河湖管护工作要点\n"
        f"{PLAN}云岭省水利厅办公室2019年3月4日印发\n",
        "关于印发2019年河湖管护工作要点的通知",
        "work-points",
        issuers=("云岭省水利厅", "云岭省财政厅"),
        issued="2019-03-01",
        addressees=("各市水利局、财政局",),
        carries="2019年河湖管护工作要点",
    ),
    "issuers on the lines above what the title is about": Case(
        "中共柏川县委办公室 柏川县人民政府办公室\n关于印发《柏川县河湖管护工作实施方案》的通知\n"
        "柏办发〔2019〕19号\n各乡(镇)党委、人民政府，县委各部、委、室，各人民团体：\n"
        "《柏川县河湖管护工作实施方案》已经同意，现印发给你们。\n中共柏川县委办公室\n柏川县人民政府办公室\n"
        f"(此件发至乡)    2019年3月1日\n柏川县河湖管护工作实施方案\n{PLAN}",
        "中共柏川县委办公室柏川县人民政府办公室关于印发《柏川县河湖管护工作实施方案》的通知",
        "implementation-plan",
        issuers=("中共柏川县委办公室", "柏川县人民政府办公室"),
        jurisdiction="柏川县",
        number="柏办发〔2019〕19号",
        issued="2019-03-01",
        addressees=("各乡(镇)党委、人民政府", "县委各部、委、室", "各人民团体"),
        carries="柏川县河湖管护工作实施方案",
    ),
    "a table of cells, a relative issuer, years on a line of their own": Case(
        "索引号 0143/2019-06 主题分类 水利\n文号 霜政发〔2019〕53号 时效 有效\n| 有效性: | 有效 |\n"
        "市政府关于印发霜河市清河行动计划(2019-2021年)的通知\n发布时间:2019-03-11 17:23 浏览次数:\n"
        "各镇人民政府，市各部门：\n《霜河市清河行动计划(2019-2021年)》已经同意，现予印发。\n"
        f"霜河市人民政府\n2019年3月1日\n(此件公开发布)\n霜河市清河行动计划\n(2019-2021年)\n{PLAN}",
        "市政府关于印发霜河市清河行动计划(2019-2021年)的通知",
        "action-plan",
        issuers=("霜河市人民政府",),
        jurisdiction="霜河市",
        number="霜政发〔2019〕53号",
        issued="2019-03-01",
        published="2019-03-11",
        addressees=("各镇人民政府", "市各部门"),
        carries="霜河市清河行动计划(2019-2021年)",
    ),
    "news that introduce a document": Case(
        "云岭治水网获悉,云岭省发布河湖管护意见。\n首页 > 政策 > 正文\n云岭省发布河湖管护意见!\n"
        "2019-03-11 14:41 来源: 云岭水利\n云岭治水网获悉,云岭省发布河湖管护意见。全文如下:\n"
        f"中共云岭省委 云岭省人民政府 关于加强河湖管护的意见\n(2019年3月1日)\n河湖管护事关长远。\n{PLAN}",
        "中共云岭省委云岭省人民政府关于加强河湖管护的意见",
        "guiding-opinions",
        issuers=("中共云岭省委", "云岭省人民政府"),
        issued="2019-03-01",
        published="2019-03-11",
        begins="河湖管护事关长远",
    ),
    "a number before a title in brackets, a plan right below the signature": Case(
        "云府办〔2019〕26号《云岭省人民政府办公厅关于印发〈云岭省治水工作要点〉的通知》\n"
        "《云岭省人民政府办公厅关于印发〈云岭省治水工作要点〉的通知》\n云府办〔2019〕26号\n各市人民政府：\n"
        "《云岭省治水工作要点》已经同意，现印发给你们。\n云岭省人民政府办公厅\n2019年3月1日\n"
        f"今年治水的要求是落实。\n{PLAN}",
        "云岭省人民政府办公厅关于印发〈云岭省治水工作要点〉的通知",
        "work-points",
        issuers=("云岭省人民政府办公厅",),
        number="云府办〔2019〕26号",
        issued="2019-03-01",
        addressees=("各市人民政府",),
        carries="云岭省治水工作要点",
        begins="今年治水的要求",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_head_says_what_a_reader_sees(case: Case) -> None:
    found = head_of(case.source)
    told = (
        found.issued.isoformat() if found.issued else None,
        found.published.isoformat() if found.published else None,
    )
    assert (found.title, found.kind.value, found.issuers, found.jurisdiction) == (
        case.title, case.kind, case.issuers, case.jurisdiction,
    )  # fmt: skip
    assert (found.document_number, *told) == (case.number, case.issued, case.published)
    assert (found.addressees, found.carries) == (case.addressees, case.carries)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_text_begins_and_ends_where_the_plan_does(case: Case) -> None:
    body = body_of(case.source)
    assert body.startswith(case.begins)
    assert body.endswith(case.ends)


def test_a_first_paragraph_may_begin_with_whom_it_is_addressed_to() -> None:
    source = (
        "清川市水务局关于加强巡河的通知\n各县(区)水务局、市直有关单位:现就加强巡河有关事项通知如下。\n一、按月巡河。\n"
    )
    assert head_of(source).addressees == ("各县(区)水务局、市直有关单位",)
    assert body_of(source) == "现就加强巡河有关事项通知如下。\n一、按月巡河。"


@pytest.mark.parametrize(
    ("source", "reference"),
    [
        ("云岭省治水工作方案\n2019-03-01 10:00\n落实治水。", date(2019, 3, 1)),
        ("云岭省2020年治水工作要点\n2019-12-30 10:00\n落实治水。", date(2020, 1, 1)),
        ("云岭省2018年治水工作要点\n2019-12-30 10:00\n落实治水。", date(2018, 1, 1)),
        ("云岭省落实2018年督察意见整改方案\n2019-12-30 10:00\n落实治水。", date(2019, 12, 30)),
        ("云岭省治水工作方案\n2017年6月5日,督察组反馈意见。", date(2017, 6, 5)),
        ("云岭省治水工作方案\n落实治水。", None),
    ],
)
def test_years_left_unsaid_are_read_by_the_day_a_document_is_about(source: str, reference: date | None) -> None:
    assert head_of(source).reference == reference


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("云岭省治水方案\n03.04.2019 9:00\n落实治水。", ["date-order-assumed"]),
        ("云岭省治水方案\n13.04.2019 9:00\n落实治水。", []),
        (CASES["a notice under a table, with an attachment behind its signature"].source, ["attachment-left-out"]),
        (
            "清川市水务局关于印发清川市巡河方案的通知\n一、各县要巡河。\n清川市水务局\n2019年3月1日\n清川市巡河方案\n一、总体要求\n巡河。",
            [],
        ),
    ],
)
def test_what_was_assumed_or_left_out_is_told(source: str, codes: list[str]) -> None:
    assert [doubt.code for doubt in head_of(source).doubts] == codes


def test_a_notice_that_carries_a_plan_may_have_items_of_its_own() -> None:
    carried = "清川市巡河方案\n一、总体要求\n巡河。"
    notice = "清川市水务局关于印发清川市巡河方案的通知\n各县水务局:\n一、各县要巡河。"
    source = f"{notice}\n清川市水务局\n2019年3月1日\n{carried}"
    head = head_of(source)

    assert head.letter is not None
    assert source[slice(*head.letter)] == "一、各县要巡河。"


def test_without_a_title_or_a_word_in_the_text_the_file_s_name_tells_the_kind() -> None:
    assert head_of("加强巡河。", "清川市巡河行动方案.txt").kind is DocumentKind.ACTION_PLAN
    assert head_of("加强巡河。", "0001.txt").kind is DocumentKind.OTHER


def test_the_division_governed_stays_open_where_several_are_named_alike() -> None:
    assert head_of("我市加强巡河。清川市和岚江市要协作。").jurisdiction is None
    assert head_of("我省加强巡河。清川市和岚江市要协作。").jurisdiction == "云岭省"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019年3月1日", date(2019, 3, 1)),
        ("发布:2019-03-01 10:00", date(2019, 3, 1)),
        ("2019/3/1", date(2019, 3, 1)),
        ("01.03.2019", date(2019, 3, 1)),
        ("03/13/2019", date(2019, 3, 13)),
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        ("2019年2月30日", None),
        ("2019年3月", None),
    ],
)
def test_days_are_read_however_printed(words: str, day: date | None) -> None:
    assert printed_day(words) == day


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("清川市水务局关于印发《巡河方案》的通知", "巡河方案"),
        ("清川市水务局关于印发《巡河方案》和《护河方案》的通知", "巡河方案"),
        ("清川市水务局关于印发《治水条例》实施方案的通知", "《治水条例》实施方案"),
        ("清川市水务局关于印发巡河方案(2019—2021年)的通知", "巡河方案(2019—2021年)"),
        ("清川市水务局转发省水利厅关于抓好巡河工作的通知", None),
        ("清川市水务局关于抓好巡河工作的通知", None),
        ("清川市巡河方案", None),
    ],
)
def test_a_paper_s_title_names_the_plan_it_carries(title: str, plan: str | None) -> None:
    assert carried(title) == plan


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("清川市督察反馈意见整改方案", "rectification-plan"),
        ("清川市督察反馈问题整改工作实施方案(征求意见稿)", "rectification-plan"),
        ("清川市治水实施方案", "implementation-plan"),
        ("清川市治水三年行动计划(2019-2021年)", "action-plan"),
        ("清川市关于加强治水的实施意见", "implementation-opinions"),
        ("清川市关于加强治水的指导意见", "guiding-opinions"),
        ("清川市2019年治水工作要点", "work-points"),
        ("清川市督察整改情况的报告", "progress-report"),
        ("清川市关于做好治水工作的通知", "notice"),
        ("清川市政府工作报告", "other"),
        ("清川市治水条例", "other"),
    ],
)
def test_the_last_word_of_a_title_tells_the_kind(title: str, expected: str) -> None:
    assert kind(title, None).value == expected


@pytest.mark.parametrize("rule", rulebook("head").rules, ids=lambda rule: rule.name)
def test_a_line_is_sorted_by_the_first_rule_that_fits(rule: Rule) -> None:
    assert [[line.sort.value for line in lines(example["text"])] for example in rule.examples] == [
        [rule.name] for _ in rule.examples
    ]
    assert [text for text in rule.counterexamples if rule.pattern.search(text)] == []


def test_every_rule_for_titles_tells_a_kind() -> None:
    kinds = {kind.value for kind in DocumentKind}
    assert {rule.fields["kind"] for rule in rulebook("kinds").rules} <= kinds


def test_every_sort_of_line_has_its_rule() -> None:
    assert {rule.name for rule in rulebook("head").rules} == {sort.value for sort in Sort} - {Sort.SHORT.value}


PIECES = [
    *("云岭省水利厅", "关于印发《治水方案》的通知", "云水〔2019〕3号", "2019年3月1日", "各市水利局:"),
    *("一、总体要求", "落实治水。", "附件:清单", "治水方案", "(此件公开发布)", "来源:网", "发布时间:"),
    *("|", "全文如下:", "(2019-2021年)", "的通知", " "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join))
def test_any_arrangement_of_lines_has_a_head_and_a_span(source: str) -> None:
    text = normalise(source)
    found = head(text, "0001.txt")
    assert 0 <= found.body_start <= found.body_end <= len(text.chars)
    assert all(0 <= doubt.start < doubt.end <= len(text.chars) for doubt in found.doubts)


TODAY = sorted({row.name for row in divisions() if row.level is not Level.AREA and row.valid_until is None})


@pytest.mark.parametrize("organ", ["人民政府办公室", "水务局"])
def test_every_division_governs_what_its_bodies_issue(organ: str) -> None:
    assert [name for name in TODAY if jurisdiction((name + organ,), (), "") != name] == []


def test_every_division_but_those_named_like_parts_of_a_town_governs_what_its_name_heads() -> None:
    lost = [name for name in TODAY if jurisdiction((), (f"{name}水污染防治工作方案",), "") != name]
    assert set(lost) <= words().generic_division


@pytest.mark.parametrize(
    "title", ["兴业县域经济发展方案", "合作市场整治方案", "南部县(市)农村供水方案", "振兴区域协作方案"]
)
def test_a_name_that_is_part_of_another_word_governs_nothing(title: str) -> None:
    assert jurisdiction((), (title,), "") is None


def test_the_government_whose_page_it_is_tells_whose_paper_it_is() -> None:
    page = (
        "兴业县人民政府\n您当前的位置：\n>> 走进兴业 >> 投资政策\n加快工业发展若干政策\n发布日期：2022-12-19 10:21\n"
        "为加快工业发展，特制定如下政策。\n一、扩大投资\n（一）给予奖励。（责任单位：县经信局）\n"
    )
    assert head_of(page).jurisdiction == "兴业县"
