"""What the recognisers found in a stretch of a document, as values of ``graph.model`` with the print as evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import Citation, Deadline, DeadlineKind, Fact, Place, Recurrence, Section, Target
from loaders.duties import Reader
from loaders.gazetteer import Gazetteer
from loaders.head import Head
from loaders.outline import Item
from loaders.recognise.actors import actor_before
from loaders.recognise.citations import MASKED, CitationMention
from loaders.recognise.deadlines import DeadlineMention, deadlines
from loaders.recognise.facts import facts
from loaders.recognise.horizons import due_dates
from loaders.recognise.places import places
from loaders.recognise.recurrences import recurrences
from loaders.recognise.targets import TargetMention, targets
from loaders.text import Text


@dataclass(frozen=True, slots=True)
class Page:
    """A document on its way: its text, its head, and the reader of its duties (whose body has cited titles masked)."""

    text: Text
    head: Head
    gazetteer: Gazetteer
    reader: Reader

    @property
    def year(self) -> int | None:
        """The year that the document is about."""
        return self.head.reference.year if self.head.reference else None


def deadline_of(page: Page, found: DeadlineMention, base: int) -> Deadline:
    """The deadline found in a passage that begins at ``base``, with the body that it binds if one stands before it."""
    evidence = page.text.evidence(found.start + base, found.end + base)
    mention = page.text.chars[found.start + base : found.end + base]
    actor = actor_before(page.reader.body, found.start + base)
    return Deadline(mention, found.kind, found.earliest, found.latest, found.precision, evidence, actor)


def distinct(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Each date once in a kind, where it is printed first."""
    first: dict[tuple[DeadlineKind, date], Deadline] = {}
    for deadline in found:
        first.setdefault((deadline.kind, deadline.date), deadline)
    return tuple(first.values())


def recurrences_in(page: Page, passage: str, base: int) -> Iterator[Recurrence]:
    """The recurrences of a passage that begins at ``base``."""
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


def targets_in(
    page: Page, passage: str, dates: Sequence[DeadlineMention], base: int, *, carry: bool
) -> Iterator[Target]:
    """The targets of a passage that begins at ``base``, each with its date among ``dates``."""
    found = targets(passage, page.year)
    for target, by in zip(found, due_dates(passage, found, dates, carry=carry), strict=True):
        yield _target(page, target, by, base)


def _target(page: Page, found: TargetMention, by: date | None, base: int) -> Target:
    start, end = found.start + base, found.end + base
    return Target(
        mention=page.text.chars[start:end],
        indicator=_as_printed(page, found.indicator, start, end),
        comparator=found.comparator,
        value=found.value,
        unit=found.unit,
        change=found.change,
        baseline=found.baseline,
        by=by,
        scope=found.scope,
        evidence=page.text.evidence(start, end),
    )


def places_in(page: Page, passage: str, named: Iterable[tuple[int, int]], base: int) -> Iterator[Place]:
    """The places of a passage that begins at ``base``, outside the names of agencies at ``named``."""
    named = [(start - base, end - base) for start, end in named]
    for each in places(passage, page.head.jurisdiction, page.year, named):
        yield Place(each.mention, each.name, each.type, page.text.evidence(each.start + base, each.end + base))


def aims_in(page: Page, start: int, end: int) -> tuple[tuple[Deadline, ...], tuple[Target, ...]]:
    """The deadlines and targets that an objectives part states for the plan as a whole."""
    passage = page.reader.body[start:end]
    dates, _ = deadlines(passage, page.head.reference)
    return (
        tuple(deadline_of(page, each, start) for each in dates),
        tuple(targets_in(page, passage, dates, start, carry=True)),
    )


def citations_of(text: Text, cited: Sequence[CitationMention]) -> tuple[Citation, ...]:
    """Each cited title once, with its number where any mention of it prints one."""
    numbers = {each.title: each.number for each in cited if each.number}
    first = {each.title: each for each in reversed(cited)}
    return tuple(
        Citation(each.title, numbers.get(each.title), each.relation, text.evidence(each.start, each.end))
        for each in sorted(first.values(), key=lambda mention: mention.start)
    )


def facts_in(page: Page, start: int, end: int) -> Iterator[Fact]:
    """The figures that an account states."""
    for found in facts(page.reader.body[start:end], page.head.reference):
        first, last = found.start + start, found.end + start
        mention = page.text.chars[first:last]
        subject = _as_printed(page, found.subject, first, last)
        yield Fact(mention, subject, found.value, found.unit, found.as_of, page.text.evidence(first, last))


def _as_printed(page: Page, words: str, start: int, end: int) -> str:
    """``words`` found from ``start`` to ``end``, with the titles cited there instead of what masks them."""
    if MASKED not in words:
        return words
    masks = [each.span() for each in _MASKS.finditer(page.reader.body, start, end)]
    titles = {last - first: page.text.chars[first:last] for first, last in masks}
    return _MASKS.sub(lambda mask: titles.get(len(mask[0]), ""), words)


_MASKS = re.compile(f"{MASKED}+")


def section_of(page: Page, item: Item) -> Section:
    """The heading that an item is."""
    return Section(
        "/".join(item.path), item.heading, page.text.evidence(item.start, max(item.text_start, item.start + 1))
    )
