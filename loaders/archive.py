"""ZIP archives of documents: what is in them and its bytes, within limits; nothing is ever written to a disk."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.kinds import ZIP, kind
from loaders.limits import Limits
from loaders.received import Received

_BROKEN = (BadZipFile, EOFError, OSError, ValueError, zlib.error)
_UTF8 = 0x800  # flag bit 11 of APPNOTE.TXT 4.4.4: the name is in UTF-8


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive, within archives in it perhaps: their names from the outermost on."""

    archive: Path | Received
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.names[-1].replace("\\", "/")).name

    def __str__(self) -> str:
        return " > ".join((str(self.archive), *self.names))


def members(archive: Path | Received, limits: Limits) -> tuple[Member, ...]:
    """The files in an archive in the order of their names; Unreadable where it is broken, locked or too large."""
    budget = _Budget(limits)
    with _opened(str(archive), _source(archive)) as package:
        return tuple(Member(archive, names) for names in sorted(_names(str(archive), package, budget, ())))


def read_member(member: Member, limits: Limits) -> bytes:
    """The bytes of a file in an archive, one more than may be if it has more."""
    source = _source(member.archive)
    data = b""
    for name in member.names:
        with _opened(str(member.archive), source) as package:
            data = _bytes(str(member), package, name, limits.size + 1)
        source = BytesIO(data)
    return data


@dataclass(slots=True)
class _Budget:
    """What is left of the limits while archives are looked into."""

    limits: Limits
    members: int = 0
    unpacked: int = 0

    def take(self, where: str, info: ZipInfo) -> None:
        self.members += 1
        self.unpacked += info.file_size
        if self.members > self.limits.members:
            raise Unreadable(where, Fault.MANY_MEMBERS, Remedy.UNPACK, most=self.limits.members)
        if self.unpacked > self.limits.unpacked:
            raise Unreadable(where, Fault.LARGE_UNPACKED, Remedy.UNPACK, most=self.limits.unpacked)


def _source(archive: Path | Received) -> Path | BytesIO:
    return archive if isinstance(archive, Path) else BytesIO(archive.data)


def _opened(where: str, source: Path | BytesIO) -> ZipFile:
    try:
        return ZipFile(source)
    except (*_BROKEN, NotImplementedError) as fault:
        raise Unreadable(where, Fault.BROKEN_SO, Remedy.PACK, detail=fault) from fault


def _names(where: str, package: ZipFile, budget: _Budget, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The files of an archive and of those in it; a locked or broken one inside stands for itself."""
    for info in package.infolist():
        name = _name(info)
        if info.is_dir() or _is_hidden(name):
            continue
        budget.take(where, info)
        inner = _inner(where, package, info, budget, (*above, name))
        yield from inner if inner is not None else [(*above, name)]


def _inner(
    where: str, package: ZipFile, info: ZipInfo, budget: _Budget, names: tuple[str, ...]
) -> list[tuple[str, ...]] | None:
    """The files of an archive in an archive; None where it is none or cannot be looked into."""
    if not info.filename.lower().endswith(".zip") or len(names) > budget.limits.nesting:
        return None
    try:
        data = _bytes(where, package, names[-1], budget.limits.size)
        if kind(data) is not ZIP:
            return None
        with _opened(where, BytesIO(data)) as inside:
            return list(_names(where, inside, budget, names))
    except Unreadable:
        if budget.members > budget.limits.members or budget.unpacked > budget.limits.unpacked:
            raise
        return None


def _bytes(where: str, package: ZipFile, name: str, most: int) -> bytes:
    info = next((each for each in package.infolist() if _name(each) == name), None)
    if info is None:
        raise Unreadable(where, Fault.NO_MEMBER, Remedy.PACK)
    try:
        with package.open(info) as file:
            return file.read(most)
    except RuntimeError as fault:  # NotImplementedError, an unknown way of packing, is one too
        reason = Fault.PACKED_ODDLY if isinstance(fault, NotImplementedError) else Fault.ENCRYPTED
        raise Unreadable(where, reason, Remedy.UNPACK) from fault
    except _BROKEN as fault:
        raise Unreadable(where, Fault.BROKEN_SO, Remedy.PACK, detail=fault) from fault


def _name(info: ZipInfo) -> str:
    """A file's name; without the mark for UTF-8 it is that all the same, or GBK, as Chinese systems write it."""
    name = info.filename
    for encoding in () if info.flag_bits & _UTF8 else ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            name = info.filename.encode("cp437").decode(encoding)
            break
    return "".join(char if char.isprintable() else "_" for char in name)


def _is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))
