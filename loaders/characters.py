"""Which characters are in everyday use, as the old national character sets rank them: GB 2312 and Big5, level one."""

from functools import cache

_SHARE = 20  # one character of twenty; in traditional text it is one of three


@cache
def everyday() -> frozenset[str]:
    """The 3755 simplified characters of GB 2312 level one and the traditional ones of Big5 level one (常用字)."""
    return _decodable("gb2312", range(0xB0, 0xD8)) | _decodable("big5", range(0xA4, 0xC7))


def is_traditional(text: str) -> bool:
    """Whether ``text`` is in traditional writing (繁体): has many everyday characters that simplified writing has not.

    >>> is_traditional("雲嶺省黨委"), is_traditional("乾河水利")
    (True, False)
    """
    simplified = text.encode("gb2312", "ignore").decode("gb2312")
    if (len(text) - len(simplified)) * _SHARE <= len(text):
        return False
    others = set(text).difference(simplified)
    return sum(text.count(char) for char in others if _is_everyday_in_big5(char)) * _SHARE > len(text)


def _decodable(charset: str, leads: range) -> frozenset[str]:
    pairs = (bytes((lead, trail)).decode(charset, "ignore") for lead in leads for trail in range(0x40, 0xFF))
    return frozenset(pair for pair in pairs if len(pair) == 1 and not pair.isascii())


def _is_everyday_in_big5(char: str) -> bool:
    return b"\xa4" <= char.encode("big5", "ignore")[:1] < b"\xc7"
