import pytest

from graph.errors import Unreadable
from loaders.blocks import Cell, Paragraph, Table
from loaders.formats.ofd import read
from loaders.limits import Limits
from tests.drawing import Drawn, Words, table, typeset
from tests.ofd_files import ofd, part
from tests.word_files import packed

LONG = "加强水质监测，完善监测网络，省生态环境厅、省水利厅按照职责分工负责，各市（州）人民政府抓好落实。"


def texts(*pages: list[Drawn | str]) -> list[str]:
    return [block.text for block in read("plan.ofd", ofd(pages), Limits()).blocks if isinstance(block, Paragraph)]


def text_object(code: str, attributes: str = "") -> str:
    return f'<ofd:TextObject Boundary="30 30 60 10" Size="5" {attributes}>{code}</ofd:TextObject>'


def test_lines_are_joined_to_paragraphs_with_their_pages() -> None:
    found = read("plan.ofd", ofd(typeset("\n".join(["治水方案", *[LONG] * 12]))), Limits())

    assert found.encoding == "utf-8"
    assert found.blocks[:2] == (Paragraph("治水方案", "page 1"), Paragraph(LONG, "page 1"))
    assert found.blocks[-1] == Paragraph(LONG, "page 2")
    assert len(found.blocks) == 13


def test_a_ruled_table_is_read_as_its_grid() -> None:
    cells = [(0, 0, "序号"), (0, 1, "措施"), (1, 0, "1"), (1, 1, "清理河道乱堆|垃圾")]

    (found,) = read("plan.ofd", ofd([list(table([80, 120, 210], [100, 130, 170], cells))]), Limits()).blocks

    assert isinstance(found, Table)
    assert [[cell.text for cell in row] for row in found.rows] == [["序号", "措施"], ["1", "清理河道乱堆垃圾"]]
    assert found.rows[0][0] == Cell("序号", "page 1, table 1, row 1, column 1")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('<ofd:TextCode X="0" Y="5" DeltaX="5 5 5">治水方案</ofd:TextCode>', "治水方案"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">治水方案</ofd:TextCode>', "治水方案"),
        ('<ofd:TextCode X="0" Y="5">治水方案</ofd:TextCode>', "治水方案"),
        (
            '<ofd:TextCode X="10" Y="5">方案</ofd:TextCode><ofd:TextCode X="0" Y="5" DeltaX="5">治水</ofd:TextCode>',
            "治水方案",
        ),
        ('<ofd:TextCode X="0" Y="5" DeltaX="3 3 3 2.5 3 3">GIS GIS</ofd:TextCode>', "GIS GIS"),
        ('<ofd:CGTransform CodePosition="0"/><ofd:TextCode X="0" Y="5">治水</ofd:TextCode>', "治水"),
    ],
)
def test_characters_stand_where_their_steps_lead(code: str, text: str) -> None:
    assert texts([text_object(code)]) == [text]


def test_what_is_not_seen_or_runs_across_the_page_is_not_read() -> None:
    code = '<ofd:TextCode X="0" Y="5">内部资料</ofd:TextCode>'
    hidden = text_object(code, 'Visible="false"')
    across = text_object(code, 'CTM="0.7 0.7 -0.7 0.7 0 0"')

    assert texts([hidden, across, Words("治水方案", 80, 300)]) == ["治水方案"]


def test_a_matrix_scales_what_it_is_on() -> None:
    code = '<ofd:TextCode X="0" Y="1" DeltaX="1">治水</ofd:TextCode>'
    large = f'<ofd:TextObject Boundary="30 30 60 10" Size="1" CTM="5 0 0 5 0 0">{code}</ofd:TextObject>'

    assert texts([large, Words("方案", 145, 99, 14)]) == ["治水 方案"]


@pytest.mark.parametrize("place", ["/Doc_0/P.xml", "../Doc_0/P.xml", "P.xml"])
def test_a_page_may_be_named_from_the_root_or_from_its_document(place: str) -> None:
    page = part("Page", f"<ofd:Content>{text_object('<ofd:TextCode>治水</ofd:TextCode>')}</ofd:Content>")
    document = part("Document", f'<ofd:Pages><ofd:Page BaseLoc="{place}"/></ofd:Pages>')
    data = ofd([], {"Doc_0/Document.xml": document, "Doc_0/P.xml": page})

    assert read("plan.ofd", data, Limits()).blocks == (Paragraph("治水", "page 1"),)


def test_a_page_has_its_own_size_and_no_template() -> None:
    area = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
    template = '<ofd:Template TemplateID="1"/>'
    code = text_object('<ofd:TextCode X="0" Y="5">治水</ofd:TextCode>')
    page = part("Page", f"{area}{template}<ofd:Content>{code}</ofd:Content>")

    assert read("plan.ofd", ofd([[]], {"Doc_0/Pages/Page_0/Content.xml": page}), Limits()).blocks == (
        Paragraph("治水", "page 1"),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "broken or cut off"),
        (ofd([[]])[:200], "broken or cut off"),
        (packed({"x": ""}), r"lacks its part OFD\.xml"),
        (ofd([[]], {"Doc_0/Document.xml": part("Document", '<ofd:Page BaseLoc="gone.xml"/>')}), "have no text"),
        (ofd([[]]), "1 of 1 pages have no text, only pictures"),
        (ofd([[Words("治水", 80, 100)]], {"Encryptions.xml": "<x/>"}), "is encrypted"),
        (ofd([[Words("治水", 80, 100)]] * 3), "more than 2 pages"),
        (ofd([[Words("治水方案", 80, 100)], [Words("治水方案", 80, 100)]]), "more than 7 characters"),
        (ofd([[]], {"Doc_0/Pages/Page_0/Content.xml": "<a>"}), "no proper XML"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=rf"^plan\.ofd: .*{message}.*; "):
        read("plan.ofd", data, Limits(pages=2, characters=7))
