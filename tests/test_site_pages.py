"""Pages built as government sites build theirs: all of the document is read, nothing of the site below its head."""

from functools import cache
from typing import Any

import pytest

from graph import ledger
from graph.model import Document, SourceFile
from loaders import load
from loaders.read import decode
from tests.site_pages import SITES, site_page
from tests.table_files import html_table, paragraphs
from tests.test_formats_alike import without_places
from tests.test_samples import received

TITLES = {
    "measures-tourism-2022.txt": None,
    "plan-water-2020.txt": None,
    "rectification-rivers-2023.txt": "松泉市河湖长制专项督查反馈问题整改方案",
    "workpoints-eldercare-2021.txt": None,
}
"""The samples that are tried, with the title that a page gives to one that has none."""


@cache
def plain(name: str) -> Document:
    return load(decode("plan.txt", received(name).encode()), "plan")


@cache
def on_page(name: str, site: str, encoding: str = "utf-8") -> SourceFile:
    document = plain(name)
    day = str(document.published or document.issued or "2023-05-06")
    data = site_page(site, document.title or str(TITLES[name]), paragraphs(received(name)), day, encoding)
    return decode("page.html", data)


def facts(document: Document) -> Any:
    found = without_places(ledger.entry(document))
    return {kind: found[kind] for kind in found.keys() - {"source", "document", "remarks"}}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", TITLES)
def test_the_facts_of_a_document_are_the_same_on_every_site(name: str, site: str) -> None:
    document, own = load(on_page(name, site), "plan"), plain(name)

    assert facts(document) == facts(own)
    assert document.title == (own.title or TITLES[name])
    assert (document.issued, document.document_number, document.issuers) == (
        own.issued,
        own.document_number,
        own.issuers,
    )


@pytest.mark.parametrize("site", SITES)
def test_the_text_is_the_documents_from_its_first_line_to_its_last(site: str) -> None:
    lines = [line.strip() for line in received("rectification-rivers-2023.txt").splitlines() if line.strip()]
    found = on_page("rectification-rivers-2023.txt", site).text.splitlines()

    assert [line.strip() for line in found[found.index(lines[0]) :]] == lines


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
@pytest.mark.parametrize("site", ["tables", "vsb", "catalogue"])
def test_a_page_in_a_national_encoding_is_read_as_the_same(site: str, encoding: str) -> None:
    found = on_page("plan-water-2020.txt", site, encoding)

    assert (found.encoding, found.text) == ("gb18030", on_page("plan-water-2020.txt", site).text)


@pytest.mark.parametrize("site", SITES)
def test_a_task_table_on_every_site_gives_its_rows(site: str) -> None:
    rows = [
        ["序号", "整改任务", "责任单位", "完成时限"],
        ["1", "清理河道乱堆垃圾，恢复岸线植被。", "市水利局、市生态环境局", "2024年6月底前"],
        ["2", "完成排污口溯源整治。", "榆溪县人民政府", "2024年12月31日前"],
    ]
    document = load(
        decode("page.html", site_page(site, "松泉市河湖整改任务清单", html_table(rows), "2024-01-08")), "tasks"
    )

    assert [(each.text, len(each.assignments), str(each.deadlines[0].date)) for each in document.measures] == [
        ("清理河道乱堆垃圾,恢复岸线植被。", 2, "2024-06-30"),
        ("完成排污口溯源整治。", 1, "2024-12-31"),
    ]
