"""Puts what the steps found together into one ``graph.model.Document``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from graph.model import Deadline, Document, DocumentKind, Measure, Remark, SourceFile
from loaders.attachments import attached
from loaders.duties import (
    Answering,
    Reader,
    Statement,
    answering,
    shared_clauses,
    shared_times,
    stated_clauses,
)
from loaders.gazetteer import Gazetteer
from loaders.head import Head
from loaders.labelled_items import folded
from loaders.outline import Outline
from loaders.plans import is_plan
from loaders.printed import (
    Page,
    aims_in,
    citations_of,
    deadline_of,
    distinct,
    facts_in,
    places_in,
    recurrences_in,
    section_of,
    targets_in,
)
from loaders.recognise.accounts import own_words, without_accounts
from loaders.recognise.citations import citations, mask
from loaders.recognise.clauses import clauses
from loaders.recognise.deadlines import DeadlineMention, deadlines
from loaders.recognise.modality import modality
from loaders.recognise.standing import AnswersForAll, silenced, standing
from loaders.resolve import resolve
from loaders.scope import Duty, Scope, scope, section_end, sections
from loaders.segment import segment
from loaders.setting import setting
from loaders.text import Doubt, Text

_ANNEX_CLAUSES = 2
# What follows a stop is one with it; the class of first characters leads, so that the search skips all others.
_STOPS = re.compile(r"[。;\s](?:(?<=。)。+|(?<=[。;][。;])|(?<=[。;]\s)\s*[。;])")
_STOP = "。"  # what a clause is to the recognisers of other facts: the end of its sentence


def assemble(source: SourceFile, key: str, text: Text, head: Head, gazetteer: Gazetteer) -> Document:
    """The document that ``source`` holds: everything its head and its body say, and what was doubtful."""
    annex = _annex(text.chars, head)
    end = max(head.end, annex[1] if annex else 0)
    cited = citations(text.chars[:end])
    body = mask(text.chars[:end], cited)
    outline = _outline(body, head, annex)
    parts = _parts(body, outline, head)
    page = _page(text, body, head, outline, gazetteer)
    read = list(_measures(page, parts.duties))
    aims = [aims_in(page, *span) for span in parts.objectives]
    aims += [((), aims_in(page, *span)[1]) for span in parts.aims]
    read_too = annex[0] if annex else -1
    left_out = (doubt for doubt in head.doubts if not doubt.start <= read_too < doubt.end)
    doubts = (*left_out, *outline.doubts, *(doubt for _, found in read for doubt in found))
    return Document(
        key=key,
        source=source,
        title=head.title,
        kind=head.kind,
        issuers=head.issuers,
        jurisdiction=head.jurisdiction,
        document_number=head.document_number,
        issued=head.issued,
        published=head.published,
        addressees=head.addressees,
        carries=head.carries,
        sections=tuple(section_of(page, item) for item in parts.sections),
        measures=tuple(measure for measure, _ in read),
        deadlines=distinct(deadline for found, _ in aims for deadline in found),
        targets=tuple(target for _, found in aims for target in found),
        citations=citations_of(text, cited),
        facts=tuple(fact for span in parts.accounts for fact in facts_in(page, *span)),
        remarks=tuple(Remark(each.code, each.message, text.evidence(each.start, each.end)) for each in doubts),
    )


def _annex(chars: str, head: Head) -> tuple[int, int] | None:
    """Where an annex begins and ends that tells duties (附件:任务清单), each with who answers."""
    said = [clause for clause in clauses(chars, head.end, head.page_end) if clause.shares]
    return (head.end, head.page_end) if len(said) >= _ANNEX_CLAUSES and not head.tables else None


def _outline(body: str, head: Head, annex: tuple[int, int] | None) -> Outline:
    """The outline of the text and of what is attached to it, each paper numbered for itself."""
    own = [(head.body_start, head.body_end), *((head.letter,) if head.letter else ())]
    text = [segment(body, *part) for part in _papers(body, own)]
    spans = [*head.tables, *((annex,) if annex else ())]
    parts = [*text, *(segment(body, *span) for span in _papers(body, spans))]
    items = tuple(sorted((item for part in parts for item in part.items), key=lambda item: item.start))
    return Outline(text[0].preamble, items, tuple(doubt for part in parts for doubt in part.doubts))


def _papers(body: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans cut where an attached paper begins: its numbers are its own."""
    for start, end in spans:
        cuts = attached(body, start, end)
        yield from zip([start, *(last for _, last in cuts)], [*(first for first, _ in cuts), end], strict=True)


def _parts(body: str, outline: Outline, head: Head) -> Scope:
    """What the parts of the body are: none is a measure where the document is neither plan nor report."""
    report = head.kind is DocumentKind.PROGRESS_REPORT
    if not report and not is_plan(head.kind, head.title, body[head.body_start :]):
        return Scope((), tuple(sections(outline.items)), (), ())
    parts = scope(body, outline, head.kind, head.body_end)
    plain = folded(body, parts.duties)
    parts = replace(parts, duties=plain.duties, aims=(*parts.aims, *plain.aims))
    attached = head.tables[-1][1] if head.tables else head.body_end
    duties = tuple(duty for duty in parts.duties if duty.start < attached or _has_clause(body, duty))
    return replace(parts, duties=tuple(sorted(duties, key=lambda duty: duty.start)))


def _has_clause(body: str, duty: Duty) -> bool:
    return any(clause.shares for clause in clauses(body, duty.start, duty.end))


