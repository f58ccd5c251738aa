"""The gazetteers' tables as values, and the short forms in which a division's name is printed.

The tables are the files of ``gazetteers/``: lines of ``#`` say source, date and licence, the next line names the
columns. No value holds a comma or a quotation mark, so the reader need not be a CSV parser (and takes 10 ms).
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from graph.errors import BadDefinition
from graph.known.rows import DirectCounty, Division, DivisionChange, Feature, Level

# The 56 peoples of China, and 各族.
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水"
    "|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|汉|各"
)
# 族 is left out of the names of peoples only where these have several syllables: 伊犁哈萨克自治州.
_BARE_PEOPLE = "蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克|锡伯"
_AUTONOMOUS = re.compile(rf"^(|.{{2,}}?)((?:(?:{_PEOPLES})族|{_BARE_PEOPLE})*)自治(区|州|县|旗)$")
_PLAIN = re.compile(r"^(..+?)(特别行政区|行政区|省|市|地区|盟|林区|特区|区|县|旗)$")
# Compounds whose first part alone is never the name: 科尔沁左翼中旗, 井陉矿区, 市中区.
_INSEPARABLE = re.compile(
    "[左右前后中上下]旗$|联合旗$|[新矿郊市]区$|^市[中南北]区$|^(?:[东西南北新老]?城|城[东西南北中关厢]|铁[东西])区$"
)


def short_names(name: str) -> tuple[str, ...]:
    """The forms in which texts print a division's full name, the longest first.

    >>> short_names("黔南布依族苗族自治州")
    ('黔南自治州', '黔南州', '黔南')
    >>> short_names("昭阳区"), short_names("宁县"), short_names("城区")
    (('昭阳',), (), ())
    """
    if "自治" in name and (found := _AUTONOMOUS.match(name)):
        return tuple(form for form in _autonomous(found[1], found[2], found[3]) if form != name)
    if _INSEPARABLE.search(name):
        return ()
    found = _PLAIN.match(name)
    return (found[1],) if found else ()


def _autonomous(stem: str, peoples: str, suffix: str) -> tuple[str, ...]:
    """东乡族自治县 has no stem but its people: only with its suffix does that name the place."""
    if not stem:
        return (peoples.removesuffix("族") + suffix,)
    forms = (f"{stem}自治{suffix}", stem + suffix, stem)
    return forms if suffix != "区" else (forms[0], stem)


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions since 1981, the functional areas and the invented province, in the files' order."""
    return (*_coded("divisions", fictional=False), *_coded("divisions_fictional", fictional=True), *_areas())


@cache
def aliases() -> tuple[tuple[str, str], ...]:
    """Short forms that no rule makes, each with the full name of its division: 前郭县."""
    areas = ((short, name) for name, _, _, _, short, _ in rows("functional_areas", 6) if short)
    return (*((alias, name) for alias, name in rows("division_aliases", 2)), *areas)


@cache
def changes() -> tuple[DivisionChange, ...]:
    """The days and decisions of changes of divisions, where more than the year is known."""
    return tuple(DivisionChange.from_row(row) for row in rows("division_changes", 7))


@cache
def direct_counties() -> tuple[DirectCounty, ...]:
    """The counties that their province administers directly."""
    return tuple(DirectCounty.from_row(row) for row in rows("direct_counties", 5))


@cache
def features() -> tuple[Feature, ...]:
    """Large and well-known rivers, lakes, mountains, reserves and regions, sorted by name."""
    return tuple(Feature(name, kind, note or None) for name, kind, note in rows("features", 3))


def _coded(table: str, *, fictional: bool) -> Iterator[Division]:
    levels = {level.value: level for level in Level}
    for code, name, level, parent, since, until, successors in rows(table, 7):
        yield Division(
            code or None, name, levels[level], parent or None, _year(since), _year(until),
            tuple(successors.split()), fictional,
        )  # fmt: skip


def _areas() -> Iterator[Division]:
    for name, parent, since, until, _, _ in rows("functional_areas", 6):
        yield Division(None, name, Level.AREA, parent, _year(since), _year(until), ())


def _year(text: str) -> int | None:
    return int(text) if text else None


def rows(table: str, width: int) -> Iterator[list[str]]:
    """The rows below the header; BadDefinition names a line that has not ``width`` values."""
    lines = (files("loaders") / "gazetteers" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    header = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    for number, line in enumerate(lines[header + 1 :], header + 2):
        row = line.split(",")
        if len(row) != width:
            raise BadDefinition(f"gazetteers/{table}.csv, line {number}: {len(row)} values instead of {width}")
        yield row
