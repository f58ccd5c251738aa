"""What a document says about itself: title, kind, issuers, dates; and where its own text begins and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from graph.model import DocumentKind
from loaders.dated import published_on, signed_on
from loaders.furniture import (
    Line,
    Sort,
    bottom,
    closing,
    has_items,
    has_text,
    introduction,
    is_agency,
    lines,
    signature,
    signers,
    top,
)
from loaders.governing import jurisdiction
from loaders.issuing import (
    full_names,
    is_issuer,
    issuers_of,
    issuers_said,
    names,
    order_assumed,
    table,
)
from loaders.labelled_lines import TABLE_END
from loaders.recognise.citations import document_number
from loaders.reference_day import day_of
from loaders.rulebook import rulebook
from loaders.text import Doubt, Text
from loaders.titles import Title, carried, handed_on, introduced, kind, kind_by_text, plan_title, title

_PLAN_BLOCK = (Sort.DATE, Sort.NUMBER, Sort.ADOPTED, Sort.STAMP)
_ADDRESSED = 3  # lines of addressees and of what is sent to them
_OPENING = 1200  # characters in which a plan says what it is


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says about itself, and the span ``body_start`` to ``body_end`` of its own text.

    The text begins with its preamble, after title and addressees, and after the paper that carries it; it ends before
    attachments, signature and the page's furniture. ``reference`` is the day that years left unsaid are read by.
    """

    title: str | None
    kind: DocumentKind
    issuers: tuple[str, ...]
    jurisdiction: str | None
    document_number: str | None
    issued: date | None
    published: date | None
    addressees: tuple[str, ...]
    carries: str | None
    reference: date | None
    body_start: int
    body_end: int
    doubts: tuple[Doubt, ...]
    tables: tuple[tuple[int, int], ...] = ()  # the spans behind the signature that task tables end
    page_end: int = 0  # where the page's furniture begins
    letter: tuple[int, int] | None = None  # the span of the items that the paper carrying the text has of its own

    @property
    def end(self) -> int:
        """Where the last of the document's own text ends, attached tables included."""
        return self.tables[-1][1] if self.tables else self.body_end


@dataclass(frozen=True, slots=True)
class _Page:
    """A text's lines and the places among them: of the text itself, of a carried plan, of signature and end."""

    text: Text
    lines: tuple[Line, ...]
    title: Title | None
    carries: str | None
    news: int  # how many lines of news stand before all of it
    opening: int  # the first line of the text, of those addressed or of what it carries
    plan: Title | None  # the carried plan's own title
    first: int  # the first line of the plan
    last: int  # the line after the plan's last
    page_end: int  # the line at which the page's furniture begins
    signed: int | None  # the line with the signature's date

    @property
    def block(self) -> tuple[Line, ...]:
        return self.lines[: self.opening]


def head(text: Text, name: str) -> Head:
    """The head of the document ``text``; ``name``, its file's, tells the kind where neither title nor text does."""
    page = _page(text)
    issuers = _issuers(page)
    start, end = _body(page)
    governed = jurisdiction(issuers, _names(page), text.chars[start:end])
    issued, published = _issued(page), published_on(page.block, page.lines[page.last :])
    own = page.title.words if page.title else None
    return Head(
        title=own,
        kind=_kind(page, name, text.chars[start : start + _OPENING]),
        issuers=full_names(issuers, governed),
        jurisdiction=governed,
        document_number=_number(page),
        issued=issued,
        published=published,
        addressees=_addressees(page),
        carries=page.carries,
        reference=day_of(own, _number(page), (issued, published), text.chars[start:end]),
        body_start=start,
        body_end=end,
        doubts=tuple(_doubts(page)),
        page_end=page.lines[page.page_end - 1].end if page.page_end else 0,
        letter=_letter(page),
        tables=tuple((page.lines[first].start, page.lines[last].end) for first, last in _tables(page)),
    )


