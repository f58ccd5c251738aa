"""Files in, ``graph.model.SourceFile`` out: finding, decoding, refusing. Only this step touches files.

Plain text is read, in UTF-8, UTF-16 with a byte order mark, GB 18030 (GBK, GB 2312) or Big5. ``SourceFile.text`` is
what the bytes decode to, with nothing translated or stripped, line ends included; only a byte order mark is no
character of it. Every offset of a result counts these characters.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from unicodedata import normalize

from graph.errors import ParameterError, Unreadable
from graph.model import SourceFile
from loaders.characters import everyday

LIMIT = 32 * 2**20
"""The most bytes a source may have: a plan has some tens of kilobytes."""

_OTHER_KINDS = (
    (rb"PK\x03\x04", "a ZIP package (DOCX, WPS or XLSX?)"),
    (rb"\s*%PDF-", "a PDF file"),
    (rb"\xd0\xcf\x11\xe0", "an old office document (DOC, WPS or XLS?)"),
    (rb"\s*\{\\rtf", "an RTF document"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF", "a picture"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh", "an archive"),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|meta|div|table|p|span)\b", "an HTML or XML page"),
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NATIONAL = ("gb18030", "big5hkscs")
_SAMPLE = 20_000
_PLAUSIBLE = 0.5  # Chinese text has nine everyday characters of ten, bytes of another encoding one of three
_HAN = re.compile("[\u3400-\u9fff]")
_REMEDY = "save its text as plain text in UTF-8 and load that"


def read(path: Path, limit: int = LIMIT) -> SourceFile:
    """The source file at ``path``; Unreadable names the file and the remedy."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as fault:
        raise Unreadable(f"{path}: cannot be read: {fault.strerror or fault}") from fault
    return decode(path.name, data, limit)


def decode(name: str, data: bytes, limit: int = LIMIT) -> SourceFile:
    """The source file ``name`` with the bytes ``data``; Unreadable where they are no plain Chinese text."""
    if len(data) > limit:
        raise Unreadable(f"{name}: more than {limit:,} bytes; split it into its documents")
    for pattern, kind in _OTHER_KINDS:
        if re.match(pattern, data, re.DOTALL):
            raise Unreadable(f"{name}: {kind}, not plain text; {_REMEDY}")
    encoding, text = _decoded(name, data)
    if "\0" in text:
        raise Unreadable(f"{name}: has NUL characters, so is no plain text; {_REMEDY}")
    if not _HAN.search(text):
        raise Unreadable(f"{name}: {'has no Chinese text' if text.strip() else 'is empty'}; is it the right file?")
    return SourceFile(name, hashlib.sha256(data).hexdigest(), len(data), "text/plain", encoding, text)


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


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        return encoding, data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as fault:
        if mark:
            raise Unreadable(f"{name}: faulty {encoding} at byte {fault.start + len(mark):,}; {_REMEDY}") from fault
        return _nationally_decoded(name, data, fault)


def _nationally_decoded(name: str, data: bytes, fault: UnicodeDecodeError) -> tuple[str, str]:
    readings = [(encoding, text) for encoding in _NATIONAL if (text := _decoding(data, encoding)) is not None]
    encoding, text = max(readings, key=lambda reading: _plausibility(reading[1]), default=("", ""))
    if _plausibility(text) < _PLAUSIBLE:
        raise Unreadable(f"{name}: neither UTF-8 (fault at byte {fault.start:,}) nor GB 18030 nor Big5; {_REMEDY}")
    return encoding, text


def _decoding(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    chars = [char for char in text[:_SAMPLE] if not char.isascii()]
    return sum(char in everyday() for char in chars) / len(chars) if chars else 0.0
