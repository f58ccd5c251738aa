"""Cursors: where a page of a collection begins, as a word that callers hand back but need not read."""

import base64
import binascii
import json

from graph.errors import ParameterError

_NAME = "cursor"


def cursor(token: str, position: int) -> str:
    """The word for a position in the selection with that token.

    >>> position(cursor("00ff", 50), "00ff")
    50
    """
    return base64.urlsafe_b64encode(json.dumps([token, position]).encode()).decode().rstrip("=")


def position(cursor: str, token: str) -> int:
    """The position that the word stands for; ParameterError where it is of another selection."""
    of, place = _read(cursor)
    if of != token:
        raise ParameterError(_NAME, "is of other filters, or of the graph as it was before; begin again without it")
    return place


def _read(cursor: str) -> tuple[str, int]:
    try:
        of, place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError, binascii.Error) as fault:
        raise ParameterError(_NAME, "is none that this service gave") from fault
    if not isinstance(of, str) or type(place) is not int or place < 0:
        raise ParameterError(_NAME, "is none that this service gave")
    return of, place
