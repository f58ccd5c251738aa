"""How fast documents are loaded: whole, as a command of its own, and the writing alone beside a bare bulk load."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

from api.loading import put
from api.loading.processes import Processes
from api.loading.reading import Found, Reading
from api.loading.writing import Writing
from api.suite.figures import Figure, late, least, middle, seconds
from graph.loaded import loaded
from graph.search import Index
from graph.store import Outcome, Store
from loaders import load
from loaders.gathering import Group, Sighting, Source, grouped, sighting
from loaders.limits import USUAL
from loaders.made import plan
from loaders.preparing import Prepared, prepared
from loaders.read import find, read
from loaders.received import Received

_SAMPLE = 200  # documents that are written beside a bare bulk load, and read on one core
_CHANGED = 10
_LOOK = 0.5  # seconds between looks at the memory: adding up a large process costs it time
_OTHERS = 1_000_000  # seeds of plans that are not among those loaded
_ADDED = "，并于每年12月底前报告进展情况。"


def figures(sources: Path, store: Path) -> Iterator[Figure]:
    """Reading, loading and writing; ``store`` holds all plans afterwards."""
    places = find([sources])
    some = places[:_SAMPLE]
    size = sum(path.stat().st_size for path in sources.iterdir())
    part = sum(len(read(place).text.encode()) for _, place in some)
    _read(some[:1])  # names and rules are there
    (reading,) = least(lambda _: _read(some))
    yield Figure("reading, one core", part / reading / 1e6, "MB/s")
    whole, memory = _loaded(sources, store)
    quads = len(Store.read_only(store))
    yield Figure("loading", len(places) / whole, "plans/s")
    yield Figure("loading, text", size / whole / 1e6, "MB/s")
    yield Figure("loading, statements", quads / whole, "/s")
    again, _ = _loaded(sources, store)
    yield Figure("loading again, unchanged", len(places) / again, "plans/s")
    yield Figure("memory at most, all processes", memory / 1e6, "MB")
    yield Figure("store on disk", sum(file.stat().st_size for file in store.iterdir()) / len(places) / 1e3, "kB/plan")
    yield from _written(some, store.with_name("beside"))


def replacing(sources: Path, store: Path) -> Iterator[Figure]:
    """The time to replace one plan in the store of all: by another one, and with a sentence of it changed.

    From the text to the release that is served, as a document that comes over HTTP is put in.
    """
    keys, graph = [key for key, _ in find([sources])[: 2 * _CHANGED]], Store.open(store)
    wholly = [(key, plan(_OTHERS + seed).text) for seed, key in enumerate(keys[:_CHANGED])]
    little = [(key, _revised(plan(_CHANGED + seed).text)) for seed, key in enumerate(keys[_CHANGED:])]
    for name, texts in (("replacing a plan", wholly), ("replacing a plan, a sentence changed", little)):
        if times := [1000 * seconds(partial(_put, key, text, graph, store)) for key, text in texts]:
            yield Figure(name, middle(times), "ms", first=times[0], late=late(times))


def _put(key: str, text: str, graph: Store, store: Path) -> None:
    reading = Reading(find([Received(f"{key}.txt", text.encode())], USUAL), USUAL)
    outcomes = put(reading, Processes(0, lambda: None), graph, store)
    if outcomes != {key: Outcome.REPLACED}:
        raise RuntimeError(f"{key}: {outcomes}")


def _revised(text: str) -> str:
    """The text with something added in its middle."""
    before, end, after = text[: len(text) // 2], "。", text[len(text) // 2 :]
    return before + after.replace(end, _ADDED, 1)


def _read(some: Sequence[Source]) -> None:
    for key, place in some:
        load(read(place), key)


def _loaded(sources: Path, store: Path) -> tuple[float, int]:
    """Wall seconds of ``dutygraph load`` as a process of its own, and the most memory it had with its processes."""
    began, most = perf_counter(), 0
    arguments = [sys.executable, "-m", "api", "load", str(sources), "--store", str(store)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(map(_memory, (process.pid, *_children(process.pid)))))
            sleep(_LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return perf_counter() - began, most


def _children(process: int) -> Iterator[int]:
    """The processes that it began; none where the system does not tell."""
    for told in Path(f"/proc/{process}/task").glob("*/children"):
        yield from map(int, _text(told).split())


def _memory(process: int) -> int:
    """Bytes of its own and its share of those it has with others."""
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # it has ended, or the system has no such file
        return ""


def _written(some: Sequence[Source], folder: Path) -> Iterator[Figure]:
    """Documents that are ready, written by the loader and, the same quads, by a bulk load that does nothing else.

    The loader has the engine take its own quads without checks; so does one of the two bare loads.
    """
    folder.mkdir()
    given = [each for group in _groups(some) for each in prepared(group, USUAL) if isinstance(each, Prepared)]
    export = folder / "export.nq"
    export.write_bytes(b"".join(each.content.nquads(datetime.now(UTC)) for each in given))
    writing, checked, unchecked = least(
        lambda number: _write(given, folder / f"store-{number}"),
        lambda number: Store.open(folder / f"checked-{number}").load_file(export),
        lambda number: Store.open(folder / f"unchecked-{number}").load_file(export, lenient=True),
    )
    rate = len(given) / writing
    yield Figure("writing, derived statements and search index with it", rate, "plans/s", checked / writing)
    yield Figure("the same, beside a bulk load without checks, too", rate, "plans/s", unchecked / writing)


def _write(given: Sequence[Prepared], store: Path) -> None:
    with loaded(store, "") as memory, Index.beside(store).writing() as index:
        Writing(Store.open(store), index, memory).write(Found(each.key, (each,)) for each in given)


def _groups(sources: Sequence[Source]) -> list[Group]:
    return grouped([seen for each in sources if isinstance(seen := sighting(each, USUAL), Sighting)])
