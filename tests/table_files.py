"""One table in every format: rows of cells with spans, written as HTML, XLSX, ODS and CSV."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.blocks import Cell, grid

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


@dataclass(frozen=True, slots=True)
class Span:
    """A cell over several rows or columns."""

    text: str
    rows: int = 1
    columns: int = 1


Rows = Sequence[Sequence[str | Span]]


def spans(rows: Rows) -> list[list[Span]]:
    return [[cell if isinstance(cell, Span) else Span(cell) for cell in row] for row in rows]


def page(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """A page of a government's site around a body: navigation, share bar, footer."""
    crumbs = '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>'
    share = '<div class="bdsharebuttonbox">分享到：<a href="#a">微信</a><a href="/b">微博</a></div>'
    tail = '<div class="footer"><a href="/1">网站地图</a><a href="/2">联系我们</a>主办：云岭省人民政府办公厅</div>'
    links = "".join(f'<li><a href="/{name}">相关链接{name}</a></li>' for name in "甲乙丙丁")
    whole = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>公文_云岭省人民政府</title>{head}'
        f"<style>p {{ color: red }}</style></head><body>{crumbs}<script>document.write('一、脚本。')</script>"
        f'<div id="zoom">{body}</div>{share}<ul>{links}</ul>{tail}</body></html>'
    )
    return whole.encode(encoding)


def paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line.strip())


def html_table(rows: Rows) -> str:
    def cell(span: Span) -> str:
        text = "".join(f"<p>{escape(line)}</p>" for line in span.text.split("\n"))
        return f'<td rowspan="{span.rows}" colspan="{span.columns}">{text}</td>'

    lines = ["".join(map(cell, row)) for row in spans(rows)]
    return f"<table border=1>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def xlsx(rows: Rows, title: str = "任务清单") -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for number, row in enumerate(placed(rows), 1):
        for column, (span, first) in enumerate(row, 1):
            if first:
                sheet.cell(number, column, int(span.text) if span.text.isdecimal() else span.text or None)
                if span.rows * span.columns > 1:
                    sheet.merge_cells(
                        start_row=number,
                        start_column=column,
                        end_row=number + span.rows - 1,
                        end_column=column + span.columns - 1,
                    )
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows, title: str = "任务清单") -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in placed(rows))
    content = (
        f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="{title}">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return package({"mimetype": MEDIA_TYPE, "content.xml": content})


def _ods_cell(cell: tuple[Span, bool]) -> str:
    span, first = cell
    if not first:
        return "<table:covered-table-cell/>"
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in span.text.split("\n") if line)
    spanned = f'table:number-rows-spanned="{span.rows}" table:number-columns-spanned="{span.columns}"'
    return f"<table:table-cell {spanned}>{text}</table:table-cell>"


def package(members: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def csv_table(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    """As a program saves it: merged cells have their text in the first of them only."""
    out = StringIO()
    csv.writer(out).writerows([span.text if first else "" for span, first in row] for row in placed(rows))
    return out.getvalue().encode(encoding)


def placed(rows: Rows) -> list[list[tuple[Span, bool]]]:
    """The full grid: each span wherever it covers, and whether that is its first corner."""
    cells = {}
    source = []
    for number, row in enumerate(spans(rows)):
        line = []
        for column, span in enumerate(row):
            cell = Cell(span.text, f"{number},{column}", span.rows, span.columns)
            cells[cell.place] = span
            line.append(cell)
        source.append(line)
    filled = grid(source, 10_000)
    cells[""] = Span("")
    corner = {cell.place: (row, column) for row, column, cell in reversed(list(_numbered(filled)))}
    return [
        [(cells[cell.place], corner[cell.place] == (row, column)) for column, cell in enumerate(line)]
        for row, line in enumerate(filled)
    ]


def _numbered(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            yield row, column, cell
