"""Bodies of several levels named at once: 省、市、县水务局 are those of the province and those below."""

import re

from loaders.recognise.agency_names import looks_like_agency, remembered

_ABOVE = re.compile("省(?P<more>、?市)?|自治区")
_BELOW = re.compile("(?:[市州]、)?[市州县区旗](?![市州县区旗级])(?P<organ>[一-鿿]{2,}.*)")
_GLUED = re.compile(
    "省(?P<city>[市州])(?P<county>县区?)(?P<organ>[一-鿿]{2,}[局厅办])|省、(?P<one>[市州](?P<whose>[一-鿿]{2,}[局厅办]))"
)


@remembered
def of_levels(above: str, below: str) -> tuple[str, str] | None:
    """The two names that ``above`` and ``below``, one after the other in a list, stand for; None where for themselves.

    >>> of_levels("省", "市、县水务局"), of_levels("省市", "县水务局"), of_levels("省教育厅", "市教育局")
    (('省水务局', '市、县水务局'), ('省水务局', '市、县水务局'), None)
    """
    upper, lower = _ABOVE.fullmatch(above), _BELOW.fullmatch(below)
    if not upper or not lower or not looks_like_agency(below):
        return None
    more = "市、" if upper["more"] else ""
    return above.removesuffix(upper["more"] or "") + lower["organ"], more + below


@remembered
def glued(name: str) -> tuple[str, ...]:
    """The names in 省市县水务局; a name of one level by itself.

    >>> glued("省市县水务局"), glued("省、市财政局"), glued("省水利厅")
    (('省水务局', '市、县水务局'), ('省财政局', '市财政局'), ('省水利厅',))
    """
    found = _GLUED.fullmatch(name)
    if found and found["one"]:
        return f"省{found['whose']}", found["one"]
    return (f"省{found['organ']}", f"{found['city']}、{found['county']}{found['organ']}") if found else (name,)
