"""Files in, ``graph.model.SourceFile`` out: finding, telling the kind, refusing. Only this step touches files.

The text of plain text is what its bytes decode to, with nothing translated or stripped; of any other kind it is the
canonical text of what a reader sees in it (``loaders.canonical``), with anchors. Every offset of a result counts the
characters of that text.
"""

import errno
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from graph.errors import ParameterError, Unreadable
from graph.faults import Fault, Reason, Remedy
from graph.model import Anchor, SourceFile
from loaders.archive import Member, members, read_member
from loaders.blocks import Contents
from loaders.encoding import decoded, readable
from loaders.kinds import CSV, TEXT, ZIP, Kind, kind
from loaders.limits import USUAL, Limits
from loaders.received import Received

_HAN = re.compile("[\u3400-\u9fff]")
_REASONS = {
    errno.ENOENT: Reason.MISSING,
    errno.EACCES: Reason.FORBIDDEN,
    errno.EISDIR: Reason.FOLDER,
    errno.ELOOP: Reason.LOOP,
    errno.ENODEV: Reason.NO_FILE,
}
_OPENING, _SEPARATORS = 2_000, 4  # a table of values has at least so many separators among its first characters


Place = Path | Member | Received
"""Where a source is: a file, a file within an archive, or what was received over a line."""

_ENDINGS = frozenset(
    f".{ending}"
    for kinds in (
        ("txt", "html", "htm", "shtml", "mht", "mhtml", "docx", "docm", "doc", "wps", "rtf", "odt", "pdf", "ofd"),
        ("xlsx", "xlsm", "xls", "xlsb", "et", "ods", "csv", "tsv", "zip", "rar", "7z"),
    )
    for ending in kinds
)
"""What the names of documents end in, in folders and archives; what kind a file is, its content tells."""


def read(place: Place, limits: Limits = USUAL) -> SourceFile:
    """The source file at ``place``; Unreadable names the file and the remedy."""
    try:
        data = _bytes(place, limits)
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0, fault.strerror or str(fault))
        raise Unreadable(place, Fault.NOT_READ, Remedy.PERMIT, reason=reason) from fault
    if not isinstance(place, Member) and _is_archive(place, limits):
        members(place, limits)  # says what is wrong with it
    if isinstance(place, Member) and len(place.names) > limits.nesting and kind(data) is ZIP:
        raise Unreadable(place, Fault.NESTED, Remedy.UNPACK, most=limits.nesting)
    source = decode(readable(place.name), data, limits)
    origin = place.archive if isinstance(place, Member) else place
    return replace(source, url=origin.url, fetched=origin.fetched) if isinstance(origin, Received) else source


def digest(place: Place, limits: Limits = USUAL) -> str | None:
    """The SHA-256 of the file at ``place``, None where it cannot be had or was received over a line."""
    if isinstance(place.archive if isinstance(place, Member) else place, Received):
        return None
    try:
        return hashlib.sha256(_bytes(place, limits)).hexdigest()
    except (OSError, Unreadable):
        return None  # ``read`` says why


def _bytes(place: Place, limits: Limits) -> bytes:
    """The bytes at a place, one more than may be if there are more."""
    if isinstance(place, Member):
        return read_member(place, limits)
    if isinstance(place, Received):
        return place.data
    if not place.is_dir() and place.exists() and not place.is_file():
        raise OSError(errno.ENODEV, "no file")  # to open a pipe would wait for whoever writes into it
    with place.open("rb") as file:
        return file.read(limits.size + 1)


def decode(name: str, data: bytes, limits: Limits = USUAL) -> SourceFile:
    """The source file ``name`` with the bytes ``data``, of whatever kind; Unreadable where it has no Chinese text."""
    if len(data) > limits.size:
        raise Unreadable(name, Fault.TOO_LARGE, Remedy.SPLIT, most=limits.size)
    found = kind(data)
    source = _text(name, data, limits) if found is TEXT else _formatted(name, data, found, limits)
    if not _HAN.search(source.text):
        raise Unreadable(name, Fault.NO_CHINESE if source.text.strip() else Fault.EMPTY, Remedy.RIGHT_FILE)
    return source


def _text(name: str, data: bytes, limits: Limits) -> SourceFile:
    encoding, text = decoded(name, data)
    if "\0" in text:
        raise Unreadable(name, Fault.NUL, Remedy.PLAIN_TEXT)
    if _is_table(text):
        return _formatted(name, data, CSV, limits)
    return _source(name, data, TEXT, encoding, text)


