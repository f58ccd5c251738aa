"""What is wrong with a source and what to do about it: told in the language of whoever asks."""

from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner

from api.cli import command
from graph.errors import Unreadable
from graph.faults import Fault, Reason, Remedy, Words
from loaders import kinds

SENTENCES = [*Fault, *Remedy, *Reason]


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: said.name)
def test_each_sentence_is_there_in_both_languages_with_the_same_values(said: Fault | Remedy | Reason) -> None:
    values = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (said.value.zh, said.value.en)]

    assert values[0] == values[1]
    assert any("\u4e00" <= char <= "\u9fff" for char in said.value.zh)
    assert said.value.en.isascii()


def test_no_two_faults_are_told_alike() -> None:
    assert len({each.value for each in Fault}) == len([*Fault.__members__])
    assert len({each.value for each in Remedy}) == len([*Remedy.__members__])


def test_words_among_the_values_are_told_in_the_same_language() -> None:
    fault = Unreadable("a.rtf", Fault.OFFICE_MISSING, Remedy.INSTALL, kind=kinds.RTF.called)

    assert fault.said("zh").startswith("是RTF 文档,要由 LibreOffice 读取")
    assert str(fault).startswith("a.rtf: an RTF document is read by LibreOffice, which is not installed; install it")


def test_the_kinds_of_files_are_called_by_a_name_in_each_language() -> None:
    called = [each.called for each in vars(kinds).values() if isinstance(each, kinds.Kind)]

    assert len(called) > 15
    assert all(isinstance(each, Words) and each.zh and each.en.isascii() for each in called)


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("zh_CN.UTF-8", "未能读取 {path}:是图片,无法读取;请载入制作它的原文件,或先做文字识别(OCR)"),
        ("en_GB.UTF-8", "cannot read {path}: a picture cannot be read; load the document that it was made from"),
    ],
)
@pytest.mark.parametrize("commanded", [["load"], ["review"]])
def test_the_command_line_says_it_in_the_language_of_its_user(
    locale: str, message: str, commanded: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    store = ["--store", str(tmp_path / "store")] if commanded == ["load"] else []
    result = CliRunner().invoke(command({"LANG": locale}), [*commanded, str(path), *store])

    assert result.exit_code == 1
    assert message.format(path=path if commanded == ["load"] else path.name) in result.stderr
