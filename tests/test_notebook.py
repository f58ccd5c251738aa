"""The notebook: run on the samples it answers what stands in it, each question with a picture.

``python -m tests.test_notebook`` runs it and writes its answers anew after a change; review them in the diff.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from api.settings import Settings
from graph import vocab as dg
from graph.query import query
from graph.store import Store
from tests.serving import serving
from tests.stores import samples

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "queries" / "notebook" / "questions.ipynb"
QUESTIONS = 10


def run(store: Path) -> NotebookNode:
    """The notebook as it is when it has run on that store, without what differs from one run to the next."""
    notebook = kept()
    with patch.dict(os.environ, {"DUTYGRAPH_STORE": str(store)}):
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": ROOT}})
        client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def kept() -> NotebookNode:
    """The notebook as it stands in the repository."""
    notebook: NotebookNode = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def answers(notebook: NotebookNode) -> list[list[str]]:
    """The texts that each cell answers with."""
    return [list(_texts(cell)) for cell in notebook.cells]


def _texts(cell: NotebookNode) -> Iterator[str]:
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        yield output.get("text", "") if "image/svg+xml" in data else data.get("text/plain", output.get("text", ""))


@pytest.fixture(scope="module")
def notebook(sample_plans: Path) -> NotebookNode:
    return run(sample_plans)


def test_the_notebook_answers_on_the_samples_what_stands_in_it(notebook: NotebookNode) -> None:
    assert answers(notebook) == answers(kept())


def test_each_question_of_the_notebook_has_a_picture(notebook: NotebookNode) -> None:
    asked = [cell for cell in notebook.cells if re.match(r"## \d+\. ", cell.source)]
    pictures = [
        output for cell in notebook.cells for output in cell.get("outputs", ()) if "image/svg+xml" in str(output)
    ]

    assert (len(asked), len(pictures)) == (QUESTIONS, QUESTIONS)


def test_two_lines_make_a_data_frame_and_a_network(sample_folder: Path, sample_store: Store) -> None:
    texts = [(ROOT / readme).read_text(encoding="utf-8") for readme in ("README.md", "README.zh.md")]
    found = [re.findall(r"^```python\n(import networkx.*?)^```$", text, re.MULTILINE | re.DOTALL) for text in texts]
    (lines,) = found[0]
    made: dict[str, Any] = {}
    with serving(Settings(store=sample_folder, journal="")) as served:
        exec(lines.replace("127.0.0.1:8000", f"127.0.0.1:{served.port}"), made)

    rows = sample_store.select(query("deadlines-by-year").text).rows
    assert found[0] == found[1]
    assert list(made["years"]["year"]) == [row[0] for row in rows]
    assert _measures(made["network"]) == {
        str(node) for (node,) in sample_store.select(f"SELECT ?m {{ ?m a <{dg.Measure.value}> }}").rows
    }


def _measures(network: Any) -> set[str]:
    return {name for name, values in network.nodes(data=True) if values["type"] == "measure"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        nbformat.write(run(samples(Path(made))), NOTEBOOK)  # type: ignore[no-untyped-call]
