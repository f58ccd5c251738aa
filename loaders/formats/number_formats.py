"""Numbers and dates of workbooks as they are shown: 0.95 as 95%, 45077 as 2023年5月31日 (ECMA-376 part 1, 18.8.30-31).

A date that is shown as a month only must not be read as the first day of it, so the format decides, not the value.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

# What a code stands for where the workbook does not define it; 27 to 36 and 50 to 58 as Chinese programs show them.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
}

_TOKEN = re.compile(
    r'(?P<general>General)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<part>y+|m+|d+|h+|s+|a{3,}|e+|g+)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]+)?|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_LATEST = 2_958_465  # 9999-12-31


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """``value`` as a cell with the number format ``code`` shows it.

    >>> shown(0.955, "0.0%"), shown(45107, 'yyyy"年"m"月";@'), shown(3.0, "General")
    ('95.5%', '2023年6月', '3')
    """
    section = _section(code, value)
    tokens = list(_TOKEN.finditer(section))
    if any(token["part"] for token in tokens) and 0 <= value <= _LATEST:
        return "".join(_dated(tokens, _moment(value, since_1904)))
    if any(token["general"] or token["part"] or token["other"] == "@" for token in tokens):
        return _plain(value)
    return "".join(_numbered(tokens, value))


def _section(code: str, value: float) -> str:
    """The part of a code that is for numbers of this sign; one of its own shows a negative number without a minus."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if value < 0 and len(sections) > 1:
        return f"-{sections[1]}" if "-" not in sections[1] and "(" not in sections[1] else sections[1]
    return sections[2] if value == 0 and len(sections) > 2 and sections[2] else sections[0]


def _plain(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(f"{value:.11g}"), "f")


def _numbered(tokens: list[re.Match[str]], value: float) -> Iterator[str]:
    percent = sum(token["other"] == "%" for token in tokens)
    figure = abs(Decimal(repr(value))) * 100**percent
    for token in tokens:
        if token["digits"]:
            yield _figure(figure, token["digits"])
            figure = Decimal(0)
        elif token["bracket"] is None:
            yield token["quoted"] or token["escaped"] or token["other"] or ""


def _figure(figure: Decimal, digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    wanted = Decimal(1).scaleb(-len(fraction))
    text = f"{figure.quantize(wanted, ROUND_HALF_UP):{',' if ',' in whole else ''}f}"
    for digit in reversed(fraction):  # a place marked # is shown only where there is a figure
        if digit == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return text.rstrip(".")


def _moment(value: float, since_1904: bool) -> datetime:
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    return start + timedelta(seconds=round(value * 86_400))


def _dated(tokens: list[re.Match[str]], moment: datetime) -> Iterator[str]:
    minutes = False
    for token in tokens:
        part = (token["part"] or "").lower()
        if part:
            yield _date_part(part, moment, minutes)
            minutes = part[0] == "h"
        elif token["bracket"] is None and not token["half"] and token["other"] != "@":
            yield token["quoted"] or token["escaped"] or token["other"] or token["digits"] or ""


def _date_part(part: str, moment: datetime, minutes: bool) -> str:
    if part[0] in "ye":
        return f"{moment.year:04}" if len(part) > 2 or part[0] == "e" else f"{moment.year % 100:02}"
    if part[0] == "a":
        return f"{'星期' if len(part) > 3 else ''}{_WEEKDAYS[moment.weekday()]}"
    values = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}
    value = values.get(part[0])
    return "" if value is None else f"{value:02}" if len(part) == 2 else str(value)
