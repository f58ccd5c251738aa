"""A review as one web page that needs nothing else: no network, no script; prints as it stands.

Whatever a source says is escaped, and the page's policy allows no script, so that hostile text stays text.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import chain

from api.review.layout import Block, Review, turned
from graph.marks import Mark, MarkKind
from graph.model import Measure

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SWITCHED = tuple(kind for kind in MarkKind if kind is not MarkKind.MEASURE)
_COLUMNS = (MarkKind.AGENCY, MarkKind.DEADLINE, MarkKind.RECURRENCE, MarkKind.TARGET, MarkKind.PLACE)
_QUOTED = 24


def page(review: Review) -> str:
    """The page as HTML. The text, without the marks, is what the elements of class ``text`` hold."""
    return "".join(
        chain(
            _opening(review),
            _head(review),
            _legend(review),
            _remarks(review),
            ("<main>\n",),
            *(_block(review, block) for block in review.blocks()),
            ("</main>\n",),
            _summary(review),
            ("</body>\n</html>\n",),
        )
    )


def _opening(review: Review) -> Iterator[str]:
    style = (files("api.review") / "page.css").read_text(encoding="utf-8")
    switches = "".join(
        f"#show-{kind}:not(:checked) ~ main mark.{kind} {{ background: none; outline: none; text-decoration: none; "
        f"font-weight: inherit }}\n#show-{kind}:not(:checked) ~ nav label[for=show-{kind}] {{ opacity: .4 }}\n"
        f"#show-{kind}:focus-visible ~ nav label[for=show-{kind}] {{ outline: 2px solid #2563eb }}\n"
        for kind in _SWITCHED
    )
    name = escape(f"{review.words.title}: {review.document.title or review.document.source.name}")
    yield f'<!doctype html>\n<html lang="{review.words.language}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{name}</title>\n<style>\n{style}{switches}</style>\n</head>\n<body>\n"


def _head(review: Review) -> Iterator[str]:
    yield f"<header>\n<h1>{escape(review.document.title or review.document.source.name)}</h1>\n<dl>\n"
    yield from (f"<dt>{name}</dt><dd>{escape(value)}</dd>\n" for name, value in review.head())
    yield "</dl>\n</header>\n"


def _legend(review: Review) -> Iterator[str]:
    counts = review.counts()
    shown = [kind for kind in _SWITCHED if counts.get(kind)]
    yield from (f'<input class="kind" type="checkbox" id="show-{kind}" checked>\n' for kind in shown)
    measures = f"{review.words.kinds[MarkKind.MEASURE]} <b>{counts.get(MarkKind.MEASURE, 0)}</b>"
    yield f"<nav><span>{measures}</span>\n"
    for kind in shown:
        name = f'<mark class="{kind}">{review.words.kinds[kind]}</mark>'
        yield f'<label for="show-{kind}">{name} <b>{counts[kind]}</b></label>\n'
    yield f'<a href="#summary">{review.words.summary}</a></nav>\n'


def _remarks(review: Review) -> Iterator[str]:
    if not review.document.remarks:
        return
    yield f'<h2>{review.words.remarks} ({len(review.document.remarks)})</h2>\n<ol class="list">\n'
    for remark in review.document.remarks:
        place, said = review.place(remark), f"{escape(remark.message)} <code>{escape(remark.code)}</code>"
        if remark.evidence:
            quote = f" <q>{_short(remark.evidence.quote)}</q>"
            place = f'<a href="#c{remark.evidence.start}">{place}</a>{quote}'
        yield f"<li>{place} {said}</li>\n"
    yield "</ol>\n"


def _short(quote: str) -> str:
    return escape(quote.strip() if len(quote) <= _QUOTED else quote[:_QUOTED].strip() + "…")


def _block(review: Review, block: Block) -> Iterator[str]:
    yield f'<div class="block {_sort(review, block)}">'
    yield f'<div class="text">{"".join(_marked(review, block))}</div>'
    if block.measures:
        yield f"<aside>{''.join(chain(*(_card(review, measure) for measure in block.measures)))}</aside>"
    yield "</div>\n"


def _sort(review: Review, block: Block) -> str:
    if block.measures:
        return "measure"
    text = review.document.source.text[block.stretches[0].start : block.stretches[-1].end]
    return "between" if text.strip() else "blank"


def _marked(review: Review, block: Block) -> Iterator[str]:
    covering: tuple[Mark, ...] = ()
    for stretch in block.stretches:
        yield _turn(covering, stretch.marks, stretch.start)
        yield escape(review.document.source.text[stretch.start : stretch.end], quote=False)
        covering = stretch.marks
    yield _turn(covering, (), 0)


def _turn(before: tuple[Mark, ...], after: tuple[Mark, ...], place: int) -> str:
    closed, opened = turned(_inline(before), _inline(after))
    anchor = next((mark for mark in opened if mark.kind is MarkKind.REMARK and mark.start == place), None)
    tags = "".join(_tag(mark, _inline(after), anchored=mark is anchor) for mark in opened)
    return "</mark>" * len(closed) + tags


def _inline(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks inside a block; the measure is the block itself."""
    return tuple(mark for mark in marks if mark.kind is not MarkKind.MEASURE)


def _tag(mark: Mark, covering: tuple[Mark, ...], *, anchored: bool) -> str:
    """The mark's tag; its title tells what it and those around it say; the first remark at a place is linked to."""
    said = "\n".join(each.note for each in covering[: covering.index(mark) + 1][::-1])
    named = f' id="c{mark.start}"' if anchored else ""
    return f'<mark class="{mark.kind}"{named} title="{escape(said)}">'


def _card(review: Review, measure: Measure) -> Iterator[str]:
    modality = review.words.of_code(measure.modality)
    yield f'<h3 id="m{measure.ordinal}">{measure.ordinal} · {escape(measure.number)} · {modality}</h3><ul>'
    for kind, notes in review.findings(measure).items():
        yield from (f'<li class="{kind}">{escape(note)}</li>' for note in notes)
        if not notes:
            yield f'<li class="nobody">{review.words.nobody}</li>'
    yield "</ul>"


def _summary(review: Review) -> Iterator[str]:
    headings = [review.words.number, review.words.starts, review.words.modality]
    headings += [review.words.kinds[kind] for kind in _COLUMNS]
    cells = "".join(f"<th>{heading}</th>" for heading in headings)
    yield f'<h2 id="summary">{review.words.summary}</h2>\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n'
    for measure in review.document.measures:
        yield from _row(review, measure)
    counted = " · ".join(f"{review.words.kinds[kind]} {count}" for kind, count in review.counts().items())
    yield f"</tbody>\n</table>\n<footer><p>{review.words.counts}: {counted}</p></footer>\n"


def _row(review: Review, measure: Measure) -> Iterator[str]:
    found = review.findings(measure)
    yield f'<tr><td class="figure"><a href="#m{measure.ordinal}">{escape(measure.number)}</a></td>'
    starts = measure.heading or measure.text
    yield f'<td class="starts">{_short(starts)}</td><td>{review.words.of_code(measure.modality)}</td>'
    for kind in _COLUMNS:
        yield f'<td class="{kind}">{"<br>".join(escape(note) for note in found.get(kind, ()))}</td>'
    yield "</tr>\n"
