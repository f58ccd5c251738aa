"""What each type of node looks like, the same in every picture: red, green, blue."""

from typing import Final

# Okabe and Ito's palette, which colour-blind people tell apart: https://jfly.uni-koeln.de/color/.
COLOURS: Final = {
    "document": (0, 0, 0),
    "measure": (86, 180, 233),
    "agency": (213, 94, 0),
    "place": (0, 158, 115),
    "indicator": (204, 121, 167),
}


def hexadecimal(type: str) -> str:  # noqa: A002 (what it is called everywhere here)
    """The colour as the web writes it.

    >>> hexadecimal("agency")
    '#d55e00'
    """
    return "#" + "".join(f"{part:02x}" for part in COLOURS[type])
