"""How a question in Chinese is understood, as plain values: each word with its meaning, and the query that they fill.

What is not understood, and what the query cannot take, is told too. ``api.tasks.asking`` has the answer.
"""

import shlex
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from loaders.asking.understand import understand
from loaders.asking.understanding import Meaning, Span, Understanding
from loaders.gazetteer import gazetteer

_CHINA = timezone(timedelta(hours=8))  # 北京时间
_SILENT = (Meaning.FILLER, Meaning.UNREAD)


def asked(question: str, today: date | None = None, language: str = "zh") -> dict[str, Any]:
    """How the question is understood on that day, today in China, and how to ask the same without it.

    What there is to say about it is said in the language, ``zh`` or ``en``.
    """
    today = today or day_in_china()
    found = understand(question, today, gazetteer())
    return {
        "question": question,
        "today": today.isoformat(),
        "understood": [_span(span, language) for span in found.spans if span.meaning not in _SILENT],
        "not_understood": [span.text for span in found.unread],
        "not_used": [span.text for span in found.unused],
        "remarks": [note.said(language) for note in found.remarks],
        "counts": found.counts,
        "query": found.query,
        "values": {name: list(values) for name, values in found.values},
        "command": command(found),
        "href": href(found),
    }


def day_in_china() -> date:
    """Which day it is there, all year and all over the country."""
    return datetime.now(_CHINA).date()


def command(found: Understanding) -> str | None:
    """The command that asks the same query.

    >>> command(Understanding("", (), "deadlines", (("due_until", ("2020-12-31",)),)))
    'dutygraph query deadlines --due-until 2020-12-31'
    """
    if found.query is None:
        return None
    options = (f"--{name.replace('_', '-')} {_quoted(value)}" for name, value in _pairs(found))
    return " ".join(("dutygraph query", found.query, *options))


def href(found: Understanding) -> str | None:
    """The address, within the service, that asks the same query."""
    if found.query is None:
        return None
    return f"/queries/{found.query}" + (f"?{urlencode(pairs)}" if (pairs := list(_pairs(found))) else "")


def _pairs(found: Understanding) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in found.values for value in values)


def _quoted(value: str) -> str:
    return value if value.replace("-", "").isalnum() else shlex.quote(value)


def _span(span: Span, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "meaning": span.meaning.value,
        "values": [value or None for value in span.values],
    }
    return shown | ({"note": span.note.said(language)} if span.note else {})
