"""Task tables: found by their headings, read row by row, alike in every format."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ledger
from loaders import load
from loaders.blocks import Block, Cell, Contents, Paragraph, Table, grid, located
from loaders.canonical import canonical
from loaders.drawn import rewritten
from loaders.headings import Holds, heading, holds
from loaders.read import decode
from tests.table_files import Rows, Span, csv_table, html_table, ods, page, spans, xlsx


def table(rows: Rows, name: str = "table 1") -> Table:
    cells = [[Cell(span.text, "", span.rows, span.columns) for span in row] for row in spans(rows)]
    return Table(located(grid(cells, 1_000), lambda row, column: f"{name}, {row}.{column}"), name)


def lines(*blocks: Block | Rows) -> list[str]:
    whole = [block if isinstance(block, Paragraph | Table) else table(block) for block in blocks]
    return canonical(Contents(tuple(whole), "utf-8"))[0].splitlines()


# --- headings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("序\n号", Holds.NUMBER),
        ("责 任 单 位", Holds.ROLE),
        ("责任单位（排名第一的为牵头单位）", Holds.ROLE),
        ("市级牵头部门", Holds.ROLE),
        ("督导验收单位", Holds.ROLE),
        ("责任单位及责任人", Holds.MIXED),
        ("市级责任领导", Holds.PERSON),
        ("整改时限", Holds.DEADLINE),
        ("计划完成时间", Holds.DEADLINE),
        ("整改完成情况", Holds.ACCOUNT),
        ("督察反馈问题", Holds.PROBLEM),
        ("问题类型", Holds.CATEGORY),
        ("2024年工作目标", Holds.OBJECTIVE),
        ("整改措施", Holds.MEASURE),
        ("重点工作任务", Holds.MEASURE),
        ("重点任务", Holds.TASK),
        ("备注", Holds.OTHER),
        ("单位", Holds.OTHER),
        ("工作单位", Holds.OTHER),
        ("2020年", None),
        ("霜叶河", None),
    ],
)
def test_a_heading_tells_what_its_column_holds(words: str, kind: Holds | None) -> None:
    assert holds(words) is kind


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "单位", "2020年", "2025年"], ["森林覆盖率", "%", "62", "64"]],
        [["序号", "姓名", "职务"], ["1", "某甲", "组长"]],
        [["责任单位", "联系电话"], ["省水利厅", "12345"]],
        [["发文机关：", "云岭省人民政府"], ["成文日期：", "2021年3月1日"]],
        [["一、加强河道管护，由省水利厅负责。"]],
        [["序号", "任务", "责任单位"]],
    ],
)
def test_a_table_without_tasks_and_those_who_answer_is_no_task_table(rows: Rows) -> None:
    assert heading(table(rows).rows) is None


def test_headings_are_found_in_any_order_and_wording() -> None:
    rows = table([["时间节点", "责任处室", "工作举措", "编号"], ["年底前", "水资源处", "核定生态流量", "1"]]).rows
    found = heading(rows)

    assert found is not None
    assert [(column.holds.value, column.label) for column in found.columns] == [
        ("deadline", "时间节点"),
        ("role", "责任处室"),
        ("measure", "工作举措"),
        ("number", "编号"),
    ]


# --- rows ----------------------------------------------------------------------------------------------------

HEAD = ["序号", "存在问题", "整改措施", "责任单位", "完成时限"]


def test_a_row_becomes_an_item_with_labelled_lines() -> None:
    assert lines([HEAD, ["1", "河道乱占", "清理河道", "省水利厅", "2024年6月底"]]) == [
        "序号1:河道乱占",
        "清理河道。",
        "责任单位:省水利厅",
        "完成时限:2024年6月底",
        "(表格完)",
    ]


def test_every_item_of_a_numbered_cell_has_the_lists_of_its_row() -> None:
    rows: Rows = [HEAD, ["1", "河道乱占", "要求如下：1.清理河道。2.巡查河道。", "省水利厅", "长期坚持"]]

    assert lines(rows) == [
        "序号1:河道乱占",
        "要求如下：",
        "1.清理河道。",
        "责任单位:省水利厅",
        "完成时限:长期坚持",
        "2.巡查河道。",
        "责任单位:省水利厅",
        "完成时限:长期坚持",
        "(表格完)",
    ]


def test_cells_that_are_numbered_alike_belong_together() -> None:
    rows: Rows = [HEAD, ["1", "", "①清理河道；\n②巡查河道", "①省水利厅\n②清川市人民政府", "1.2024年6月；2.2025年底"]]

    assert lines(rows) == [
        "序号1:",
        "①清理河道；",
        "责任单位:省水利厅",
        "完成时限:2024年6月；",
        "②巡查河道。",
        "责任单位:清川市人民政府",
        "完成时限:2025年底",
        "(表格完)",
    ]


def test_cells_of_agencies_numbered_otherwise_are_read_whole() -> None:
    rows: Rows = [HEAD, ["1", "", "清理河道", "1.省水利厅\n2.清川市人民政府", ""]]

    assert lines(rows)[2] == "责任单位:省水利厅、清川市人民政府"


def test_cells_over_several_rows_are_said_in_each() -> None:
    merged = Span("省水利厅", rows=2)
    rows: Rows = [HEAD, ["1", "河道乱占", "清理河道", merged, "2024年"], ["2", "非法采砂", "打击采砂", "2025年"]]

    assert [line for line in lines(rows) if line.startswith("责任单位")] == ["责任单位:省水利厅"] * 2


@pytest.mark.parametrize("merged", [True, False])
def test_a_number_for_several_rows_is_said_before_each(merged: bool) -> None:
    first = [Span(words, rows=2 if merged else 1) for words in ("1", "河道乱占")]
    second = ["巡查河道", "清川市人民政府", "2025年"]
    rows: Rows = [HEAD, [*first, "清理河道", "省水利厅", "2024年"], second if merged else ["", "", *second]]

    assert [line for line in lines(rows) if line.startswith("序号")] == ["序号1:河道乱占"] * 2


def test_a_category_left_empty_below_goes_on_and_who_answers_does_not() -> None:
    rows: Rows = [
        ["类别", "序号", "任务", "责任单位"],
        ["河道", "1", "清理", "省水利厅"],
        ["", "2", "巡查", ""],
        ["采砂", "3", "打击", "省公安厅"],
    ]

    assert lines(rows)[3:6] == ["序号2:河道", "巡查。", "序号3:采砂"]


def test_a_column_with_an_unknown_heading_is_kept_and_nothing_is_read_from_it() -> None:
    rows: Rows = [
        ["", "任务", "2020年", "责任单位"],
        ["1", "清理河道", "到2021年底清理30公里", "省水利厅"],
        ["2", "巡查", "", "省公安厅"],
    ]
    measure = ledger.entry(load(decode("a.html", page(html_table(rows))), "a"))["measures"][0]

    assert lines(rows)[:4] == ["序号1:", "清理河道。", "责任单位:省水利厅", "其他:2020年:到2021年底清理30公里"]
    assert (measure["text"], measure["deadlines"], measure["targets"]) == ("清理河道。", [], [])


def test_a_list_that_goes_on_from_the_row_above_is_one_too() -> None:
    first: list[str | Span] = [Span("1", rows=2), Span("河道乱占", rows=2), "1.清理。\n2.巡查。", "省水利厅", "2024年"]

    assert lines([HEAD, first, ["3.打击。\n4.复绿。", "清川市人民政府", "2025年"]])[7:] == [
        "3.打击。",
        "责任单位:清川市人民政府",
        "完成时限:2025年",
        "4.复绿。",
        "责任单位:清川市人民政府",
        "完成时限:2025年",
        "(表格完)",
    ]


def test_labels_within_a_cell_tell_who_leads() -> None:
    rows: Rows = [HEAD, ["1", "", "清理河道", "牵头单位：省水利厅\n配合单位：省财政厅、省公安厅", "2024年"]]
    (measure,) = ledger.entry(load(decode("a.xlsx", xlsx(rows)), "a"))["measures"]

    assert [(each["role"], each["mention"]) for each in measure["assignments"]] == [
        ("lead", "省水利厅"),
        ("participant", "省财政厅"),
        ("participant", "省公安厅"),
    ]


def test_numbered_measures_in_rows_of_one_number_stand_below_it() -> None:
    first: list[str | Span] = [Span("1", rows=2), Span("河道乱占", rows=2), "1.清理河道。", "省水利厅", "2024年"]

    assert lines([HEAD, first, ["2.巡查河道。", "清川市人民政府", "2025年"]])[:5] == [
        "序号1:河道乱占",
        "1.清理河道。",
        "责任单位:省水利厅",
        "完成时限:2024年",
        "2.巡查河道。",
    ]


def test_a_numbered_title_over_all_columns_is_a_section_and_another_heads_its_rows() -> None:
    row = ["1", "河道乱占", "清理河道", "省水利厅", "2024年"]

    assert lines([HEAD, [Span("（一）河道管护", columns=5)], row])[:2] == ["（一）河道管护", "序号1:河道乱占"]
    assert lines([HEAD, [Span("河道管护", columns=5)], row])[0] == "序号1:河道管护；河道乱占"


def test_a_section_without_rows_is_no_item() -> None:
    rows: Rows = [
        HEAD,
        [Span("一、河道管护（略）", columns=5)],
        [Span("二、采砂", columns=5)],
        ["1", "", "打击", "省水利厅", ""],
    ]

    assert lines(rows)[:3] == ["(表格完)", "【一、河道管护（略）】", "二、采砂"]


def test_headings_repeated_on_every_page_and_notes_of_continuation_are_left_out() -> None:
    first = table([HEAD, ["1", "", "清理河道", "省水利厅", "2024年"]])
    second = table([HEAD, ["2", "", "打击采砂", "省公安厅", "2025年"]], "table 2")

    assert [line for line in lines(first, Paragraph("（续表）", "p"), second) if not line.startswith("序号")] == [
        "清理河道。",
        "责任单位:省水利厅",
        "完成时限:2024年",
        "打击采砂。",
        "责任单位:省公安厅",
        "完成时限:2025年",
        "(表格完)",
    ]


def test_a_row_that_a_page_cut_in_two_is_one() -> None:
    first = table([HEAD, ["1", "河道乱占", "清理河道两岸乱堆的垃", "省水利厅", "2024年"]])
    second = table([["", "", "圾和渣土。\n恢复岸线。", "", ""]], "table 2")

    assert lines(first, second)[1:4] == ["清理河道两岸乱堆的垃圾和渣土。", "恢复岸线。", "责任单位:省水利厅"]


@pytest.mark.parametrize("words", ["同上", "〃"])
def test_same_as_above_is_what_stands_above(words: str) -> None:
    rows: Rows = [
        HEAD,
        ["1", "", "清理", "省水利厅", "2024年"],
        ["2", "", "巡查", words, words],
        ["3", "", "打击", words, "/"],
    ]

    assert [line for line in lines(rows) if ":省" in line or ":20" in line] == [
        "责任单位:省水利厅",
        "完成时限:2024年",
        "责任单位:省水利厅",
        "完成时限:2024年",
        "责任单位:省水利厅",
    ]


def test_agencies_and_persons_in_one_cell_are_parted() -> None:
    rows: Rows = [["任务", "责任单位及责任人"], ["清理河道", "省水利厅：张某某\n清川市人民政府 李某某"]]

    assert lines(rows)[2:4] == ["责任单位:省水利厅、清川市人民政府", "责任人:张某某、李某某"]


def test_without_numbers_of_their_own_rows_are_told_by_their_place() -> None:
    rows: Rows = [["重点任务", "责任单位"], ["清理河道", "省水利厅"], ["（二）巡查河道", "省公安厅"]]

    assert lines(rows) == [
        "第1行:",
        "清理河道。",
        "责任单位:省水利厅",
        "（二）巡查河道。",
        "责任单位:省公安厅",
        "(表格完)",
    ]


def test_a_numbered_task_over_several_rows_heads_them() -> None:
    rows: Rows = [
        ["重点任务", "工作措施", "牵头处室"],
        [Span("（一）河道管护", rows=2), "1.清理河道。", "水资源处"],
        ["2.巡查河道。", "河湖处"],
    ]

    assert lines(rows)[:3] == ["（一）河道管护", "1.清理河道。", "牵头处室:水资源处"]
    assert lines(rows).count("（一）河道管护") == 1


def test_two_rows_of_headings_are_read_together() -> None:
    rows: Rows = [
        [Span("序号", rows=2), Span("重点任务", rows=2), Span("责任分工", columns=2), Span("时限", rows=2)],
        ["牵头", "配合单位"],
        ["1", "清理河道", "省水利厅", "省公安厅", "2024年"],
    ]

    assert lines(rows)[2:5] == ["牵头单位:省水利厅", "配合单位:省公安厅", "完成时限:2024年"]


def test_headings_one_below_another_are_a_card() -> None:
    rows: Rows = [
        ["序号", "3"],
        ["存在问题", "河道乱占"],
        ["整改措施", "清理河道"],
        ["责任单位", "省水利厅"],
        ["整改时限", "2024年"],
    ]

    assert lines(rows)[:3] == ["序号3:河道乱占", "清理河道。", "责任单位:省水利厅"]


def test_a_note_in_a_heading_that_may_be_a_rule_is_said_first() -> None:
    rows: Rows = [["任务", "责任单位（列第一位的为牵头单位）"], ["清理河道", "省水利厅、省公安厅"]]

    assert lines(rows)[0] == "责任单位（列第一位的为牵头单位）。"


def test_any_other_table_is_read_cell_by_cell_with_nothing_lost() -> None:
    long = "为进一步加强河道管护，" * 8
    rows: Rows = [["指标", "2025年"], ["河长制覆盖率", "100%"], [long, "说明"]]

    assert lines(rows) == ["指标|2025年", "河长制覆盖率|100%", long, "说明"]


def test_every_character_of_a_cell_leads_back_to_it() -> None:
    text, anchors = canonical(Contents((table([HEAD, ["1", "河道乱占", "清理河道", "省水利厅", "2024年"]]),), "utf-8"))

    stretches = zip(anchors, [*(anchor.start for anchor in anchors[1:]), len(text)], strict=True)
    assert [(anchor.place, text[anchor.start : stop].split("\n")[0]) for anchor, stop in stretches] == [
        ("table 1, 2.1", "序号1:"),
        ("table 1, 2.2", "河道乱占"),
        ("table 1, 2.3", "清理河道。"),
        ("table 1, 2.4", "责任单位:省水利厅"),
        ("table 1, 2.5", "完成时限:2024年"),
    ]


# --- the whole way -------------------------------------------------------------------------------------------

RIVERS: Rows = [
    [Span("云岭省霜叶河流域专项督察反馈问题整改任务清单", columns=7)],
    [
        *(Span(words, rows=2) for words in ("序号", "反馈问题", "整改目标", "整改措施")),
        Span("责任分工", columns=2),
        Span("整改时限", rows=2),
    ],
    ["牵头单位", "配合单位"],
    [Span("一、河道管护方面", columns=7)],
    [
        Span("1", rows=2),
        Span("霜叶河清川段2021年以来垃圾堆放问题突出。", rows=2),
        "岸线垃圾清运率达到98%以上。",
        "1.清运沿岸垃圾。\n2.建成垃圾转运站4座；",
        "省住房城乡建设厅",
        "清川市人民政府\n岚江市人民政府",
        "2024年6月底",
    ],
    ["/", "3.沿岸巡查每月不少于3次。", "省水利厅", "同上", "2023年12月31日"],
    ["2", "非法采砂屡禁不止", "", "严厉打击非法采砂", "省水利厅、省公安厅", "—", "2023年12月"],
    [Span("二、水质改善方面", columns=7)],
    [
        "3",
        "霜叶河断面水质不达标",
        "",
        "（1）新建污水管网。（2）开展雨污分流改造。",
        "1.省住房城乡建设厅\n2.清川市人民政府",
        "省生态环境厅",
        "1.2024年9月底前；\n2.2025年底前",
    ],
]
CITIES = [("participant", "清川市人民政府"), ("participant", "岚江市人民政府")]
FOUND = [
    ("一/1/1", "清运沿岸垃圾。", [("lead", "云岭省住房城乡建设厅"), *CITIES], ["2024-06-30"], [98]),
    ("一/1/2", "建成垃圾转运站4座;", [("lead", "云岭省住房城乡建设厅"), *CITIES], ["2024-06-30"], [4, 98]),
    ("一/1/3", "沿岸巡查每月不少于3次。", [("lead", "云岭省水利厅"), *CITIES], ["2023-12-31"], []),
    ("一/2", "严厉打击非法采砂。", [("lead", "云岭省水利厅"), ("lead", "云岭省公安厅")], ["2023-12-31"], []),
]
FILES = {
    "page": page(html_table(RIVERS)),
    "page in gbk": page(html_table(RIVERS), encoding="gbk"),
    "workbook": xlsx(RIVERS),
    "sheet": ods(RIVERS),
    "values": csv_table(RIVERS),
    "values in gbk": csv_table(RIVERS, "gbk"),
}


def entry(data: bytes) -> Any:
    return ledger.entry(load(decode("rivers", data), "rivers"))


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items() if key != "place"}
    return [without_places(each) for each in value] if isinstance(value, list) else value


def places(value: Any) -> list[str | None]:
    """Where each fact stands in the file."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value["place"]] if isinstance(value, dict) and "place" in value else []
    return own + [place for each in inner for place in places(each)]