def _names(page: _Page) -> tuple[str, ...]:
    """What may name the division governed: the titles, whose page it stands on, where it was read out."""
    sited = (line.words for line in page.block if line.sort is Sort.ADOPTED or is_agency(line))
    named = (page.title.words if page.title else None, page.carries, table(page.block, "publisher"), *sited)
    return tuple(name for name in named if name)


def _page(text: Text) -> _Page:
    found = lines(text.chars)
    news = introduction(found)
    opening = top(found, news)
    own = title(found[news:opening])
    if own:
        own = replace(own, first=own.first + news, last=own.last + news)
    own = own or _stated_title(found[:opening]) or introduced(found[:news])
    carries = carried(own.words) if own else None
    page_end = bottom(found, opening)
    said = "" if own else " ".join(line.words for line in found[opening : opening + _ADDRESSED])
    plan = plan_title(found, opening, page_end, carries or handed_on(said))
    if plan and not carries and has_items(found, opening, plan.first):
        plan = None  # a notice with its own tasks and lists attached
    first = _first(found, opening, plan)
    signed = signature(found, first, page_end)
    if plan is None and signed and _continues(found, first, signed, page_end):
        first, signed = signed + 1, signature(found, signed + 1, page_end)
    last = closing(found, first, page_end if signed is None else signed - len(signers(found, signed)))
    if plan:
        own, carries = (own, plan.words) if own else (plan, None)
    return _Page(text, found, own, carries, news, opening, plan, first, last, page_end, signed)


def _stated_title(block: tuple[Line, ...]) -> Title | None:
    """The title that the page's table states, where none is printed by itself."""
    words = table(block, "title")
    place = next((place for place, line in enumerate(block) if words and line.words.endswith(words)), None)
    return Title(words, place, place) if words and place is not None else None


def _first(found: tuple[Line, ...], opening: int, plan: Title | None) -> int:
    """The first line of the plan, after its title block or after those it is addressed to."""
    first = plan.last + 1 if plan else opening
    while first < len(found) and (
        found[first].sort is Sort.ADDRESSEES or (plan and (found[first].sort in _PLAN_BLOCK or is_agency(found[first])))
    ):
        first += 1
    return first


def _continues(found: tuple[Line, ...], first: int, signed: int, last: int) -> bool:
    """Whether the plan follows the signature of a paper that says no more than that it carries it."""
    return has_text(found, signed, last) and not has_items(found, first, signed)


def _body(page: _Page) -> tuple[int, int]:
    if page.first >= page.last:
        return len(page.text.chars), len(page.text.chars)
    opening = page.lines[page.first]
    addressed = _addressed(opening.words)
    return opening.start + addressed, max(page.lines[page.last - 1].end, opening.start + addressed)


def _letter(page: _Page) -> tuple[int, int] | None:
    """The text of the paper that carries the plan, where it has items of its own: one more thing to be done."""
    if page.plan is None or not has_items(page.lines, page.opening, page.plan.first):
        return None
    dated = signature(page.lines, page.opening, page.plan.first)
    last = page.plan.first if dated is None else dated - len(signers(page.lines, dated))
    last = closing(page.lines, page.opening, last)
    first = _first(page.lines, page.opening, None)
    return (page.lines[first].start, page.lines[last - 1].end) if first < last else None


def _addressed(words: str) -> int:
    """How many characters of the first paragraph only say whom it is addressed to."""
    found = rulebook("head").compile(r"$addressee:(?=[^\n]{10})").match(words)
    return found.end() if found else 0


def _kind(page: _Page, name: str, opening: str) -> DocumentKind:
    if page.title:
        return kind(page.title.words, page.carries)
    stated = kind_by_text(opening)
    return stated if stated is not DocumentKind.OTHER else kind(re.sub(r"\.\w{1,5}\Z", "", name), None)


