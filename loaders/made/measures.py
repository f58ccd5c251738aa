"""Measures of made plans: their own sentences, then who answers, as printed and as meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from graph.model import Basis, Modality, Role
from loaders.made import dates, sentences
from loaders.made.expected import Answering, Due, Facts
from loaders.made.numbering import han
from loaders.made.phrases import ClausePattern, styles
from loaders.made.sentences import Sentence
from loaders.made.setting import Listed, Setting, inspectors, listed, one

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Written:
    """A measure: its own words, the same as printed with its clause, the lines below, and what all of them say."""

    own: str
    text: str
    lines: tuple[str, ...]
    modality: Modality
    assignments: tuple[Answering, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Clause:
    """A responsibility clause as printed, who answers by it and until when."""

    where: str
    words: str
    assignments: tuple[Answering, ...]
    due: Due | None = None
    own_year: bool = False


def written(rng: Random, setting: Setting, pattern: ClausePattern | None, *, single: bool) -> Written:
    """A measure with a clause of the pattern; ``single`` asks for one sentence in its text."""
    made = clause(rng, setting, pattern) if pattern else Clause("none", "", ())
    modality, said = _said(rng, setting, made, single=single)
    facts = sentences.joined([*said, Sentence("", Facts(deadlines=(made.due,) if made.due else ()))])
    own = _sentences(rng, said, single=single)
    text, lines = _with_clause(rng, own, made)
    return Written(own, text, lines, modality, made.assignments, facts)


def acting(rng: Random, setting: Setting) -> Written:
    """A measure whose sentence itself names who must act, or who must see that others do."""
    checks = rng.random() < 0.2
    role = Role.SUPERVISOR if checks else Role.RESPONSIBLE
    who = inspectors(rng, setting) if checks else listed(rng, setting, set(), most=2)
    pattern = rng.choice(styles().words["acting.checking" if checks else "acting.sentences"])
    words = pattern.format(actor=who.printed.removesuffix("等"))
    named = tuple(Answering(role, mention, name, Basis.IN_TEXT) for mention, name in who.agencies)
    return Written(f"{words}。", f"{words}。", (), Modality.OBLIGATION, named, Facts())


def clause(rng: Random, setting: Setting, pattern: ClausePattern) -> Clause:
    """A clause of the pattern with agencies drawn for each of its roles."""
    taken: set[str] = set()
    dated = rng.choice(styles().due_in_clause)
    due = dates.drawn(rng, dated, setting.year)
    slots = [slot for slot in _SLOT.findall(pattern.pattern) if slot != "by"]
    noted = "(牵头)" in pattern.pattern  # a note behind a list is of its last name: it must be the only one
    lists = {Role(slot): _list(rng, setting, Role(slot), taken, alone=noted) for slot in slots}
    words = pattern.pattern.format(by=due.words, **{role.value: who.printed for role, who in lists.items()})
    assignments = tuple(
        Answering(role, mention, name, Basis.EXPLICIT) for role, who in lists.items() for mention, name in who.agencies
    )
    if "{by}" not in pattern.pattern:
        return Clause(pattern.where, words, assignments)
    return Clause(pattern.where, words, assignments, due.due, dated.own)


def _list(rng: Random, setting: Setting, role: Role, taken: set[str], *, alone: bool) -> Listed:
    if role is Role.SUPERVISOR:
        return inspectors(rng, setting)
    if alone and role is Role.LEAD:
        return one(rng, setting, taken)
    return listed(rng, setting, taken, most=2 if role is Role.LEAD else 4)


# --- what a measure's own text says ----------------------------------------------------------------------------

_OTHER = (
    (Modality.PROHIBITION, sentences.forbidden),
    (Modality.ENCOURAGEMENT, sentences.encouraged),
    (Modality.PERMISSION, sentences.permitted),
)
_WITH_FACTS = (sentences.dated, sentences.repeated, sentences.placed, sentences.aimed, sentences.aimed_by)


def _said(rng: Random, setting: Setting, made: Clause, *, single: bool) -> tuple[Modality, list[Sentence]]:
    if rng.random() < 0.12:
        modality, make = rng.choice(_OTHER)
        return modality, [make(rng, setting)]
    makers = [*rng.choices(_WITH_FACTS, k=rng.randint(0, 3)), *[sentences.plain] * rng.randint(1, 2 if single else 5)]
    rng.shuffle(makers)
    said = list({sentence.words: sentence for sentence in (make(rng, setting) for make in makers)}.values())
    return Modality.OBLIGATION, _unambiguous(said, made) or [sentences.plain(rng, setting)]


def _unambiguous(said: Sequence[Sentence], made: Clause) -> list[Sentence]:
    """Without sentences whose dates or targets another date beside them would change."""
    if made.own_year:
        said = [sentence for sentence in said if not sentence.facts.deadlines]
    dated = sum(bool(sentence.facts.deadlines) for sentence in said) + (made.due is not None)
    if dated > 1:
        said = [sentence for sentence in said if not sentence.own_year]
    return [sentence for sentence in said if not (dated and sentence.undated_target)]


def _with_clause(rng: Random, text: str, made: Clause) -> tuple[str, tuple[str, ...]]:
    """The text with the clause where its pattern wants it, and the lines below the text."""
    if made.where == "bracket":
        return (f"{text[:-1]}{made.words}。" if rng.random() < 0.6 else text + made.words), ()
    if made.where == "sentence":
        return text + made.words, ()
    return text, tuple(made.words.split("\n")) if made.words else ()


def _sentences(rng: Random, said: Sequence[Sentence], *, single: bool) -> str:
    """The text of the sentences: one after the other, or counted (一是…;二是…), or clauses of a single one."""
    counted = len(said) > 1 and rng.random() < 0.06
    words = [f"{han(place)}是{each.words}" if counted else each.words for place, each in enumerate(said, 1)]
    return (";" if single or (counted and rng.random() < 0.5) else "。").join(words) + "。"
