"""The township (镇, 乡, 街道) that a document speaks for: no gazetteer lists them all, so titles and issuers tell."""

import re
from collections.abc import Iterable

_NO_NAME = "城乡水下返家故侨古集村小建特重中各本全我该新老"
_TOWN = re.compile(
    f"(?:[一-鿿]{{1,3}}[^{_NO_NAME}](?:镇(?![街村域区])|街道(?!社区))|[一-鿿]{{1,3}}[^{_NO_NAME}]乡(?![村镇土风贤情]))"
)


def township(jurisdiction: str | None, names: Iterable[str]) -> str | None:
    """The township at the beginning of a title or an issuer's name, below the division of the document.

    >>> township("柏川县", ["柏川县云溪镇森林防火工作方案"]), township(None, ["云溪镇人民政府"])
    ('柏川县云溪镇', '云溪镇')
    >>> township("柏川县", ["柏川县城镇老旧小区改造方案"]), township("柏川县", ["柏川县推进乡村振兴实施方案"])
    (None, None)
    """
    for name in names:
        stem = name.removeprefix("中共")
        start = len(jurisdiction) if jurisdiction and stem.startswith(jurisdiction) else _start(stem, jurisdiction)
        if found := _TOWN.match(stem, start):
            return (jurisdiction or "") + found[0]
    return None


def _start(name: str, jurisdiction: str | None) -> int:
    """Where a township's name may begin in a name that begins with divisions above it."""
    place = name.find(jurisdiction) if jurisdiction else -1
    return place + len(jurisdiction) if jurisdiction and place >= 0 else 0
