"""Figures in base units, so that 1.5万亩 and 1000公顷 can be compared."""

import re
from functools import cache
from importlib.resources import files
from math import prod
from typing import Final

_NUMBERS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNIT: Final = re.compile(r"(?P<scale>[十百千]?[万亿]+|[十百千](?!米|克|瓦|分))?(?P<unit>[^/]*)(?P<per>(?:/.+)?)")


def base(value: float, unit: str) -> tuple[float, str]:
    """The figure in its base unit; a unit that the table does not know is its own.

    >>> base(1.5, "万亩"), base(3, "公里"), base(12, "万立方米/日"), base(5, "座")
    ((10000000.0, '平方米'), (3000.0, '米'), (120000.0, '立方米/日'), (5.0, '座'))
    """
    found = _UNIT.fullmatch(unit)
    if not found:
        return float(value), unit
    name, factor = _units().get(found["unit"], (found["unit"], 1.0))
    scale = prod(_NUMBERS[word] for word in found["scale"] or "")
    return round(value * scale * factor, 6), name + found["per"]


@cache
def _units() -> dict[str, tuple[str, float]]:
    lines = (files("loaders") / "gazetteers" / "units.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    return {unit: (name, float(factor)) for unit, name, factor in rows[1:]}
