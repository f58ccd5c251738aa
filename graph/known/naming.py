"""What texts of its own division call an agency."""

import re
from collections.abc import Iterator

from graph.model import Agency

_LEVEL = re.compile("(?:自治区|省|市|州|县|区|盟|旗)$")


def relative_names(agency: Agency) -> Iterator[str]:
    """What texts of its own division call an agency, though this text may print it in full.

    >>> from graph.model import AgencyKind
    >>> list(relative_names(Agency("云岭省人民政府办公厅", "云岭省", AgencyKind.AGENCY)))
    ['省人民政府办公厅', '省政府办公厅']
    >>> list(relative_names(Agency("中共清川市委组织部", "清川市", AgencyKind.AGENCY)))
    ['市委组织部']
    """
    division = agency.jurisdiction or ""
    level = _LEVEL.search(division)
    name = agency.name.removeprefix("中共")
    if level and name.startswith(division) and name != division:
        rest = name[len(division) :]
        yield level[0] + rest
        if rest.startswith("人民政府"):
            yield f"{level[0]}政府{rest.removeprefix('人民政府')}"
