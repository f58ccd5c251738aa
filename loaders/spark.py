"""Reading documents on Apache Spark: the same pure function as on one machine, mapped over a cluster.

What comes out are partitions of N-Quads, which ``graph.store.Store.load_file`` and any other store take, and a line for
each file that could not be read. A partition that a lost machine was at is read again elsewhere: the function has no
state. The files must be where every machine finds them under the same path, and this package and its libraries too.

https://spark.apache.org/docs/latest/api/python/reference/pyspark.html
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.gathering import Failure, Group, Sighting, Source, grouped, sighting
from loaders.limits import Limits
from loaders.preparing import Prepared, prepared

if TYPE_CHECKING:
    from pyspark import SparkContext

QUADS, FAILURES = "quads", "failures"
_A_PARTITION = 50  # groups, some minutes of one core at most


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many documents were read, and how many files could not be."""

    documents: int
    failures: int


def load(context: "SparkContext", sources: Sequence[Source], output: Path, limits: Limits, moment: datetime) -> Loaded:
    """Reads the sources into ``output``, which must not be there: folders ``quads`` and ``failures`` of text files.

    ``moment`` is what the runs are dated with.
    """
    slices = max(context.defaultParallelism, len(sources) // _A_PARTITION)
    looks = context.parallelize(sources, slices).map(partial(_look, limits=limits)).collect()
    groups = grouped([look for look in looks if isinstance(look, Sighting)])
    unread = [look for look in looks if isinstance(look, Failure)]
    read = context.parallelize(groups, slices).flatMap(partial(_read, limits=limits, moment=moment)).cache()
    read.filter(_is_document).flatMap(_lines).saveAsTextFile(str(output / QUADS))
    failed = read.filter(_is_failure).union(context.parallelize(map(_told, unread), 1))
    failed.saveAsTextFile(str(output / FAILURES))
    return Loaded(read.filter(_is_document).count(), failed.count())


def quads(output: Path) -> tuple[Path, ...]:
    """The N-Quads files that a loading left, to be loaded one after the other."""
    return tuple(sorted((output / QUADS).glob("part-*")))


def failures(output: Path) -> Iterator[tuple[str, str]]:
    """The place of each file that could not be read and why, in Chinese."""
    for part in sorted((output / FAILURES).glob("part-*")):
        for line in part.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            yield told["place"], told["fault"]


def _look(source: Source, limits: Limits) -> Sighting | Failure:
    look = sighting(source, limits)
    return replace(look, held=None) if isinstance(look, Sighting) else look


def _read(group: Group, limits: Limits, moment: datetime) -> Iterator[str]:
    """A document's N-Quads as one text, a failure as JSON."""
    for each in prepared(group, limits):
        yield each.content.nquads(moment).decode() if isinstance(each, Prepared) else _told(each)


def _told(failure: Failure) -> str:
    return json.dumps({"place": failure.place, "fault": failure.said.zh}, ensure_ascii=False)


def _is_failure(text: str) -> bool:
    return text.startswith("{")


def _is_document(text: str) -> bool:
    return not _is_failure(text)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")
