"""Each sample, made into every format that documents come in, gives the same ledger as its plain text."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph import ledger
from loaders import load
from loaders.formats.numerals import numeral
from loaders.read import decode, read
from tests.drawing import table, typeset
from tests.ofd_files import ofd
from tests.pdf_files import pdf
from tests.table_files import html_table, page, paragraphs
from tests.test_samples import NAMES, SAMPLES, received
from tests.word_files import docx, level, lists, numbered, p, row
from tests.word_files import table as word_table

OFFICE = shutil.which("soffice")
_WHERE = frozenset(("start", "end", "quote", "place"))  # what differs from file to file
_FORMS = (
    ("[一二三四五六七八九十]+、", "chineseCountingThousand", "%1、"),
    ("（[一二三四五六七八九十]+）", "chineseCountingThousand", "（%2）"),
    (r"\d+[．.](?!\d)", "decimal", "%3．"),
)


def entry(name: str, data: bytes) -> Any:
    """What the ledger says of a file, wherever in it that stands."""
    return without_places(ledger.entry(load(decode(name, data), "key")))


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items() if key not in _WHERE}
    return [without_places(each) for each in value] if isinstance(value, list) else value


@cache
def plain(name: str) -> Any:
    return without_places(ledger.entry(load(read(SAMPLES / name), "key")))


def word(text: str) -> bytes:
    """A Word document with automatic numbers wherever a list would print the same ones."""
    levels = [level(depth, form, printed) for depth, (_, form, printed) in enumerate(_FORMS)]
    return docx("".join(_numbered_lines(text)), numbering=lists(*levels))


def _numbered_lines(text: str) -> Iterator[str]:
    counts = [0] * len(_FORMS)
    for line in text.split("\n"):
        words = line.strip().replace("&", "&amp;").replace("<", "&lt;")
        for depth, (pattern, form, printed) in enumerate(_FORMS):
            number = re.match(pattern, words)
            due = printed.replace(f"%{depth + 1}", numeral(counts[depth] + 1, form))
            if number and number[0] == due:
                counts[depth:] = [counts[depth] + 1, *[0] * (len(_FORMS) - depth - 1)]
                yield numbered(words[number.end() :], level=depth)
                break
        else:
            yield p(words)


MAKERS: Mapping[str, Callable[[str], bytes]] = {
    "docx": word,
    "html": lambda text: page(paragraphs(text)),
    "ofd": lambda text: ofd(typeset(text)),
    "pdf": lambda text: pdf(typeset(text)),
}


@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_the_same_ledger_in_every_format(name: str, form: str) -> None:
    assert entry(name, MAKERS[form](received(name))) == plain(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_word_document_of_a_sample_has_its_numbers_from_lists(name: str) -> None:
    items = re.findall("^[一二三四五六七八九十]+、", received(name), re.MULTILINE)
    data = word(received(name))

    assert sum(number.encode() in data for number in items) == 0


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("form", ["doc", "odt", "rtf", "pdf"])
def test_a_sample_gives_the_same_ledger_in_what_libreoffice_makes_of_it(form: str, tmp_path: Path) -> None:
    name = NAMES[0]
    (tmp_path / "plan.docx").write_bytes(word(received(name)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(OFFICE), "--headless", profile, "--convert-to", form, "plan.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=100,
    )  # fmt: skip

    assert entry(name, (tmp_path / f"plan.{form}").read_bytes()) == plain(name)


TASKS = [
    ["序号", "整改任务", "责任单位", "完成时限"],
    ["1", "清理河道乱堆垃圾，恢复岸线植被。", "市水利局、市生态环境局", "2024年6月底前"],
    ["2", "完成排污口溯源整治。", "榆溪县人民政府", "2024年12月31日前"],
]
TITLE, NOTE = "松泉市河湖整改任务清单", "注：以上任务由市水利局督促落实。"


def _drawn() -> list[Any]:
    cells = [(place, column, text) for place, line in enumerate(TASKS) for column, text in enumerate(line)]
    wrapped = [(place, column, "|".join(re.findall(".{1,8}", text))) for place, column, text in cells]
    return [*typeset(TITLE)[0][:-1], *table([80, 130, 240, 350, 460], [140, 170, 240, 300], wrapped)]


TABLES: Mapping[str, bytes] = {
    "docx": docx(p(TITLE) + word_table(*(row(*line) for line in TASKS))),
    "html": page(f"<p>{TITLE}</p>{html_table(TASKS)}"),
    "ofd": ofd([_drawn()]),
    "pdf": pdf([_drawn()]),
}


@pytest.mark.parametrize("form", TABLES)
def test_a_task_table_gives_the_same_ledger_in_every_format(form: str) -> None:
    found = entry("tasks", TABLES[form])

    assert found == entry("tasks", TABLES["html"])
    assert [measure["text"] for measure in found["measures"]] == ["清理河道乱堆垃圾,恢复岸线植被。", TASKS[2][1]]
    assert [len(measure["assignments"]) for measure in found["measures"]] == [2, 1]
    assert [measure["deadlines"][0]["date"] for measure in found["measures"]] == ["2024-06-30", "2024-12-31"]
