"""The READMEs: every command in them runs on the samples and prints what stands there; every path they name exists.

``python -m tests.test_docs`` writes the outputs anew after a change; review them in the diff.
"""

import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.cli import command
from api.http.app import create_app
from graph import query
from graph.search import Index
from graph.store import Store

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en_GB.UTF-8", "README.zh.md": "zh_CN.UTF-8"}
_STORE = Path("data/store")
FOLDERS = ("ontology", "graph", "loaders", "queries", "api", "tests")
QUERIES = re.compile(r"(?<=<!-- queries -->\n).*?(?=<!-- /queries -->)", re.DOTALL)
BLOCK = re.compile(r"^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Shell:
    """Runs the two programs that the READMEs call, in a folder with the samples and a store of its own."""

    locale: str

    def run(self, line: str) -> str:
        program, *arguments = shlex.split(line)
        return {"dutygraph": self.dutygraph, "curl": self.curl}[program](arguments)

    def dutygraph(self, arguments: list[str]) -> str:
        result = CliRunner().invoke(command({"LANG": self.locale}), arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def curl(self, arguments: list[str]) -> str:
        address = next(word for word in arguments if word.startswith("http://127.0.0.1:8000"))
        values = dict(pair.split("=", 1) for pair in _after("--data-urlencode", arguments))
        headers = dict(pair.split(": ", 1) for pair in _after("-H", arguments))
        client = TestClient(create_app(Store.read_only(_STORE), Index.beside(_STORE)), base_url="http://127.0.0.1:8000")
        answer = client.get(address, params=values, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text.replace("\r\n", "\n")


def _after(option: str, arguments: list[str]) -> Iterator[str]:
    return (value for name, value in pairwise(arguments) if name == option)


def fresh(text: str, shell: Shell) -> str:
    """The README with the output of each command, and the queries, as they are now."""
    text = QUERIES.sub(lambda _: _queries(shell.locale), text)
    return BLOCK.sub(lambda block: f"```console\n{''.join(_outputs(block['lines'], shell))}```", text)


def _queries(locale: str) -> str:
    in_english = locale.startswith("en")
    rows = [
        f"| `{question.name}` | {question.summary_en if in_english else question.summary} |\n"
        for question in query.catalogue().values()
    ]
    return "".join(["| query | question |\n" if in_english else "| 查询 | 问题 |\n", "|---|---|\n", *rows])


def _outputs(lines: str, shell: Shell) -> Iterator[str]:
    for line in lines.splitlines():
        if line.startswith("$ "):
            output = re.sub(r"[ \t]+$", "", shell.run(line.removeprefix("$ ")), flags=re.MULTILINE).rstrip("\n")
            yield f"{line}\n{output}\n"


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_readme_prints_what_stands_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "loaders").symlink_to(ROOT / "loaders")
    text = (ROOT / name).read_text(encoding="utf-8")

    with chdir(tmp_path):
        assert fresh(text, Shell(READMES[name])) == text


@pytest.mark.parametrize("name", READMES)
def test_both_readmes_have_the_same_commands(name: str) -> None:
    commands = {
        each: re.findall(r"^\$ .*", (ROOT / each).read_text(encoding="utf-8"), re.MULTILINE) for each in READMES
    }

    assert commands[name] == commands["README.md"]
    assert len(commands[name]) > 3


@pytest.mark.parametrize("name", [*READMES, *(f"{folder}/README.md" for folder in FOLDERS)])
def test_every_path_that_a_readme_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w.-]+/)*[\w.-]+(?:/|\.(?:py|rq|ttl|toml|csv|md|json)))`", text)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    here = (ROOT / name).parent

    assert [path for path in {*named, *links} if not ((here / path).exists() or (ROOT / path).exists())] == []


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_query_and_every_command(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = command({}).list_commands(None)  # type: ignore[arg-type]

    assert [question for question in query.catalogue() if f"`{question}`" not in text] == []
    assert [each for each in commands if f"dutygraph {each}" not in text] == []


if __name__ == "__main__":
    for readme, language in READMES.items():
        page = ROOT / readme
        with tempfile.TemporaryDirectory() as folder, chdir(folder):
            Path("loaders").symlink_to(ROOT / "loaders")
            page.write_text(fresh(page.read_text(encoding="utf-8"), Shell(language)), encoding="utf-8")
