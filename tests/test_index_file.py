"""The file of the search index: each release finds what it found when it was made, however the file is written on."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from graph import index_file

SCHEMA = "CREATE TABLE IF NOT EXISTS words (word TEXT)"
WIDE = "\u6c34" * 20_000
ENDS_AT_ONCE = """
import os, sys
from pathlib import Path
from graph import index_file
with index_file.written(Path(sys.argv[1]), "") as connection:
    connection.execute("INSERT INTO words VALUES ('kept')")
    connection.commit()
    connection.execute("INSERT INTO words VALUES ('lost')")
    os._exit(9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "store.search", "first")
    return tmp_path / "store.search"


def write(path: Path, *words: str) -> None:
    with index_file.written(path, SCHEMA) as connection:
        connection.executemany("INSERT INTO words VALUES (?)", [(word,) for word in words])


def released(path: Path, name: str) -> Path:
    """The snapshot in a release of that name."""
    folder = path.parent / name
    folder.mkdir()
    index_file.snapshot(path, folder / "store")
    return index_file.beside(folder / "store")


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def words(path: Path) -> list[str]:
    with index_file.read(path) as connection:
        return [row[0][:8] for row in connection.execute("SELECT word FROM words ORDER BY rowid")]


def test_a_release_finds_what_it_found_when_it_was_made(path: Path) -> None:
    snapshots = [released(path, "0")]
    for number in range(1, 30):
        write(path, f"word {number}", WIDE)
        snapshots.append(released(path, str(number)))

    found = list(map(words, snapshots))

    assert [len(each) for each in found] == list(range(1, 60, 2))
    assert found[3] == ["first", "word 1", WIDE[:8], "word 2", WIDE[:8], "word 3", WIDE[:8]]
    assert found[-1] == words(path)


def test_releases_have_the_file_in_common_as_long_as_little_changes(path: Path) -> None:
    write(path, *[WIDE] * 50)
    first = released(path, "first")
    write(path, "second")
    second = released(path, "second")

    assert first.samefile(path)
    assert second.samefile(path)
    assert (len(words(first)), len(words(second))) == (51, 52)


def test_what_changes_much_goes_into_a_file_of_its_own(path: Path) -> None:
    first = released(path, "first")
    write(path, *[WIDE] * 50)

    assert not first.samefile(path)
    assert sorted(each.name for each in path.parent.iterdir()) == ["first", "store.search"]
    assert (len(words(first)), len(words(path))) == (1, 51)


def test_two_releases_are_read_at_once_while_the_file_is_written(path: Path) -> None:
    first = released(path, "first")
    write(path, "second")
    second = released(path, "second")
    with index_file.read(first) as one, index_file.read(second) as other:
        write(path, "third")
        counted = [each.execute("SELECT COUNT(*) FROM words").fetchone()[0] for each in (one, other)]

    assert counted == [1, 2]
    assert words(path) == ["first", "second", "third"]


def test_a_release_is_read_where_nothing_may_be_written(path: Path) -> None:
    first = released(path, "first")
    write(path, "second")
    second = released(path, "second")
    before = [files(each.parent) for each in (first, second)]
    for each in (first, second):
        each.parent.chmod(0o555)

    assert [words(first), words(second)] == [["first"], ["first", "second"]]
    assert [files(each.parent) for each in (first, second)] == before
    assert [[*each] for each in before] == [["store.searched"], ["store.searched", "store.searched-wal"]]


@pytest.mark.parametrize("is_released", [False, True])
def test_who_is_killed_while_writing_leaves_what_was_committed(path: Path, is_released: bool) -> None:
    first = released(path, "first") if is_released else None
    subprocess.run([sys.executable, "-c", ENDS_AT_ONCE, str(path)], check=False)
    write(path, "after")

    assert words(path) == ["first", "kept", "after"]
    assert first is None or words(first) == ["first"]
    assert words(released(path, "last")) == ["first", "kept", "after"]


def test_an_index_of_before_is_written_on(tmp_path: Path) -> None:
    old = tmp_path / "store.search"
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(SCHEMA)
        connection.execute("INSERT INTO words VALUES ('old')")
        connection.commit()
    write(old, "new")

    assert words(released(old, "first")) == ["old", "new"]
