"""Files in, ``graph.model.SourceFile`` out: finding, telling the kind, refusing. Only this step touches files.

The text of plain text is what its bytes decode to, with nothing translated or stripped; of any other kind it is the
canonical text of what a reader sees in it (``loaders.canonical``), with anchors. Every offset of a result counts the
characters of that text.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from unicodedata import normalize

from graph.errors import ParameterError, Unreadable
from graph.model import Anchor, SourceFile
from loaders.blocks import Contents
from loaders.encoding import REMEDY, decoded
from loaders.kinds import CSV, TEXT, Kind, kind
from loaders.limits import USUAL, Limits

_HAN = re.compile("[\u3400-\u9fff]")
_OPENING, _SEPARATORS = 2_000, 4  # a table of values has at least so many separators among its first characters


def read(path: Path, limits: Limits = USUAL) -> SourceFile:
    """The source file at ``path``; Unreadable names the file and the remedy."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.size + 1)
    except OSError as fault:
        raise Unreadable(f"{path}: cannot be read: {fault.strerror or fault}") from fault
    return decode(path.name, data, limits)


def decode(name: str, data: bytes, limits: Limits = USUAL) -> SourceFile:
    """The source file ``name`` with the bytes ``data``, of whatever kind; Unreadable where it has no Chinese text."""
    if len(data) > limits.size:
        raise Unreadable(f"{name}: more than {limits.size:,} bytes; split it into its documents")
    found = kind(data)
    source = _text(name, data, limits) if found is TEXT else _formatted(name, data, found, limits)
    if not _HAN.search(source.text):
        raise Unreadable(
            f"{name}: {'has no Chinese text' if source.text.strip() else 'is empty'}; is it the right file?"
        )
    return source


def _text(name: str, data: bytes, limits: Limits) -> SourceFile:
    encoding, text = decoded(name, data)
    if "\0" in text:
        raise Unreadable(f"{name}: has NUL characters, so is no plain text; {REMEDY}")
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
        raise Unreadable(f"{name}: {found.called} cannot be read; {found.remedy}")
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


def find(paths: Sequence[Path]) -> tuple[tuple[str, Path], ...]:
    """Key and path of every source among ``paths``: files as given, folders with all ``.txt`` files in them, sorted.

    The key is the file's name without its ending, within a folder the relative path without ending. Hidden files and
    folders are passed over; a file named twice counts once. ParameterError where two files would have one key.
    """
    found: dict[str, Path] = {}
    for path in paths:
        for key, file in _sources(path):
            if not found.setdefault(key, file).samefile(file):
                raise ParameterError("paths", f"{found[key]} and {file} would both be {key!r}; rename one")
    return tuple(found.items())


def _sources(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.exists():
        raise Unreadable(f"{path}: no such file or folder")
    if not path.is_dir():
        yield _key(PurePath(path.name)), path
        return
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        visible = not any(part.startswith(".") for part in relative.parts)
        if visible and file.suffix.lower() == ".txt" and file.is_file():
            yield _key(relative), file


def _key(relative: PurePath) -> str:
    key = normalize("NFC", relative.with_suffix("").as_posix())
    if not key.isprintable():
        raise Unreadable(f"{relative.as_posix()!r}: its name has characters that no key can have; rename it")
    return key
