from hashlib import sha256
from pathlib import Path

import pytest

from graph.errors import ParameterError, Unreadable
from graph.model import SourceFile
from loaders.limits import Limits
from loaders.read import decode, find, read

PLAIN = "云岭省水污染防治工作方案\r\n一、加强监测。省水利厅负责。\n"
TRADITIONAL = "雲嶺省水污染防治工作方案\n一、加強監測與評價。由環境保護廳負責。\n"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (PLAIN.encode(), "utf-8", PLAIN),
        (b"\xef\xbb\xbf" + PLAIN.encode(), "utf-8", PLAIN),
        (b"\xff\xfe" + PLAIN.encode("utf-16-le"), "utf-16-le", PLAIN),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "utf-16-be", PLAIN),
        (PLAIN.encode("gbk"), "gb18030", PLAIN),
        (TRADITIONAL.encode("gb18030"), "gb18030", TRADITIONAL),
        (TRADITIONAL.encode("big5"), "big5hkscs", TRADITIONAL),
        ("工作方案".encode("gb2312"), "gb18030", "工作方案"),
    ],
)
def test_every_encoding_in_use_gives_exactly_its_characters(data: bytes, encoding: str, text: str) -> None:
    assert decode("plan.txt", data) == SourceFile(
        "plan.txt", sha256(data).hexdigest(), len(data), "text/plain", encoding, text
    )


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"Work plan of the province", "has no Chinese text"),
        (b"PK\x03\x04\x14\x00", "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "archive"),
        ("<?xml version='1.0'?><a>工作方案</a>".encode(), "XML"),
        ("工作\0方案".encode(), "NUL"),
        (PLAIN.encode("utf-16-le"), "NUL|neither"),
        (b"\xff\xfe\x00", "faulty utf-16-le"),
        (b"\xef\xbb\xbf\xff", "faulty utf-8 at byte 3"),
        (PLAIN.encode()[:-3], "neither UTF-8 .fault at byte"),
        (bytes(range(128, 256)) * 4, "neither UTF-8"),
    ],
)
def test_what_is_no_plain_chinese_text_is_refused_with_its_name_and_a_remedy(data: bytes, part: str) -> None:
    with pytest.raises(Unreadable, match=f"^plan: .*(?:{part}).*; "):
        decode("plan", data)


def test_a_source_may_have_as_many_bytes_as_the_limit_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("方案" * 10, encoding="utf-8")
    assert read(path, Limits(size=60)).size == 60
    with pytest.raises(Unreadable, match=r"plan\.txt: more than 59 bytes"):
        read(path, Limits(size=59))


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"gone\.txt: cannot be read: No such file"):
        read(tmp_path / "gone.txt")
    with pytest.raises(Unreadable, match="cannot be read"):
        read(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.2018.txt", "sub/c.TXT", "sub/note.md", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_a_folder_gives_its_visible_texts_sorted_with_relative_keys(folder: Path) -> None:
    assert find([folder]) == (
        ("a.2018", folder / "a.2018.txt"),
        ("b", folder / "b.txt"),
        ("sub/c", folder / "sub/c.TXT"),
    )


def test_a_file_is_found_whatever_its_ending_and_once_however_often_named(folder: Path) -> None:
    note = folder / "sub/note.md"
    assert find([note, folder / "b.txt", note]) == (("note", note), ("b", folder / "b.txt"))


def test_two_files_with_one_key_are_refused(folder: Path) -> None:
    (folder / "sub/b.txt").touch()
    with pytest.raises(ParameterError, match=r"b\.txt and .*b\.txt would both be 'b'; rename one"):
        find([folder / "b.txt", folder / "sub/b.txt"])


def test_a_file_in_two_of_the_folders_counts_once(folder: Path) -> None:
    assert [key for key, _ in find([folder / "sub", folder])] == ["c", "a.2018", "b"]


def test_a_name_with_several_endings_keeps_each(folder: Path) -> None:
    for ending in ("docx", "pdf", "png"):
        (folder / f"sub/c.{ending}").touch()
    keys = [key for key, _ in find([folder])]

    assert keys == ["a.2018", "b", "sub/c.TXT", "sub/c.docx", "sub/c.pdf"]


def test_what_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nothing\.txt: no such file or folder"):
        find([tmp_path / "nothing.txt"])
