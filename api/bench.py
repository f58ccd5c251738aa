"""How fast documents are read: each step over the same texts, and the whole, beside a yardstick of the machine.

A step's time is the best of several runs, in seconds of one core, after one run to warm up. The yardstick is what no
reader of Chinese text can do without (NFKC and six plain patterns over the text): shares of it can be compared between
machines, megabytes a second cannot.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from unicodedata import normalize as normal_form

from graph import to_rdf
from graph.model import Document, SourceFile
from loaders import load
from loaders.assemble import assemble
from loaders.gazetteer import gazetteer
from loaders.head import Head, head
from loaders.normalise import normalise
from loaders.recognise.actors import actors
from loaders.recognise.citations import citations, mask
from loaders.recognise.clauses import clauses
from loaders.recognise.deadlines import deadlines
from loaders.recognise.facts import facts
from loaders.recognise.modality import modality
from loaders.recognise.places import places
from loaders.recognise.recurrences import recurrences
from loaders.recognise.standing import standing
from loaders.recognise.targets import targets
from loaders.segment import segment
from loaders.text import Text

YARDSTICK = "NFKC + 6 patterns"
WHOLE = "load"

_PATTERNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^\s*(?:[一二三四五六七八九十]{1,3}[、.]|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}[..、])",
        r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:[底末前]|起|至)*",
        r"[((【〔](?:牵头|责任|配合|负责)[^))】〕\n]{2,300}[))】〕]",
        r"\d+(?:\.\d+)?(?:%|%|[万亿]?[一-鿿]{1,3})",
        r"《[^》\n]{2,60}》",
        r"[一-鿿]{2,14}(?:厅|局|委|办|政府|中心|部门)",
    )
)


@dataclass(frozen=True, slots=True)
class Speed:
    """A step's best time over a set of texts, in seconds of one core, and the bytes of UTF-8 that the set has."""

    step: str
    seconds: float
    size: int

    @property
    def megabytes(self) -> float:
        """Megabytes of text a second."""
        return self.size / self.seconds / 1e6


@dataclass(frozen=True, slots=True)
class _Ready:
    """A document on its way: what the steps after each other need."""

    source: SourceFile
    text: Text
    head: Head
    body: str
    paragraphs: tuple[str, ...]
    document: Document


def speeds(sources: Iterable[SourceFile], runs: int) -> tuple[Speed, ...]:
    """The speed of every step over the sources."""
    ready = [_ready(source) for source in sources]
    size = sum(len(each.source.text.encode()) for each in ready)
    return tuple(Speed(name, best(partial(_over, step, ready), runs), size) for name, step in _STEPS.items())


def best(run: Callable[[], object], runs: int, clock: Callable[[], float] = process_time) -> float:
    """The least time that ``run`` takes in so many runs, after one to warm up."""
    run()
    return min(_timed(run, clock) for _ in range(runs))


def cold_load(paths: Sequence[Path], runs: int) -> float:
    """Wall seconds of ``dutygraph load`` as a process of its own, into a new store: the best of the runs."""
    return min(_timed(partial(_load_cold, paths), perf_counter) for _ in range(runs))


def _timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


def _load_cold(paths: Sequence[Path]) -> None:
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "api", "load", *map(str, paths), "--store", f"{folder}/store"]
        subprocess.run(command, check=True, capture_output=True)


def _ready(source: SourceFile) -> _Ready:
    text = normalise(source.text)
    found = head(text, source.name)
    body = mask(text.chars, citations(text.chars))
    paragraphs = tuple(line for line in body.split("\n") if line)
    return _Ready(source, text, found, body, paragraphs, load(source, source.name))


def _over(step: Callable[[_Ready], object], ready: Sequence[_Ready]) -> None:
    for each in ready:
        step(each)


# --- the steps -----------------------------------------------------------------------------------------------


def _yardstick(ready: _Ready) -> None:
    text = normal_form("NFKC", ready.source.text)
    for pattern in _PATTERNS:
        for _ in pattern.finditer(text):
            pass


def _each(recogniser: Callable[[str], object]) -> Callable[[_Ready], None]:
    """The recogniser over every paragraph."""

    def over(ready: _Ready) -> None:
        for paragraph in ready.paragraphs:
            recogniser(paragraph)

    return over


def _deadlines(ready: _Ready) -> None:
    reference = ready.head.reference or date(2020, 1, 1)
    for paragraph in ready.paragraphs:
        deadlines(paragraph, reference)


def _places(ready: _Ready) -> None:
    for paragraph in ready.paragraphs:
        places(paragraph, ready.head.jurisdiction, None, ())


_STEPS: dict[str, Callable[[_Ready], object]] = {
    YARDSTICK: _yardstick,
    "normalise": lambda ready: normalise(ready.source.text),
    "head": lambda ready: head(ready.text, ready.source.name),
    "segment": lambda ready: segment(ready.body, ready.head.body_start, ready.head.body_end),
    "citations": lambda ready: citations(ready.text.chars),
    "standing": lambda ready: standing(ready.body),
    "clauses": _each(clauses),
    "actors": _each(actors),
    "deadlines": _deadlines,
    "recurrences": _each(recurrences),
    "targets": _each(targets),
    "places": _places,
    "modality": _each(modality),
    "facts": _each(facts),
    "assemble": lambda ready: assemble(ready.source, "key", ready.text, ready.head, gazetteer()),
    WHOLE: lambda ready: load(ready.source, "key"),
    "to_rdf": lambda ready: to_rdf.nquads(ready.document),
}
"""By name. ``assemble`` runs the steps from ``segment`` on, over measures instead of paragraphs; ``load`` all."""
