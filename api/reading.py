"""Sources in, documents out: one faulty file never stopping the others, a document in several files read as one."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.cli.console import notices
from api.cli.messages import Messages
from graph.errors import DutyError, Unreadable
from graph.model import Copy, Document, SourceFile
from loaders import load
from loaders.copies import copy_of, groups, likeness, merged, names
from loaders.limits import Limits
from loaders.read import Place, read

_KEPT = 20_000_000  # characters of texts that are held in memory; files beyond are read twice

Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _File:
    """A source that could be read: what its text is like, and the file itself as long as that is not too much."""

    key: str
    place: Place
    like: str
    copy: Copy
    held: SourceFile | None

    @property
    def plain(self) -> str:
        """The key without the file's ending."""
        return self.key.removesuffix(PurePath(self.place.name).suffix)


@dataclass(slots=True)
class Reading:
    """Reads sources; ``documents`` tells which document each file holds, ``failures`` why some could not be read."""

    say: Messages
    sources: Sequence[tuple[str, Place]]
    limits: Limits
    failures: dict[str, str]
    counts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)  # by the key of each file read, that of its document

    def __iter__(self) -> Iterator[Document]:
        with _progress(self.say.reading, 2 * len(self.sources)) as advance:
            files = list(self._files(advance))
            named: dict[str, set[str]] = {}
            for file in files:
                named.setdefault(file.plain, set()).add(file.key)
            for group in groups(_marks(files)):
                for document, keys in merged(self._documents([files[place] for place in group], advance)):
                    key = _key(document.key, keys, named)
                    self.counts[key] = _counts(document)
                    self.documents |= dict.fromkeys(keys, key)
                    yield replace(document, key=key)

    def _files(self, advance: Advance) -> Iterator[_File]:
        kept = 0
        for key, place in self.sources:
            source = self._source(place)
            if source:
                kept += len(source.text)
                yield _File(key, place, likeness(source), copy_of(source), source if kept <= _KEPT else None)
            advance()

    def _documents(self, files: Sequence[_File], advance: Advance) -> Iterator[tuple[Document, list[str]]]:
        """The documents of files that may be the same, each read from the first of those with its text."""
        alike: dict[str, list[_File]] = {}
        for file in files:
            alike.setdefault(file.like, []).append(file)
        for same in alike.values():
            document = self._document(same[0])
            for _ in same:
                advance()
            if document:
                copies = tuple(file.copy for file in same[1:])
                yield replace(document, copies=copies), [file.key for file in same]

    def _source(self, place: Place) -> SourceFile | None:
        with self._guarded(place):
            return read(place, self.limits)
        return None

    def _document(self, file: _File) -> Document | None:
        with self._guarded(file.place):
            return load(file.held or read(file.place, self.limits), file.key)
        return None

    @contextmanager
    def _guarded(self, place: Place) -> Iterator[None]:
        """Keeps what goes wrong with one file from stopping the others."""
        try:
            yield
        except Unreadable as fault:
            self.failures[str(place)] = fault.said(self.say.language)
        except DutyError as fault:
            self.failures[str(place)] = str(fault)
        except Exception as fault:  # a fault of ours
            self.failures[str(place)] = self.say.fault.format(fault=repr(fault))


def _marks(files: Sequence[_File]) -> list[list[Hashable]]:
    """By what each file may hold the same document as another: its text, and its name with its ending."""
    whole = [file.plain + PurePath(file.place.name).suffix for file in files]
    return [[("text", file.like), *own] for file, own in zip(files, names(whole), strict=True)]


def _key(key: str, keys: Sequence[str], named: Mapping[str, set[str]]) -> str:
    """The document's key: without the ending of its first file, where its files are all that have that name."""
    plain = next(plain for plain, own in named.items() if key in own)
    return plain if len(keys) > 1 and named[plain] <= {*keys} else key


def _counts(document: Document) -> tuple[int, ...]:
    measures = document.measures
    return (
        len(measures),
        sum(len(measure.assignments) for measure in measures),
        sum(len(measure.deadlines) for measure in measures) + len(document.deadlines),
        sum(len(measure.targets) for measure in measures) + len(document.targets),
        len(document.remarks),
    )


@contextmanager
def _progress(label: str, total: int) -> Iterator[Advance]:
    console = notices()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)
