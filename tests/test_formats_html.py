"""Web pages: their text as a reader sees it, without what belongs to the site."""

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from graph import ledger
from graph.errors import Unreadable
from loaders import load
from loaders.limits import Limits
from loaders.read import decode
from tests.evaluate import SHARED
from tests.table_files import html_table, page, paragraphs

SAMPLES = Path(__file__).parents[1] / "loaders" / "samples"
REAL = sorted((SHARED / "documents" / "more").glob("*.html"))


def text(body: str, head: str = "") -> list[str]:
    return decode("page.html", page(body, head)).text.splitlines()


def entry(name: str, data: bytes) -> Any:
    found = ledger.entry(load(decode(name, data), "page"))
    return {key: _without_places(value) for key, value in found.items() if key != "source"}


WHERE = {"start", "end", "quote", "place"}


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key not in WHERE}
    return [_without_places(each) for each in value] if isinstance(value, list) else value


# --- text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>一、治水。</p><p>二、护林。</p>", ["一、治水。", "二、护林。"]),
        ("<p>一、<b>治</b><span>水</span>。<br/>二、护林。</p>", ["一、治水。", "二、护林。"]),
        ("<div>一、治水。<p>二、护林。</p>三、净土。</div>", ["一、治水。", "二、护林。", "三、净土。"]),
        ("<p>治\n  水</p>", ["治 水"]),
        ("<p>治<!-- 一、暗语。 -->水</p>", ["治水"]),
        ("<p>治&nbsp;水&#12288;&amp;护林</p>", ["治\u00a0水\u3000&护林"]),
        ("<h1>方案</h1>治水", ["方案", "治水"]),
        ("<pre>一、治水。\n二、护林。</pre>", ["一、治水。", "二、护林。"]),
        ("<ol><li>治水</li><li>护林</li></ol>", ["1.治水", "2.护林"]),
        ('<ol start="3"><li>治水</li><li value="9">护林</li></ol>', ["3.治水", "9.护林"]),
        ('<ol style="list-style:none"><li>1.治水</li></ol><ul><li>护林</li></ul>', ["1.治水", "护林"]),
        ("<p>治<del>山</del>水</p>", ["治水"]),
        ("<ruby>瞿<rp>(</rp><rt>qú</rt><rp>)</rp></ruby>塘峡", ["瞿塘峡"]),
        ('<p hidden>暗</p><p style="display : none">暗</p><p>治水</p>', ["治水"]),
        ("<nav>导航</nav><aside>旁栏</aside><p>治水</p><footer>页脚</footer>", ["治水"]),
        ("<table><tr><td><p>一、治水。</p></td></tr></table>", ["一、治水。"]),
        ("<form><p>治水</p><select><option>甲</option></select><textarea>乙</textarea></form>", ["治水"]),
    ],
)
def test_what_a_reader_sees_is_read_line_by_line(body: str, lines: list[str]) -> None:
    assert text(body) == lines


def test_a_paragraph_that_is_printed_twice_is_read_twice() -> None:
    clause = (
        "责任单位："
        + "、".join(f"省{name}厅" for name in ("水利", "林业", "自然资源", "农业农村"))
        + "，各市人民政府。" * 8
    )
    body = paragraphs(f"一、治水。\n{clause}\n二、护林。\n{clause}")

    assert text(body) == ["一、治水。", clause, "二、护林。", clause]


@pytest.mark.parametrize(
    "title",
    [
        '<div class="header-title">云岭省河湖管护三年行动方案</div>',
        '<div class="top_nav_page">云岭省河湖管护三年行动方案</div>',
        '<h1 class="crumb">云岭省河湖管护三年行动方案</h1>',
    ],
)
def test_a_title_is_kept_whatever_its_element_is_called(title: str) -> None:
    assert text(f"{title}<p>一、治水。</p>")[0] == "云岭省河湖管护三年行动方案"


def test_links_to_attachments_are_kept() -> None:
    links = "".join(f'<p>附件{n}：<a href="/files/{n}.docx">任务分工表{n}</a></p>' for n in range(1, 6))

    assert text(f"<p>一、治水。</p><div>{links}</div>")[1:] == [f"附件{n}：任务分工表{n}" for n in range(1, 6)]


def test_each_line_leads_back_to_its_paragraph_and_each_cell_to_its_row_and_column() -> None:
    table = html_table([["序号", "任务", "责任单位"], ["1", "治水", "省水利厅"]])
    source = decode("page.html", page(f"<p>云岭省治水方案</p>{table}"))

    assert [(source.text[each.start :][:3], each.place) for each in source.anchors] == [
        ("云岭省", "paragraph 1"),
        ("序号1", "table 1, row 2, column 1"),
        ("治水。", "table 1, row 2, column 2"),
        ("责任单", "table 1, row 2, column 3"),
    ]


# --- fields and encodings ------------------------------------------------------------------------------------

FIELDS = '<meta name="ArticleTitle" content="云岭省治水方案"><meta name="PubDate" content="2021-03-01 10:20">'


def test_what_a_page_says_of_its_document_stands_before_a_text_that_lacks_it() -> None:
    assert text("<p>一、治水。</p>", FIELDS) == ["发布日期:2021-03-01 10:20", "标题:云岭省治水方案", "一、治水。"]
    assert text("<p>云岭省治水方案</p><p>发布日期：2021年3月2日</p>", FIELDS) == [
        "云岭省治水方案",
        "发布日期：2021年3月2日",
    ]


