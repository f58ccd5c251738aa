"""Made plans: texts of plans as governments publish them, any number, each with what a careful reader finds in it.

They are of the invented province 云岭省, in every usual numbering, with responsibility clauses, dates, recurrences and
targets in every usual wording. What a plan says is decided first and then written, by no part of the reader: so
tests can compare, and benchmarks have documents enough. The phrases are ``topics.toml`` and ``styles.toml``.
"""

from random import Random
from typing import NamedTuple

from graph.model import DocumentKind
from loaders.made.expected import Expected
from loaders.made.outline import HEADINGS, Manner, Outline, body
from loaders.made.page import Head, headed
from loaders.made.phrases import ClausePattern, styles, topics
from loaders.made.printing import LAYOUTS, WIDTHS, Print, printed
from loaders.made.setting import Setting, invented

_YEARS = (2016, 2025)
_DECIMAL = "decimal"


class Made(NamedTuple):
    """A plan: its text, and what a careful reader finds in it."""

    text: str
    expected: Expected


def plan(seed: int, size: int | None = None) -> Made:
    """The plan of that seed, always the same; with about ``size`` measures, else of some usual size."""
    return made(Random(seed), size)


def made(rng: Random, size: int | None = None) -> Made:
    """A plan made of the numbers that ``rng`` gives."""
    setting = _setting(rng)
    head = headed(rng, setting, rng.choice(styles().titles))
    how = Print(rng.choice(list(WIDTHS)), _layout(rng), page=rng.random() < 0.3, traditional=rng.random() < 0.05)
    outline = body(rng, setting, _manner(rng, how.layout), size or rng.choice([4, 6, 9, 12, 20]))
    end = [rng.choice(styles().words["furniture.end"])] if rng.random() < 0.15 and how.layout != "one line" else []
    text = printed(rng, how, [*head.above, *outline.paragraphs, *end, *head.below])
    return Made(text, _expected(setting, head, outline))


def _setting(rng: Random) -> Setting:
    place, level, parts = rng.choice(invented())
    return Setting(place, level, parts, rng.randint(*_YEARS), rng.choice(topics()))


def _layout(rng: Random) -> str:
    return rng.choice([layout for layout in LAYOUTS for _ in range(1 if layout == "one line" else 3)])


def _manner(rng: Random, layout: str) -> Manner:
    """A manner that is unambiguous in its layout: on one line items need headings that end in a full stop."""
    alone = layout != "one line"
    schemes = styles().schemes if alone else tuple(scheme for scheme in styles().schemes if scheme[:2] in _INLINE)
    scheme = rng.choice(schemes)
    first_leads = rng.choice(styles().words["standing.first_leads"]) if rng.random() < 0.15 else None
    all_answer = rng.choice(styles().words["standing.all_answer"]) if not first_leads and rng.random() < 0.1 else None
    return Manner(
        scheme=scheme,
        dot=rng.choice(".、." if _DECIMAL not in scheme else "."),
        heading=rng.choice(HEADINGS if alone else ("run-in",)),
        clauses=_clauses(rng, alone=alone, first_leads=first_leads is not None),
        first_leads=first_leads,
        all_answer=all_answer,
    )


_INLINE = (("han", "bracketed-han"), ("han", "bracketed-han-on"), ("han", "arabic"))


def _clauses(rng: Random, *, alone: bool, first_leads: bool) -> tuple[ClausePattern, ...]:
    """The clauses of one plan: of one kind or two, as plans have them."""
    fitting = [each for each in styles().clauses if alone or each.where != "line"]
    if first_leads:
        fitting = [each for each in fitting if "责任" in each.pattern and "{lead}" not in each.pattern]
    where = rng.choice(fitting).where
    same = [each for each in fitting if each.where == where]
    return tuple(rng.sample(same, min(len(same), rng.randint(1, 3))))


def _expected(setting: Setting, head: Head, outline: Outline) -> Expected:
    kind: DocumentKind = head.kind
    return Expected(
        title=head.title,
        kind=kind,
        issuers=head.issuers,
        jurisdiction=setting.place.name,
        document_number=head.number,
        issued=head.issued,
        measures=tuple(outline.measures),
        facts=outline.facts,
        citations=head.citations,
    )
