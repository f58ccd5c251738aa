"""A folder as agencies send it: many files of all kinds, some of them broken; each that can be read is read."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner, Result

from api.cli import command
from graph.store import Store
from tests.drawing import typeset
from tests.ofd_files import ofd
from tests.pdf_files import pdf
from tests.table_files import csv_table, ods, package, page, paragraphs, xlsx
from tests.word_files import docx, p

FILES, BROKEN = 200, 10


def plan(number: int) -> str:
    return f"云岭省第{number}号河湖管护工作方案\n一、加强巡查。由省水利厅负责，每月巡查{number}次。\n"


def tasks(number: int) -> list[list[str]]:
    return [["序号", "整改任务", "责任单位", "完成时限"], ["1", f"清理河道{number}公里。", "省水利厅", "2024年6月底前"]]


MAKERS: Mapping[str, Callable[[int], bytes]] = {
    "txt": lambda number: plan(number).encode(),
    "html": lambda number: page(paragraphs(plan(number)), encoding="gb18030"),
    "docx": lambda number: docx("".join(map(p, plan(number).split()))),
    "pdf": lambda number: pdf(typeset(plan(number))),
    "ofd": lambda number: ofd(typeset(plan(number))),
    "xlsx": lambda number: xlsx(tasks(number)),
    "ods": lambda number: ods(tasks(number)),
    "csv": lambda number: csv_table(tasks(number), "gb18030"),
    "zip": lambda number: package({f"文件/{number}.txt": plan(number)}),
}
FAULTS: Mapping[str, tuple[bytes, str, str]] = {
    "cut.docx": (MAKERS["docx"](1)[:-400], "已损坏或不完整", "broken or cut off"),
    "cut.xlsx": (MAKERS["xlsx"](1)[:2_000], "已损坏或不完整", "broken or cut off"),
    "cut.pdf": (MAKERS["pdf"](1)[:500], "已损坏或不完整", "broken or cut off"),
    "cut.zip": (MAKERS["zip"](1)[:-30], "已损坏或不完整", "broken or cut off"),
    "picture.docx": (b"\x89PNG\r\n\x1a\n" + bytes(99), "是图片", "a picture cannot be read"),
    "program.pdf": (b"MZ\x90\0\x03\0\0\0" + bytes(99), "是程序", "a program cannot be read"),
    "scan.pdf": (pdf([[], []]), "扫描件", "a scan: 2 of 2 pages"),
    "empty.txt": (b"", "是空的", "is empty"),
    "english.txt": (b"Minutes of the meeting", "没有中文", "no Chinese text"),
    "archive.rar": (b"Rar!\x1a\x07\0" + bytes(99), "是压缩包", "an archive cannot be read"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    for number in range(1, FILES - BROKEN + 1):
        ending = [*MAKERS][number % len(MAKERS)]
        (folder / f"{number:03}.{ending}").write_bytes(MAKERS[ending](number))
    for name, (data, _, _) in FAULTS.items():
        (folder / name).write_bytes(data)
    return folder


def load(folder: Path, store: Path, locale: str) -> Result:
    return CliRunner().invoke(command({"LANG": locale}), ["load", str(folder), "--store", str(store)])


def test_of_200_files_190_are_loaded_and_10_named_with_the_reason(folder: Path, tmp_path: Path) -> None:
    chinese = load(folder, tmp_path / "store", "zh_CN.UTF-8")
    english = load(folder, tmp_path / "store", "en_GB.UTF-8")
    store = Store.read_only(tmp_path / "store")

    assert (chinese.exit_code, english.exit_code) == (1, 1)
    assert len(store.keys()) == FILES - BROKEN
    assert f"{FILES - BROKEN} 份文件" in chinese.stdout
    assert f"unchanged {FILES - BROKEN}" in english.stdout
    assert [line.count("│") > 0 and "failed" in line for line in english.stdout.splitlines()].count(True) == BROKEN
    for result, form, place in ((chinese, "未能读取 {}:", 1), (english, "cannot read {}:", 2)):
        said = {line.partition(form[-1])[0] + ":": line for line in result.stderr.splitlines()}
        assert len(said) == BROKEN
        for name, fault in FAULTS.items():
            assert str(fault[place]) in said[form.format(folder / name)], name


def test_what_is_no_file_is_named_and_waited_for_by_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "plan.txt").write_text(plan(7), encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "zeros.txt").symlink_to("/dev/zero")
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")
    (folder / os.fsdecode(b"\xb7\xbd\xb0\xb8\n.txt")).write_text(plan(8), encoding="utf-8")
    with ZipFile(folder / "zeros.zip", "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("plan.txt", bytes(300 * 2**20))
    result = load(folder, tmp_path / "store", "en_GB.UTF-8")

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert (result.exit_code, len(Store.read_only(tmp_path / "store").keys())) == (1, 2)
    assert sorted(line.partition(f"{folder}/")[2] for line in result.stderr.splitlines()) == [
        "circle.txt: cannot be read: its symbolic links run in a circle; check its kind and its permissions",
        "gone.txt: cannot be read: No such file; check its kind and its permissions",
        "pipe.txt: cannot be read: a pipe or a device, no regular file; check its kind and its permissions",
        "zeros.txt: cannot be read: a pipe or a device, no regular file; check its kind and its permissions",
        "zeros.zip: more than 268,435,456 bytes when unpacked; unpack it and load what is in it",
    ]


def test_archives_too_deep_in_one_another_are_named_for_that(tmp_path: Path) -> None:
    data = plan(9).encode()
    for depth in range(6):
        data = package({f"{depth}.{'zip' if depth else 'txt'}": data})
    (tmp_path / "deep.zip").write_bytes(data)
    result = load(tmp_path / "deep.zip", tmp_path / "store", "zh_CN.UTF-8")

    assert "压缩包套压缩包超过 3 层;请解压后载入其中的文件" in result.stderr
