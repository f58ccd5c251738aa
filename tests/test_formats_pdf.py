from collections.abc import Iterable, Sequence

import pytest

from graph.errors import Unreadable
from loaders import load
from loaders.blocks import Cell, Paragraph, Table
from loaders.formats.pdf import read
from loaders.limits import Limits
from loaders.read import decode
from tests.drawing import HEIGHT, WIDTH, Drawn, Line, Words, table, typeset
from tests.pdf_files import pdf

LONG = "加强水质监测，完善监测网络，省生态环境厅、省水利厅按照职责分工负责，各市（州）人民政府抓好落实。"


def blocks(*pages: Iterable[Drawn | str]) -> list[Paragraph | Table]:
    return list(read("plan.pdf", pdf(pages), Limits()).blocks)


def texts(*pages: Iterable[Drawn | str]) -> list[str]:
    return [block.text for block in blocks(*pages) if isinstance(block, Paragraph)]


def rows(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def test_lines_are_joined_to_paragraphs_without_blanks_across_pages() -> None:
    paragraphs = ["治水方案", *(f"（{place}）{LONG}" for place in "甲乙丙丁戊己庚辛壬癸子丑"), "2021年3月5日"]
    pages = typeset("\n".join(paragraphs))

    assert len(pages) == 2
    assert texts(*pages) == paragraphs


def test_a_paragraph_stands_on_the_page_where_it_begins() -> None:
    found = blocks(*typeset("\n".join([LONG] * 13)))

    assert [block.place for block in found[-2:]] == ["page 1", "page 2"]


def test_paragraphs_without_indentation_end_with_a_short_line_or_before_an_item() -> None:
    full, ended = "加强监测" * 6, "加强监测" * 5 + "加强测；"
    page = [Words(text, 80, 100 + 28 * place) for place, text in enumerate([full, full, "治水。", ended, "1.护林"])]

    assert texts(page) == [full * 2 + "治水。", ended, "1.护林"]


def test_a_wider_space_parts_paragraphs() -> None:
    full = "加强监测" * 6
    page = [Words(full, 80, y) for y in (100, 128, 170, 198, 226, 268)]

    assert texts(page) == [full * 2, full * 3, full]


def test_the_lines_of_a_title_are_one_paragraph() -> None:
    title = [Words("云岭省人民政府关于印发", 160, 100, 22), Words("水污染防治工作方案的通知", 150, 134, 22)]
    body = [Words("云政发〔2021〕7号", 220, 180), Words(LONG[:25], 112, 220), Words(LONG[25:], 80, 248)]

    assert texts([*title, *body]) == ["云岭省人民政府关于印发水污染防治工作方案的通知", "云政发〔2021〕7号", LONG]


def test_a_signature_and_its_date_are_paragraphs_of_their_own() -> None:
    page = [Words(LONG[:25], 112, 100), Words(LONG[25:], 80, 128)]
    page += [Words("云岭省水利厅", 400, 160), Words("2021年3月5日", 400, 188), Words("抄送：省财政厅。", 80, 216)]

    assert texts(page) == [LONG, "云岭省水利厅", "2021年3月5日", "抄送：省财政厅。"]


@pytest.mark.parametrize(
    "number", ["3", "— 3 —", "-3-", "第3页", "第 3 页 共 10 页", "３", "3/10", "Page 3 of 10", "·3·"]
)
def test_page_numbers_are_left_out(number: str) -> None:
    assert texts([Words(LONG[:25], 112, 100), Words(LONG[25:], 80, 128), Words(number, 280, 800, 12)]) == [LONG]


def test_running_heads_are_left_out_where_they_repeat() -> None:
    pages = typeset("\n".join([LONG] * 30), head="云岭省人民政府公报 2021年第3期")

    assert texts(*pages) == [LONG] * 30
    assert texts(pages[0])[0] == "云岭省人民政府公报 2021年第3期"


def test_words_of_letters_are_parted_and_chinese_ones_are_not() -> None:
    page = [Words("推广", 80, 100), Words("GIS", 113, 100), Words("GIS", 166, 100), Words("系统", 215, 100)]

    assert texts(page) == ["推广GIS GIS系统"]


def test_what_is_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts([Words("治水", 80, 100), Words("治水", 80.4, 100)]) == ["治水"]


def test_a_raised_figure_belongs_to_its_line() -> None:
    assert texts([Words("新增湿地12km", 80, 100), Words("2", 208, 94, 8), Words("。", 216, 100)]) == ["新增湿地12km2。"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{place:02}行文字写满一行共十六个" for place in range(1, 13)]
    right = [f"右栏第{place:02}行文字写满一行共十六个" for place in range(1, 13)]
    page = [Words("横跨两栏的标题在正中间一行", 190, 80, 16)]
    page += [Words(text, 80, 120 + 20 * place, 12) for place, text in enumerate(left)]
    page += [Words(text, 310, 125 + 20 * place, 12) for place, text in enumerate(right)]

    assert texts(page) == ["横跨两栏的标题在正中间一行", "".join(left + right)]


def test_text_that_runs_otherwise_or_off_the_page_is_not_read() -> None:
    watermark = Words("内部资料", 200, 500, 40, ".7 .7 -.7 .7")

    assert texts([Words("治水方案", 80, 100), watermark, Words("看不见", 700, 100)]) == ["治水方案"]


@pytest.mark.parametrize(("turn", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
def test_a_turned_page_is_read_as_its_text_runs(turn: int, matrix: str) -> None:
    def turned(text: str, x: float, y: float) -> Words:
        place = {90: (y, HEIGHT - x), 180: (WIDTH - x, HEIGHT - y), 270: (WIDTH - y, x)}[turn]
        return Words(text, *place, 16, matrix)

    assert texts([turned("治水方案", 80, 100), turned("一、加强监测。", 112, 140)]) == ["治水方案", "一、加强监测。"]


def test_a_ruled_table_stands_between_the_paragraphs_around_it() -> None:
    cells = [
        (0, 0, "序号"),
        (0, 1, "整改措施"),
        (1, 0, "1"),
        (1, 1, "清理河道乱堆|垃圾"),
        (2, 0, "2"),
        (2, 1, "护林|造林"),
    ]
    page = [
        Words("任务清单", 240, 80),
        *table([80, 120, 210], [100, 130, 170, 210], cells),
        Words("注：本表。", 80, 240),
    ]

    before, found, after = blocks(page)

    assert (before, after) == (Paragraph("任务清单", "page 1"), Paragraph("注：本表。", "page 1"))
    assert isinstance(found, Table)
    assert rows(found) == [["序号", "整改措施"], ["1", "清理河道乱堆垃圾"], ["2", "护林\n造林"]]
    assert found.rows[1][1] == Cell("清理河道乱堆垃圾", "page 1, table 1, row 2, column 2")


def test_cells_that_no_line_parts_are_one() -> None:
    across = [Line(80, 100, 320, 100), Line(80, 190, 320, 190), Line(200, 130, 320, 130), Line(80, 160, 320, 160)]
    down = [Line(x, 100, x, 190) for x in (80, 200, 320)]
    down[1:2] = [Line(200, 100, 200, 160)]
    text = [Words("甲", 90, 130, 12), Words("乙", 210, 120, 12), Words("丙", 210, 150, 12), Words("丁", 90, 180, 12)]

    (found,) = blocks([*across, *down, *text])

    assert isinstance(found, Table)
    assert rows(found) == [["甲", "乙"], ["甲", "丙"], ["丁", "丁"]]
    assert (found.rows[0][0].rows, found.rows[2][0].columns) == (2, 2)


@pytest.mark.parametrize(
    "drawing",
    [
        ["80 700 200 60 re S", "200 700 m 200 760 l S"],
        ["80 760 m 280 760 l 280 700 l 80 700 l h S", "199 700 2 60 re f"],
        ["80 759 200 1 re f 80 700 200 1 re f 80 700 1 60 re f 280 700 1 60 re f 200 700 1 60 re f"],
        ["q 2 0 0 2 0 0 cm 40 350 100 30 re S 100 350 m 100 380 l S Q"],
        ["80 760 m 280 760 l S", "80 700 m 280 700 l S", "200 700 m 200 760 l S"],
    ],
    ids=["rectangle", "strip", "strips", "scaled", "open sides"],
)
def test_lines_of_a_table_may_be_drawn_in_many_ways(drawing: Sequence[str]) -> None:
    (found,) = blocks([*drawing, Words("甲", 90, 110, 12), Words("乙", 210, 110, 12)])

    assert isinstance(found, Table)
    assert rows(found) == [["甲", "乙"]]


def test_a_box_around_a_text_and_an_underline_are_no_table() -> None:
    lines: list[Drawn | str] = ["70 700 300 60 re S", Line(80, 105, 200, 105)]

    assert texts([*lines, Words("治水方案", 80, 100), Words("一、护林。", 80, 128)]) == ["治水方案", "一、护林。"]


def test_a_row_cut_by_the_end_of_the_page_is_whole_again() -> None:
    columns = [80, 120, 280, 400]
    first = [
        (0, 0, "序号"),
        (0, 1, "措施"),
        (0, 2, "责任单位"),
        (1, 0, "1"),
        (1, 1, "清理河道乱堆垃圾并"),
        (1, 2, "市水利局"),
    ]
    second = [(0, 0, "序号"), (0, 1, "措施"), (0, 2, "责任单位"), (1, 1, "建立台账。"), (2, 0, "2"), (2, 1, "护林。")]
    pages = [list(table(columns, [600, 630, 700], first)), list(table(columns, [100, 130, 160, 190], second))]

    one, two = blocks(*pages)

    assert isinstance(one, Table)
    assert isinstance(two, Table)
    assert rows(one) == [["序号", "措施", "责任单位"], ["1", "清理河道乱堆垃圾并建立台账。", "市水利局"]]
    assert rows(two) == [["序号", "措施", "责任单位"], ["2", "护林。", ""]]


def test_agencies_that_fill_a_line_of_a_cell_each_stay_apart() -> None:
    cells = [(0, 0, "1"), (0, 1, "市住房城乡建设局|榆溪县人民政府|市生态环境|局"), (0, 2, "市住房城乡|建设局")]

    (found,) = blocks(list(table([80, 120, 226, 292], [100, 180], cells)))

    assert isinstance(found, Table)
    assert rows(found) == [["1", "市住房城乡建设局\n榆溪县人民政府\n市生态环境局", "市住房城乡建设局"]]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"%PDF-1.7\nbroken", "broken or cut off"),
        (pdf([[Words("治水", 80, 100)]])[:300], "broken or cut off"),
        (pdf([["0 0 100 100 re f"]] * 2), "a scan: 2 of 2 pages have no text"),
        (pdf([[Words("治水", 80, 100)], [], []]), "a scan: 2 of 3 pages"),
        (pdf([[Words("\ue001\ue002\ue003", 80, 100)]]), "do not tell which characters"),
        (pdf([[Words("治水", 80, 100)]] * 4), "more than 3 pages"),
        (
            pdf([[]], trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'01' * 32}>>>/ID[<00><00>]"),
            "is encrypted",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, part: str) -> None:
    with pytest.raises(Unreadable, match=rf"^plan\.pdf: .*{part}.*; "):
        read("plan.pdf", data, Limits(pages=3))


def test_a_page_with_more_characters_than_any_is_refused() -> None:
    page = [Words("治" * 1000, 80, 100 + place, 1) for place in range(101)]

    with pytest.raises(Unreadable, match=r"page 1 has more than 100,000 characters"):
        read("plan.pdf", pdf([page]), Limits())


def test_a_page_that_is_a_picture_is_told_as_a_remark() -> None:
    picture: list[Drawn | str] = ["0 0 100 100 re f"]
    pages = typeset("\n".join(["云岭省治水方案", "一、加强监测。省水利厅负责。", *[LONG] * 11]))
    document = load(decode("plan.pdf", pdf([pages[0], picture, pages[1], picture])), "plan")

    assert "\n\n" not in document.source.text
    assert [remark.message for remark in document.remarks if remark.code == "place-unread"] == [
        "page 2: 没有文字,可能是图片,未读",
        "page 4: 没有文字,可能是图片,未读",
    ]


def test_a_footnote_follows_the_paragraph_that_goes_on_over_the_page() -> None:
    first = [Words(LONG[:25], 112, 100), *(Words(LONG[:27], 80, 128 + 28 * place) for place in range(20))]
    note = [Words("①四乱指乱占、乱采、乱堆、乱建。", 80, 720, 10)]
    second = [Words("一并落实。", 80, 100), Words(LONG[:25], 112, 128), Words("治水。", 80, 156)]

    assert blocks([*first, *note], second) == [
        Paragraph(LONG[:25] + LONG[:27] * 20 + "一并落实。", "page 1"),
        Paragraph("①四乱指乱占、乱采、乱堆、乱建。", "page 1, footnote"),
        Paragraph(LONG[:25] + "治水。", "page 2"),
    ]
