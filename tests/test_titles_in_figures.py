"""Titles cited inside what a figure counts or measures are printed there as in the text."""

from hashlib import sha256

from graph.model import Document, SourceFile
from loaders import load


def read(text: str) -> Document:
    data = text.encode()
    return load(SourceFile("paper.txt", sha256(data).hexdigest(), len(data), "text/plain", "utf-8", text), "paper")


def test_an_indicator_keeps_the_standard_that_it_cites() -> None:
    document = read(
        "柏川县2016年度蓝天工程实施方案\n为改善空气质量,制定本方案。\n一、工作目标\n"
        "2016年,空气质量达到《环境空气质量标准》的优良天数不低于190天。\n二、主要任务\n1.清洁取暖。改造锅炉。"
    )

    assert [target.indicator for target in document.targets] == ["空气质量达到《环境空气质量标准》的优良天数"]


def test_what_a_figure_of_a_report_counts_keeps_the_paper_that_it_cites() -> None:
    document = read(
        "柏川县审计查出问题整改情况的报告\n一、总体情况\n《审计报告》反映涉及4个方面,审计发现的58个问题中,已完成整改50个。"
    )

    assert [fact.subject for fact in document.facts] == [
        "《审计报告》反映涉及方面",
        "审计发现的问题中",
        "审计发现的问题中已完成整改",
    ]
