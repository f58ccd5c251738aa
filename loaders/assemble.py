"""Puts what the steps found together into one ``graph.model.Document``."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.model import (
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    Fact,
    Measure,
    Place,
    Recurrence,
    Remark,
    Section,
    SourceFile,
    Target,
)
from loaders.duties import Answering, Reader, Statement, answering, shared_clauses, stated_clauses
from loaders.gazetteer import Gazetteer
from loaders.head import Head
from loaders.outline import Item, Outline
from loaders.plans import is_plan
from loaders.recognise.accounts import without_accounts
from loaders.recognise.citations import CitationMention, citations, mask
from loaders.recognise.deadlines import DeadlineMention, deadlines
from loaders.recognise.facts import facts
from loaders.recognise.horizons import due_dates
from loaders.recognise.modality import modality
from loaders.recognise.places import places
from loaders.recognise.recurrences import recurrences
from loaders.recognise.standing import AnswersForAll, silenced, standing
from loaders.recognise.targets import TargetMention, targets
from loaders.resolve import Context, context, resolve
from loaders.scope import Duty, Scope, scope, section_end, sections
from loaders.segment import segment
from loaders.text import Doubt, Text
from loaders.townships import township

_STOP = "。"  # what a clause is to the recognisers of other facts: the end of its sentence


@dataclass(frozen=True, slots=True)
class _Page:
    """A document on its way: its text, its head, and the reader of its duties (whose body has cited titles masked)."""

    text: Text
    head: Head
    gazetteer: Gazetteer
    reader: Reader

    @property
    def year(self) -> int | None:
        return self.head.reference.year if self.head.reference else None


def assemble(source: SourceFile, key: str, text: Text, head: Head, gazetteer: Gazetteer) -> Document:
    """The document that ``source`` holds: everything its head and its body say, and what was doubtful."""
    cited = citations(text.chars[: head.end])
    body = mask(text.chars[: head.end], cited)
    outline = _outline(body, head)
    parts = _parts(body, outline, head)
    page = _page(text, body, head, outline, gazetteer)
    read = list(_measures(page, parts.duties))
    aims = [_aims(page, *span) for span in parts.objectives]
    doubts = (*head.doubts, *outline.doubts, *(doubt for _, found in read for doubt in found))
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
        sections=tuple(_section(page, item) for item in parts.sections),
        measures=tuple(measure for measure, _ in read),
        deadlines=_distinct(deadline for found, _ in aims for deadline in found),
        targets=tuple(target for _, found in aims for target in found),
        citations=_citations(text, cited),
        facts=tuple(fact for span in parts.accounts for fact in _facts(page, *span)),
        remarks=tuple(Remark(each.code, each.message, text.evidence(each.start, each.end)) for each in doubts),
    )


def _outline(body: str, head: Head) -> Outline:
    """The outline of the text and of the tables attached to it, each numbered for itself."""
    text = segment(body, head.body_start, head.body_end)
    tables = [segment(body, *span) for span in head.tables]
    items = (item for table in tables for item in table.items)
    doubts = (doubt for table in tables for doubt in table.doubts)
    return Outline(text.preamble, (*text.items, *items), (*text.doubts, *doubts))


def _parts(body: str, outline: Outline, head: Head) -> Scope:
    """What the parts of the body are: none is a measure where the document is neither plan nor report."""
    if head.kind is DocumentKind.PROGRESS_REPORT or is_plan(head.kind, head.title, body[head.body_start :]):
        return scope(body, outline, head.kind, head.body_end)
    return Scope((), tuple(sections(outline.items)), (), ())


def _page(text: Text, body: str, head: Head, outline: Outline, gazetteer: Gazetteer) -> _Page:
    setting = _context(head, body, gazetteer)
    statements = tuple(_bounded(statement, outline) for statement in standing(body))
    heard = silenced(body, statements)
    if head.kind is not DocumentKind.PROGRESS_REPORT:
        heard = without_accounts(heard)
    reader = Reader(heard, statements, lambda name: resolve(name.text, setting, gazetteer), text.evidence)
    return _Page(text, head, gazetteer, reader)


def _bounded(statement: Statement, outline: Outline) -> Statement:
    """What a section says for all that follows, it says for its own items."""
    if isinstance(statement, AnswersForAll):
        return replace(statement, until=section_end(outline.items, statement.start))
    return statement


_GROUP = re.compile(r"(?:省|市|州|县|区|自治区|盟|旗)(?!委|政府)[一-鿿]{2,25}?(?:领导小组|指挥部|工作专班)")

_SET_UP = re.compile("下设|组长")


def _context(head: Head, body: str, gazetteer: Gazetteer) -> Context:
    """What names are relative to, with the leading group that the document sets up or names most."""
    town = township(head.jurisdiction, (*head.issuers, *filter(None, (head.title, head.carries))))
    plain = context(head.jurisdiction, head.issuers, None, gazetteer, town)
    named: Counter[str] = Counter()
    for found in _GROUP.finditer(body, head.body_start):
        named[found[0]] += 10 if _SET_UP.search(body, found.end(), found.end() + 60) else 1
    group = resolve(named.most_common(1)[0][0], plain, gazetteer) if named else None
    return context(head.jurisdiction, head.issuers, group.name if group else None, gazetteer, town)


# --- measures ------------------------------------------------------------------------------------------------


def _measures(page: _Page, duties: Sequence[Duty]) -> Iterator[tuple[Measure, tuple[Doubt, ...]]]:
    stated = stated_clauses(page.reader.body, duties)
    shared = shared_clauses(page.reader.body, stated, duties)
    for ordinal, duty in enumerate(duties, 1):
        found = answering(page.reader, duty, stated[duty.text_start, duty.end], shared.get(duty.start, ()))
        yield _measure(page, ordinal, duty, found)


def _measure(page: _Page, ordinal: int, duty: Duty, found: Answering) -> tuple[Measure, tuple[Doubt, ...]]:
    """One measure with all that is found in its text, and the doubts about it."""
    passage = page.reader.body[duty.text_start : duty.end]
    dates, doubts = deadlines(passage, page.head.reference)
    figures = _blank(passage, ((each.start - duty.text_start, each.end - duty.text_start) for each in found.clauses))
    own = _own_text(page.text.chars, duty, found)
    measure = Measure(
        ordinal=ordinal,
        number=duty.number,
        heading=duty.heading,
        text=own,
        modality=modality(own),
        evidence=page.text.evidence(duty.start, _trimmed(page.text.chars, duty)),
        assignments=found.assignments,
        deadlines=_distinct(_deadline(page, each, duty.text_start) for each in dates),
        recurrences=tuple(_recurrences(page, figures, duty.text_start)),
        targets=tuple(_targets(page, figures, dates, duty.text_start, carry=False)),
        places=tuple(_places(page, figures, found, duty.text_start)),
    )
    moved = (
        Doubt(each.start + duty.text_start, each.end + duty.text_start, each.code, each.message) for each in doubts
    )
    return measure, (*found.doubts, *moved)


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
    return re.sub("。{2,}|(?<=[。;])\\s*[。;]", "。", "".join(pieces).strip())


def _trimmed(chars: str, duty: Duty) -> int:
    end = duty.end
    while end > duty.text_start and chars[end - 1] in " \n":
        end -= 1
    return end


# --- facts ---------------------------------------------------------------------------------------------------


def _deadline(page: _Page, found: DeadlineMention, base: int) -> Deadline:
    evidence = page.text.evidence(found.start + base, found.end + base)
    mention = page.text.chars[found.start + base : found.end + base]
    return Deadline(mention, found.kind, found.earliest, found.latest, found.precision, evidence)


def _distinct(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Each date once in a kind, where it is printed first."""
    first: dict[tuple[DeadlineKind, date], Deadline] = {}
    for deadline in found:
        first.setdefault((deadline.kind, deadline.date), deadline)
    return tuple(first.values())


