"""A review drawn on a terminal: the text with line numbers and marks, under each measure what was found for it.

In colour every kind of mark has a style; without colour it stands in brackets that begin with a sign for its kind.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.review.layout import Block, Review, turned
from graph.marks import Mark, MarkKind
from graph.model import Measure

_STYLES = {
    MarkKind.SECTION: "bold",
    MarkKind.MEASURE: "",
    MarkKind.RULE: "on grey23",
    MarkKind.REMARK: "underline red",
    MarkKind.TARGET: "green",
    MarkKind.FACT: "green",
    MarkKind.RECURRENCE: "bold magenta",
    MarkKind.DEADLINE: "magenta",
    MarkKind.AGENCY: "bold cyan",
    MarkKind.PLACE: "yellow",
    MarkKind.CITATION: "italic blue",
}
_OPENING, _CLOSING = "⟦", "⟧"
_BLANKS = str.maketrans("\t\r\n", "   ")
# What would move the cursor, change colours or turn the text round is shown as a sign, one for each character.
_UNSEEN = {place: 0x2400 + place for place in range(32)} | dict.fromkeys(
    [*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD
)


def drawn(review: Review, *, colour: bool) -> RenderableType:
    """The whole review as it is printed."""
    return Group(
        *(Text.assemble((f"{name} ", "dim"), printable(value)) for name, value in review.head()),
        _legend(review, colour=colour),
        "",
        _text(review, colour=colour),
        "",
        *_remarks(review),
        _counts(review),
    )


def printable(text: str) -> str:
    r"""The text with every control character shown as a sign; as many characters as before.

    >>> printable("a\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_BLANKS).translate(_UNSEEN)


def _legend(review: Review, *, colour: bool) -> Text:
    line = Text(f"{review.words.legend} ", style="dim")
    for kind in review.counts():
        if kind in review.words.signs:
            name = review.words.kinds[kind]
            shown = (name, f"not dim {_STYLES[kind]}") if colour else f"{_opened(review, kind)}{name}{_CLOSING}"
            line = Text.assemble(line, shown, "  ")
    return line


def _text(review: Review, *, colour: bool) -> Table:
    page = Table.grid(padding=(0, 1))
    page.add_column(justify="right", style="dim", no_wrap=True)
    page.add_column(overflow="fold")
    for block in review.blocks():
        for number, line in _lines(review, block, colour=colour):
            page.add_row(number, line)
        for measure in block.measures:
            page.add_row("", _card(review, measure))
    return page


def _lines(review: Review, block: Block, *, colour: bool) -> Iterator[tuple[str, Text]]:
    """The lines of a block with their numbers, where they begin in it; blank lines are left out."""
    number, line = "", Text()
    covering: tuple[Mark, ...] = ()
    for stretch in block.stretches:
        if review.begins_line(stretch.start):
            if line.plain.strip():
                yield number, line
            number, line = str(review.line(stretch.start)), Text()
        words = printable(review.document.source.text[stretch.start : stretch.end])
        if colour:
            line.append(words, " ".join(_STYLES[mark.kind] for mark in stretch.marks))
        else:
            line.append(_signs(review, covering, stretch.marks) + words)
        covering = stretch.marks
    line.append("" if colour else _signs(review, covering, ()))
    if line.plain.strip():
        yield number, line


def _signs(review: Review, before: tuple[Mark, ...], after: tuple[Mark, ...]) -> str:
    """The brackets between two stretches."""
    closed, opened = turned(before, after)
    signs = review.words.signs
    closing = _CLOSING * sum(mark.kind in signs for mark in closed)
    return closing + "".join(_opened(review, mark.kind) for mark in opened if mark.kind in signs)


def _opened(review: Review, kind: MarkKind) -> str:
    return f"{_OPENING}{review.words.signs[kind]}:"


def _card(review: Review, measure: Measure) -> Table:
    """What was found for a measure, a line a kind."""
    card = Table.grid(padding=(0, 1))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    name = f"{measure.ordinal} · {printable(measure.number)} · {review.words.of_code(measure.modality)}"
    card.add_row(f"└ {review.words.kinds[MarkKind.MEASURE]}", Text(name))
    for kind, notes in review.findings(measure).items():
        said = printable("; ".join(notes)) if notes else f"— {review.words.nobody}"
        card.add_row(f"  {review.words.kinds[kind]}", Text(said, _STYLES[kind] if notes else "dim"))
    card.add_row("", "")
    return card


def _remarks(review: Review) -> Iterator[Text]:
    remarks = review.document.remarks
    if remarks:
        yield Text(f"{review.words.remarks} ({len(remarks)})", "bold")
    for remark in remarks:
        quote = f"“{_short(remark.evidence.quote)}” " if remark.evidence else ""
        said = f": {quote}{printable(remark.message)} [{remark.code}]"
        yield Text.assemble("  ", (review.place(remark), "dim"), said)


def _short(quote: str, length: int = 24) -> str:
    return printable(quote if len(quote) <= length else quote[:length] + "…").strip()


def _counts(review: Review) -> Text:
    counted = " · ".join(f"{review.words.kinds[kind]} {count}" for kind, count in review.counts().items())
    return Text(f"{review.words.counts}: {counted}", "bold")