def told(data: bytes) -> list[tuple[Any, ...]]:
    return [
        (
            measure["number"],
            measure["text"].partition("\n")[0],
            [(each["role"], each["agency"]) for each in measure["assignments"]],
            [each["date"] for each in measure["deadlines"]],
            [each["value"] for each in measure["targets"]],
        )
        for measure in entry(data)["measures"]
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_task_table_gives_the_same_ledger_in_every_format(name: str) -> None:
    here, there = (places(entry(FILES[each])) for each in (name, "workbook"))

    assert without_places(entry(FILES[name])) == without_places(entry(FILES["workbook"]))
    assert len(here) == len(there)
    assert None not in here


@pytest.mark.parametrize("make", [xlsx, ods, csv_table, lambda rows: page(html_table(rows))])
def test_lines_of_one_length_are_no_page_that_was_wrapped(make: Callable[[Rows], bytes]) -> None:
    agencies = "省水利厅、省生态环境厅、省自然资源厅、省林业局"
    rows: Rows = [HEAD[:1] + HEAD[2:4], *([str(n), f"清理第{n}段河道", agencies] for n in range(1, 13))]

    assert [(number, len(who)) for number, _, who, _, _ in told(make(rows))] == [(str(n), 4) for n in range(1, 13)]


CELLS = st.sampled_from(
    [
        "",
        "清理河道",
        "1.清理河道。2.巡查河道。",
        "（1）清理\n（2）巡查",
        "省水利厅、省公安厅",
        "牵头单位：省水利厅",
        "2024年6月底",
        "同上",
        "/",
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Task tables of random cells, some merged downwards, some with a title over all columns."""
    rows: list[list[str | Span]] = [list(HEAD)]
    for number in range(1, draw(st.integers(2, 5))):
        if draw(st.booleans()):
            rows.append([Span(draw(st.sampled_from(["一、河道", "河道"])), columns=5)])
        cells = [draw(CELLS) for _ in range(4)]
        if draw(st.booleans()):
            rows.append([Span(str(number), rows=2), *cells[:2], Span(cells[2], rows=2), cells[3]])
            rows.append([draw(CELLS), draw(CELLS), draw(CELLS)])
        else:
            rows.append([str(number), *cells])
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_any_task_table_reads_alike_in_every_format_that_keeps_its_spans(rows: Rows) -> None:
    texts = {decode("rivers", make).text for make in (xlsx(rows), ods(rows), page(html_table(rows)))}

    assert len(texts) == 1


def test_each_row_gives_measures_with_who_by_when_and_how_much() -> None:
    assert told(FILES["workbook"])[:4] == FOUND


DRAWN_HEADS = [
    "工作任务 | 具体要求 | 责任单位 | 时限要求 | ||",
    "工作任务\n|\n具体要求\n|\n责任单位\n|",
    "序号\n主要任务\n责任单位",
    " | | ||",
]
DRAWN_CELLS = [
    "1",
    "2",
    "一、便民",
    "(一)公开",
    "3.清理文件。",
    "县教育局",
    "持续推进",
    "2022年底",
    "",
    "序号",
    "责任单位",
    "├──┤",
]
DRAWN_JOINTS = [" | ", "|", "\n|\n", "\n", "\t"]


@given(
    st.sampled_from(DRAWN_HEADS),
    st.lists(
        st.tuples(st.lists(st.sampled_from(DRAWN_CELLS), min_size=1, max_size=6), st.sampled_from(DRAWN_JOINTS)),
        max_size=8,
    ),
    st.sampled_from(["", "|", "||"]),
)
def test_any_cells_and_strokes_are_read_and_every_character_has_its_place(
    head: str, rows: list[tuple[list[str], str]], end: str
) -> None:
    source = "\n".join([head, *(joint.join(cells) + end for cells, joint in rows)])
    if found := rewritten(source):
        assert len(found.chars) == len(found.origin)
        assert all(0 <= place < len(source) for place in found.origin)
