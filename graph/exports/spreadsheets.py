"""Cells for spreadsheet programs: what a document prints must not become a formula where a table is opened."""

from typing import Final

# https://owasp.org/www-community/attacks/CSV_Injection
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
"""How workbooks are written: texts as texts, days as ISO 8601 has them."""


def harmless(value: object) -> object:
    """The value; a text that a spreadsheet program would take for a formula has an apostrophe before it.

    >>> harmless("=1+1"), harmless("-5"), harmless(-5), harmless("省财政厅")
    ("'=1+1", '-5', -5, '省财政厅')
    """
    if isinstance(value, str) and value.startswith(_DANGEROUS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    return text[:1] in "+-" and text[1:].replace(".", "", 1).isdecimal()