def _recurrences(page: _Page, passage: str, base: int) -> Iterator[Recurrence]:
    for found in recurrences(passage):
        start, end = found.start + base, found.end + base
        evidence = page.text.evidence(start, end)
        mention = page.text.chars[start:end]
        yield Recurrence(
            mention, _in_days(found.every), found.at_least, evidence, found.actor, found.first_day, found.last_day
        )


def _in_days(every: str) -> str:
    """A week is seven days: xsd:duration knows no weeks."""
    weeks = _WEEKS.fullmatch(every)
    return f"P{7 * int(weeks[1])}D" if weeks else every


_WEEKS = re.compile(r"P(\d+)W")


def _targets(
    page: _Page, passage: str, dates: Sequence[DeadlineMention], base: int, *, carry: bool
) -> Iterator[Target]:
    found = targets(passage)
    for target, by in zip(found, due_dates(passage, found, dates, carry=carry), strict=True):
        yield _target(page, target, by, base)


def _target(page: _Page, found: TargetMention, by: date | None, base: int) -> Target:
    start, end = found.start + base, found.end + base
    return Target(
        mention=page.text.chars[start:end],
        indicator=found.indicator,
        comparator=found.comparator,
        value=found.value,
        unit=found.unit,
        change=found.change,
        baseline=found.baseline,
        by=by,
        scope=found.scope,
        evidence=page.text.evidence(start, end),
    )


def _places(page: _Page, passage: str, found: Answering, base: int) -> Iterator[Place]:
    named = [(start - base, end - base) for start, end in found.named]
    for each in places(passage, page.head.jurisdiction, page.year, named):
        yield Place(each.mention, each.name, each.type, page.text.evidence(each.start + base, each.end + base))


def _aims(page: _Page, start: int, end: int) -> tuple[tuple[Deadline, ...], tuple[Target, ...]]:
    """The deadlines and targets that an objectives part states for the plan as a whole."""
    passage = page.reader.body[start:end]
    dates, _ = deadlines(passage, page.head.reference)
    return (
        tuple(_deadline(page, each, start) for each in dates),
        tuple(_targets(page, passage, dates, start, carry=True)),
    )


def _citations(text: Text, cited: Sequence[CitationMention]) -> tuple[Citation, ...]:
    """Each cited title once, with its number where any mention of it prints one."""
    numbers = {each.title: each.number for each in cited if each.number}
    first = {each.title: each for each in reversed(cited)}
    return tuple(
        Citation(each.title, numbers.get(each.title), each.relation, text.evidence(each.start, each.end))
        for each in sorted(first.values(), key=lambda mention: mention.start)
    )


def _facts(page: _Page, start: int, end: int) -> Iterator[Fact]:
    for found in facts(page.reader.body[start:end]):
        first, last = found.start + start, found.end + start
        mention = page.text.chars[first:last]
        yield Fact(mention, found.subject, found.value, found.unit, found.as_of, page.text.evidence(first, last))


def _section(page: _Page, item: Item) -> Section:
    return Section(
        "/".join(item.path), item.heading, page.text.evidence(item.start, max(item.text_start, item.start + 1))
    )
