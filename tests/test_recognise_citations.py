import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import CitationRelation
from loaders.recognise.citations import MASKED, CitationMention, citations, document_number, mask

BASED_ON, IMPLEMENTS, MENTIONS = CitationRelation.BASED_ON, CitationRelation.IMPLEMENTS, CitationRelation.MENTIONS


def test_a_citation_is_its_title_with_brackets_and_number_in_place() -> None:
    passage = "根据《云岭省河湖管护条例》(云府发[2019]12号)要求,"
    assert citations(passage) == (
        CitationMention(2, 27, "citations/ground", "云岭省河湖管护条例", "云府发〔2019〕12号", BASED_ON),
    )


@pytest.mark.parametrize(
    ("passage", "titles"),
    [
        ("印发《市水务局关于落实〈治水规划〉实施方案》的通知", ["市水务局关于落实〈治水规划〉实施方案"]),
        ("印发《市水务局关于落实《治水规划》的方案》的通知", ["市水务局关于落实《治水规划》的方案"]),
        ("落实《治水规划》《节水规划》和《护林规划》", ["治水规划", "节水规划", "护林规划"]),
        ("落实《治水规划的要求。按照《节水规划》办理", ["节水规划"]),
        ("落实《治水规划\n按照《节水规划》办理", ["节水规划"]),
        ("落实《治水规划,按照《节水规划》办理", ["节水规划"]),
        ("落实《》要求", []),
        ("在《云岭日报》《岚江晚报》和《新闻联播》播出", []),
        ("开设《直击现场》专栏,播出《绿水长流》等节目", []),
        ("按《河湖管护规程》(以下简称《规程》)办理,《规程》另行公布", ["河湖管护规程"]),
        ("印发《通知》,对照《实施办法细则》", ["实施办法细则"]),
        ("填写《诉求登记表》", ["诉求登记表"]),
        ("根据《治水规划(2018—2020年)》", ["治水规划(2018—2020年)"]),
    ],
)
def test_outermost_titles_of_documents_are_found_and_no_others(passage: str, titles: list[str]) -> None:
    assert [mention.title for mention in citations(passage)] == titles


@pytest.mark.parametrize(
    ("after", "number"),
    [
        ("(云府发〔2019〕12号)", "云府发〔2019〕12号"),
        ("(云府发(2019)12号)", "云府发〔2019〕12号"),
        ("(云府发[2019]12号,以下简称《规划》)", "云府发〔2019〕12号"),
        ("云府发〔2019〕12号", "云府发〔2019〕12号"),
        ("(云岭省人民政府令第12号)", "云岭省人民政府令第12号"),
        ("(2019年版)", None),
        ("(省水利厅负责)", None),
        ("第十二条", None),
    ],
)
def test_a_number_counts_where_it_follows_the_title(after: str, number: str | None) -> None:
    (mention,) = citations(f"落实《治水规划》{after}")
    assert mention.number == number
    assert mention.end == (len("落实《治水规划》" + after) if number else len("落实《治水规划》"))


@pytest.mark.parametrize(
    ("passage", "relations"),
    [
        ("根据《甲办法》", [BASED_ON]),
        ("按照省政府印发的《甲办法》要求", [BASED_ON]),
        ("贯彻落实《甲办法》《乙办法》和《丙办法》", [IMPLEMENTS] * 3),
        ("执行《甲办法》,参照《乙办法》", [IMPLEMENTS, BASED_ON]),
        ("为贯彻落实《甲办法》(云府发〔2019〕12号)、省委印发的《乙办法》", [IMPLEMENTS] * 2),
        ("出台《甲办法》", [MENTIONS]),
        ("研究制定并实施《甲办法》", [MENTIONS]),
        ("根据实际,宣传《甲办法》", [MENTIONS]),
        ("《甲办法》停止执行", [MENTIONS]),
        ("落实《甲办法》。宣传《乙办法》", [IMPLEMENTS, MENTIONS]),
    ],
)
def test_the_words_before_a_title_tell_why_it_is_named(passage: str, relations: list[CitationRelation]) -> None:
    assert [mention.relation for mention in citations(passage)] == relations


def test_a_masked_passage_is_as_long_and_shows_nothing_of_its_citations() -> None:
    passage = "落实《2020年治水规划》(云府发〔2019〕3号)和《节水规划》,2021年完成"
    masked = mask(passage, citations(passage))
    assert masked == f"落实{MASKED * 24}和{MASKED * 6},2021年完成"
    assert len(masked) == len(passage)


@pytest.mark.parametrize("printed", ["云办〔2019〕3号", "云办[2019]3号", "云办(2019)3号", "云办【2019】3号"])
def test_a_document_number_has_its_year_in_hexagonal_brackets(printed: str) -> None:
    assert document_number(printed) == "云办〔2019〕3号"


@given(st.text(st.sampled_from("落实根据方《》〈〉(〔2019〕3号),。\n和"), max_size=50))
def test_mentions_stand_in_order_without_overlap_and_quote_their_titles(passage: str) -> None:
    place = 0
    for mention in citations(passage):
        assert place <= mention.start < mention.end <= len(passage)
        assert passage.startswith(f"《{mention.title}》", mention.start)
        assert "\n" not in passage[mention.start : mention.end]
        place = mention.end