def _is_table(text: str) -> bool:
    """Whether text is a task table of values parted by commas, tabs or semicolons."""
    start = text[:_OPENING]
    if max(start.count(mark) for mark in ",\t;") < _SEPARATORS:
        return False
    from loaders.formats.csv_table import is_table  # noqa: PLC0415 (few texts need it)

    return is_table(text)


def _formatted(name: str, data: bytes, found: Kind, limits: Limits) -> SourceFile:
    if found.reader is None:
        raise Unreadable(name, Fault.UNKNOWN_KIND, found.remedy, kind=found.called)
    reader = import_module(f"loaders.formats.{found.reader}")  # so that plain text needs none of their libraries
    contents: Contents = reader.read(name, data, limits)
    from loaders.canonical import canonical  # noqa: PLC0415 (plain text needs none of it)

    text, anchors = canonical(contents)
    return _source(name, data, found, contents.encoding, text, anchors)


def _source(
    name: str, data: bytes, found: Kind, encoding: str, text: str, anchors: tuple[Anchor, ...] = ()
) -> SourceFile:
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(name, digest, len(data), found.media_type, encoding, text, anchors)


def find(paths: Sequence[Path | Received], limits: Limits = USUAL) -> tuple[tuple[str, Place], ...]:
    """Key and place of every source among ``paths``: files as given, folders and ZIP archives with what is in them.

    What was received over a line is a file of its name. Of folders and archives those files count whose ending is a
    document's; hidden ones are passed over. The key is the file's name without its ending, within a folder the relative
    path, within an archive the archive's name before it. Where a name has several endings (plan.docx, plan.pdf), each
    keeps its own; where several addresses end alike, each is its own key. A file named twice counts once.
    ParameterError where two files would have one key.
    """
    named = tuple(_distinct(source for path in paths for source in _sources(path, limits)))
    endings = Counter(_key(relative) for relative, _ in {(relative, _address(place)) for relative, place in named})
    found: dict[str, Place] = {}
    for relative, place in named:
        key = _key(relative) if endings[_key(relative)] == 1 else _whole_key(_address(place) or relative)
        if found.setdefault(key, place) is not place:
            raise ParameterError("paths", f"{found[key]} and {place} would both be {key!r}; rename one")
    return tuple(found.items())


def _distinct(sources: Iterable[tuple[PurePath, Place]]) -> Iterator[tuple[PurePath, Place]]:
    seen: set[object] = set()
    for relative, place in sources:
        identity = os.path.realpath(place) if isinstance(place, Path) else place  # resolve() fails at a circle
        if identity not in seen:
            seen.add(identity)
            yield relative, place


def _address(place: Place) -> PurePath | None:
    """The address of what was fetched, as a path: what tells apart two files of one name."""
    parts = urlsplit((place.url or "") if isinstance(place, Received) else "")
    return PurePath(parts.netloc + unquote(parts.path)) if parts.netloc else None


def _sources(path: Path | Received, limits: Limits) -> Iterator[tuple[PurePath, Place]]:
    if isinstance(path, Received):
        yield from _file(path, PurePath(path.name), limits)
        return
    if not path.exists():
        raise Unreadable(path, Fault.NOT_THERE, Remedy.CHECK)
    if not path.is_dir():
        yield from _file(path, PurePath(path.name), limits)
        return
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        visible = not any(part.startswith(".") for part in relative.parts)
        if visible and file.suffix.lower() in _ENDINGS and not file.is_dir():
            yield from _file(file, relative, limits)


def _file(path: Path | Received, relative: PurePath, limits: Limits) -> Iterator[tuple[PurePath, Place]]:
    """A file, or what is in it if it is an archive; one that cannot be looked into is left for ``read`` to refuse."""
    try:
        inside = members(path, limits) if _is_archive(path, limits) else ()
    except Unreadable:
        inside = ()
    documents = [each for each in inside if PurePath(each.name).suffix.lower() in _ENDINGS]
    if not documents:
        yield relative, path
    for member in documents:
        steps = (part for name in member.names for part in name.replace("\\", "/").split("/"))
        yield relative.with_suffix("").joinpath(*(step for step in steps if step.strip("."))), member


def _is_archive(path: Path | Received, limits: Limits) -> bool:
    if isinstance(path, Received):
        return kind(path.data) is ZIP
    with suppress(OSError):
        if not path.is_file() or path.stat().st_size > limits.unpacked:
            return False
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04" and kind(path.read_bytes()) is ZIP
    return False


def _key(relative: PurePath) -> str:
    return _whole_key(relative.with_suffix(""))


def _whole_key(relative: PurePath) -> str:
    """The path as a key, of characters that a key can have."""
    return normalize("NFC", readable(relative.as_posix()))
