"""The book of competency questions: each is answered as written down, on the command line and over HTTP.

``python -m tests.test_question_book`` writes the answers anew; whoever does so reads what has changed.
"""

import csv
import io
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api.cli import command
from api.http.app import create_app
from graph import iri, query
from graph.store import Store
from tests.stores import plans, samples

BOOK = Path(__file__).parent / "book"
PLANS = BOOK / "plans.json"
_UNTOLD = frozenset({"text", "quote", "document", "source"})  # what the offsets lead to


@dataclass(frozen=True, slots=True)
class Question:
    """A question in two languages, the query that answers it, and its values for samples and real plans."""

    name: str
    zh: str
    en: str
    query: str
    samples: Mapping[str, str]
    plans: Mapping[str, str]


@cache
def questions() -> tuple[Question, ...]:
    table = tomllib.loads((files("queries") / "questions.toml").read_text(encoding="utf-8"))
    return tuple(Question(**entry) for entry in table["question"])


def asked(question: Question, values: Mapping[str, str], store: Path) -> list[dict[str, Any]]:
    """The answer that the command line gives."""
    options = [word for name, value in values.items() for word in (f"--{name.replace('_', '-')}", value)]
    arguments = ["query", question.query, *options, "--format", "json", "--store", str(store)]
    done = CliRunner().invoke(command({}), arguments)
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def written(rows: list[dict[str, Any]]) -> str:
    """The rows as CSV, without the words that their offsets lead to."""
    output = io.StringIO()
    names = [name for name in (rows[0] if rows else {}) if name not in _UNTOLD]
    table = csv.writer(output, lineterminator="\n")
    table.writerow(names)
    table.writerows([_short(row[name]) for name in names] for row in rows)
    return output.getvalue()


def _short(value: object) -> str:
    return "" if value is None else str(value).replace(f"{iri.BASE}id/", "")


@pytest.fixture(scope="module")
def service(sample_plans: Path) -> TestClient:
    return TestClient(create_app(Store.read_only(sample_plans)))


def test_there_are_forty_questions_and_each_is_put_in_both_languages() -> None:
    assert len(questions()) >= 40
    assert len({each.name for each in questions()}) == len(questions())
    assert [each.name for each in questions() if not each.zh.endswith("?") or not each.en.endswith("?")] == []
    assert {each.query for each in questions()} <= set(query.catalogue())


@pytest.mark.parametrize("question", questions(), ids=lambda each: each.name)
def test_the_samples_answer_as_written_down(question: Question, sample_plans: Path, service: TestClient) -> None:
    rows = asked(question, question.samples, sample_plans)

    assert written(rows) == (BOOK / f"{question.name}.csv").read_text(encoding="utf-8")
    assert service.get(f"/queries/{question.query}", params=question.samples).json() == rows


@pytest.mark.parametrize("question", questions(), ids=lambda each: each.name)
def test_the_real_plans_answer_with_as_many_rows_as_counted(question: Question, real_plans: Path) -> None:
    assert len(asked(question, question.plans, real_plans)) == json.loads(PLANS.read_text())[question.name]


def test_every_answer_belongs_to_a_question() -> None:
    assert {path.stem for path in BOOK.glob("*.csv")} == {each.name for each in questions()}
    assert set(json.loads(PLANS.read_text())) == {each.name for each in questions()}


def main(folder: Path) -> None:
    """Writes all answers."""
    own, real = samples(folder / "own"), plans(folder / "real")
    for question in questions():
        (BOOK / f"{question.name}.csv").write_text(written(asked(question, question.samples, own)), encoding="utf-8")
    counts = {each.name: len(asked(each, each.plans, real)) for each in questions()}
    PLANS.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
