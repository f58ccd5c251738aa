"""Workbooks and tables of values: every cell as it is shown, hostile files refused."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import Unreadable
from graph.model import SourceFile
from loaders.formats.number_formats import shown
from loaders.limits import Limits
from loaders.read import decode
from tests.table_files import MEDIA_TYPE, NAMESPACES, Rows, Span, csv_table, ods, package, saved, xlsx

HEAD = ["序号", "整改措施", "责任单位", "整改时限"]
ROW = ["1", "清理河道", "省水利厅", "2024年6月"]
OPEN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(*rows: list[Any], title: str = "任务清单") -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in (HEAD, *rows):
        sheet.append(row)
    return workbook, sheet


def read(data: bytes) -> SourceFile:
    return decode("任务.xlsx", data)


def lines(data: bytes) -> list[str]:
    return read(data).text.splitlines()


# --- how a cell is shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (123456789012.0, "General", "123456789012"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (0.9, "0.##%", "90%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (12.0, '0"座"', "12座"),
        (-3.0, "0;(0)", "(3)"),
        (-3.0, "0", "3"),
        (0.0, '0;-0;"无"', "无"),
        (45107.0, 'yyyy"年"m"月"', "2023年6月"),
        (45107.0, 'yyyy"年"m"月"d"日";@', "2023年6月30日"),
        (45107.0, "[$-804]yyyy\\年mm\\月;@", "2023年06月"),
        (45107.0, "[DBNum1][$-804]m月d日", "6月30日"),
        (45107.5, "yyyy/m/d h:mm", "2023/6/30 12:00"),
        (45107.0, "aaaa", "星期五"),
        (1.0, "yyyy-mm-dd", "1899-12-31"),
        (5.0, "@", "5"),
        (1e12, "yyyy-mm-dd", "1000000000000"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    assert shown(43645.0, "yyyy-mm-dd", since_1904=True) == "2023-06-30"


def test_dates_and_shares_are_read_as_the_workbook_shows_them() -> None:
    workbook, sheet = book([1, 0.95, "省水利厅", date(2023, 6, 1)], [2, "清理", "省水利厅", datetime(2023, 6, 1)])
    sheet["B2"].number_format, sheet["D2"].number_format = "0%", 'yyyy"年"m"月"'
    sheet["D3"].number_format = "yyyy-mm-dd"

    found = lines(saved(workbook))

    assert [line for line in found if "整改时限" in line] == ["整改时限:2023年6月", "整改时限:2023-06-01"]
    assert "95%。" in found


def test_of_a_formula_its_last_result_is_read_and_nothing_is_calculated() -> None:
    members = sheet_members(
        '<row r="2"><c r="A2" t="str"><f>CONCATENATE("=cmd","|calc")</f><v>清理河道</v></c>'
        '<c r="B2"><f>1+1</f></c><c r="C2" t="str"><v>省水利厅</v></c>'
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    assert lines(package(members)) == ["第1行:", "清理河道。", "责任单位:省水利厅", "(表格完)"]


def sheet_members(rows: str, strings: str = "") -> dict[str, str | bytes]:
    """A workbook written by hand: the heading 任务, 备注, 责任单位, 时限, then these rows."""
    cells = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{words}</t></is></c>'
        for letter, words in zip("ABCD", ("任务", "备注", "责任单位", "时限"), strict=True)
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {OPEN} xmlns:r="{RELATION}"><sheets>'
        '<sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet {OPEN}><sheetData><row r="1">{cells}</row>{rows}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f"<sst {OPEN}>{strings}</sst>",
    }


def test_strings_in_parts_are_read_without_the_reading_of_their_characters() -> None:
    strings = (
        "<si><r><t>清理</t></r><r><t>河道</t></r><rPh><t>qinglihedao</t></rPh></si>"
        "<si><t>省水利厅_x000D_\n省公安厅</t></si>"
    )
    rows = '<row><c t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="s"><v>99</v></c></row>'

    assert lines(package(sheet_members(rows, strings)))[1:3] == ["清理河道。", "责任单位:省水利厅、省公安厅"]


# --- sheets --------------------------------------------------------------------------------------------------


def test_every_cell_leads_back_to_its_sheet_and_address() -> None:
    source = read(xlsx([HEAD, ROW], "责任清单"))

    assert [(source.text[each.start :][:2], each.place) for each in source.anchors] == [
        ("序号", "sheet 责任清单, cell A2"),
        ("清理", "sheet 责任清单, cell B2"),
        ("责任", "sheet 责任清单, cell C2"),
        ("整改", "sheet 责任清单, cell D2"),
    ]


def test_all_visible_sheets_are_read_and_hidden_ones_are_not() -> None:
    workbook, _ = book(list(ROW))
    for name, state in (("二", "visible"), ("暗", "hidden"), ("极暗", "veryHidden")):
        sheet = workbook.create_sheet(name)
        sheet.append(HEAD)
        sheet.append([f"{name}1", f"{name}字措施", "省水利厅", "2025年"])
        sheet.sheet_state = state

    assert [line for line in lines(saved(workbook)) if line.startswith("序号")] == ["序号1:", "序号二1:"]


def test_tables_below_one_another_are_parted_by_blank_rows() -> None:
    other = ["编号", "重点任务", "牵头单位", "完成时间"]
    found = lines(xlsx([HEAD, ROW, [""], ["附件2"], other, ["1", "护林", "省林业局", "2025年"]]))

    assert found[4:] == ["(表格完)", "附件2", "序号1:", "护林。", "牵头单位:省林业局", "完成时间:2025年", "(表格完)"]


def test_a_blank_row_within_a_table_ends_nothing() -> None:
    found = lines(xlsx([HEAD, ROW, [""], ["2", "护林", "省林业局", "2025年"]]))

    assert [line for line in found if line.startswith(("序号", "("))] == ["序号1:", "序号2:", "(表格完)"]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_merged_cells_count_for_all_they_cover(make: Callable[[Rows], bytes]) -> None:
    rows: Rows = [HEAD, ["1", "清理河道", Span("省水利厅", rows=2), "2024年"], ["2", "巡查河道", "2025年"]]
    found = lines(make(rows))

    assert found.count("责任单位:省水利厅") == 2


def test_repeated_cells_of_a_sheet_are_as_many_as_it_says() -> None:
    row = "<table:table-row><table:table-cell>{}</table:table-cell>{}</table:table-row>"
    cell = '<table:table-cell table:number-columns-repeated="2"><text:p>省水利厅</text:p></table:table-cell>'
    heads = "".join(
        f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in ("牵头单位", "配合单位")
    )
    content = (
        f'<office:document-content {NAMESPACES}><office:body><office:spreadsheet><table:table table:name="表">'
        f"{row.format('<text:p>任务</text:p>', heads)}{row.format('<text:p>清理<text:s/>河道</text:p>', cell)}"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )

    assert lines(package({"mimetype": MEDIA_TYPE, "content.xml": content})) == [
        "第1行:",
        "清理 河道。",
        "牵头单位:省水利厅",
        "配合单位:省水利厅",
        "(表格完)",
    ]


# --- values parted by commas ---------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_values_is_known_by_its_headings(separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in (HEAD, ['"1"', '"清理""河道"""', "省水利厅", "2024年"]))

    source = decode("清单.txt", text.encode(encoding))

    assert (source.media_type, source.text.splitlines()[1]) == ("text/csv", '清理"河道"。')


