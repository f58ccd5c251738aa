"""Hypothesis strategies that make valid documents: every quote is in the text, every name stands for one body."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from graph.model import (
    Agency,
    AgencyKind,
    Anchor,
    Assignment,
    Basis,
    Change,
    Citation,
    CitationRelation,
    Comparator,
    Copy,
    Deadline,
    DeadlineKind,
    Document,
    DocumentKind,
    Evidence,
    Fact,
    Measure,
    Modality,
    Place,
    PlaceType,
    Precision,
    Recurrence,
    Remark,
    Role,
    Section,
    SourceFile,
    Target,
)

T = TypeVar("T")

UNHURRIED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CHARACTERS = st.one_of(
    st.sampled_from('云岭省清川市水利厅一二(一)（）〔〕/.~ %#"\\\n\r\t𠀀'),
    st.characters(exclude_categories=["Cs"]),  # RDF carries every character but lone surrogates
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=12)
STEPS = st.sampled_from(["一", "二", "(一)", "1", "(1)", "1.1", "~2", "①"])
NUMBERS = st.lists(STEPS, min_size=1, max_size=4).map("/".join)
DURATIONS = st.sampled_from(["P1D", "P7D", "P10D", "P1M", "P2M", "P3M", "P6M", "P1Y", "P1Y6M"])
DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
URLS = st.sampled_from(["https://www.example.org/a/1.html", "http://[::1]:8000/附件.docx?a=b&c=%20", "http:// broken"])
PERIODS = st.tuples(DAYS, DAYS).map(sorted)
MONTH_DAYS = st.one_of(
    st.just((None, None)), st.tuples(st.integers(1, 31), st.integers(1, 31)).map(lambda days: tuple(sorted(days)))
)
FIGURES = st.one_of(
    st.decimals(-(10**12), 10**12, places=4),
    st.sampled_from(["95", "95.0", "1E+3", "0.00", "-0", "1E-7"]).map(Decimal),
)


def some(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """A few of them, perhaps none."""
    return st.lists(strategy, max_size=2).map(tuple)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """One of them or none."""
    return st.one_of(st.none(), strategy)


def evidence(text: str) -> st.SearchStrategy[Evidence]:
    """A span of the text."""
    starts = st.integers(0, len(text) - 1)
    spans = starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, len(text))))
    return spans.map(lambda span: Evidence(*span, text[slice(*span)]))


def agencies() -> st.SearchStrategy[list[Agency]]:
    """Bodies of different names."""
    agency = st.builds(Agency, WORDS, maybe(WORDS), st.sampled_from(AgencyKind))
    return st.lists(agency, min_size=1, max_size=4, unique_by=lambda body: body.name)


def assignments(where: st.SearchStrategy[Evidence], bodies: list[Agency]) -> st.SearchStrategy[Assignment]:
    """Assignments to one of the bodies, or to a name that stays unresolved."""
    printed = [Basis.EXPLICIT, Basis.DOCUMENT_RULE, Basis.DOCUMENT_DEFAULT, Basis.IN_TEXT]
    return st.builds(
        Assignment,
        role=st.sampled_from(Role),
        mention=WORDS,
        agency=maybe(st.sampled_from(bodies)),
        basis=st.sampled_from(printed),
        rank=st.integers(0, 9),
        evidence=where,
        rule=maybe(where),
    )


@st.composite
def deadlines(draw: st.DrawFn, where: st.SearchStrategy[Evidence]) -> Deadline:
    """Deadlines whose period does not end before it begins."""
    earliest, latest = draw(PERIODS)
    kind, precision = draw(st.sampled_from(DeadlineKind)), draw(st.sampled_from(Precision))
    return Deadline(draw(WORDS), kind, earliest, latest, precision, draw(where), draw(maybe(WORDS)))


@st.composite
def recurrences(draw: st.DrawFn, where: st.SearchStrategy[Evidence]) -> Recurrence:
    """Recurrences, some within days of the month."""
    at_least, days = draw(maybe(st.integers(1, 12))), draw(MONTH_DAYS)
    return Recurrence(draw(WORDS), draw(DURATIONS), at_least, draw(where), draw(maybe(WORDS)), *days)


def targets(where: st.SearchStrategy[Evidence]) -> st.SearchStrategy[Target]:
    """Targets, by number or by class."""
    return st.builds(
        Target,
        mention=WORDS,
        indicator=WORDS,
        comparator=st.sampled_from(Comparator),
        value=st.one_of(FIGURES, st.sampled_from(["Ⅲ", "95", "IV"])),
        unit=st.sampled_from(["%", "类", "万立方米/日", ""]),
        change=st.sampled_from(Change),
        baseline=maybe(WORDS),
        by=maybe(DAYS),
        scope=maybe(WORDS),
        evidence=where,
    )


def places(where: st.SearchStrategy[Evidence]) -> st.SearchStrategy[Place]:
    """Divisions and features."""
    return st.builds(Place, WORDS, WORDS, st.sampled_from(PlaceType), where)


@st.composite
def measures(draw: st.DrawFn, where: st.SearchStrategy[Evidence], bodies: list[Agency], ordinal: int) -> Measure:
    """The measure of that ordinal."""
    return Measure(
        ordinal=ordinal,
        number=draw(NUMBERS),
        heading=draw(st.text(CHARACTERS, max_size=8)),
        text=draw(WORDS),
        modality=draw(st.sampled_from(Modality)),
        evidence=draw(where),
        assignments=draw(some(assignments(where, bodies))),
        deadlines=draw(some(deadlines(where))),
        recurrences=draw(some(recurrences(where))),
        targets=draw(some(targets(where))),
        places=draw(some(places(where))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Whole documents of any kind, with repeated numbers, resolved and unresolved bodies and all kinds of facts."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=40))
    where, bodies = evidence(text), draw(agencies())
    count = draw(st.integers(0, 3))
    return Document(
        key=draw(WORDS),
        source=draw(sources(text)),
        title=draw(maybe(WORDS)),
        kind=draw(st.sampled_from(DocumentKind)),
        issuers=draw(some(WORDS)),
        jurisdiction=draw(maybe(WORDS)),
        document_number=draw(maybe(st.sampled_from(["云政发〔2021〕7号", "清政办发〔2019〕35号"]))),
        issued=draw(maybe(DAYS)),
        published=draw(maybe(DAYS)),
        addressees=draw(some(WORDS)),
        carries=draw(maybe(WORDS)),
        sections=draw(some(st.builds(Section, NUMBERS, st.text(CHARACTERS, max_size=8), where))),
        measures=tuple(draw(measures(where, bodies, ordinal)) for ordinal in range(1, count + 1)),
        deadlines=draw(some(deadlines(where))),
        targets=draw(some(targets(where))),
        citations=draw(some(st.builds(Citation, WORDS, maybe(WORDS), st.sampled_from(CitationRelation), where))),
        facts=draw(some(st.builds(Fact, WORDS, WORDS, FIGURES, WORDS, maybe(DAYS), where))),
        remarks=draw(
            some(st.builds(Remark, st.sampled_from(["number-missing", "agency-ambiguous"]), WORDS, maybe(where)))
        ),
        copies=draw(some(copies())),
    )


def sources(text: str) -> st.SearchStrategy[SourceFile]:
    """Files that decode to the text."""
    encoded = text.encode()
    return st.builds(
        SourceFile,
        name=WORDS,
        sha256=st.just(sha256(encoded).hexdigest()),
        size=st.just(len(encoded)),
        media_type=st.sampled_from(["text/plain", "text/html"]),
        encoding=st.just("utf-8"),
        text=st.just(text),
        anchors=some(st.builds(Anchor, st.integers(0, 40), WORDS)).map(lambda found: tuple(sorted(found, key=_start))),
        url=maybe(URLS),
        fetched=maybe(MOMENTS),
    )


def copies() -> st.SearchStrategy[Copy]:
    """Further files."""
    digests = st.binary(max_size=3).map(lambda data: sha256(data).hexdigest())
    types = st.sampled_from(["application/pdf", "text/html"])
    return st.builds(Copy, WORDS, digests, st.integers(0, 10**9), types, st.just("utf-8"), maybe(URLS), maybe(MOMENTS))


def _start(anchor: Anchor) -> int:
    return anchor.start
