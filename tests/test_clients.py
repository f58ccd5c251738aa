"""The programs in the READMEs, against a real server: each finds the same measures."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import command
from api.limits import Limits
from api.settings import Settings
from tests.serving import Served, serving

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
RUN = {
    "python": [sys.executable, "-"],
    "js": ["node", "--input-type=module", "-"],
    "r": ["Rscript", "-"],
    "sh": ["sh", "-"],
}
NEEDED = {"python": sys.executable, "js": "node", "r": "Rscript", "sh": "curl"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("clients") / "store"
    sample = ROOT / "loaders" / "samples" / "plan-water-2020.txt"
    loaded = CliRunner().invoke(command({"LANG": "en_GB.UTF-8"}), ["load", str(sample), "--store", str(store)])
    assert loaded.exit_code == 0, loaded.output
    with serving(Settings(store=store, service=Limits(workers=1), journal="")) as running:
        yield running


def programs(readme: str, language: str) -> list[str]:
    """The blocks of that language that ask the service."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "http://127.0.0.1:8000" in block and "agency" in block]


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("readme", READMES)
def test_a_program_of_the_readme_prints_every_measure(
    served: Served, readme: str, language: str, tmp_path: Path
) -> None:
    if not shutil.which(NEEDED[language]):
        pytest.skip(f"{NEEDED[language]} is not installed on this machine")
    (program,) = programs(readme, language)
    asked = program.replace(":8000", f":{served.port}")
    done = subprocess.run(
        RUN[language], input=asked, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
    )
    items: list[dict[str, str]] = served.ask(
        "GET", "/measures?agency=%E7%9C%81%E6%B0%B4%E5%88%A9%E5%8E%85&due=2020"
    ).json()["items"]  # type: ignore[assignment]

    assert (done.returncode, done.stderr) == (0, "")
    assert len(items) > 3
    assert [
        item["number"] for item in items if item["number"] not in done.stdout or item["quote"] not in done.stdout
    ] == []


def test_what_curl_downloads_is_what_the_manifest_says(served: Served, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed on this machine")
    (program,) = programs("README.md", "sh")
    subprocess.run(["sh", "-c", program.replace(":8000", f":{served.port}")], check=True, cwd=tmp_path, timeout=60)
    files: list[dict[str, str]] = served.ask("GET", "/downloads").json()["files"]  # type: ignore[assignment]
    digests = {file["name"]: file["sha256"] for file in files}

    assert sha256((tmp_path / "measures.parquet").read_bytes()).hexdigest() == digests["measures.parquet"]


@pytest.mark.parametrize("language", RUN)
def test_both_readmes_have_the_same_programs(language: str) -> None:
    assert programs("README.md", language) == programs("README.zh.md", language)
