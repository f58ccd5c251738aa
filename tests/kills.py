"""Loading that is killed (SIGKILL) at random moments and started again: ``python -m tests.kills --plans 10000``.

After each kill all that was remembered as loaded is in the store, as the run that is remembered made it. At the end the
store is the same as one that was loaded without a break: the same runs, as many statements, the same search index.
"""

import argparse
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from graph import content
from graph.search import Index
from graph.store import Store
from loaders.made import plan

_TWICE = f"SELECT ?graph {{ ?run {content.GENERATED} ?graph }} GROUP BY ?graph HAVING (COUNT(DISTINCT ?run) > 1)"
_NAMED = "SELECT (COUNT(*) AS ?statements) { GRAPH ?graph { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Told:
    """What a store holds, in a few figures that two stores share when they hold the same."""

    state: str
    documents: int
    triples: int
    statements: int
    found: str  # the state of the search index


def loading(folder: Path, store: Path) -> list[str]:
    """The command that loads the folder."""
    return [sys.executable, "-m", "api", "load", str(folder), "--store", str(store)]


def remembered(store: Path) -> int:
    """How many groups of files are remembered as loaded."""
    return len(_documents(store))


def killed(folder: Path, store: Path, documents: int, moment: float) -> None:
    """Loads in a process of its own and kills it so many seconds after it remembers so many documents, or at the end.

    It is also killed when it remembers nothing more for five minutes.
    """
    process = subprocess.Popen(loading(folder, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    known, until = 0, monotonic() + 300
    while process.poll() is None and known < documents and monotonic() < until:
        sleep(0.005 if documents < 100 else 0.2)
        if (now := remembered(store)) > known:
            known, until = now, monotonic() + 300
    sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()


def missing(store: Path) -> list[str]:
    """The documents that are remembered as loaded and that the store does not hold so."""
    if not (known := _documents(store)):
        return []
    graph = Store.open(store)
    return [key for key, run in known if not graph.holds(key, run)]


def told(store: Path) -> Told:
    """What the store holds."""
    graph = Store.read_only(store)
    assert graph.select(_TWICE).rows == ()
    ((statements,),) = graph.select(_NAMED).rows
    return Told(graph.state(), len(graph.keys()), len(graph), int(str(statements)), Index.beside(store).state())


def _documents(store: Path) -> list[tuple[str, str]]:
    path = store.with_name(f"{store.name}.loaded")
    if not path.is_file():
        return []
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        if not connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'groups'").fetchone()[0]:
            return []
        groups = connection.execute("SELECT documents FROM groups").fetchall()
    return [(document[0], document[1]) for (documents,) in groups for document in json.loads(documents)]


def _run(folder: Path, plans: int, kills: int, seed: int) -> Iterator[str]:
    sources, chance = folder / "plans", Random(seed)
    sources.mkdir()
    for number in range(plans):
        (sources / f"plan-{number:05}.txt").write_text(plan(number).text, encoding="utf-8")
    for documents in sorted(chance.randrange(plans) for _ in range(kills)):
        killed(sources, folder / "killed" / "store", documents, min(3, plans / 300) * chance.random())
        lost = missing(folder / "killed" / "store")
        yield f"killed at {documents} or later: {remembered(folder / 'killed' / 'store')} remembered, {len(lost)} lost"
        assert not lost, lost
    for name in ("killed", "whole"):
        began = monotonic()
        subprocess.run(loading(sources, folder / name / "store"), stdout=subprocess.DEVNULL, check=True)
        yield f"{name}: loaded to the end in {monotonic() - began:.0f} s: {told(folder / name / 'store')}"
    assert told(folder / "killed" / "store") == told(folder / "whole" / "store")
    yield "the same"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        for line in _run(Path(folder), given.plans, given.kills, given.seed):
            print(line, flush=True)


if __name__ == "__main__":
    _main()
