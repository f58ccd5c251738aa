"""Who issued a document, when, under which number, and what division it governs."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from loaders.furniture import Line, Sort
from loaders.gazetteer import gazetteer
from loaders.recognise.agency_names import looks_like_agency
from loaders.recognise.calendar_dates import number
from loaders.resolve import STATE, Context, context, resolve
from loaders.rulebook import rulebook
from loaders.text import Text

_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_IN_CHINESE = re.compile(
    "([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_SHORT_ORGAN = re.compile(
    r"(?<!人民)政府(?:办公室|办公厅)?\Z|\A(?!中共).+[省市县区州]委\Z|([省市县区州])\1(?:委|人民政府)(?:办公室)?\Z"
)
_SAID = re.compile(
    r"(?:\A|[,。:日])(?P<who>[^,。;:《》()]{2,40}?)(?:近日|日前|正式|联合|共同)*(?:印发|出台|发布|公布|下发)了?《"
)


def table(block: Sequence[Line], kind: str) -> str | None:
    """The value of the first label of ``kind`` (issuer, number …) in the table that a page puts before a document."""
    wanted = rulebook("head").compile(f"$label_{kind}\\Z")
    for place, line in enumerate(block):
        following = block[place + 1].words if place + 1 < len(block) and block[place + 1].sort is not Sort.FIELD else ""
        for label, value in _pairs(line):
            if wanted.match(label) and (value or following):
                return value or following
    return None


def printed_day(words: str) -> date | None:
    """The first full date in ``words``, however printed; 11.10.2019 is read day first, as such dates are written.

    >>> printed_day("二〇一九年五月七日"), printed_day("发布:11.10.2019 8:30")
    (datetime.date(2019, 5, 7), datetime.date(2019, 10, 11))
    """
    if found := _YEAR_FIRST.search(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(words):
        year, first, second = int(found[3]), int(found[1]), int(found[2])
        return _day(year, second, first) or _day(year, first, second)
    if found := _IN_CHINESE.search(words):
        return _day(*(number(part.replace("零", "〇")) for part in found.groups()))
    return None


def order_assumed(words: str) -> bool:
    """Whether a date is printed so that its day might be its month."""
    found = _YEAR_LAST.search(words)
    return bool(found and not _YEAR_FIRST.search(words) and int(found[1]) <= 12 and found[1] != found[2])


def names(text: Text, lines: Sequence[Line], words: str | None = None) -> tuple[str, ...]:
    """The agencies that ``lines`` (of them only ``words``, if given) name, one by one, as printed.

    What parts them is a comma, white space in the source, or only that another division or body begins.
    """
    spaced = " ".join(_spaced(text, line) for line in lines)
    pieces = _merged([piece for piece in re.split("[ 、,]+", _part(spaced, words) if words else spaced) if piece])
    return tuple(name for piece in pieces for name in _unglued(piece))


def issuers_of(title: str) -> str:
    """The words of a title that say who issued it: all before 关于, 印发, a year …, if they name agencies."""
    found = rulebook("head").compile(r"(?P<issuers>[^《》]{2,60}?)(?:$before_subject|\d{4}年)").match(title)
    return found["issuers"] if found and is_issuer(found["issuers"]) else ""


def issuers_said(news: str) -> str:
    """The words of news that say who issued what they cite (县委、县政府印发《…》), if they name agencies."""
    found = _SAID.search(news)
    return found["who"] if found and is_issuer(found["who"]) else ""


def is_issuer(words: str) -> bool:
    """Whether words end as the name of an agency does, and are no web site's or division's name alone."""
    if rulebook("head").compile(r"$publisher\Z").search(words):
        return False
    return looks_like_agency(words[-30:]) and rulebook("head").compile(r"$agency_end\Z").search(words) is not None


def full_names(issuers: Sequence[str], jurisdiction: str | None) -> tuple[str, ...]:
    """The issuers' full names: what is relative gets its jurisdiction."""
    if jurisdiction is None or jurisdiction == STATE:
        return tuple(issuers)
    place = context(jurisdiction, (), None, gazetteer())
    full = (_is_full(issuer, jurisdiction) and not _SHORT_ORGAN.search(issuer) for issuer in issuers)
    return tuple(issuer if known else _full_name(issuer, place) for issuer, known in zip(issuers, full, strict=True))


