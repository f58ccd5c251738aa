"""A plan's paragraphs made into a text: widths of punctuation, line ends, the furniture of a web page around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from opencc import OpenCC

from loaders.made.phrases import styles

WIDTHS: Mapping[str, str] = {"wide": ",:;()!?", "narrow": "", "wide brackets": "()", "wide points": ",:;!?"}
"""Which ASCII punctuation is printed in its wide form, by name."""
LAYOUTS: Mapping[str, tuple[str, str]] = {
    "lines": ("", "\n"),
    "parted": ("", "\n\n"),
    "indented": ("\u3000\u3000", "\n"),
    "windows": ("", "\r\n"),
    "one line": ("", " "),
}
"""What stands before and behind a paragraph, by name."""
_TO_WIDE = 0xFEE0


@dataclass(frozen=True, slots=True)
class Print:
    """How a plan is printed."""

    width: str
    layout: str
    page: bool
    traditional: bool


def printed(rng: Random, how: Print, paragraphs: Sequence[str]) -> str:
    """The text of the paragraphs, on a page of the web or alone."""
    widths = str.maketrans({mark: chr(ord(mark) + _TO_WIDE) for mark in WIDTHS[how.width]})
    before, behind = LAYOUTS[how.layout]
    text = behind.join(f"{before}{paragraph.translate(widths)}" for paragraph in paragraphs)
    text = _traditional()(text) if how.traditional else text
    if not how.page:
        return text + "\n"
    words = styles().words
    above, below = (_furniture(rng, words[f"furniture.{place}"]) for place in ("before", "after"))
    return "\n".join([*above, text, *below]) + "\n"


@cache
def _traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


def _furniture(rng: Random, lines: Sequence[str]) -> list[str]:
    chosen = sorted(rng.sample(range(len(lines)), rng.randint(1, 2)))
    day = f"{rng.randint(2018, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return [lines[place].format(n=rng.randint(10, 9999), date=day) for place in chosen]