def test_the_fields_make_the_head() -> None:
    found = entry("page.html", page("<p>一、加强监测。由省水利厅负责。</p>", FIELDS))["document"]

    assert (found["title"], found["published"], found["jurisdiction"]) == ("云岭省治水方案", "2021-03-01", "云岭省")


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "x-unknown", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_bytes_tell_the_encoding_whatever_is_declared(encoding: str, declared: str) -> None:
    source = f'<html><meta charset="{declared}"><body><p>云岭省河湖管护方案，瀞水长流。</p></body></html>'.encode(
        encoding
    )

    assert decode("page.html", source).text == "云岭省河湖管护方案，瀞水长流。\n"


def test_traditional_pages_in_big5_are_read() -> None:
    source = '<html><meta charset="big5"><p>雲嶺省河湖管護方案。各市人民政府負責。</p></html>'.encode("big5")

    assert decode("page.html", source).text == "雲嶺省河湖管護方案。各市人民政府負責。\n"


def test_a_broken_character_in_a_page_that_declares_its_encoding_is_let_pass() -> None:
    body = "云岭省河湖管护方案。" * 200
    source = f'<meta charset="gbk"><p>{body}</p>'.encode("gbk").replace(
        "方案".encode("gbk"), b"\xb7\xbd\xff\xb0\xb8", 1
    )

    assert decode("page.html", source).text.count("\ufffd") == 1


def test_a_page_in_a_web_archive_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "plan"
    message.set_content("云岭省治水方案", subtype="plain")
    message.add_related("<html><p>一、治水。</p></html>", subtype="html", charset="gb2312")
    source = decode("plan.mht", message.as_bytes())

    assert (source.media_type, source.text) == ("multipart/related", "一、治水。\n")


# --- hostile and broken --------------------------------------------------------------------------------------


def test_scripts_styles_and_their_like_are_no_text() -> None:
    body = (
        "<script>document.write('<p>一、脚本。</p>')</script><style>p::before { content: '二、样式。' }</style>"
        "<noscript>三、请开启脚本。</noscript><iframe srcdoc='四、框架。'></iframe>"
        "<template><p>五、模板。</p></template>"
        "<svg><text>六、图形。</text></svg><p onclick=\"alert('七、事件。')\">治水</p>"
    )

    assert text(body) == ["治水"]


def test_entities_are_never_expanded_from_a_page() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a '治水治水治水'><!ENTITY b '&a;&a;&a;&a;'>]><html><p>护林&b;</p></html>"

    assert "治水治水" not in decode("page.html", bomb.encode()).text.replace("'治水治水治水'", "")


def test_a_page_nested_too_deep_is_refused() -> None:
    deep = "<html>" + "<div>" * 100_000 + "治水" + "</div>" * 100_000

    with pytest.raises(Unreadable, match=r"^page\.html: more than 1,000 elements within elements; "):
        decode("page.html", deep.encode())


def test_a_table_with_too_many_cells_is_refused() -> None:
    wide = "<table>" + "<tr><td colspan=1000 rowspan=60000>治水</td><td>护林</td></tr>" * 400 + "</table>"

    with pytest.raises(Unreadable, match=r"^page\.html: more than 200,000 cells; "):
        decode("page.html", f"<html>{wide}".encode())


@pytest.mark.parametrize(
    "body",
    [
        '<div class="nav">' * 900 + "<b></b>" * 20_000 + "治水" + "</div>" * 900,
        "<ol>" + "<li>治水</li>" * 20_000 + "</ol>",
        "<table><tr><td>" * 200 + "治水" + "</td></tr></table>" * 200,
        "<a href='/x'>治" * 20_000,
    ],
)
def test_a_page_made_to_be_slow_is_read_in_the_time_of_its_size(body: str) -> None:
    began = process_time()
    with suppress(Unreadable):
        decode("page.html", f"<html><p>护林</p>{body}".encode())

    assert process_time() - began < 10


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"^page\.html: is empty"):
        decode("page.html", b"<html><script>load('/content.json')</script></html>")
    with pytest.raises(Unreadable, match=r"^page\.html: more than 10 bytes"):
        decode("page.html", page("<p>治水</p>"), Limits(size=10))


@pytest.mark.parametrize("cut", range(1, 80, 7))
def test_a_page_that_was_cut_off_gives_what_is_left_of_it(cut: int) -> None:
    whole = ("<html><body>" + paragraphs("一、治水。\n二、护林。\n三、净土。" * 3)).encode()
    left = decode("page.html", whole.decode()[:-cut].encode()).text

    assert left.startswith("一、治水。\n二、护林。")


# --- whole plans ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_sample_plan_as_a_page_gives_the_same_ledger(path: Path) -> None:
    source = decode(path.name, path.read_bytes())
    encoding = "gb18030" if source.encoding == "gb18030" else "utf-8"

    assert entry("page.html", page(paragraphs(source.text), encoding=encoding)) == entry(path.name, path.read_bytes())


@pytest.mark.skipif(not REAL, reason="the real pages lie beside the repository")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_page_is_read_as_well_as_its_text(path: Path) -> None:
    html, plain = (entry(each.name, each.read_bytes()) for each in (path, path.with_suffix(".txt")))

    assert html["document"] == plain["document"]
    assert [each for each in plain["measures"] if each["assignments"] and each not in html["measures"]] == []
    assert len(html["measures"]) >= len(plain["measures"])


def test_a_page_that_breaks_off_is_read_with_a_remark() -> None:
    data = page("<p>云岭省治水工作方案</p><p>一、加强监测。由省水利厅负责。</p><p>二、护林。由省林业厅负责。</p>")
    whole, cut = (load(decode("page.html", each), "page") for each in (data, data[: data.index("二、".encode())]))

    assert [remark.code for remark in whole.remarks] == []
    assert [remark.code for remark in cut.remarks] == ["source-cut-off"]
    assert [measure.text for measure in cut.measures] == ["加强监测。"]
