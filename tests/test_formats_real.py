"""The real plans in what LibreOffice makes of them read as well as their text; they lie beside the repository."""

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graph import ledger
from loaders import load
from loaders.read import decode
from tests import scoring
from tests.evaluate import SETS

OFFICE = shutil.which("soffice")
PLANS = SETS[1]

pytestmark = pytest.mark.skipif(
    not OFFICE or not PLANS.gold.is_dir(), reason="LibreOffice or the real plans are not here"
)


@cache
def gold() -> list[scoring.Entry]:
    return PLANS.entries()


def scores(read: Callable[[str], bytes]) -> dict[str, float]:
    """F1 by kind of fact of what is read in a file for each plan."""
    found = [ledger.entry(load(decode(entry["source"], read(entry["source"])), "key")) for entry in gold()]
    return {kind: score.f1 for kind, score in scoring.score(gold(), found).scores.items()}


def convert(folder: Path, form: str, files: list[str], *options: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [str(OFFICE), "--headless", profile, *options, "--convert-to", form, *files],
        cwd=folder, check=True, capture_output=True, timeout=200,
    )  # fmt: skip


TEXT = "--infilter=Text (encoded):UTF8"
LINES = "--infilter=Text - txt - csv (StarCalc):9,,76,1"  # a cell a line


def test_files_that_libreoffice_makes_of_the_real_plans_are_read_as_their_text(tmp_path: Path) -> None:
    stems = [Path(entry["source"]).stem for entry in gold()]
    for stem in stems:
        shutil.copy(PLANS.documents / f"{stem}.txt", tmp_path)
        shutil.copy(PLANS.documents / f"{stem}.txt", tmp_path / f"{stem}.csv")
    convert(tmp_path, "docx:MS Word 2007 XML", [f"{stem}.txt" for stem in stems], TEXT)
    convert(tmp_path, "xlsx", [f"{stem}.csv" for stem in stems], LINES)
    for form in ("pdf", "odt"):
        convert(tmp_path, form, [f"{stem}.docx" for stem in stems])

    plain = scores(lambda source: (tmp_path / source).read_bytes())
    for form in ("docx", "pdf", "xlsx", "odt"):
        other = scores(lambda source, form=form: (tmp_path / source).with_suffix(f".{form}").read_bytes())  # type: ignore[misc]
        assert other == pytest.approx(plain, abs=0.01), form
