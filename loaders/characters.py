"""Which characters are in everyday use, as the old national character sets rank them: GB 2312 and Big5, level one."""

from functools import cache


@cache
def everyday() -> frozenset[str]:
    """The 3755 simplified characters of GB 2312 level one and the traditional ones of Big5 level one (常用字)."""
    return _decodable("gb2312", range(0xB0, 0xD8)) | _decodable("big5", range(0xA4, 0xC7))


@cache
def traditional() -> frozenset[str]:
    """Characters of everyday traditional writing (繁体) that simplified writing does not have."""
    return frozenset(char for char in _decodable("big5", range(0xA4, 0xC7)) if not _encodable(char, "gb2312"))


def _decodable(charset: str, leads: range) -> frozenset[str]:
    pairs = (bytes((lead, trail)).decode(charset, "ignore") for lead in leads for trail in range(0x40, 0xFF))
    return frozenset(pair for pair in pairs if len(pair) == 1 and not pair.isascii())


def _encodable(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
