"""Bytes to characters: UTF-8, UTF-16 with a byte order mark, GB 18030 (GBK, GB 2312) or Big5, told by trying.

Nothing is translated or stripped, line ends included; only a byte order mark is no character of a text.
"""

import os
from contextlib import suppress
from unicodedata import normalize

from graph.errors import Unreadable
from graph.faults import Fault, Remedy
from loaders.characters import everyday

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NATIONAL = ("gb18030", "big5hkscs")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb231280": "gb18030", "xgbk": "gb18030", "big5": "big5hkscs"}
_SAMPLE = 20_000
_PLAUSIBLE = 0.5  # Chinese text has nine everyday characters of ten, bytes of another encoding one of three
_FAULTS = 1_000  # of so many characters one may be broken, where the encoding is declared


def decoded(name: str, data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The encoding and the characters of ``data``; Unreadable where they are no Chinese text in a known encoding.

    What a page declares is believed where the bytes do not contradict it; a few broken characters are then let pass.
    """
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        return encoding, data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as fault:
        if mark:
            place = fault.start + len(mark)
            raise Unreadable(name, Fault.FAULTY_ENCODING, Remedy.PLAIN_TEXT, encoding=encoding, byte=place) from fault
        return _nationally_decoded(name, data, fault, _codec(declared))


def readable(name: str) -> str:
    r"""A file's name as text that can be shown: bytes that are no UTF-8 are GB 18030, as Chinese systems write them.

    >>> readable("方案\n.txt"), readable("\udcb7\udcbd\udcb0\udcb8.txt")
    ('方案_.txt', '方案.txt')
    """
    with suppress(UnicodeError):
        name = os.fsencode(name).decode("gb18030") if _has_bytes(name) else name
    return "".join(char if char.isprintable() else "_" for char in name)


def _has_bytes(name: str) -> bool:
    """Whether a name has bytes in it that are no characters, as Python tells them (PEP 383)."""
    return any("\udc80" <= char <= "\udcff" for char in name)


def _nationally_decoded(name: str, data: bytes, fault: UnicodeDecodeError, declared: str | None) -> tuple[str, str]:
    readings = [(encoding, text) for encoding in _NATIONAL if (text := _decoding(data, encoding)) is not None]
    encoding, text = max(readings, key=lambda reading: _plausibility(reading[1]), default=("", ""))
    if _plausibility(text) >= _PLAUSIBLE:
        return encoding, text
    if declared and (mended := data.decode(declared, "replace")).count("\ufffd") * _FAULTS <= len(mended):
        return declared, mended
    raise Unreadable(name, Fault.UNKNOWN_ENCODING, Remedy.PLAIN_TEXT, byte=fault.start)


def _codec(declared: str | None) -> str | None:
    """The encoding that a declaration means: GB 18030 for every older national one, as browsers read them."""
    plain = "".join(char for char in normalize("NFKC", declared or "").lower() if char.isalnum())
    known = {"utf8": "utf-8", "gb18030": "gb18030", "big5hkscs": "big5hkscs"} | _SUPERSETS
    return known.get(plain)


def _decoding(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    chars = [char for char in text[:_SAMPLE] if not char.isascii()]
    return sum(char in everyday() for char in chars) / len(chars) if chars else 0.0
