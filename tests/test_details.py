"""What is wrong with a request in Chinese: a translation for what the code says, with the same things named."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.details import chinese
from api.failures import BY_ERROR

ROOT = Path(__file__).parent.parent
FOLDERS = ("api", "graph")  # with all that is in them
ERRORS = {error.__name__ for error in BY_ERROR}
CHINESE = re.compile("[\u4e00-\u9fff]")
ENTRIES = {
    message: words
    for group in tomllib.loads((ROOT / "api/details.toml").read_text(encoding="utf-8")).values()
    for message, words in group.items()
}


def messages() -> Iterator[str]:
    """What the code says where it raises an error, with ``{}`` where it names something."""
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                place = int(node.func.id == "ParameterError")
                if len(node.args) > place and (said := worded(node.args[place])):
                    yield said


def worded(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
        case _:
            return None


@pytest.mark.parametrize("message", ENTRIES)
def test_every_translation_names_what_its_message_names(message: str) -> None:
    gaps, named = message.count("{}"), {*map(int, re.findall(r"\{(\d)\}", ENTRIES[message]))}

    assert named <= {*range(gaps)}
    assert len(named) >= gaps - 1
    assert CHINESE.search(ENTRIES[message]) or re.fullmatch(r"[A-Z{}\d::, ]+", ENTRIES[message])


def test_everything_that_the_code_says_has_a_translation() -> None:
    said = {message for message in messages() if message.strip("{}:; ()")}
    missing = {message for message in said if not chinese(message.replace("{}", "x"))}

    assert len(said) > 130
    assert missing == set()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("no document '9'; did you mean a, b?", "没有文件 '9';是不是 a, b?"),
        ("«{» is not closed at line 1, column 5; add «}»", "第 1 行第 5 列:«{» 没有闭合;请补上 «}»"),
        ("GET /x: Not Found", "GET /x:没有这个地址"),
        ("line 1, column 9: expected one of ASK, SELECT", "第 1 行第 9 列:应为其一:ASK, SELECT"),
        ("end: lies before the first day", "end: 早于起始日"),
        ("a: b", None),
        ("x" * 5_000, None),
    ],
)
def test_what_a_message_names_may_be_a_message(message: str, said: str | None) -> None:
    assert chinese(message) == said
