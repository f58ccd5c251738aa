"""Where in its file a statement stands is told wherever its evidence is: in tables, in the ledger, to its reader."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import command
from graph.anchors import in_words
from tests.drawing import typeset
from tests.pdf_files import pdf
from tests.table_files import page, paragraphs, xlsx
from tests.word_files import docx, p

PLAN = "云岭省河湖管护工作方案\n一、加强巡查。由省水利厅负责，每月巡查1次。\n二、打击采砂。责任单位：省公安厅。\n"
TASKS = [["序号", "整改任务", "责任单位", "完成时限"], ["1", "清理河道9公里。", "省水利厅", "2024年6月底前"]]
FILES = {
    "page.html": (page(paragraphs(PLAN)), "第2段", "paragraph 2"),
    "print.pdf": (pdf(typeset(PLAN)), "第1页", "page 1"),
    "word.docx": (docx("".join(map(p, PLAN.split()))), "第2段", "paragraph 2"),
    "tasks.xlsx": (xlsx(TASKS), "工作表任务清单,单元格A2", "sheet 任务清单, cell A2"),
}


@pytest.fixture(scope="module", params=FILES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("places")
    (folder / request.param).write_bytes(FILES[request.param][0])
    run("load", folder / request.param, store=folder / "store")
    return request.param, folder / "store"


def run(*arguments: object, store: Path, locale: str = "en_GB.UTF-8") -> str:
    words = [*map(str, arguments), "--store", str(store)]
    result = CliRunner().invoke(command({"LANG": locale}), words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_table_tells_page_paragraph_and_cell_in_the_language_of_its_reader(loaded: tuple[str, Path]) -> None:
    name, store = loaded
    for locale, place in zip(("zh_CN.UTF-8", "en_GB.UTF-8"), FILES[name][1:], strict=True):
        shown = "".join(char for char in run("query", "measures", store=store, locale=locale) if char not in " │\n")
        assert f"({place})".replace(" ", "") in shown


def test_the_ledger_has_a_column_for_it(loaded: tuple[str, Path]) -> None:
    name, store = loaded
    rows = list(csv.DictReader(StringIO(run("export", "ledger", "--format", "csv", store=store))))

    assert rows[0]["place"] == FILES[name][2]


@pytest.mark.parametrize(
    "place", ["page 3, table 1, row 2, column 4", "footnote 2", "file, end", "sheet a, b, cell A1"]
)
def test_a_place_is_itself_in_english(place: str) -> None:
    assert in_words(place, "en") == place
