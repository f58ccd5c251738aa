"""Reading on Apache Spark, in one process and on a cluster of two workers, gives what reading here gives."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from shutil import copyfile
from threading import Thread
from typing import Any
from xml.sax.saxutils import escape

import pytest

from graph.formats import Kind, by_name
from graph.store import Store
from loaders import spark
from loaders.gathering import Sighting, grouped, sighting
from loaders.limits import USUAL
from loaders.made import plan
from loaders.preparing import Prepared, prepared
from loaders.read import find
from tests.drawing import typeset
from tests.pdf_files import pdf
from tests.word_files import docx, p

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
PLANS = 12
FORMS: dict[str, Callable[[str], bytes]] = {
    ".docx": lambda text: docx("".join(p(escape(line)) for line in text.split("\n"))),
    ".pdf": lambda text: pdf(typeset(text)),
}
SAMPLES = ("notice-forests-2020.html", "tasks-lakes-2024.xlsx")
DOCUMENTS = PLANS + len(FORMS) + len(SAMPLES)
NQUADS = by_name("nq", Kind.DATASET)
pytestmark = pytest.mark.filterwarnings(  # of the gateway to Java
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
pyspark = pytest.importorskip("pyspark", reason="no PySpark here (pip install dutygraph[spark]): Spark is not tested")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for seed in range(PLANS):
        (folder / f"plan-{seed}.txt").write_text(plan(seed, 4).text, encoding="utf-8")
    (folder / "copy.txt").write_text(plan(3, 4).text, encoding="utf-8")
    for seed, (ending, make) in enumerate(FORMS.items(), PLANS):
        (folder / f"plan-{seed}{ending}").write_bytes(make(plan(seed, 4).text))
    for sample in SAMPLES:
        copyfile(Path(__file__).parent.parent / "loaders" / "samples" / sample, folder / sample)
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK no archive")
    return folder


@pytest.fixture(scope="module")
def here(folder: Path) -> list[bytes]:
    """The quads of the documents as they are read in this process."""
    looks = [sighting(source, USUAL) for source in find([folder])]
    groups = grouped([look for look in looks if isinstance(look, Sighting)])
    ready = [each for group in groups for each in prepared(group, USUAL) if isinstance(each, Prepared)]
    store = Store.memory(clock=lambda: NOON)
    dict(store.put_contents((each.key, each.content) for each in ready))
    return sorted(store.dump(NQUADS).splitlines())


@contextmanager
def context(master: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    root = str(Path(__file__).parent.parent)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, *filter(None, sys.path)]))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    settings = pyspark.SparkConf().setMaster(master).setAppName("dutygraph").set("spark.ui.enabled", "false")
    settings = settings.set("spark.driver.host", "127.0.0.1").set(
        "spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"]
    )
    running = pyspark.SparkContext(conf=settings.set("spark.executor.memory", "512m"))
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A standalone cluster of two workers on this machine: its address, and the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = [
        started_process(folder, "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    ]
    address = f"spark://127.0.0.1:{port}"
    wait(port)
    for number in (1, 2):
        options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0")
        started.append(
            started_process(folder, "worker.Worker", *options, "--work-dir", str(folder / str(number)), address)
        )
    try:
        yield address, started[1:]
    finally:
        for process in started:
            process.terminate()
            process.wait(30)


def started_process(folder: Path, what: str, *options: str) -> "subprocess.Popen[bytes]":
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(program.parent.parent)}
    log = (folder / "cluster.log").open("ab")
    command = [str(program), f"org.apache.spark.deploy.{what}", *options]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def end(worker: "subprocess.Popen[bytes]", output: Path) -> None:
    """Ends a worker, and what it has begun, as soon as there is something of the output: while documents are read."""
    begun = [
        int(each) for file in Path(f"/proc/{worker.pid}/task").glob("*/children") for each in file.read_text().split()
    ]
    while not output.exists():
        time.sleep(0.01)
    assert begun
    for process in (worker.pid, *begun):
        os.kill(process, signal.SIGKILL)


def wait(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)


def check(output: Path, here: list[bytes]) -> None:
    store = Store.memory()
    for part in spark.quads(output):
        store.load_file(part)
    assert sorted(store.dump(NQUADS).splitlines()) == here
    failures = {PurePath(place).name: fault for place, fault in spark.failures(output)}
    assert {*failures} == {"broken.docx", "empty.txt"}
    assert "空" in failures["empty.txt"]
    assert any(b"Remark>" in line for line in here)


def test_local_mode_reads_what_is_read_here(
    folder: Path, here: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context("local[2]", monkeypatch) as running:
        told = spark.load(running, find([folder]), tmp_path / "out", USUAL, NOON)

    assert told == spark.Loaded(DOCUMENTS, 2)
    check(tmp_path / "out", here)


def test_a_cluster_that_loses_a_worker_loses_no_document(
    folder: Path, here: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster(tmp_path) as (address, workers), context(address, monkeypatch) as running:
        spark.load(running, find([folder]), tmp_path / "whole", USUAL, NOON)
        ending = Thread(target=end, args=(workers[0], tmp_path / "less"))
        ending.start()
        told = spark.load(running, find([folder]), tmp_path / "less", USUAL, NOON)
        ending.join()

    assert told == spark.Loaded(DOCUMENTS, 2)
    check(tmp_path / "whole", here)
    check(tmp_path / "less", here)
