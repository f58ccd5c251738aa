from collections.abc import Sequence

import pytest

from graph.errors import Unreadable
from loaders.blocks import Cell, Paragraph, Table
from loaders.formats.docx import read
from loaders.limits import Limits
from loaders.read import decode
from tests.word_files import docx, level, lists, numbered, p, packed, part, row, run, table, tc

PLAN = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "(%2)"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "(%4)"),
)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read("plan.docx", data, Limits()).blocks if isinstance(block, Paragraph)]


def grids(data: bytes) -> list[list[list[str]]]:
    tables = [block for block in read("plan.docx", data, Limits()).blocks if isinstance(block, Table)]
    return [[[cell.text for cell in line] for line in each.rows] for each in tables]


def test_paragraphs_and_tables_come_in_their_order_with_their_places() -> None:
    contents = read("plan.docx", docx(p("治水方案") + p("") + table(row("甲", "乙")) + p("一、治水。")), Limits())

    assert contents.encoding == "utf-8"
    assert contents.blocks == (
        Paragraph("治水方案", "paragraph 1"),
        Table(((Cell("甲", "table 1, row 1, column 1"), Cell("乙", "table 1, row 1, column 2")),), "table 1"),
        Paragraph("一、治水。", "paragraph 2"),
    )


def test_automatic_numbers_are_part_of_the_text_and_lower_levels_start_anew() -> None:
    body = "".join(numbered(text, level=depth) for text, depth in [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2)])
    body += "".join(numbered(text, level=depth) for text, depth in [("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)])

    assert texts(docx(body, numbering=lists(*PLAN))) == [
        "一、甲", "(一)乙", "1.丙", "2.丁", "(二)戊", "1.己", "二、庚", "(一)辛",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("taiwaneseCountingThousand", "十二"),
        ("japaneseCounting", "十二"),
        ("ideographDigital", "一二"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("ideographTraditional", "乙"),
        ("ideographZodiac", "亥"),
        ("decimalEnclosedCircle", "⑫"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("decimalEnclosedParen", "⑿"),
        ("decimalEnclosedFullstop", "⒓"),
        ("ideographEnclosedCircle", "12"),
        ("decimalFullWidth", "１２"),
        ("decimalZero", "12"),
        ("upperRoman", "XII"),
        ("lowerRoman", "xii"),
        ("upperLetter", "L"),
        ("lowerLetter", "l"),
        ("numberInDash", "-12-"),
        ("hebrew1", "12"),
        ("none", ""),
        ("bullet", ""),
    ],
)
def test_a_number_is_written_in_the_format_of_its_level(form: str, printed: str) -> None:
    body = "".join(numbered("治水") for _ in range(12))

    assert texts(docx(body, numbering=lists(level(0, form, "%1"))))[-1] == f"{printed}治水"


@pytest.mark.parametrize(
    ("value", "printed"),
    [(10, "十"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十")],
)
def test_chinese_numbers_are_counted_with_their_units(value: int, printed: str) -> None:
    first = level(0, "chineseCountingThousand", "%1、").replace('<w:start w:val="1"/>', f'<w:start w:val="{value}"/>')

    assert texts(docx(numbered("治水"), numbering=lists(first))) == [f"{printed}、治水"]


def test_instances_of_a_list_count_on_unless_one_says_where_it_starts() -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3) + numbered("戊", 1)

    assert texts(docx(body, numbering=lists(level(0, "decimal", "%1."), more=instances))) == [
        "1.甲", "2.乙", "5.丙", "6.丁", "7.戊",
    ]  # fmt: skip


def test_an_instance_may_change_how_a_level_looks() -> None:
    instance = (
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条")}'
    )
    numbering = lists(*PLAN, more=instance + "</w:lvlOverride></w:num>")

    assert texts(docx(numbered("甲") + numbered("乙", level=1), numbering=numbering)) == ["第1条甲", "(一)乙"]


def test_a_level_restarts_where_it_says_so() -> None:
    never = level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = "".join(numbered("项", level=depth) for depth in (0, 1, 1, 0, 1))

    assert texts(docx(body, numbering=lists(PLAN[0], never))) == ["一、项", "1.项", "2.项", "二、项", "3.项"]


def test_upper_levels_show_in_lower_ones_and_legal_ones_in_arabic_digits() -> None:
    levels = (PLAN[0], level(1, "decimal", "%1.%2", "<w:isLgl/>"), level(2, "decimal", "%1-%3 "))
    body = "".join(numbered("项", level=depth) for depth in (0, 0, 1, 2))

    assert texts(docx(body, numbering=lists(*levels))) == ["一、项", "二、项", "2.1项", "二-1 项"]


def test_a_number_is_parted_from_its_text_as_the_level_says() -> None:
    tab = level(0, "decimal", "%1").replace('<w:suff w:val="nothing"/>', "")
    space = tab.replace("<w:lvlText", '<w:suff w:val="space"/><w:lvlText')

    assert texts(docx(numbered("2020年"), numbering=lists(tab))) == ["1\t2020年"]
    assert texts(docx(numbered("2020年"), numbering=lists(space))) == ["1 2020年"]


def test_a_number_may_come_from_the_style_and_from_those_it_is_based_on() -> None:
    style = (
        '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="D"><w:basedOn w:val="B"/></w:style>'
    )
    levels = (PLAN[0], PLAN[1], level(2, "decimal", "%3.", '<w:pStyle w:val="C"/>'))
    body = "".join(p("项", properties=f'<w:pStyle w:val="{each}"/>') for each in "ABCD")
    off = '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'

    assert texts(docx(body + p("项", properties=off), numbering=lists(*levels), styles=style)) == [
        "一、项", "(一)项", "1.项", "(二)项", "项",
    ]  # fmt: skip


def test_a_list_may_be_that_of_a_list_style() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{PLAN[0]}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'

    assert texts(docx(numbered("治水"), numbering=numbering, styles=styles)) == ["一、治水"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["治", "<w:ins><w:r><w:t>好</w:t></w:r></w:ins>", "水"], "治好水"),
        (["治", "<w:del><w:r><w:delText>坏</w:delText></w:r></w:del>", "水"], "治水"),
        (["<w:moveFrom><w:r><w:t>林</w:t></w:r></w:moveFrom>", "水", "<w:moveTo>" + run("林") + "</w:moveTo>"], "水林"),
        (["<w:hyperlink>" + run("办法") + "</w:hyperlink>"], "办法"),
        (["<w:smartTag>" + run("清川市") + "</w:smartTag>"], "清川市"),
        (["<w:sdt><w:sdtPr/><w:sdtContent>" + run("省水利厅") + "</w:sdtContent></w:sdt>"], "省水利厅"),
        (["责任", "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>" + run("请填写") + "</w:sdt>"], "责任"),
        (["甲", "<w:r><w:br/></w:r>", "乙", "<w:r><w:tab/></w:r>", "丙"], "甲\n乙\t丙"),
        (["甲", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"], "甲"),
        (["甲", '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'], "甲显"),
        (["<w:r><w:ruby><w:rt>" + run("chang") + "</w:rt>" + run("长") + "</w:ruby></w:r>", "江"], "长江"),
        (["增长", "<m:oMath><m:r><m:t>5%</m:t></m:r></m:oMath>"], "增长5%"),
        (["GB", "<w:r><w:noBreakHyphen/></w:r>", "2260"], "GB-2260"),
    ],
)  # fmt: skip
def test_a_paragraph_has_the_text_that_is_seen_in_it(runs: Sequence[str], text: str) -> None:
    assert texts(docx(p(*runs))) == [text]


def test_a_field_shows_its_result_or_the_circle_that_it_draws() -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def instruction(words: str) -> str:
        return f"<w:r><w:instrText>{words}</w:instrText></w:r>"

    link = [sign("begin"), instruction(" HYPERLINK x "), "隐", sign("separate"), "办法", sign("end")]
    circle = [sign("begin"), instruction(" eq \\o\\ac(○"), instruction(",21)"), sign("end"), "治水"]

    assert texts(docx(p(*link) + p(*circle))) == ["办法", "㉑治水"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next_which_has_the_number() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("加强", properties=number + gone) + p("监测。", properties=number) + numbered("治水。")

    assert texts(docx(body, numbering=lists(*PLAN))) == ["一、加强监测。", "二、治水。"]


def test_content_controls_and_changes_around_paragraphs_are_seen_through() -> None:
    contents = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        f"{contents}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt><w:customXml>{p('乙')}</w:customXml>"
        f"<mc:AlternateContent><mc:Choice>{p('丙')}</mc:Choice><mc:Fallback>{p('旧')}</mc:Fallback></mc:AlternateContent>"
    )
    styles = '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'

    assert texts(docx(body + p("甲……1", properties='<w:pStyle w:val="T"/>'), styles=styles)) == ["甲", "乙", "丙"]


def test_a_text_box_is_read_once_before_or_after_the_text_it_is_anchored_at() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts(docx(p(box.format(p("清川市人民政府文件")), "治水方案"))) == ["清川市人民政府文件", "治水方案"]
    assert texts(docx(p("治水方案", box.format(p("注"))))) == ["治水方案", "注"]


def test_a_footnote_follows_the_paragraph_that_refers_to_it() -> None:
    footnotes = f'<w:footnote w:id="2">{p("四乱指乱占、乱采、乱堆、乱建。")}</w:footnote>'
    body = p("清理四乱", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。") + p("治水。")

    assert read("plan.docx", docx(body, footnotes=footnotes), Limits()).blocks == (
        Paragraph("清理四乱。", "paragraph 1"),
        Paragraph("四乱指乱占、乱采、乱堆、乱建。", "footnote 2"),
        Paragraph("治水。", "paragraph 2"),
    )


def test_merged_cells_cover_their_part_of_the_grid() -> None:
    two, begin, go_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = docx(
        table(
            row(tc("序号", begin), tc("责任分工", two)),
            row(tc("", go_on), "牵头单位", "配合单位"),
            row("1", tc("省水利厅", two)),
        )
    )

    assert grids(data) == [
        [
            ["序号", "责任分工", "责任分工"],
            ["序号", "牵头单位", "配合单位"],
            ["1", "省水利厅", "省水利厅"],
        ]
    ]
    (found,) = [block for block in read("plan.docx", data, Limits()).blocks if isinstance(block, Table)]
    assert (found.rows[0][0].rows, found.rows[0][1].columns) == (2, 2)


def test_a_table_has_its_numbers_its_nested_tables_and_no_deleted_rows() -> None:
    inner = table(row("甲县", "乙县"))
    body = table(
        row(tc(numbered("")), tc(p("治水") + inner + p("护林"))),
        row("x", "y", properties="<w:del/>"),
        row(tc(numbered("")), "造林", properties='<w:gridBefore w:val="1"/>'),
    )

    assert grids(docx(body, numbering=lists(level(0, "decimal", "%1")))) == [
        [["1", "治水\n甲县\n乙县\n护林", ""], ["", "2", "造林"]],
    ]


def test_a_cell_that_goes_on_from_none_begins_and_short_rows_are_filled() -> None:
    orphan = row(tc("甲", "<w:vMerge/>"), tc("乙", '<w:hMerge w:val="continue"/>'), "丙")

    assert grids(docx(table(orphan, row("丁")))) == [[["甲", "甲", "丙"], ["丁", "", ""]]]


@pytest.mark.parametrize(
    ("data", "part_of_message"),
    [
        (b"PK\x03\x04broken", "broken or cut off"),
        (docx(p("治水"))[:-30], "broken or cut off"),
        (packed({"word/other.xml": "<x/>"}), "has no text of a Word document"),
        (packed({"word/document.xml": "<w:document>"}), "no proper XML"),
        (packed({"word/document.xml": part("document", "")}), "has no text of a Word document"),
        (packed({"word/document.xml": "<" * 9}), "no proper XML"),
        (packed({"word/document.xml": "<a>" * 300 + "</a>" * 300}), "no proper XML"),
    ],
)
def test_what_is_no_whole_word_document_is_refused_with_a_remedy(data: bytes, part_of_message: str) -> None:
    with pytest.raises(Unreadable, match=rf"^plan\.docx: .*{part_of_message}.*; "):
        read("plan.docx", data, Limits())


def test_the_parts_are_found_by_how_they_belong_together() -> None:
    main = '<Relationship Type="x/officeDocument" Target="/word/document2.xml"/>'
    moved = {
        "_rels/.rels": f"<Relationships>{main}</Relationships>",
        "word/_rels/document2.xml.rels": '<Relationships><Relationship Type="x/numbering" Target="lists/a.xml"/>'
        '<Relationship Type="x/styles" Target="http://127.0.0.1:9/styles.xml" TargetMode="External"/></Relationships>',
        "word/document2.xml": part("document", f"<w:body>{numbered('治水')}</w:body>"),
        "word/lists/a.xml": part("numbering", lists(*PLAN)),
    }

    assert texts(packed(moved)) == ["一、治水"]
    assert decode("plan.docx", packed(moved)).text == "一、治水\n"


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = part("document", f"<w:body>{p('治水')}</w:body>")
    document = document.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)

    assert texts(packed({"word/document.xml": document})) == ["治水"]
