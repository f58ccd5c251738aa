"""Enumerators of made plans: how the n-th item of a level is printed and how its number reads."""

from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Enumerator:
    """An enumerator as printed before an item's words, and as a step of the item's number path."""

    printed: str
    step: str


def enumerator(style: str, place: int, above: str, dot: str) -> Enumerator:
    """The enumerator of the item at ``place`` (from 1) under the step ``above``; ``dot`` follows plain figures.

    >>> enumerator("bracketed-han", 12, "一", "."), enumerator("decimal", 2, "3", ".").printed
    (Enumerator(printed='(十二)', step='(十二)'), '3.2 ')
    """
    plain = style.removesuffix("-on")
    step = _STEPS[plain](place, above)
    return Enumerator(step + (dot if plain == "arabic" else _ENDINGS.get(plain, "")), step)


def runs_on(style: str) -> bool:
    """Whether a style's numbers go on from section to section."""
    return style.endswith("-on")


def han(number: int) -> str:
    """A number up to 99 in Chinese.

    >>> han(7), han(10), han(21)
    ('七', '十', '二十一')
    """
    tens, ones = divmod(number, 10)
    words = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return words + (_DIGITS[ones] if ones or not tens else "")


_STEPS: dict[str, Callable[[int, str], str]] = {
    "han": lambda place, _: han(place),
    "bracketed-han": lambda place, _: f"({han(place)})",
    "arabic": lambda place, _: str(place),
    "arabic-bracket": lambda place, _: str(place),
    "bracketed-arabic": lambda place, _: f"({place})",
    "circled": lambda place, _: chr(ord("①") + place - 1),
    "chapter": lambda place, _: f"第{han(place)}章",
    "article": lambda place, _: f"第{han(place)}条",
    "task": lambda place, _: f"任务{han(place)}",
    "ordinal": lambda place, _: f"第{han(place)}",
    "decimal": lambda place, above: f"{above}.{place}",
}
_ENDINGS = {
    "han": "、",
    "chapter": " ",
    "article": " ",
    "task": ":",
    "ordinal": ",",
    "decimal": " ",
    "arabic-bracket": ")",
}
