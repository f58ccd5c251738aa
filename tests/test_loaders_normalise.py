import re
from itertools import pairwise
from unicodedata import normalize as normal_form

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.normalise import normalise
from loaders.rulebook import rulebook
from loaders.text import Text


@pytest.mark.parametrize(
    ("source", "chars"),
    [
        ("省财政厅，省水利厅（牵头）：达到９５％；“优”？！", "省财政厅,省水利厅(牵头):达到95%;“优”?!"),
        ("云府办〔２０１９〕３号、《方案》——Ⅲ类①…·", "云府办〔2019〕3号、《方案》——Ⅲ类①…·"),
        ("「河长」制『湖长』制｡", "“河长”制‘湖长’制。"),
        ('推行"河长制"工作', "推行“河长制”工作"),
        ("⺠政⻔户，⽔利", "民政门户,水利"),
        ("\uf90a额\U0002f81a", "金额冬"),
        ("2018–2020年 − ≧5", "2018-2020年-≥5"),
        ("二○二○年五月，二OO八年；○未办", "二〇二〇年五月,二〇〇八年;○未办"),
        ("面积30㎡，15℃，½，㈠", "面积30㎡,15℃,½,㈠"),
        ("国办发„2009‟3号", "国办发〔2009〕3号"),
        ("5月30日一6月4日，二〇二一年", "5月30日—6月4日,二〇二一年"),
    ],
)
def test_every_character_has_one_form(source: str, chars: str) -> None:
    text = normalise(source)
    assert text.chars == chars
    assert len(text.origin) == len(chars)


@pytest.mark.parametrize(
    ("source", "chars"),
    [
        ("  加强\u3000监 测\t。", "加强监测。"),
        ("支持 Wi Fi 和 PM2.5 监测", "支持Wi Fi和PM2.5监测"),
        ("2019-03-01  10:18 发布", "2019-03-01 10:18发布"),
        ("\ufeff加\u200b强\u00ad监\u202e测\x07\ufffc", "加强监测"),
        ("加强\r\n监测\r督导\u2028验收\n \n\t\n", "加强\n监测\n督导\n验收"),
        ("\n\n加强\n\n\n监测", "加强\n监测"),
        ("加\ue5e5强", "加强"),
        ("加强\n第 1 页 共 3 页\n监测", "加强\n监测"),
        ("<p style='x'>加强&nbsp;监测</p><p><b>督导</b><br/>验收</p>", "加强监测\n督导\n验收"),
        ("产值<5亿元、PM2.5>35", "产值<5亿元、PM2.5>35"),
        ("请各?。ㄗ灾螀^(qū)、直轄市)對", "请各省(自治区、直辖市)对"),
    ],
)
def test_white_space_parts_paragraphs_and_latin_words_only(source: str, chars: str) -> None:
    assert normalise(source).chars == chars


@pytest.mark.parametrize(
    ("source", "chars"),
    [
        ("环(huán)境保(bao)护", "环境保护"),
        ("环（ huán ）境", "环境"),
        ("市鄠邑(hù yì)区", "市鄠邑区"),
        ("強(qiáng)調監(jiān)測，擔責(zé)，還有實(shí)效", "强调监测,担责,还有实效"),
        ("绿(lǜ)色、绿(lü)色", "绿色、绿色"),
        ("省(a)、市(b)", "省(a)、市(b)"),
        ("指标(VOCs)、平台(APP)", "指标(VOCs)、平台(APP)"),
        ("环(guǎn)境", "环(guǎn)境"),
    ],
)
def test_notes_of_reading_go_and_other_brackets_stay(source: str, chars: str) -> None:
    assert normalise(source).chars == chars


@pytest.mark.parametrize(
    ("source", "chars"),
    [
        ("一、工作目標?\n加強環境保護。?", "一、工作目标\n加强环境保护。"),
        ("??一、监测\n?\n二、督导", "一、监测\n二、督导"),
        ("\ufffd加强监测\ufffd", "加强监测"),
        ("整改到位了吗?\n怎么办?", "整改到位了吗?\n怎么办?"),
    ],
)
def test_stray_marks_go_and_questions_stay(source: str, chars: str) -> None:
    assert normalise(source).chars == chars


