"""The command ``serve`` tells at its start where the graph is asked, and what it lacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph import content
from graph.store import Store
from tests.sample_documents import documents


@pytest.mark.parametrize(("budget", "told"), [("100000000", "随后在内存中作答"), ("1", "在磁盘上作答")])
def test_at_its_start_the_service_tells_where_the_graph_is_and_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, budget: str, told: str
) -> None:
    first, *_ = documents()
    with monkeypatch.context() as before:
        before.setattr(content, "DERIVED_BY", "")
        Store.open(tmp_path / "store").put(first)

    said = _begun(tmp_path / "store", budget)

    assert "http://127.0.0.1:0/" in said[0]
    assert told in said[1]
    assert "有 1 份文件由较早的版本加载" in said[2]


def _begun(store: Path, budget: str) -> list[str]:
    """The first three lines that it prints."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--store", str(store)]
    environment = os.environ | {"DUTYGRAPH_SERVICE_GRAPH": budget, "LC_ALL": "zh_CN.UTF-8"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr
        lines = [process.stderr.readline() for _ in range(3)]
        process.terminate()
    return lines
