"""A document in several files is told and read once; addresses and standard input as further ways in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from api.cli import command
from graph.model import Copy, Document
from graph.store import Outcome, Store
from loaders import load
from loaders.copies import copy_of, joined, likeness, merged, names
from loaders.read import decode
from tests.drawing import typeset
from tests.pdf_files import pdf
from tests.table_files import page
from tests.word_files import docx, p

PLAN = "云岭省河湖管护工作方案\n一、加强巡查。由省水利厅负责，每月巡查1次。\n二、打击采砂。责任单位：省公安厅。\n"
OTHER = PLAN.replace("采砂", "捕鱼")
PAGE = page("<nav>首页 &gt; 政策</nav>" + "".join(f"<p>{line}</p>" for line in PLAN.split("\n")) + "<p>打印本页</p>")
FILES = {
    "plan.txt": PLAN.encode(),
    "plan.docx": docx("".join(map(p, PLAN.split()))),
    "plan.pdf": pdf(typeset(PLAN)),
    "plan.html": PAGE,
}
MOMENT = datetime(2021, 3, 6, 9, tzinfo=UTC)


def run(*arguments: object, data: bytes | None = None) -> Result:
    return CliRunner().invoke(command({"LANG": "en_GB.UTF-8"}), [str(each) for each in arguments], input=data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where one document lies in four files and another in one."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with what is in the folder."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_files_of_one_text_are_alike_whatever_their_format() -> None:
    texts = {likeness(decode(name, data)) for name, data in FILES.items() if name != "plan.html"}

    assert len(texts) == 1
    assert texts != {likeness(decode("other.txt", OTHER.encode()))}


def test_files_of_one_name_are_one_document_where_title_and_measures_agree() -> None:
    documents = [load(decode(name, FILES[name]), name) for name in ("plan.txt", "plan.html")]
    other = load(decode("plan.doc.txt", OTHER.encode()), "plan.doc")

    found = merged((each, [each.key]) for each in [*documents, other])

    assert found == [
        (replace(documents[0], copies=(copy_of(documents[1].source),)), ["plan.txt", "plan.html"]),
        (other, ["plan.doc"]),
    ]


def read(name: str, key: str = "plan", data: bytes | None = None) -> Document:
    return load(decode(name, data or FILES[name]), key)


def test_a_further_file_of_a_known_document_joins_it() -> None:
    known, pages, prints = read("plan.txt"), read("plan.html"), read("plan.pdf", "P020210301")

    by_name = joined(pages, [known])
    by_text = joined(prints, [by_name])

    assert by_name == replace(known, copies=(copy_of(pages.source),))
    assert by_text == replace(known, copies=(copy_of(pages.source), copy_of(prints.source)))
    assert joined(prints, [by_text]) == joined(known, [by_text]) == joined(pages, [by_text]) == by_text


def test_a_file_that_was_changed_replaces_its_own_document() -> None:
    known = joined(read("plan.html"), [read("plan.txt")])
    mended = read("plan.txt", data=FILES["plan.txt"] + "附:无。\n".encode())
    other = read("plan.txt", data=OTHER.encode())

    assert joined(mended, [known]) == replace(mended, copies=known.copies)
    assert joined(other, [known]) == other
    assert joined(replace(read("plan.txt"), key="a"), [replace(other, key="a"), known]) == read("plan.txt", "a")


def test_other_documents_of_the_same_title_are_not_joined() -> None:
    other = read("other.txt", "other", OTHER.encode())

    assert other.title == read("plan.txt").title
    assert joined(other, [read("plan.txt"), read("plan.html", "page")]) == other


def test_documents_without_measures_are_not_the_same_for_that() -> None:
    news = [load(decode("a.txt", text.encode()), text) for text in ("会议简讯。今天开会。", "天气简讯。今天下雨。")]

    assert [keys for _, keys in merged((each, [each.key]) for each in news)] == [[news[0].key], [news[1].key]]


def test_files_are_looked_for_by_their_name_without_its_ending() -> None:
    assert names(["方案.PDF", "a/方案.docx", "b/2021.3.txt"]) == [
        ["方案", "方案"],
        ["a/方案", "方案"],
        ["b/2021.3", "2021.3"],
    ]


def test_a_name_that_many_files_bear_tells_nothing() -> None:
    assert names([f"{place}/附件1.docx" for place in range(99)])[7] == ["7/附件1"]


def test_a_folder_with_a_document_in_four_files_gives_one_with_three_copies(folder: Path, tmp_path: Path) -> None:
    result = run("load", folder, "--store", tmp_path / "store")
    store = Store.read_only(tmp_path / "store")

    assert result.exit_code == 0, result.output
    assert store.keys() == ("other", "plan")
    assert store.document("plan").source.name == "plan.docx"
    assert [copy.name for copy in store.document("plan").copies] == ["plan.pdf", "plan.txt", "plan.html"]
    assert result.stdout.count("same as plan") == 3
    assert "2 documents" in result.stdout


def test_loading_the_folder_again_changes_nothing(folder: Path, tmp_path: Path) -> None:
    run("load", folder, "--store", tmp_path / "store")

    assert run("load", folder, "--store", tmp_path / "store").stdout.count("unchanged") == 2


def test_a_page_of_today_and_a_print_of_tomorrow_are_one_document(folder: Path, tmp_path: Path) -> None:
    store, print_ = tmp_path / "store", folder / "P0202103.pdf"
    print_.write_bytes(FILES["plan.pdf"])
    loads = [run("load", folder / name, "--store", store) for name in ("plan.txt", "plan.html", print_.name)]
    kept = Store.read_only(store).document("plan")

    assert [result.exit_code for result in loads] == [0, 0, 0]
    assert Store.read_only(store).keys() == ("plan",)
    assert (kept.source.name, [copy.name for copy in kept.copies]) == ("plan.txt", ["plan.html", "P0202103.pdf"])
    assert "same as plan" in loads[2].stdout
    again = [run("load", folder / name, "--store", store).stdout for name in ("plan.html", print_.name, "plan.txt")]
    assert all("unchanged" in said or "same as plan" in said for said in again)
    assert Store.read_only(store).document("plan") == kept


def test_a_known_document_keeps_its_further_files_when_its_own_is_mended(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for name in ("plan.txt", "plan.html"):
        run("load", folder / name, "--store", store)
    (folder / "plan.txt").write_text(PLAN + "附：无。\n", encoding="utf-8")
    result = run("load", folder / "plan.txt", "--store", store)
    kept = Store.read_only(store).document("plan")

    assert "replaced" in result.stdout
    assert (kept.source.size, [copy.name for copy in kept.copies]) == (
        len((PLAN + "附：无。\n").encode()),
        ["plan.html"],
    )


def test_files_of_one_name_that_differ_stay_apart(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.txt").write_text(OTHER.replace("巡查1次", "巡查2次"), encoding="utf-8")
    run("load", folder, "--store", tmp_path / "store")

    assert Store.read_only(tmp_path / "store").keys() == ("other", "plan.docx", "plan.txt")


def test_one_document_under_two_names_is_read_once(folder: Path, tmp_path: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "附件1.txt").write_text(OTHER + "\n\n", encoding="utf-8")
    run("load", folder, "--store", tmp_path / "store")
    store = Store.read_only(tmp_path / "store")

    assert store.keys() == ("other", "plan")
    assert [copy.name for copy in store.document("other").copies] == ["附件1.txt"]


def test_an_address_is_loaded_with_its_url_and_the_time(server: str, tmp_path: Path) -> None:
    result = run("load", f"{server}/plan.html", f"{server}/gone.html", "--store", tmp_path / "store")
    source = Store.read_only(tmp_path / "store").document("plan").source

    assert result.exit_code == 1
    assert f"{server}/gone.html: the server answers 404" in result.stderr
    assert (source.name, source.url) == ("plan.html", f"{server}/plan.html")
    assert source.fetched is not None
    assert source.fetched.tzinfo is not None


def test_the_first_time_of_the_same_file_stands() -> None:
    document = load(replace(decode("plan.txt", FILES["plan.txt"]), url="https://example.org/a", fetched=MOMENT), "plan")
    again = replace(document, source=replace(document.source, fetched=MOMENT.replace(year=2022)))
    store = Store.memory()

    assert [store.put(document), store.put(again)] == [Outcome.ADDED, Outcome.UNCHANGED]
    assert store.document("plan") == document


def test_two_addresses_that_end_alike_have_their_own_keys(server: str, folder: Path, tmp_path: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "plan.html").write_bytes(page(f"<p>{OTHER}</p>"))
    run("load", f"{server}/plan.html", f"{server}/b/plan.html", "--store", tmp_path / "store")
    host = server.removeprefix("http://")

    assert Store.read_only(tmp_path / "store").keys() == (f"{host}/b/plan.html", f"{host}/plan.html")


def test_an_archive_from_an_address_is_looked_into(server: str, folder: Path, tmp_path: Path) -> None:
    with ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("plan.txt", PLAN)
    run("load", f"{server}/all.zip", "--store", tmp_path / "store")

    assert Store.read_only(tmp_path / "store").document("all/plan").source.url == f"{server}/all.zip"


@pytest.mark.parametrize("name", FILES)
def test_standard_input_is_read_whatever_its_format(name: str, tmp_path: Path) -> None:
    result = run("load", "-", "--store", tmp_path / "store", data=FILES[name])

    assert result.exit_code == 0, result.output
    assert len(Store.read_only(tmp_path / "store").document("stdin").measures) == 2


def test_an_empty_pipe_is_told(tmp_path: Path) -> None:
    result = run("load", "-", "--store", tmp_path / "store", data=b"")

    assert (result.exit_code, "stdin: is empty" in result.stderr) == (1, True)


def test_a_path_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert "does not exist" in run("load", tmp_path / "gone", "--store", tmp_path / "store").stderr


def test_a_copy_has_all_of_its_file_but_the_text() -> None:
    source = replace(decode("plan.txt", b"\xef\xbb\xbf" + PLAN.encode()), url="https://example.org/a", fetched=MOMENT)
    size = len(PLAN.encode()) + 3

    assert copy_of(source) == Copy(
        "plan.txt", source.sha256, size, "text/plain", "utf-8", "https://example.org/a", MOMENT
    )
