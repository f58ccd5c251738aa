"""Numbers as Word writes them in automatic lists: the formats of ECMA-376 part 1, 17.18.59 (ST_NumberFormat)."""

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(value: int, form: str) -> str:
    """``value`` in a format of ECMA-376; in Arabic digits where the format is unknown or does not reach so far.

    >>> [numeral(12, form) for form in ("chineseCountingThousand", "ideographDigital", "decimalEnclosedCircle", "none")]
    ['十二', '一二', '⑫', '']
    """
    if form in _UNPRINTED:
        return ""
    return _FORMS.get(form, str)(value) or str(value)


def _counted(digits: str, units: str) -> Callable[[int], str]:
    """Numbers up to 9999 with their units, 十二 and not 一十二 unless every digit is written."""

    def write(value: int) -> str:
        if not 0 < value < 10_000:
            return ""
        words, gap = "", False
        for power in range(3, -1, -1):
            digit = value // 10**power % 10
            if digit:
                words += (digits[0] if gap and words else "") + digits[digit] + units[power].strip()
            gap = not digit
        return words.removeprefix("一") if words.startswith("一十") else words

    return write


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _tens(value: int) -> str:
    """Counted up to ninety-nine, digit by digit beyond."""
    return _COUNTED(value) if value < 100 else _digital(value)


def _from(*blocks: tuple[int, int, str]) -> Callable[[int], str]:
    """Characters that Unicode has in blocks: from a value to a value, the first one's character."""

    def write(value: int) -> str:
        return next((chr(ord(char) + value - first) for first, last, char in blocks if first <= value <= last), "")

    return write


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value > 0 else ""


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return ""
    words = ""
    for unit, sign in _ROMAN:
        words += sign * (value // unit)
        value %= unit
    return words


def _letters(value: int) -> str:
    """Letters a … z, then aa, bb …, as Word repeats them."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 26 * 9 else ""


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)) if value >= 0 else ""


_COUNTED = _counted("零" + _DIGITS[1:], " 十百千")
_CIRCLED = _from((0, 0, "⓪"), (1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱"))
_UNPRINTED = frozenset(("none", "bullet"))
_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _tens,
    "taiwaneseCounting": _tens,
    "chineseCountingThousand": _COUNTED,
    "taiwaneseCountingThousand": _COUNTED,
    "japaneseCounting": _COUNTED,
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", " 拾佰仟"),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", " 拾佰仟"),
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from((1, 10, "㊀")),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _from((1, 20, "⑴")),
    "decimalEnclosedFullstop": _from((1, 20, "⒈")),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda value: f"-{value}-",
}