@pytest.mark.parametrize(
    "text",
    [
        "一、整改措施,责任单位,整改时限。\n二、清理河道,省水利厅,2024年。\n",
        "云岭省方案\n序号,措施\n",
        'a,"b\nc,d,e,f,g\n治水',
    ],
)
def test_other_text_with_commas_is_plain_text(text: str) -> None:
    assert decode("a.csv", text.encode()).media_type == "text/plain"


def test_a_table_of_values_with_a_faulty_end_is_refused_or_read_whole() -> None:
    whole = csv_table([HEAD, ROW]) + b'2,"' + "清理河道".encode() * 50_000

    with pytest.raises(Unreadable, match=r"^清单\.csv: no proper table of values \(field larger"):
        decode("清单.csv", whole)


# --- hostile and broken --------------------------------------------------------------------------------------


def test_a_sheet_that_claims_a_million_rows_costs_no_more_than_its_cells() -> None:
    rows = '<row r="1048576"><c r="A1048576" t="str"><v>清理河道</v></c><c r="XFD1048576" t="str"><v>末</v></c></row>'

    assert lines(package(sheet_members(rows)))[0] == "任务|备注|责任单位|时限"


def test_ranges_that_overlap_without_end_are_read_in_the_time_of_the_cells() -> None:
    members = sheet_members("".join(f'<row><c t="str"><v>清理{n}</v></c></row>' for n in range(5_000)))
    ranges = "".join(f'<mergeCell ref="A1:XFD{n}"/>' for n in range(2, 20_000))
    sheet = str(members["xl/worksheets/sheet1.xml"])
    members["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</worksheet>", f"<mergeCells>{ranges}</mergeCells></worksheet>"
    )
    began = process_time()
    read(package(members))

    assert process_time() - began < 20