def test_traditional_text_is_simplified_and_a_traditional_character_in_simplified_text_stays() -> None:
    assert normalise("自治區黨委關於乾旱與著名瞭望臺後續管護").chars == "自治区党委关于干旱与著名瞭望台后续管护"
    simplified = "由云岭省水利厅会同省财政厅负责落实本方案所列的全部任务"
    assert normalise(f"乾河{simplified}").chars == f"乾河{simplified}"


def test_evidence_quotes_the_source_with_all_that_was_dropped_inside() -> None:
    text = normalise("由省环（huán）境　厅 負責")
    assert text == Text("由省环境厅负责", (0, 1, 2, 9, 11, 13, 14), "由省环（huán）境　厅 負責")
    assert text.evidence(1, 5).quote == "省环（huán）境　厅"


PACKED = (
    "云岭省水利厅文件 云岭省水利厅关于加强 河湖管护的通知 云水〔2019〕3号 各市（州）水利局： "
    "现就（有关 事项）通知如下。 一、 加强监测 （一）设站。到 2020 年完成（市局、 县局负责） （二）巡河。 "
    + "按要求开展日常巡护" * 60
    + "。 云岭省水利厅 2019年3月1日"
)


def test_a_document_on_one_line_is_parted_where_its_spaces_part_paragraphs() -> None:
    assert [line[:30] for line in normalise(PACKED).chars.split("\n")] == [
        "云岭省水利厅文件",
        "云岭省水利厅关于加强",
        "河湖管护的通知",
        "云水〔2019〕3号",
        "各市(州)水利局:",
        "现就(有关事项)通知如下。",
        "一、加强监测",
        "(一)设站。到2020年完成(市局、县局负责)",
        "(二)巡河。",
        "按要求开展日常巡护" * 3 + "按要求",
        "云岭省水利厅",
        "2019年3月1日",
    ]


WRAPPED = """云岭省河湖管护工作方案
一、总体要求
    认真落实河湖长制各项要求,进一步加强河湖水域岸线的
监督管理,到2020年底基本建成河湖健康评价体系,努力实
现水清岸绿景美。
    各市(州)要把河湖管护摆到突出位置,层层压实责任,
确保各项措施落到实处。
二、重点任务
— 1 —
    (一)开展排查。对辖区内所有河流湖泊开展一次全面排
查,建立问题台账并逐项销号,2019年6月底前完成(责任
单位:省水利厅、省财政厅、省交通运输厅、省林业局和省审
计厅)。
    (二)落实保障。将所需经费列入同级财政预算,加大资
"""


def test_lines_broken_at_the_page_s_edge_are_joined_to_paragraphs() -> None:
    lines = normalise(WRAPPED + "- 2 -\n金统筹力度。\n").chars.split("\n")
    assert [(line[:6], line[-4:]) for line in lines] == [
        ("云岭省河湖管", "工作方案"),
        ("一、总体要求", "总体要求"),
        ("认真落实河湖", "绿景美。"),
        ("各市(州)要", "到实处。"),
        ("二、重点任务", "重点任务"),
        ("(一)开展排", "计厅)。"),
        ("(二)落实保", "筹力度。"),
    ]


def test_the_list_of_folds_is_sound() -> None:
    pairs = rulebook("normalise").words["fold"]
    assert [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1]] == []
    assert len({pair[0] for pair in pairs}) == len(pairs)


SOURCES = st.text(st.sampled_from('环境監測厅乾，。、（）()?\n\r\t \u3000\u200b１aBé"『○二〇年⻔（huán）'), max_size=60)


@given(SOURCES)
def test_every_character_has_its_place_and_no_chinese_one_is_lost(source: str) -> None:
    text = normalise(source)
    assert text.source == source
    assert len(text.origin) == len(text.chars)
    assert all(first < second for first, second in pairwise(text.origin))
    kept = [place for place, char in zip(text.origin, text.chars, strict=True) if re.match("[一-龥]", char)]
    assert kept == [place for place, char in enumerate(source) if re.match("[一-龥⻔]", char)]


@given(st.text(st.sampled_from("环境测厅，。（）：；１ａＢ 　\n"), max_size=60))
def test_every_character_is_the_compatible_form_of_the_one_in_its_place(source: str) -> None:
    text = normalise(source)
    originals = [source[place] for place in text.origin]
    assert [normal_form("NFKC", char) for char in originals] == list(text.chars)


@given(SOURCES)
def test_what_is_normalised_stays_as_it_is(source: str) -> None:
    chars = normalise(source).chars
    assert normalise(chars).chars == chars