def _page(text: Text, body: str, head: Head, outline: Outline, gazetteer: Gazetteer) -> Page:
    place = setting(head, body, gazetteer)
    statements = tuple(_bounded(statement, outline) for statement in standing(body))
    heard = silenced(body, statements)
    if head.kind is not DocumentKind.PROGRESS_REPORT:
        heard = without_accounts(heard)
    meant = cache(lambda name: resolve(name, place, gazetteer))
    reader = Reader(heard, statements, lambda name: meant(name.meant), text.evidence)
    return Page(text, head, gazetteer, reader)


def _bounded(statement: Statement, outline: Outline) -> Statement:
    """What a section says for all that follows, it says for its own items."""
    if isinstance(statement, AnswersForAll):
        return replace(statement, until=section_end(outline.items, statement.start))
    return statement


# --- measures ------------------------------------------------------------------------------------------------


def _measures(page: Page, duties: Sequence[Duty]) -> Iterator[tuple[Measure, tuple[Doubt, ...]]]:
    stated = stated_clauses(page.reader.body, duties)
    shared = shared_clauses(page.reader.body, stated, duties)
    times = shared_times(page.reader.body, stated, duties)
    for ordinal, duty in enumerate(duties, 1):
        found = answering(page.reader, duty, stated, shared.get(duty.start, ()))
        yield _measure(page, ordinal, duty, found, times.get(duty.start, ()))


def _measure(
    page: Page, ordinal: int, duty: Duty, found: Answering, times: Sequence[tuple[int, int]]
) -> tuple[Measure, tuple[Doubt, ...]]:
    """One measure with all that is found in its text, and the doubts about it."""
    base = duty.text_start
    passage = page.reader.body[base : duty.end]
    dates, doubts = _dates(page, duty)
    figures = _blank(passage, ((each.start - base, each.end - base) for each in found.clauses))
    own = _own_text(page.text.chars, duty, found)
    measure = Measure(
        ordinal=ordinal,
        number=duty.number,
        heading=duty.heading,
        text=own,
        modality=modality(own),
        evidence=page.text.evidence(duty.start, _trimmed(page.text.chars, duty)),
        assignments=found.assignments,
        deadlines=distinct((*(deadline_of(page, each, base) for each in dates), *_deadlines_at(page, times))),
        recurrences=tuple(recurrences_in(page, figures, base)),
        targets=tuple(targets_in(page, figures, [each for each in dates if each.start >= 0], base, carry=False)),
        places=tuple(places_in(page, figures, found.named, base)),
    )
    moved = (Doubt(each.start + base, each.end + base, each.code, each.message) for each in doubts)
    return measure, (*found.doubts, *moved)


def _dates(page: Page, duty: Duty) -> tuple[tuple[DeadlineMention, ...], tuple[Doubt, ...]]:
    """The dates of a measure by place in its text; those in brackets of its heading stand before 0."""
    heading = page.reader.body[duty.start : duty.text_start]
    told = [found.span() for found in _DATED.finditer(heading)]
    length = len(heading) if told else 0
    passage = _except(heading, told) + page.reader.body[duty.text_start : duty.end] if told else None
    dates, doubts = deadlines(passage or page.reader.body[duty.text_start : duty.end], _reference(page, duty))
    if not length:
        return dates, doubts
    moved = (replace(each, start=each.start - length, end=each.end - length) for each in doubts)
    return tuple(replace(each, start=each.start - length, end=each.end - length) for each in dates), tuple(moved)


def _reference(page: Page, duty: Duty) -> date | None:
    """The day that years left unsaid are read by: of the year that a heading above is for (2024年工作安排)."""
    told = (found for item in reversed(duty.above) if (found := _FOR_YEAR.match(item.heading)))
    year = next((int(found[1]) for found in told), 0)
    known = page.head.reference
    return date(year, 1, 1) if year and (known is None or year > known.year) else known


_FOR_YEAR = re.compile(r"(20\d\d)年度?(?:的)?(?:[全我][省市州县区])?(?:重点|主要|下步|工作|打算|目标|任务|安排|计划)")
_DATED = re.compile(r"[一-鿿]{0,2}\([^()]*\d[^()]*[年月日][^()]*\)")  # with what tells a stage: 验收(10月)


def _except(passage: str, spans: Sequence[tuple[int, int]]) -> str:
    """The passage with full stops everywhere but in the spans."""
    kept = {place for start, end in spans for place in range(start, end)}
    return "".join(char if place in kept else _STOP for place, char in enumerate(passage))


_LABEL = "完成时限:"


def _deadlines_at(page: Page, spans: Sequence[tuple[int, int]]) -> Iterator[Deadline]:
    """The deadlines of lines that several measures share, and of a table's cells under a heading of dates."""
    for start, end in spans:
        dates, _ = deadlines(_LABEL + page.reader.body[start:end], page.head.reference)
        yield from (deadline_of(page, each, start - len(_LABEL)) for each in dates if each.start >= len(_LABEL))


def _blank(passage: str, spans: Iterable[tuple[int, int]]) -> str:
    """The passage with full stops in the place of the spans, so that offsets stay."""
    for start, end in spans:
        passage = passage[:start] + _STOP * (end - start) + passage[end:]
    return passage


def _own_text(chars: str, duty: Duty, found: Answering) -> str:
    """The measure's own words: after enumerator and heading, without its responsibility clauses."""
    pieces, place = [], duty.text_start
    for clause in found.clauses:
        pieces.append(chars[place : clause.start])
        place = clause.end
    pieces.append(chars[place : duty.end])
    return _STOPS.sub("。", own_words("".join(pieces)))


def _trimmed(chars: str, duty: Duty) -> int:
    end = duty.end
    while end > duty.text_start and chars[end - 1] in " \n":
        end -= 1
    return end
