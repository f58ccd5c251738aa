"""``dutygraph load`` on what people have: mixed folders, archives, broken files, limits."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from api.cli import command
from graph.store import Store
from tests.table_files import csv_table, html_table, ods, page, paragraphs, xlsx

PLAN = "云岭省河湖管护工作方案\n一、加强巡查。由省水利厅负责，第{}处。\n二、打击采砂。责任单位：省公安厅。\n"
TABLE = [["序号", "任务", "责任单位"], ["1", "清理第{}处河道", "省水利厅"]]


def run(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(command({"LANG": "en_GB.UTF-8", **environment}), [str(each) for each in arguments])


def table(number: int) -> list[list[str]]:
    return [[cell.format(number) for cell in row] for row in TABLE]


MAKERS = {
    "txt": lambda number: PLAN.format(number).encode(),
    "html": lambda number: page(paragraphs(PLAN.format(number))),
    "htm": lambda number: page(html_table(table(number)), encoding="gbk"),
    "xlsx": lambda number: xlsx(table(number)),
    "ods": lambda number: ods(table(number)),
    "csv": lambda number: csv_table(table(number)),
}
BROKEN = {
    "cut.xlsx": xlsx(table(0))[:900],
    "empty.txt": b"",
    "english.html": b"<html><p>Work plan</p></html>",
    "picture.pdf": b"\x89PNG\r\n\x1a\n",
    "noise.txt": bytes(range(128, 256)) * 9,
    "locked.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage\0".encode("utf-16-le"),
    "deep.html": b"<html>" + b"<div>" * 5_000 + "治水".encode(),
    "cut.zip": b"PK\x03\x04" + b"\0" * 40,
    "utf16.txt": b"\xff\xfe\x00",
    "nul.txt": "治\0水".encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """190 good files, some of them in archives, and ten broken ones."""
    folder = tmp_path_factory.mktemp("mixed")
    for number in range(180):
        ending = list(MAKERS)[number % len(MAKERS)]
        place = folder / f"第{number % 7}批" / f"plan-{number}.{ending}"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(MAKERS[ending](number))
    with ZipFile(folder / "附件.zip", "w") as archive:
        for number in range(180, 190):
            archive.writestr(f"../../第八批/plan-{number}.txt", MAKERS["txt"](number))
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_mixed_folder_loads_all_that_can_be_read_and_names_the_rest(folder: Path, tmp_path: Path) -> None:
    result = run("load", folder, "--store", tmp_path / "store")

    assert result.exit_code == 1
    assert "190 documents" in result.stdout
    assert [name for name in BROKEN if name not in result.stderr] == []
    assert len(Store.read_only(tmp_path / "store").keys()) == 190


def test_nothing_in_an_archive_is_written_outside_of_the_store(folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.rglob("*"))
    run("load", folder / "附件.zip", "--store", tmp_path / "store")

    assert sorted(folder.rglob("*")) == before
    assert min(Store.read_only(tmp_path / "store").keys()) == "附件/第八批/plan-180"


@pytest.mark.parametrize(("limit", "value", "fault"), [("SIZE", "900", "900 bytes"), ("CELLS", "5", "5 cells")])
def test_the_environment_sets_the_limits(limit: str, value: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(table(1)))
    result = run("load", tmp_path / "a.xlsx", "--store", tmp_path / "store", **{f"DUTYGRAPH_LIMIT_{limit}": value})

    assert result.exit_code == 1
    assert f"a.xlsx: more than {fault}" in result.stderr.replace("\n", " ")


def test_a_limit_that_is_no_number_is_told_without_a_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api", "load", str(tmp_path)],
        env={"DUTYGRAPH_LIMIT_SIZE": "viel", "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "dutygraph: DUTYGRAPH_LIMIT_SIZE: 'viel' is no whole number from 1\n")
