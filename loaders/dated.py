"""When a document was signed and when it was put on the web, by the lines above and below its text."""

from collections.abc import Iterator, Sequence
from datetime import date

from loaders.furniture import Line, Sort
from loaders.issuing import printed_day, table
from loaders.rulebook import rulebook


def signed_on(signature: str, block: Sequence[Line], after: Sequence[Line]) -> date | None:
    """The day of signing (成文日期): by the signature, the table in ``block``, a note there, the printing office."""
    noted = (line.words for line in block if line.sort in (Sort.DATE, Sort.ADOPTED))
    printed = (signature, table(block, "issued") or "", *noted, *_printing_note(after))
    return next((day for words in printed if (day := printed_day(words))), None)


def published_on(block: Sequence[Line], after: Sequence[Line]) -> date | None:
    """The day of publication: the table's, that of a time stamp above the text, the one stated ``after`` it."""
    printed = (table(block, "published") or "", *_stamps(block), table(after, "published") or "")
    return next((day for words in printed if (day := printed_day(words))), None)


def _printing_note(after: Sequence[Line]) -> Iterator[str]:
    """The line of the printing office at the end: 某办公室2019年3月1日印发."""
    return (line.words for line in after if line.sort is Sort.NOTE and line.words.endswith("印发"))


def _stamps(block: Sequence[Line]) -> Iterator[str]:
    """The time stamps of a page; the value of another label (成文日期 | 2019-03-01 |) is none."""
    timed = rulebook("head").compile("$stamp$time")
    labelled = rulebook("head").compile("$label_issued:?\\Z")
    for place, line in enumerate(block):
        stamped = line.sort is Sort.STAMP or timed.search(line.words)
        if stamped and not (place and labelled.match(block[place - 1].words)):
            yield line.words
