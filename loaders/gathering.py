"""Sources to documents: looked at first, so that files of one document are found together, then each text read once.

Pure but for the files themselves: what is wrong with one is a ``Failure`` in the result and stops no other.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from graph.errors import DutyError, Unreadable
from graph.faults import Words
from graph.model import Copy, Document, SourceFile
from loaders import load
from loaders.copies import copy_of, groups, likeness, merged, names
from loaders.limits import Limits
from loaders.read import Place, read

Source = tuple[str, Place]
"""Key and place of a source, as ``loaders.read.find`` tells them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source could not be read, in both languages; ``ours`` where it is a fault of the program."""

    place: str
    said: Words
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source that could be read: what its text is like, and the file itself unless it is to be read again."""

    key: str
    place: Place
    like: str
    copy: Copy
    held: SourceFile | None = None

    @property
    def plain(self) -> str:
        """The key without the file's ending."""
        return self.key.removesuffix(PurePath(self.place.name).suffix)


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that may hold one document; ``named`` has the keys of all sources for each of their plain keys."""

    files: tuple[Sighting, ...]
    named: Mapping[str, frozenset[str]]

    @property
    def signature(self) -> str:
        """A digest of all that the documents of the group are made of, but for the reader."""
        files = [(file.key, file.like, file.copy.name, file.copy.sha256, file.copy.url) for file in self.files]
        return sha256(repr((files, [(plain, sorted(self.named[plain])) for plain in self.named])).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Gathered:
    """A document, and the keys of the sources that hold it."""

    document: Document
    files: tuple[str, ...]


def sighting(source: Source, limits: Limits) -> Sighting | Failure:
    """What a first look at the source tells."""
    key, place = source
    try:
        file = read(place, limits)
        return Sighting(key, place, likeness(file), copy_of(file), file)
    except Exception as fault:  # whatever is wrong with one file, also in our reading of it, the others are read
        return failure(place, fault)


def grouped(sightings: Sequence[Sighting]) -> list[Group]:
    """The sources in groups of those that may hold one document, in order of their first."""
    named: dict[str, set[str]] = {}
    for file in sightings:
        named.setdefault(file.plain, set()).add(file.key)
    whole = {plain: frozenset(keys) for plain, keys in named.items()}
    members = (tuple(sightings[place] for place in group) for group in groups(_marks(sightings)))
    return [Group(files, {file.plain: whole[file.plain] for file in files}) for files in members]


def gathered(group: Group, limits: Limits) -> list[Gathered | Failure]:
    """The documents of a group, and what could not be read of it."""
    failures: list[Failure] = []
    documents = merged(_documents(group.files, limits, failures))
    found = ((_key(document.key, keys, group.named), document, keys) for document, keys in documents)
    return [*(Gathered(replace(document, key=key), tuple(keys)) for key, document, keys in found), *failures]


def failure(place: Place | str, fault: Exception) -> Failure:
    """The failure that an error at that place comes to."""
    if isinstance(fault, Unreadable):
        return Failure(str(place), Words(fault.said("zh"), fault.said("en")))
    said = str(fault) if isinstance(fault, DutyError) else repr(fault)
    return Failure(str(place), Words(said, said), ours=not isinstance(fault, DutyError))


def _documents(
    files: Iterable[Sighting], limits: Limits, failures: list[Failure]
) -> Iterator[tuple[Document, list[str]]]:
    """The documents of files that may be the same, each read from the first of those with its text."""
    alike: dict[str, list[Sighting]] = {}
    for file in files:
        alike.setdefault(file.like, []).append(file)
    for same in alike.values():
        try:
            document = load(same[0].held or read(same[0].place, limits), same[0].key)
        except Exception as fault:  # as above; a fault of ours is told as one (``Failure.ours``)
            failures.append(failure(same[0].place, fault))
        else:
            copies = tuple(file.copy for file in same[1:])
            yield replace(document, copies=copies), [file.key for file in same]


def _marks(files: Sequence[Sighting]) -> list[list[Hashable]]:
    """By what each file may hold the same document as another: its text, and its name with its ending."""
    whole = [file.plain + PurePath(file.place.name).suffix for file in files]
    return [[("text", file.like), *own] for file, own in zip(files, names(whole), strict=True)]


def _key(key: str, keys: Sequence[str], named: Mapping[str, frozenset[str]]) -> str:
    """The document's key: without the ending of its first file, where its files are all that have that name."""
    plain = next(plain for plain, own in named.items() if key in own)
    return plain if len(keys) > 1 and named[plain] <= {*keys} else key
