"""Sources in, documents ready for the store out: in several processes, and not those that are loaded already."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath

from api.loading.processes import Lost, Processes, sensible
from graph.faults import Words
from graph.loaded import Known, Loaded
from loaders.encoding import readable
from loaders.gathering import Failure, Group, Sighting, Source, grouped, sighting
from loaders.limits import Limits
from loaders.preparing import Prepared, prepared
from loaders.read import digest

_KEPT = 20_000_000  # characters of texts that are held in memory; files beyond are read twice
_FEW = 32  # sources that are read before more processes are ready
_ENDED = Words(
    "读取它的进程被终止(可能内存不足);其他文件不受影响",
    "the process that read it was ended, for want of memory perhaps; no other file is concerned",
)

Advance = Callable[[int], None]
Holds = Callable[[str, str], bool]
Progress = Callable[[int], AbstractContextManager[Advance]]
"""Shows how far so many steps are."""


def unseen(_: int) -> AbstractContextManager[Advance]:
    """No progress is shown."""
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True)
class Found:
    """What a group of sources that belong together came to; ``signature`` names all that went into it."""

    signature: str
    documents: tuple[Prepared | Known, ...]


@dataclass(slots=True)
class Reading:
    """Reads sources; ``documents`` tells which document each file holds, ``failures`` why some could not be read."""

    sources: Sequence[Source]
    limits: Limits
    failures: dict[str, Failure] = field(default_factory=dict)  # by the place of each
    progress: Progress = unseen
    counts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)  # by the key of each file read, that of its document
    joined: set[str] = field(default_factory=set)  # the keys of documents that were known by other files

    def processes(self) -> Processes:
        """The processes that so many sources are worth, to be begun before there are threads."""
        return Processes(sensible(len(self.sources), _FEW), prepare)

    def read(self, processes: Processes, memory: Loaded, holds: Holds) -> Iterator[Found]:
        """The documents of each group of sources; those that are known and that the store holds come first, unread."""
        with self.progress(2 * len(self.sources)) as advance:
            unread: list[Group] = []
            for group in grouped(list(self._sightings(processes, memory, advance))):
                known = memory.documents(group.signature)
                if known and all(holds(each.key, each.run) for each in known):
                    advance(len(group.files))
                    yield Found(group.signature, tuple(self._told(known)))
                else:
                    unread.append(group)
            results = processes.each(partial(prepared, limits=self.limits), unread)
            for group, result in zip(unread, results, strict=True):
                advance(len(group.files))
                yield Found(group.signature, tuple(self._told(_lost(group) if isinstance(result, Lost) else result)))

    def joins(self, key: str, known: str) -> None:
        """Takes the document of one key for the one that is known by another."""
        self.counts[known] = self.counts.pop(key)
        self.documents |= {file: known for file, own in self.documents.items() if own == key}
        self.joined.add(known)

    def _sightings(self, processes: Processes, memory: Loaded, advance: Advance) -> Iterator[Sighting]:
        """What is known or seen of each source, in their order; the texts of the first are held."""
        known = {source[0]: found for source in self.sources if (found := _remembered(source, memory, self.limits))}
        advance(len(known))
        unknown = [source for source in self.sources if source[0] not in known]
        looks = processes.each(partial(sighting, limits=self.limits), unknown)
        seen = dict(zip((key for key, _ in unknown), self._seen(looks, memory, advance), strict=True))
        return (found for key, _ in self.sources if (found := known.get(key) or seen.get(key)))

    def _seen(
        self, looks: Iterable[Sighting | Failure | Lost[Source]], memory: Loaded, advance: Advance
    ) -> Iterator[Sighting | None]:
        kept = 0
        for look in looks:
            advance(1)
            if isinstance(look, Sighting):
                kept += len(look.held.text) if look.held else 0
                memory.put_file(look.like, look.copy)
                yield look if kept <= _KEPT else replace(look, held=None)
            else:
                self._failed(Failure(str(look.task[1]), _ENDED) if isinstance(look, Lost) else look)
                yield None

    def _told(self, results: Iterable[Prepared | Known | Failure]) -> Iterator[Prepared | Known]:
        for each in results:
            if isinstance(each, Failure):
                self._failed(each)
            else:
                self.counts[each.key] = each.counts
                self.documents |= dict.fromkeys(each.files, each.key)
                yield each

    def _failed(self, failure: Failure) -> None:
        self.failures[failure.place] = failure


def _remembered(source: Source, memory: Loaded, limits: Limits) -> Sighting | None:
    """The sighting of a file that was seen before, with its bytes unchanged."""
    key, place = source
    sha256 = digest(place, limits)
    seen = memory.file(sha256, PurePath(readable(place.name)).name) if sha256 else None
    return Sighting(key, place, *seen) if seen else None


def _lost(group: Group) -> tuple[Failure, ...]:
    return tuple(Failure(str(file.place), _ENDED) for file in group.files)


def prepare() -> None:
    """Has at hand what reading needs, before there is something to read."""
    from loaders.assemble import assemble  # noqa: F401, PLC0415 (as in ``loaders.load``)
    from loaders.gazetteer import gazetteer  # noqa: PLC0415

    gazetteer()