def _is_full(issuer: str, jurisdiction: str) -> bool:
    """Whether a name begins with a division's full name, perhaps after 中共."""
    named = issuer.removeprefix("中共").removeprefix("共青团")
    return named.startswith(jurisdiction) or any(
        mention.start == 0 and named.startswith(mention.division.name) for mention in gazetteer().find(named[:20])
    )


def _full_name(issuer: str, place: Context) -> str:
    agency = resolve(issuer, place, gazetteer())
    return agency.name if agency else issuer


def _pairs(line: Line) -> Iterator[tuple[str, str]]:
    """The labels in a line of a table with what stands behind each."""
    labels = _label().finditer(line.words)
    found = [one for one in labels if one["label"] or one["colon"] or line.sort is Sort.FIELD]
    ends = [*(one.start() for one in found[1:]), len(line.words)]
    for one, end in zip(found, ends, strict=False):
        yield one["label"] or one["plain"], line.words[one.end() : end].strip(" []【】()|")


@cache
def _label() -> re.Pattern[str]:
    """A label with its colon, without one where it is the whole line; a plain one (索引号) with or without it."""
    alone = r"(?(first)\Z|(?!))"
    return rulebook("head").compile(
        rf"(?P<first>\A)?(?:(?P<label>$label)(?:[:】]|{alone})|(?P<plain>$plain_label)(?P<colon>:?))"
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spaced(text: Text, line: Line) -> str:
    """The characters of a line, with the white space that the source has between them as one space."""
    spaced = text.chars[line.start]
    for place in range(line.start + 1, line.end):
        between = text.source[text.origin[place - 1] + 1 : text.origin[place]]
        spaced += (" " if any(char.isspace() for char in between) else "") + text.chars[place]
    return spaced


def _part(spaced: str, words: str) -> str:
    """The part of ``spaced`` that has the characters of ``words``, spaces not counted."""
    places = [place for place, char in enumerate(spaced) if char != " "]
    start = spaced.replace(" ", "").find(words)
    return spaced[places[start] : places[start + len(words) - 1] + 1]


def _merged(pieces: Sequence[str]) -> list[str]:
    """Pieces that are whole names: a division without an organ goes with what follows, a bare organ with what was."""
    merged: list[str] = []
    for piece in pieces:
        if merged and (not looks_like_agency(merged[-1]) or _bare().fullmatch(piece)):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _unglued(name: str) -> tuple[str, ...]:
    """The names that stand in ``name`` without a sign between them: 中共清川市委清川市人民政府."""
    starts = {mention.start for mention in gazetteer().find(name)}
    cuts = [place for place in range(2, len(name) - 1) if _another_begins(name, place, starts)]
    return tuple(name[start:end] for start, end in zip([0, *cuts], [*cuts, len(name)], strict=True))


def _another_begins(name: str, place: int, divisions: set[int]) -> bool:
    if not _ending().search(name, max(0, place - 1), place) or name.endswith(("税务总局", "社会"), 0, place):
        return False  # 国家税务总局清川市税务局 is one, 社会保障厅 no other than the one it ends
    return place in divisions or _beginning().match(name, place) is not None


@cache
def _ending() -> re.Pattern[str]:
    return rulebook("head").compile("$agency_end")


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(
        "中共|国务院|国家|最高|(?:省|市|县|区|州)(?:委|政府|人民政府)(?:办公厅|办公室)?\\Z|(?<![省市县区州]委)(?!办公)[一-鿿]{2,10}(?:(?<!指挥)部|总局|总署|厅)(?![一-鿿])"
    )


@cache
def _bare() -> re.Pattern[str]:
    return rulebook("head").compile("$bare_organ")
