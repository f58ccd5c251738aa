"""Intervals (间隔) as people know them: the graph's xsd:duration knows no weeks."""

import re

_DAYS = re.compile(r"P(\d+)D", re.ASCII)


def in_weeks(every: str) -> str:
    """The interval as ISO 8601 prints it, in weeks where it is a number of them.

    >>> in_weeks("P14D"), in_weeks("P10D"), in_weeks("P3M")
    ('P2W', 'P10D', 'P3M')
    """
    days = _DAYS.fullmatch(every)
    return f"P{int(days[1]) // 7}W" if days and int(days[1]) % 7 == 0 else every