def _issuers(page: _Page) -> tuple[str, ...]:
    """Who issued the document, as printed: in its title, the page's table, signature or letterhead, below the title."""
    if page.title and (words := issuers_of(page.title.words)) and not _is_relative(page, words):
        return names(page.text, page.lines[page.title.first : page.title.last + 1], words)
    if (stated := table(page.block, "issuer")) and is_issuer(stated):
        return tuple(part for part in re.split("[,、;]", stated) if part)
    dated = _signature(page)
    if dated is not None and (who := signers(page.lines, dated)):
        return names(page.text, who)
    for line in page.block:
        if line.sort is Sort.LETTERHEAD:
            return names(page.text, (line,), line.words.removesuffix("文件"))
    return _below_title(page) or _said(page)


def _said(page: _Page) -> tuple[str, ...]:
    """Who issued it, as the news before it or the title of the plan that it carries say (县水务局2021年工作要点)."""
    if page.news and (words := issuers_said(page.lines[page.news - 1].words)):
        return names(page.text, page.lines[page.news - 1 : page.news], words)
    words = issuers_of(page.carries) if page.carries else ""
    return (words,) if words else ()


def _is_relative(page: _Page, words: str) -> bool:
    """Whether a title only says 市人民政府办公室, where the signature or the page's table says which city's."""
    dated = _signature(page)
    signed = "".join(line.words for line in signers(page.lines, dated)) if dated is not None else ""
    known = (name for name in (signed, table(page.block, "issuer") or "") if name != words)
    return words[0] in "省市州县区" and any(name.endswith(words) for name in known)


def _below_title(page: _Page) -> tuple[str, ...]:
    """Agencies named between the title and the text; the cells of a table there (序号, 牵头单位, 县水务局) are none."""
    after = page.title.last + 1 if page.title else page.opening
    tabled = rulebook("head").compile(r"$label:?\Z")  # 公开责任部门 | 县政府办公室 |
    near = takewhile(
        lambda line: not tabled.match(line.words) and (line.sort is not Sort.SHORT or is_agency(line)),
        page.lines[after : page.opening],
    )
    below = [line for line in near if is_agency(line)]
    return names(page.text, below) if below else ()


def _signature(page: _Page) -> int | None:
    """The line with the date of the document's own signature: of the carrying paper, if it carries a plan."""
    if page.first > page.opening:
        carrying = signature(page.lines, page.opening, page.plan.first if page.plan else page.first)
        if carrying is not None:
            return carrying
    return page.signed


def _issued(page: _Page) -> date | None:
    dated = _signature(page)
    return signed_on(page.lines[dated].words if dated is not None else "", page.block, page.lines[page.last :])


def _number(page: _Page) -> str | None:
    numbered = (line.words.strip("()") for line in page.block if line.sort is Sort.NUMBER)
    printed = next(numbered, None) or table(page.block, "number") or ""
    found = rulebook("head").compile("$document_number").search(printed)
    return document_number(found[0]) if found else None


def _addressees(page: _Page) -> tuple[str, ...]:
    opening = page.lines[page.opening : page.first + 1]
    lists = [line.words[:-1] for line in opening if line.sort is Sort.ADDRESSEES]
    if not lists and opening and (length := _addressed(opening[0].words)):
        lists = [opening[0].words[: length - 1]]
    return tuple(part for words in lists for part in re.split("[,;]", words) if part)


def _tables(page: _Page) -> Iterator[tuple[int, int]]:
    """The lines, first and last, of each stretch behind the signature that a task table ends."""
    first = page.last
    for place in range(page.last, page.page_end):
        if page.lines[place].words == TABLE_END:
            yield first, place
            first = place + 1


def _doubts(page: _Page) -> Iterator[Doubt]:
    for line in page.block:
        if order_assumed(line.words):
            yield Doubt(line.start, line.end, "date-order-assumed", f"“{line.words}”按日、月、年的顺序读")
    rest = max((last + 1 for _, last in _tables(page)), default=page.last)
    if has_text(page.lines, rest, page.page_end):
        span = page.lines[rest : page.page_end]
        yield Doubt(span[0].start, span[-1].end, "attachment-left-out", "落款之后的内容未读入")