def test_too_many_cells_are_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>清理</v></c></row>' for n in range(2, 60))

    with pytest.raises(Unreadable, match=r"^任务\.xlsx: more than 200 cells; "):
        decode("任务.xlsx", package(sheet_members(rows)), Limits(cells=200))


def test_a_cell_repeated_without_end_is_refused() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>清理</text:p></table:table-cell>'
    content = (
        f'<office:document-content {NAMESPACES}><office:body><office:spreadsheet><table:table table:name="表">'
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with pytest.raises(Unreadable, match=r"^a\.ods: more than 200,000 cells; "):
        decode("a.ods", package({"mimetype": MEDIA_TYPE, "content.xml": content}))


ENTITIES = '<!DOCTYPE w [<!ENTITY a "治水">' + "".join(
    f'<!ENTITY {name} "{"".join(f"&{before};" for _ in range(10))}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_refused(member: str) -> None:
    members = sheet_members("")
    members[member] = f"{ENTITIES}]>{members[member]!s}"

    with pytest.raises(Unreadable, match="defines entities"):
        read(package(members))


def test_external_files_are_never_read() -> None:
    members = sheet_members("")
    members["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships><Relationship Id="rId1" TargetMode="External" Target="{Path(__file__).as_uri()}"/>'
        "</Relationships>"
    )
    with pytest.raises(Unreadable, match="is empty"):
        read(package(members))


@pytest.mark.parametrize("size", [30, 300, 2_000])
def test_a_workbook_that_was_cut_off_is_refused(size: int) -> None:
    with pytest.raises(Unreadable, match=r"^任务\.xlsx: .*; "):
        read(xlsx([HEAD, ROW])[:size])


def test_an_old_workbook_that_is_broken_is_refused() -> None:
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(Unreadable, match=r"^任务\.xlsx: broken or cut off"):
        read(mark + b"\0" * 504 + "Workbook\0".encode("utf-16-le") + b"\0" * 2_000)
    with pytest.raises(Unreadable, match=r"encrypted office document.*; save it without a password"):
        read(mark + b"\0" * 504 + "EncryptedPackage\0".encode("utf-16-le") + b"\0" * 2_000)


def converted(folder: Path, data: bytes, ending: str) -> bytes:
    """A workbook as LibreOffice saves it."""
    (folder / "a.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder),
        str(folder / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"a.{ending}").read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="only LibreOffice writes old workbooks here")
def test_an_old_workbook_is_read_as_the_new_one_and_in_pieces_refused(tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["1", "清理河道", Span("省水利厅", rows=2), "2024年"], ["2", "巡查河道", "2025年"]]
    old = converted(tmp_path, xlsx(rows), "xls")

    assert lines(old) == lines(xlsx(rows))
    assert read(old).media_type == "application/vnd.ms-excel"
    for cut in (600, 1_500, 2_500, 4_000):
        with pytest.raises(Unreadable, match=r"^任务\.xlsx: .*; "):
            read(old[:cut])


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-cmd|' /C calc'!A0"])
def test_a_cell_that_would_be_a_formula_elsewhere_is_read_as_the_text_it_is(words: str) -> None:
    out = StringIO()
    csv.writer(out).writerows([HEAD, ["1", f"{words}清理", "省水利厅", "2024年"]])

    assert decode("a.csv", out.getvalue().encode()).text.splitlines()[1] == f"{words}清理。"


def test_a_bold_cell_with_a_link_is_its_text() -> None:
    workbook, sheet = book(["1", "清理河道", "省水利厅", "2024年"])
    sheet["B2"].font, sheet["B2"].hyperlink = Font(bold=True), "https://example.org/"
    data = BytesIO()
    workbook.save(data)

    assert lines(data.getvalue())[1] == "清理河道。"
